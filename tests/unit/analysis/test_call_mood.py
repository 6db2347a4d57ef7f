"""What a whole call tells of the caller's mood."""

from aftercall.analysis.call_mood import MOOD_EXTRAS
from aftercall.analysis.sentiment import evidence_of
from aftercall.reports.sales_intelligence import Attitude
from aftercall.reports.sentiment import SentimentReport
from tests.unit.analysis.calls import analyzed

FACTS = "U: {}we are twelve people\nA: {}\nU: thirty quotes a month\nA: {}\nU: word files\nA: {}\nU: {}"


def sentiment(dialogue: str) -> SentimentReport:
    report = analyzed(dialogue).reports.sentiment
    assert report is not None
    return report


def evidence(dialogue: str, name: str) -> float:
    found = evidence_of(analyzed(dialogue).prepared)
    return found[MOOD_EXTRAS.index(name)]


def test_a_friendly_caller_who_never_says_so_outright_is_positive() -> None:
    friendly = FACTS.format(
        "oh hi ", "Lovely!", "Ha, that's great!", "Wonderful.", "oh that's lovely, thanks so much, bye"
    )
    assert sentiment(friendly).overall is Attitude.POSITIVE


def test_a_matter_of_fact_caller_is_neutral() -> None:
    plain = FACTS.format("", "How many quotes?", "What do you use?", "Which plan?", "the standard one. bye")
    assert sentiment(plain).overall is Attitude.NEUTRAL


def test_the_score_lies_on_the_side_of_the_answer() -> None:
    cross = (
        "U: I cancelled and you charged me again\nA: I'm sorry about that.\n"
        "U: that's not what I asked, when do I get my money back\nA: I'm afraid I can't say. I apologize.\n"
        "U: this is ridiculous, I told you twice\nA: I'm sorry, I understand.\n"
        "U: unacceptable. I want a real person"
    )
    report = sentiment(cross)
    assert report.overall is Attitude.NEGATIVE
    assert report.frustrated
    assert report.score is not None
    assert report.score < 0


def test_no_frustration_without_a_turn_that_shows_it() -> None:
    for reply in ("bye", "two pages"):
        report = sentiment(FACTS.format("", "I'm sorry.", "I'm so sorry.", "I apologize.", reply))
        assert not report.frustrated or report.frustration_evidence


def test_the_end_is_counted_beside_the_whole() -> None:
    call = "U: no\nA: I see.\nU: no\nA: Right.\nU: no\nA: Yes.\nU: thanks\nA: Sure.\nU: thank you"
    assert evidence(call, "thanks") < evidence(call, "thanks_ends") == 1.0
