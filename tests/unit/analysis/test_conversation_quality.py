"""Conversation quality: what was measured, and what follows from it."""

from aftercall.analysis.pipeline import analyze_session
from aftercall.reports.quality import QualityReport
from tests.unit.analysis.calls import ANGRY, HOT, PROFILE, VOICEMAIL, analyzed, call


def quality(dialogue: str) -> QualityReport:
    report = analyzed(dialogue).reports.quality
    assert report is not None
    return report


def test_a_good_call_scores_above_a_bad_one() -> None:
    assert quality(HOT).score > quality(ANGRY).score + 1


def test_turns_and_questions_are_counted() -> None:
    report = quality("A: How many?\nU: Ten. Does it sync?\nA: Yes.\nU: okay thanks, bye")
    assert report.turn_balance == 1.0
    assert (report.user_questions, report.agent_questions) == (1, 1)


def test_silence_between_turns_is_dead_air() -> None:
    session = call("A: Hello?\nU: hi there\nA: How can I help?", timed=True)
    late = session.turns[2].metrics.model_copy(
        update={"started_speaking_at": session.turns[2].metrics.stopped_speaking_at}
    )
    turns = (*session.turns[:2], session.turns[2].model_copy(update={"metrics": late}))
    report = analyze_session(session.model_copy(update={"turns": turns}), PROFILE).reports.quality
    assert report is not None
    assert [(silence.after_item_id, silence.seconds) for silence in report.silences] == [("item_1", 8.0)]
    assert report.dead_air_percent == 33.33
    assert "dead_air" in {flag.kind for flag in report.red_flags}


def test_without_timings_dead_air_is_unknown() -> None:
    report = quality(HOT)
    assert report.dead_air_percent is None
    assert report.silences == ()


def test_an_interruption_is_read_by_what_the_caller_says() -> None:
    session = call(ANGRY, interrupted=[4])
    report = analyze_session(session, PROFILE).reports.quality
    assert report is not None
    assert report.interruption_count == 1
    assert report.interruption_moments[0].reading == "frustration"


def test_a_goodbye_ends_a_call_naturally_and_a_broken_line_does_not() -> None:
    assert quality(HOT).natural_ending is True
    assert (
        quality(
            "A: Pricing depends on the plan, and with twelve seats you\nU: you're breaking up i gotta"
        ).natural_ending
        is False
    )
    assert quality("A: Hello?").natural_ending is None


def test_listening_is_counted() -> None:
    report = quality(
        "U: we have three clinics in town\nA: Got it, three clinics. Just to confirm, all in town?\nU: yes"
    )
    assert report.acknowledgements == 1
    assert report.builds_on_caller == 1
    assert report.clarifications == 1


def test_unanswered_questions_are_a_red_flag_with_advice() -> None:
    report = quality(ANGRY)
    assert "unresolved_questions" in {flag.kind for flag in report.red_flags}
    assert {note.kind for note in report.recommendations} == {flag.kind for flag in report.red_flags}


def test_a_voicemail_is_not_judged_by_what_it_lacks() -> None:
    report = quality(VOICEMAIL)
    assert report.score <= 5
