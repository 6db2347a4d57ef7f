"""Whether an answer answers: judged by what was asked, not by how friendly it sounds."""

import pytest

from aftercall.reports.content_gaps import ContentGapReport
from tests.unit.analysis.calls import analyzed


def gaps(dialogue: str) -> ContentGapReport:
    report = analyzed(dialogue).reports.content_gaps
    assert report is not None
    return report


def is_open(question: str, answer: str) -> bool:
    return bool(gaps(f"A: Hello!\nU: {question}\nA: {answer}\nU: I see, thanks").unanswered_questions)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much is the texting add-on?", "Texting is a very popular add-on with many of our customers."),
        ("What's it in pounds for the year?", "I only have the dollar price, forty-nine per user per month."),
        ("How many templates do you get?", "The Starter plan comes with unlimited document uploads."),
        (
            "Is bulk send on the Business plan?",
            "Bulk send is a very popular feature with logistics customers.",
        ),
        ("Does it push forms into the chart?", "We have a broad ecosystem of integrations. Anything else?"),
        ("Can we export in bulk or one at a time?", "Exporting is very straightforward from that page."),
        ("Do approvers need a paid seat?", "I'm not certain, I'll have the specialist confirm it."),
        ("When does the price change?", "Our sales team can go over the options with you."),
        ("Is the tax on top or not?", "It is a very cost-effective solution compared with printing."),
    ],
)
def test_evasions_leave_a_question_open(question: str, answer: str) -> None:
    assert is_open(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much is the texting add-on?", "It's ten dollars a month."),
        ("What does the free plan cost?", "There's no charge at all."),
        ("How many templates do you get?", "Five templates."),
        ("Is bulk send on the Business plan?", "Yes, it's included."),
        ("Do recipients need an account?", "Nobody who signs needs an account."),
        ("Can we export in bulk or one at a time?", "You can export them in bulk."),
        ("How long does the set-up take?", "Most teams are done in an hour."),
        ("How do I change the recipient?", "Open the document and choose Manage recipients."),
        ("Where is that, at the top?", "It's in the panel on the right-hand side."),
        ("Does it work on a phone?", "The signing page works on any phone."),
    ],
)
def test_answers_close_a_question(question: str, answer: str) -> None:
    assert not is_open(question, answer)


@pytest.mark.parametrize(
    "said",
    ["What am I even paying you for?", "Why does that matter?", "Anybody there?", "Am I audible?", "Is it?"],
)
def test_what_wants_no_answer_is_no_question(said: str) -> None:
    assert not is_open(said, "I understand.")


def test_what_is_asked_in_one_breath_is_one_finding() -> None:
    (found,) = gaps(
        "A: Hello!\nU: Can I take it all with me? In bulk? Or one at a time.\n"
        "A: Exporting is very straightforward.\nU: hm"
    ).unanswered_questions
    assert found.question == found.evidence[0].quote
    assert found.question.endswith("Or one at a time.")


@pytest.mark.parametrize(
    ("again", "times"),
    [
        ("That's as may be, but is the tax on top or not?", 1),
        ("I'm sure it is. Is the tax on top?", 1),
        ("It's on top or it isn't on top, yes or no?", 1),
        ("That's a brochure. Is it on top?", 1),
        ("And do the signers need an account?", 0),
    ],
)
def test_asking_on_after_an_evasion_is_a_repetition(again: str, times: int) -> None:
    report = gaps(
        "A: Hello!\nU: And tax? Is that on top?\nA: It is a very cost-effective solution.\n"
        f"U: {again}\nA: I'm sorry, I don't know.\nU: okay"
    )
    assert sum(len(group.item_ids) - 1 for group in report.repeated_questions) == times


def test_pressing_for_a_plain_answer_is_a_repetition_though_the_one_before_was_no_evasion() -> None:
    report = gaps(
        "A: Hello!\nU: Do you train a model on what people upload?\nA: Your documents are encrypted.\n"
        "U: that's not it, does it go into the training or doesn't it\nA: It does not.\nU: okay"
    )
    assert sum(len(group.item_ids) - 1 for group in report.repeated_questions) == 1


def test_a_further_question_about_the_same_thing_is_no_repetition() -> None:
    report = gaps(
        "U: Can we send it by text message?\nA: Yes, text messages are an add-on.\n"
        "U: How much is the text message add-on?\nA: Ten dollars a month.\nU: fine"
    )
    assert report.repeated_questions == ()
