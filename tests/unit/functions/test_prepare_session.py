"""The first step of an analysis, on a bucket in memory."""

import json
from hashlib import sha256
from typing import Any, cast

import pytest

from aftercall.intake.raw_store import CorruptRawBody, RawStore
from aftercall.session.prepared import PreparedSession
from aftercall.steps.documents import Documents, InvalidStep
from aftercall.steps.preparation import Preparation
from aftercall.telemetry.log import standard_log
from tests.fakes.s3 import FakeS3
from tests.unit.analysis.calls import PROFILE

REPORT = {
    "session_id": "room-1",
    "start_time": "2025-11-12T14:30:00Z",
    "end_time": "2025-11-12T14:31:00Z",
    "transcript": [],
}


def event(body: bytes) -> dict[str, object]:
    reference = {"bucket": "calls", "key": "raw/one", "sha256": sha256(body).hexdigest()}
    return {"session_id": "room-1", "raw": {**reference, "size_bytes": len(body)}}


def step_on(s3: FakeS3) -> Preparation:
    client = cast("Any", s3)
    return Preparation(RawStore(client, "calls"), Documents(client), PROFILE, standard_log("test"))


def run(body: bytes) -> tuple[dict[str, object], FakeS3]:
    s3 = FakeS3()
    s3.drop("raw/one", body)
    return step_on(s3).run(event(body)), s3


def test_a_readable_report_becomes_a_prepared_session_at_its_own_address() -> None:
    body = json.dumps(REPORT).encode()
    answer, s3 = run(body)
    key = f"prepared/room-1/{sha256(body).hexdigest()}.json"
    assert answer["status"] == "ready"
    assert answer["prepared"] == {"bucket": "calls", "key": key}
    stored = PreparedSession.model_validate_json(s3.objects[key].body)
    assert stored.session.session_id == "room-1"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000, b'{"hello": 1}'])
def test_an_unreadable_body_is_an_answer_and_not_an_error(body: bytes) -> None:
    answer, s3 = run(body)
    assert answer["status"] == "unreadable"
    assert answer["error_kind"] == "unreadable_report"
    assert answer["field"] == "body"
    assert s3.keys("prepared/") == []


def test_trouble_with_the_bucket_is_thrown_so_that_the_workflow_tries_again() -> None:
    with pytest.raises(Exception, match="NoSuchKey"):
        step_on(FakeS3()).run(event(b"{}"))


def test_a_body_that_is_not_the_promised_one_is_never_analysed() -> None:
    s3 = FakeS3()
    s3.drop("raw/one", b'{"another": "call"}')
    with pytest.raises(CorruptRawBody, match="s3://calls/raw/one"):
        step_on(s3).run(event(json.dumps(REPORT).encode()))


def test_an_input_without_its_reference_names_what_is_missing() -> None:
    with pytest.raises(InvalidStep, match=r"raw\.bucket"):
        step_on(FakeS3()).run({"session_id": "room-1"})


def test_a_reference_without_its_size_names_what_is_missing() -> None:
    raw = {"bucket": "calls", "key": "raw/one", "sha256": "abc"}
    with pytest.raises(InvalidStep, match=r"raw\.size_bytes"):
        step_on(FakeS3()).run({"session_id": "room-1", "raw": raw})
