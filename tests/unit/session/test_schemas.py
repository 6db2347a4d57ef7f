"""Schema, sample and parser of each form say the same."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aftercall.session.errors import UnreadableReport
from tests.unit.session.reports import FIXTURES, ROOT, SAMPLES, SCHEMAS, Json, load, parse

FORMS = ("livekit_report", "post_call_report", "raw_session")
LIVEKIT_REPORTS = sorted(
    [*FIXTURES.glob("livekit-*.json"), *(ROOT / "local" / "samples").glob("*/report.json")]
)

type Slot = tuple[str | int, ...]


def _validator(form: str) -> Draft202012Validator:
    return Draft202012Validator(load(SCHEMAS / f"{form}.schema.json"))


def _readable(document: Json) -> bool:
    try:
        parse(document)
    except UnreadableReport:
        return False
    return True


def _keys(node: object, slot: Slot = ()) -> Iterator[Slot]:
    """Give where each key of each object in a document stands."""
    if isinstance(node, dict):
        for key, part in node.items():
            yield (*slot, key)
            yield from _keys(part, (*slot, key))
    if isinstance(node, list):
        for index, part in enumerate(node):
            yield from _keys(part, (*slot, index))


def _without(document: Json, slot: Slot) -> Json:
    changed = copy.deepcopy(document)
    node: Any = changed
    for step in slot[:-1]:
        node = node[step]
    del node[slot[-1]]
    return changed


@pytest.mark.parametrize("form", FORMS)
def test_each_schema_is_a_schema(form: str) -> None:
    Draft202012Validator.check_schema(load(SCHEMAS / f"{form}.schema.json"))


@pytest.mark.parametrize("form", FORMS)
def test_each_sample_fits_its_schema_and_is_read_as_its_form(form: str) -> None:
    document = load(SAMPLES / f"{form}.json")

    assert [error.message for error in _validator(form).iter_errors(document)] == []
    assert parse(document).form == form


@pytest.mark.parametrize("form", FORMS)
def test_the_parser_insists_on_what_the_schema_requires_and_on_nothing_else(form: str) -> None:
    document = load(SAMPLES / f"{form}.json")
    validator = _validator(form)

    disagreements = [
        slot
        for slot in _keys(document)
        if validator.is_valid(shortened := _without(document, slot)) != _readable(shortened)
    ]

    assert disagreements == []


@pytest.mark.parametrize("form", FORMS)
def test_each_required_key_is_refused_by_its_name(form: str) -> None:
    document = load(SAMPLES / f"{form}.json")
    required = load(SCHEMAS / f"{form}.schema.json")["required"]
    assert isinstance(required, list)

    for key in required:
        changed: Json = {**document, key: 5}
        with pytest.raises(UnreadableReport) as refused:
            parse(changed)
        assert refused.value.field == key


@pytest.mark.parametrize("report", LIVEKIT_REPORTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_livekit_reports_fit_the_schema(report: Path) -> None:
    errors = _validator("livekit_report").iter_errors(load(report))

    assert [error.message for error in errors] == []


@pytest.mark.parametrize("form", FORMS)
def test_unknown_keys_fit_everywhere(form: str) -> None:
    document = load(SAMPLES / f"{form}.json")
    document["an_unknown_key"] = {"x": [1]}

    assert _validator(form).is_valid(document)
    assert _readable(document)
