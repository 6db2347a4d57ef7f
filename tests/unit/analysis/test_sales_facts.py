"""Who decides, how urgent it is, where the caller is, how many there are: one reading each."""

import pytest

from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import BudgetAuthority, Level
from tests.unit.analysis.calls import analyzed, search

_TWO_PEOPLE = 2


def sales(dialogue: str) -> SalesIntelligenceReport:
    report = analyzed(dialogue).reports.sales_intelligence
    assert report is not None
    return report


@pytest.mark.parametrize(
    "said",
    [
        "I'm the sales operations manager",
        "the customer pays the invoice",
        "my client signs the contract",
        "I run the night shift",
    ],
)
def test_a_title_or_what_customers_sign_says_nothing_of_deciding(said: str) -> None:
    assert sales(f"U: {said}").budget_authority is None


@pytest.mark.parametrize(
    ("asked", "answered", "authority"),
    [
        ("Is that your decision?", "It is.", BudgetAuthority.DECISION_MAKER),
        ("Who makes the decision?", "That'd be me.", BudgetAuthority.DECISION_MAKER),
        ("Who makes the decision?", "The owner, always.", BudgetAuthority.NEEDS_APPROVAL),
        ("Does anyone else need to approve it?", "No.", BudgetAuthority.DECISION_MAKER),
        ("Does the board have to approve it?", "Yes.", BudgetAuthority.NEEDS_APPROVAL),
        ("Are you the owner?", "Me and my sister.", BudgetAuthority.DECISION_MAKER),
    ],
)
def test_the_answer_to_who_decides(asked: str, answered: str, authority: BudgetAuthority) -> None:
    found = sales(f"A: {asked}\nU: {answered}").budget_authority
    assert found is not None
    assert found.value is authority


@pytest.mark.parametrize(
    ("said", "urgency"),
    [
        ("there's no great rush", Level.LOW),
        ("nothing is on fire here", Level.LOW),
        ("we'd want it fairly soon", Level.MEDIUM),
        ("we're running out of time", Level.HIGH),
        ("I need something today", Level.HIGH),
    ],
)
def test_urgency_in_words(said: str, urgency: Level) -> None:
    found = sales(f"U: {said}").urgency
    assert found is not None
    assert found.value is urgency


@pytest.mark.parametrize(
    ("turns", "place"),
    [
        (("A: May I ask where you're calling from?", "U: Duluth."), "Duluth"),
        (("U: we're a bakery over in dubuque iowa and it's busy",), "Dubuque Iowa"),
        (("U: I'm calling from our Leeds office.",), "Leeds"),
        (("U: yeah i do light repairs for boats out of shreveport",), "Shreveport"),
        (("U: Nadia Orlov, machine shop, Rockford.",), "Rockford"),
        (("U: we sell gates down in chattahoochee county",), "Chattahoochee County"),
    ],
)
def test_where_the_caller_is(turns: tuple[str, ...], place: str) -> None:
    found = sales("\n".join(turns)).location
    assert found is not None
    assert found.value == place


@pytest.mark.parametrize(
    "said",
    [
        "We're worried, our data is on a server in Virginia.",
        "I'm happy, our customers are in Ohio.",
        "hi there's a guy in memphis who swears by it",
        "my cousin in Toledo told me to call",
    ],
)
def test_where_data_or_customers_are_is_not_where_the_caller_is(said: str) -> None:
    assert sales(f"U: {said}").location is None


def test_people_named_one_by_one_are_counted_beside_another_number() -> None:
    found = sales(
        "A: How many of you would send them?\nU: Me and Wendell. Sixty volunteers only sign."
    ).team_size
    assert found is not None
    assert found.value == _TWO_PEOPLE


def test_a_system_that_may_stay_apart_is_not_needed() -> None:
    report = sales(
        "A: Does it need to connect to anything?\nU: We have QuickBooks but it can stay separate, no need."
    )
    assert not [need.name for need in report.integration_needs if need.needed]


def test_a_named_system_that_the_agent_looks_up_is_needed() -> None:
    report = analyzed(
        "U: so um hubspot when a deal moves the thing is just there already\nA: One moment.",
        tool_calls=[search("hubspot integration create document", found=True)],
    ).reports.sales_intelligence
    assert report is not None
    assert [need.name for need in report.integration_needs if need.needed] == ["hubspot"]


@pytest.mark.parametrize(
    "said",
    [
        "When somebody signs a lease they owe the deposit.",
        "Why does that matter?",
        "Where does the data sit?",
        "The Adobe Sign contract runs out in the summer.",
    ],
)
def test_a_word_with_a_capital_that_is_no_name_is_nobody(said: str) -> None:
    assert sales(f"U: {said}").stakeholders == ()


def test_somebody_told_by_name_alone_is_found() -> None:
    (found,) = sales("U: I'll talk to Marguerite on Monday.").stakeholders
    assert found.role == "Marguerite"


def test_what_a_company_is_subject_to_is_not_its_name() -> None:
    assert sales("U: We're FDA regulated, so every record needs an audit trail.").company is None


@pytest.mark.parametrize(
    ("question", "answer", "people"),
    [
        ("And how many people would send them?", "nine at the window", 9),
        ("Who'd be sending them?", "It's twelve of us. The barn crew, forty of them, only look.", 12),
        ("And how many of your colleagues would use it?", "Four fitters and me.", 5),
        ("How many contracts a month?", "Ninety. And six planners would send them.", 6),
    ],
)
def test_how_many_would_send(question: str, answer: str, people: int) -> None:
    found = sales(f"A: {question}\nU: {answer}").team_size
    assert found is not None
    assert found.value == people


@pytest.mark.parametrize(
    ("question", "answer", "documents"),
    [
        ("How many waivers is that?", "oh sixty or so", 60),
        ("How many contracts each month?", "Eighty. In December it's two hundred, don't count December.", 80),
        ("How many files do you prepare?", "About fifteen a week, so sixty a month.", 60),
        ("How many quotes go out?", "we did ninety in the storm but normal is forty a month", 40),
    ],
)
def test_how_many_documents_a_normal_month_has(question: str, answer: str, documents: int) -> None:
    found = sales(f"A: {question}\nU: {answer}").monthly_volume
    assert found is not None
    assert found.value == documents


def test_a_price_that_the_agent_names_counts_no_documents() -> None:
    found = sales("A: Business is 49 dollars per user per month.\nU: Forty-nine a month, that's a lot.")
    assert found.monthly_volume is None
