"""Sentiment over a call."""

from aftercall.reports.quality import Trend
from aftercall.reports.sales_intelligence import Attitude
from aftercall.reports.sentiment import SentimentReport
from tests.unit.analysis.calls import ANGRY, HOT, analyzed


def sentiment(dialogue: str) -> SentimentReport:
    report = analyzed(dialogue).reports.sentiment
    assert report is not None
    return report


def test_a_pleased_caller_is_positive() -> None:
    report = sentiment(HOT)
    assert report.overall is Attitude.POSITIVE
    assert not report.frustrated
    assert report.enthusiasm_evidence


def test_an_angry_caller_is_negative_and_frustrated_with_evidence() -> None:
    report = sentiment(ANGRY)
    assert report.overall is Attitude.NEGATIVE
    assert report.frustrated
    assert any("ridiculous" in item.quote for item in report.frustration_evidence)
    assert report.repeated_questions == 1


def test_the_agents_words_are_not_the_callers_mood() -> None:
    report = sentiment(
        "A: That's awful, terrible, I'm so sorry.\nU: it is a form\nA: I hate that.\nU: two pages"
    )
    assert report.overall is Attitude.NEUTRAL


def test_four_quarters_and_a_trend() -> None:
    report = sentiment(
        "U: this is terrible\nA: Sorry.\nU: hm\nA: Fixed.\nU: okay good\nU: perfect, I love it"
    )
    assert [segment.name for segment in report.segments] == ["opening", "discovery", "discussion", "closing"]
    assert report.trend is Trend.IMPROVING


def test_an_emotion_knows_what_came_before_it() -> None:
    moments = [item for item in sentiment(ANGRY).emotions if item.emotion == "frustration"]
    assert moments
    assert moments[1].trigger is not None
    assert moments[1].trigger.startswith("You can send")


def test_silence_has_no_sentiment() -> None:
    report = sentiment("A: Hello?")
    assert (report.overall, report.score, report.confidence) == (None, None, 0.0)


def test_pitch_stays_empty_because_there_is_no_audio() -> None:
    assert sentiment(HOT).pitch is None


def test_a_complaint_about_the_tool_of_today_is_not_held_against_the_agent() -> None:
    report = sentiment(
        "A: What are you using today?\nU: DocuSign, it's terrible, everybody hates it\nA: I see.\nU: yes"
    )
    assert report.overall is Attitude.NEUTRAL
    assert not report.frustrated


def test_thanks_at_the_end_are_manners() -> None:
    report = sentiment("A: Hello.\nU: we send quotes\nA: I see.\nU: about ten\nA: Fine.\nU: okay thanks, bye")
    assert (report.overall, report.trend) == (Attitude.NEUTRAL, Trend.STABLE)


def test_a_call_that_was_warm_all_along_is_stable() -> None:
    report = sentiment(
        "A: How is it?\nU: It just works, I love it.\nA: Good.\nU: Lovely.\nA: Fine.\nU: You were so helpful."
    )
    assert (report.overall, report.trend) == (Attitude.POSITIVE, Trend.STABLE)


def test_a_call_that_turns_sour_is_declining() -> None:
    report = sentiment(
        "A: Hello.\nU: Oh great, that's perfect.\nA: Click on send.\nU: That's not what I asked.\n"
        "A: Click on send.\nU: You're not answering. Forget it, I'm done."
    )
    assert (report.overall, report.trend) == (Attitude.NEGATIVE, Trend.DECLINING)
