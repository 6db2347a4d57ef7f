"""What the knowledge base and the agent could not answer."""

from aftercall.analysis import content_gaps
from aftercall.language.prepare import annotate
from aftercall.reports.content_gaps import ContentGapReport, UnansweredReason
from aftercall.session.models import Level, ToolCall
from tests.fakes.embedder import Alike
from tests.unit.analysis.calls import ANGRY, PROFILE, analyzed, call, search


def gaps(dialogue: str, *tools: ToolCall) -> ContentGapReport:
    report = analyzed(dialogue, tool_calls=tools).reports.content_gaps
    assert report is not None
    return report


def test_a_search_without_results_is_a_gap() -> None:
    report = gaps(
        "U: does it sync with ledgerly?\nA: Hm.\nU: okay",
        search("ledgerly integration", found=False, after=0),
        search("pricing", found=True, after=1),
    )
    assert [(item.query, item.times) for item in report.failed_searches] == [("ledgerly integration", 1)]
    assert report.coverage_rate == 0.5
    assert report.recommendations[0].content_type == "integration guide"


def test_the_same_search_twice_weighs_more() -> None:
    report = gaps(
        "U: does it sync with ledgerly?\nA: Hm.\nU: okay",
        search("ledgerly integration", found=False, after=0),
        search("ledgerly integration setup", found=False, after=1),
    )
    assert [(item.times, item.impact) for item in report.failed_searches] == [(2, Level.HIGH)]


def test_a_question_the_agent_could_not_answer() -> None:
    report = gaps(
        "U: Does the chef need a paid seat?\nA: I'm not certain, I'll have a specialist confirm it.\nU: okay"
    )
    assert [(item.question, item.reason) for item in report.unanswered_questions] == [
        ("Does the chef need a paid seat?", UnansweredReason.UNKNOWN_TO_AGENT)
    ]


def test_an_answered_question_is_no_gap() -> None:
    report = gaps("U: Do recipients need an account?\nA: No, recipients don't need an account.\nU: good")
    assert report.unanswered_questions == ()


def test_a_question_answered_on_the_second_try_is_no_gap_but_a_repeat() -> None:
    report = gaps(
        "U: Can approvers sign on a phone?\nA: Approvals are part of every plan.\n"
        "U: But can approvers sign on a phone?\nA: Yes, they can sign on any phone.\nU: great"
    )
    assert report.unanswered_questions == ()
    assert len(report.repeated_questions) == 1


def test_of_a_question_worded_again_the_first_wording_is_the_open_one() -> None:
    report = gaps(
        "U: does it work without any signal?\nA: Our app is great for teams on the move.\n"
        "U: yeah but will it go with no signal?\nA: The app is built for people who travel all day.\nU: okay"
    )
    assert [item.question for item in report.unanswered_questions] == ["does it work without any signal?"]
    assert len(report.repeated_questions) == 1


def test_an_answer_that_only_the_callers_complaint_shows_to_be_none() -> None:
    report = gaps(
        "U: where is my data kept?\nA: Everything is encrypted on our servers.\n"
        "U: That's not what I asked.\nA: I'm sorry, I couldn't find the region.\nU: okay"
    )
    assert [item.question for item in report.unanswered_questions] == ["where is my data kept?"]


def test_asking_again_in_anger_is_counted() -> None:
    report = gaps(ANGRY)
    assert report.repeated_questions[0].item_ids == ("item_3", "item_5")
    assert report.unanswered_questions[0].reason is UnansweredReason.ASKED_AGAIN


def test_no_searches_have_no_coverage() -> None:
    assert gaps("U: hi\nA: Hello.").coverage_rate is None


OTHER_WORDS = """
    U: what would enterprise run us?
    A: It costs $49 per user.
    U: so the money for each person is how much?
"""


def test_a_question_in_other_words_repeats_where_embeddings_say_so() -> None:
    [group] = content_gaps.analyze(annotate(call(OTHER_WORDS), PROFILE, Alike()), PROFILE).repeated_questions
    assert group.item_ids == ("item_0", "item_2")
    assert gaps(OTHER_WORDS).repeated_questions == ()


def test_a_turn_that_asks_two_things_is_not_compared_by_its_blended_meaning() -> None:
    dialogue = f"U: can it sign forms for the court? and is there an office near us?\n{OTHER_WORDS}"
    first, *_ = annotate(call(dialogue), PROFILE, Alike()).annotations
    assert first.embedding is not None
    [group] = content_gaps.analyze(annotate(call(dialogue), PROFILE, Alike()), PROFILE).repeated_questions
    assert group.item_ids == ("item_1", "item_3")
