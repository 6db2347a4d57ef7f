"""Raw bodies, secrets and messages."""

import json
from datetime import timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.intake.messages import (
    Origin,
    SessionKind,
    SessionMessage,
    TelephonyKind,
    TelephonyMessage,
    TelephonySource,
    UnreadableMessage,
)
from aftercall.intake.queues import Priority, SessionQueues, queue_for
from aftercall.intake.raw_store import CorruptRawBody, RawStore
from aftercall.intake.secrets import SecretsCache, UnusableSecret
from aftercall.session.forms import ReportForm
from aftercall.session.raw_reference import RawReference
from tests.fakes.clock import NOON, FakeClock
from tests.fakes.s3 import FakeS3
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.sqs import FakeSqs

RAW = RawReference("bucket", "raw/sessions/ab/abcd", "abcd", 4)


def raw_store(s3: FakeS3, **more: str) -> RawStore:
    return RawStore(cast("Any", s3), "bucket", **more)


def test_one_body_has_one_address() -> None:
    s3 = FakeS3()
    references = {raw_store(s3).put(b"body", "sessions", "application/json") for _ in range(2)}

    assert len(references) == len(s3.objects) == 1


def test_a_body_comes_back_as_it_was() -> None:
    store = raw_store(FakeS3())

    assert store.get(store.put(b"\x00\xff", "livekit", "application/json")) == b"\x00\xff"


def test_the_key_id_is_recorded_in_the_object_and_in_the_reference() -> None:
    s3 = FakeS3()
    reference = raw_store(s3, key_id="person-7").put(b"body", "sessions", "application/json")

    assert reference.key_id == "person-7"
    assert s3.objects[reference.key].metadata == {"key-id": "person-7"}


def test_a_body_that_is_not_the_promised_one_is_not_used() -> None:
    s3 = FakeS3()
    reference = raw_store(s3).put(b"body", "sessions", "application/json")
    s3.drop(reference.key, b"another")

    with pytest.raises(CorruptRawBody, match=reference.key):
        raw_store(s3).get(reference)


def secrets(**values: object) -> tuple[SecretsCache, FakeSecretsManager, FakeClock]:
    manager = FakeSecretsManager({name: json.dumps(value) for name, value in values.items()})
    clock = FakeClock()
    return SecretsCache(cast("Any", manager), clock.now), manager, clock


def test_a_rotation_arrives_within_five_minutes() -> None:
    cache, manager, clock = secrets(signing={"keys": ["old"]})
    assert cache.strings("signing", "keys") == ("old",)
    manager.secrets = {"signing": json.dumps({"keys": ["new", "old"]})}
    assert cache.strings("signing", "keys") == ("old",)

    clock.advance(minutes=5)

    assert cache.strings("signing", "keys") == ("new", "old")


def test_blank_previous_keys_never_hold() -> None:
    cache, _, _ = secrets(signing={"keys": ["current", "", None]}, livekit={"keys": {"a": "b", "c": ""}})

    assert cache.strings("signing", "keys") == ("current",)
    assert cache.key_by_id("livekit") == {"a": "b"}


@pytest.mark.parametrize("value", [[], {}, {"keys": []}, {"keys": {}}, {"keys": 7}, {"keys": [""]}, "text"])
def test_a_secret_that_holds_no_key_is_named(value: object) -> None:
    cache, _, _ = secrets(signing=value)

    with pytest.raises(UnusableSecret, match="signing"):
        cache.strings("signing", "keys")
    with pytest.raises(UnusableSecret, match="signing"):
        cache.key_by_id("signing")
    with pytest.raises(UnusableSecret, match="signing"):
        cache.string("signing", "keys")


def test_a_secret_that_is_no_json_is_named_without_its_value() -> None:
    cache = SecretsCache(cast("Any", FakeSecretsManager({"signing": "hunter2"})), FakeClock().now)

    with pytest.raises(UnusableSecret) as caught:
        cache.read("signing")
    assert "hunter2" not in str(caught.value)


session_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}", fullmatch=True)
session_messages = st.builds(
    SessionMessage,
    session_id=session_ids,
    kind=st.sampled_from([SessionKind.SESSION, SessionKind.TWILIO_CALL]),
    form=st.sampled_from(ReportForm),
    raw=st.just(RAW),
    origin=st.sampled_from(Origin),
    received_at=st.integers(0, 10**6).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    attempt=st.text(st.characters(codec="ascii"), max_size=20),
)


@given(session_messages)
def test_a_session_message_reads_back_as_it_was_written(message: SessionMessage) -> None:
    assert SessionMessage.from_json(message.to_json()) == message


@given(st.text(max_size=200), st.sampled_from(TelephonyKind))
def test_a_telephony_message_reads_back_as_it_was_written(event_id: str, kind: TelephonyKind) -> None:
    message = TelephonyMessage(event_id or "EV_1", TelephonySource.TWILIO, kind, RAW, NOON)

    assert TelephonyMessage.from_json(message.to_json()) == message


@given(st.text(max_size=100))
def test_whatever_is_no_message_is_named_as_such(body: str) -> None:
    with pytest.raises(UnreadableMessage):
        SessionMessage.from_json(body)
    with pytest.raises(UnreadableMessage):
        TelephonyMessage.from_json(body)


@given(session_messages)
def test_every_session_message_is_one_sqs_takes(message: SessionMessage) -> None:
    sqs = FakeSqs()
    urls = {name: name for name in ("hot", "standard", "backfill")}
    SessionQueues(cast("Any", sqs), urls, lambda: NOON).enqueue(message)

    assert len(sqs.messages) == 1


def message(origin: Origin, attempt: str = "") -> SessionMessage:
    return SessionMessage("s-1", SessionKind.SESSION, ReportForm.RAW_SESSION, RAW, origin, NOON, attempt)


@pytest.mark.parametrize(
    ("origin", "priority", "queue"),
    [
        (Origin.API, Priority.HOT_LEAD, "hot"),
        (Origin.API, Priority.STANDARD, "standard"),
        (Origin.TELEPHONY, Priority.STANDARD, "standard"),
        (Origin.REDRIVE, Priority.HOT_LEAD, "hot"),
        (Origin.INBOX, Priority.HOT_LEAD, "backfill"),
        (Origin.REPLAY, Priority.STANDARD, "backfill"),
    ],
)
def test_new_calls_never_stand_behind_old_ones(origin: Origin, priority: Priority, queue: str) -> None:
    assert queue_for(message(origin), priority) == queue


def test_a_replay_within_five_minutes_is_not_swallowed_by_deduplication() -> None:
    ids = {message(Origin.REPLAY, attempt).deduplication_id for attempt in ("", "replay-1", "replay-2")}

    assert len(ids) == 3
