import pytest

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import UsageKind
from tests.unit.session.reports import CALL_START, SAMPLES, Json, load, parse


def _report(**changes: object) -> Json:
    return {**load(SAMPLES / "post_call_report.json"), **changes}


def _one_turn(**changes: object) -> Json:
    turn = {"speaker": "user", "text": "x", "timestamp": CALL_START}
    return _report(turns=[{**turn, **changes}])


def _published_example() -> Json:
    """The shape of the example in the pull request's description: no job, no times but the turns'."""
    return {
        "report_id": "rep_1",
        "room_name": "discovery",
        "room_id": "rm_9",
        "participant_identity": "user_1",
        "turns": [
            {"speaker": "user", "text": "Do you integrate with HubSpot?", "timestamp": CALL_START},
            {"speaker": "agent", "text": "Yes.", "timestamp": CALL_START + 5},
        ],
        "tool_invocations": [
            {
                "call_id": "call_001",
                "tool_name": "lookup_contact",
                "arguments": {"email": "a@x.example"},
                "result": '{"Status": "Active"}',
                "duration_ms": 1050.0,
                "status": "done",
            }
        ],
        "metrics": {"total_duration_seconds": 45.0},
    }


def test_the_published_example_is_read() -> None:
    session = parse(_published_example())

    assert session.session_id == "rm_9.rep_1"
    assert session.duration_seconds == 45
    assert [turn.speaker for turn in session.turns] == ["user", "agent"]
    assert session.tool_calls[0].output == {"Status": "Active"}
    assert session.tool_calls[0].at == session.end_time
    assert session.participant.participant_id == "user_1"


def test_a_report_of_a_job_has_the_same_session_id_as_the_agents_own_report() -> None:
    assert parse(_report()).session_id == "RM_p3Wd8fYk2sQa.AJ_9mT6vB1xHc0e"


def test_a_report_without_room_goes_by_its_own_id() -> None:
    assert parse(_report(room_id=None)).session_id == "rep_5b2c90"


def test_the_names_of_the_sister_proposal_are_read_too() -> None:
    document = _report(
        transcript=[{"role": "assistant", "text": "Hello", "timestamp": CALL_START, "interrupted": True}],
        tool_executions=[{"call_id": "c", "name": "lookup", "arguments": {}, "status": "error"}],
        end_reason="error",
    )
    for name in ("turns", "tool_invocations", "close_reason"):
        del document[name]
    session = parse(document)

    assert len(session.interruptions) == 1
    assert session.tool_calls[0].failed
    assert session.close_reason == "CR_ERROR"
    assert session.status == "failed"


def test_metadata_names_the_caller() -> None:
    assert parse(_report()).participant.email == "tomas@harvelaw.example"


def test_flat_totals_are_usage() -> None:
    usage = {entry.kind: entry for entry in parse(_report()).usage}

    assert usage[UsageKind.LLM].total_tokens == 3238
    assert usage[UsageKind.TTS].characters == 226


@pytest.mark.parametrize("status", ["error", "cancelled", "interrupted"])
def test_a_tool_that_was_not_done_has_failed(status: str) -> None:
    invocation = {"tool_name": "lookup", "status": status, "result": "partial"}

    assert parse(_report(tool_invocations=[invocation])).tool_calls[0].failed


def test_times_may_be_iso_8601() -> None:
    turns = [{"speaker": "agent", "text": "Hello", "timestamp": "2026-03-02T08:00:00-07:00"}]
    session = parse(_report(turns=turns, started_at="2026-03-02T15:00:00Z", metrics=None))

    assert session.turns[0].at == session.start_time == session.end_time


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (_report(turns=None), "turns"),
        (_report(turns=[5]), "turns[0]"),
        (_one_turn(speaker=None), "turns[0].speaker"),
        (_one_turn(speaker="ghost"), "turns[0].speaker"),
        (_one_turn(timestamp="soon"), "turns[0].timestamp"),
        (_one_turn(text=5), "turns[0].text"),
        (_report(turns=[], started_at=None), "started_at"),
        (_report(tool_invocations={}), "tool_invocations"),
        (_report(tool_invocations=[{"status": "done"}]), "tool_invocations[0].tool_name"),
        (_report(job_id=" "), "job_id"),
    ],
)
def test_a_wrong_structure_is_refused_by_the_name_of_its_field(document: Json, field: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        parse(document)

    assert refused.value.field == field
