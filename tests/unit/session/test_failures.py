import pytest

from tests.unit.session.reports import CALL_START, Json, conversation, livekit, message, parse


def _error(kind: str, at: float, *, recoverable: bool) -> Json:
    return {
        "type": "error",
        "created_at": CALL_START + at,
        "error": {"type": kind, "recoverable": recoverable},
        "source": {"model": "m"},
    }


def _close(reason: str) -> Json:
    return {"type": "close", "reason": reason, "created_at": CALL_START + 50}


def test_a_conversation_that_ended_by_itself_has_not_failed() -> None:
    session = parse(conversation(close_reason="CR_USER_INITIATED"))

    assert (session.status, session.error_kind) == ("completed", None)


@pytest.mark.parametrize("reason", ["CR_ERROR", "error", "ERROR"])
def test_an_error_as_close_reason_is_a_failure(reason: str) -> None:
    session = parse(conversation(close_reason=reason))

    assert (session.status, session.error_kind) == ("failed", "closed_by_error")


def test_a_failure_is_named_after_the_only_stage_that_had_errors() -> None:
    session = parse(conversation(close_reason="CR_ERROR", errors={"tts": 4, "interruption": 2}))

    assert session.error_kind == "tts_error"


def test_an_agent_that_never_spoke_is_a_failure() -> None:
    session = parse(livekit(message("user", "Hello? Hello?", 3)))

    assert session.error_kind == "agent_never_spoke"


def test_an_unrecoverable_error_after_the_agents_last_word_is_a_failure() -> None:
    session = parse(conversation(events=[_error("llm_error", 20, recoverable=False)]))

    assert (session.status, session.error_kind) == ("failed", "llm_error")


def test_an_error_the_agent_spoke_again_after_is_no_failure() -> None:
    session = parse(conversation(events=[_error("stt_error", 3, recoverable=False)]))

    assert session.status == "completed"
    assert session.errors.stt == 1


def test_a_retried_error_is_no_failure() -> None:
    session = parse(conversation(events=[_error("llm_error", 20, recoverable=True)]))

    assert session.status == "completed"


def test_losing_the_interruption_detector_is_no_failure() -> None:
    event = _error("interruption_detection_error", 20, recoverable=False)

    assert parse(conversation(events=[event])).status == "completed"


def test_counts_alone_are_no_failure_since_they_count_retries() -> None:
    session = parse(conversation(errors={"llm": 3, "stt": 1}))

    assert session.status == "completed"
    assert session.errors.total == 4


def test_an_older_report_tells_its_close_reason_by_event() -> None:
    session = parse(conversation(events=[_close("error")]))

    assert session.close_reason == "CR_ERROR"
    assert session.status == "failed"


def test_damaged_events_are_passed_over() -> None:
    events = [None, "close", {"type": "error"}, {"type": "error", "error": 5}, {"type": ["close"]}]

    assert parse(conversation(events=events)).status == "completed"
