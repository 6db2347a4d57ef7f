"""The first step of an analysis, on a bucket in memory."""

import json
from typing import Any, cast

import pytest

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
EVENT = {"session_id": "room-1", "raw": {"bucket": "calls", "key": "raw/one", "sha256": "abc"}}


def run(body: bytes) -> tuple[dict[str, object], FakeS3]:
    s3 = FakeS3()
    s3.drop("raw/one", body)
    step = Preparation(Documents(cast("Any", s3)), PROFILE, standard_log("test"))
    return step.run(EVENT), s3


def test_a_readable_report_becomes_a_prepared_session_at_its_own_address() -> None:
    answer, s3 = run(json.dumps(REPORT).encode())
    assert answer["status"] == "ready"
    assert answer["prepared"] == {"bucket": "calls", "key": "prepared/room-1/abc.json"}
    stored = PreparedSession.model_validate_json(s3.objects["prepared/room-1/abc.json"].body)
    assert stored.session.session_id == "room-1"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000, b'{"hello": 1}'])
def test_an_unreadable_body_is_an_answer_and_not_an_error(body: bytes) -> None:
    answer, s3 = run(body)
    assert answer["status"] == "unreadable"
    assert answer["error_kind"] == "unreadable_report"
    assert answer["field"] == "body"
    assert s3.keys("prepared/") == []


def test_trouble_with_the_bucket_is_thrown_so_that_the_workflow_tries_again() -> None:
    step = Preparation(Documents(cast("Any", FakeS3())), PROFILE, standard_log("test"))
    with pytest.raises(Exception, match="NoSuchKey"):
        step.run(EVENT)


def test_an_input_without_its_reference_names_what_is_missing() -> None:
    step = Preparation(Documents(cast("Any", FakeS3())), PROFILE, standard_log("test"))
    with pytest.raises(InvalidStep, match=r"raw\.bucket"):
        step.run({"session_id": "room-1"})
