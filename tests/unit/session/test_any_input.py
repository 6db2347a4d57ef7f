"""Whatever arrives, a parser gives a session or names the field: nothing else is ever raised."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import Session
from tests.unit.session.reports import FIXTURES, SAMPLES, Json, load, parse

DOCUMENTS = {
    name: load(path)
    for name, path in {
        "livekit": FIXTURES / "livekit-1.8.9.json",
        "livekit_with_envelope": SAMPLES / "livekit_report.json",
        "post_call": SAMPLES / "post_call_report.json",
        "raw": SAMPLES / "raw_session.json",
        "twilio": FIXTURES / "twilio-transcription.json",
    }.items()
}
TURN_LISTS = {"post_call": "turns", "raw": "transcript", "twilio": "transcription_events"}
FORM_KEYS = (
    "room_id",
    "job_id",
    "chat_history",
    "report_id",
    "turns",
    "session_id",
    "transcript",
    "call_sid",
    "transcription_events",
    "timestamp",
    "items",
    "type",
    "created_at",
    "metadata",
)
ODD_TEXTS = st.sampled_from(
    [
        "",
        "\x00",
        "\ud800",
        "\udfff\ud83d",
        "{",
        "[" * 2000,
        "{'a':" * 50,
        "9" * 5000,
        "{'a': {1: b'x'}, ...: 2j}",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ]
)
NUMBERS = st.integers() | st.floats() | st.sampled_from([10**400, -(10**400), 1e308, -1, 2**63])
SCALARS = st.none() | st.booleans() | NUMBERS | st.text(st.characters()) | ODD_TEXTS
KEYS = st.sampled_from(FORM_KEYS) | st.text(st.characters())
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)

type Slot = tuple[Any, ...]


def _slots(node: object, slot: Slot = ()) -> list[Slot]:
    """Give where each value below a node stands."""
    entries: list[tuple[Any, Any]] = []
    if isinstance(node, dict):
        entries = list(node.items())
    if isinstance(node, list):
        entries = list(enumerate(node))
    return [below for key, part in entries for below in ((*slot, key), *_slots(part, (*slot, key)))]


SLOTS = {name: _slots(document) for name, document in DOCUMENTS.items()}


def _replaced(document: Json, slot: Slot, value: object) -> Json:
    changed = copy.deepcopy(document)
    node: Any = changed
    for step in slot[:-1]:
        node = node[step]
    node[slot[-1]] = value
    return changed


def _read_or_refuse(document: Json) -> Session | None:
    """Parse; a session must survive the way through JSON, which is how it is stored."""
    try:
        session = parse(document)
    except UnreadableReport:
        return None
    written = session.model_dump_json()
    assert "\\u0000" not in written
    assert Session.model_validate_json(written) == session
    return session


@given(st.dictionaries(KEYS, VALUES))
def test_any_json_object_is_read_or_refused(document: Json) -> None:
    _read_or_refuse(document)


@settings(max_examples=300)
@given(st.data())
def test_a_report_with_one_value_exchanged_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(DOCUMENTS)))
    slot = data.draw(st.sampled_from(SLOTS[name]))

    _read_or_refuse(_replaced(DOCUMENTS[name], slot, data.draw(VALUES)))


@settings(max_examples=60)
@given(st.data())
def test_a_report_with_several_values_exchanged_is_read_or_refused(data: st.DataObject) -> None:
    document = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    for _ in range(data.draw(st.integers(2, 5))):
        slots = _slots(document)
        if slots:
            document = _replaced(document, data.draw(st.sampled_from(slots)), data.draw(VALUES))

    _read_or_refuse(document)


@settings(max_examples=60)
@given(st.data())
def test_a_report_with_its_end_cut_off_is_read(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(DOCUMENTS)))
    document = copy.deepcopy(DOCUMENTS[name])
    holder: Any = document if name in TURN_LISTS else document["chat_history"]
    entries = holder[TURN_LISTS.get(name, "items")]
    del entries[data.draw(st.integers(0, len(entries))) :]

    assert _read_or_refuse(document) is not None


@pytest.mark.parametrize("value", [None, [], {}, "x", -1, float("nan")], ids=repr)
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_report_with_any_one_value_of_another_kind_is_read_or_refused(name: str, value: object) -> None:
    for slot in SLOTS[name]:
        _read_or_refuse(_replaced(DOCUMENTS[name], slot, value))


@settings(max_examples=60)
@given(st.text(st.characters()) | ODD_TEXTS)
def test_any_text_may_be_said(text: str) -> None:
    for name, slot in (
        ("livekit", ("chat_history", "items", 3, "content", 0)),
        ("post_call", ("turns", 1, "text")),
        ("raw", ("transcript", 2, "text")),
        ("twilio", ("transcription_events", 0, "transcript")),
    ):
        assert _read_or_refuse(_replaced(DOCUMENTS[name], slot, text)) is not None


def test_reading_leaves_the_document_as_it_was() -> None:
    for document in DOCUMENTS.values():
        before = json.dumps(document)
        _read_or_refuse(document)
        assert json.dumps(document) == before
