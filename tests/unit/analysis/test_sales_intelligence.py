"""What sales intelligence understands, and what it leaves alone."""

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.reports.sales_intelligence import (
    Attitude,
    CompetitorContext,
    SalesIntelligenceReport,
    Strength,
)
from aftercall.session.models import (
    BudgetAuthority,
    DecisionTimeline,
    DiscoveredSignals,
    Level,
    QualificationTier,
)
from tests.unit.analysis.calls import HOT, PROFILE, analyzed, call, search


def sales(dialogue: str) -> SalesIntelligenceReport:
    report = analyzed(dialogue).reports.sales_intelligence
    assert report is not None
    return report


@pytest.mark.parametrize(
    ("answer", "size"),
    [
        ("uh twenty no sorry twelve of us", 12),
        ("it's just me", 1),
        ("seven people", 7),
        ("me plus six", 7),
        ("we had twenty before but now eleven reps send things", 11),
    ],
)
def test_team_size_is_what_the_caller_settles_on(answer: str, size: int) -> None:
    found = sales(f"A: How many people would be using it?\nU: {answer}").team_size
    assert found is not None
    assert found.value == size


def test_head_count_gives_way_to_those_who_would_use_it() -> None:
    found = sales(
        "A: How many are there?\nU: four hundred employees in all. nine people would send documents"
    ).team_size
    assert found is not None
    assert found.value == 9


def test_customers_and_patients_are_no_team() -> None:
    assert sales("U: we have four thousand patients and nine hundred customers").team_size is None


@pytest.mark.parametrize(
    ("answer", "volume"),
    [
        ("about fifty contracts a month", 50),
        ("thirty a week", 130),
        ("two documents a day", 42),
        ("a hundred and eighty agreements a year", 15),
        ("four hundred fifty last quarter, so a hundred and fifty a month", 150),
        ("eight. ten in a good month. so let's say eight", 8),
    ],
)
def test_volume_is_counted_by_the_month(answer: str, volume: int) -> None:
    found = sales(f"A: How many documents do you send a month?\nU: {answer}").monthly_volume
    assert found is not None
    assert found.value == volume


def test_a_plans_limit_is_no_volume() -> None:
    assert sales("U: the free plan gives three documents a month").monthly_volume is None


def test_what_the_agent_sums_up_and_the_caller_confirms_counts_most() -> None:
    found = sales(
        "A: How many documents a month?\nU: thirty five contracts, and eighty orders on top.\n"
        "A: So roughly a hundred and fifteen documents a month.\nU: Yeah."
    ).monthly_volume
    assert found is not None
    assert found.value == 115


def test_a_needed_system_is_told_from_one_that_is_denied() -> None:
    needs = sales("U: we don't use salesforce any more, it needs to sync with hub spot").integration_needs
    assert [(need.name, need.needed) for need in needs] == [("hubspot", True)]


def test_a_system_outside_the_profile_is_known_from_the_agents_search() -> None:
    dialogue = "U: Does it push into Ledgerly?\nA: Let me check."
    report = analyzed(dialogue, tool_calls=[search("Ledgerly integration", found=False, after=0)]).reports
    assert report.sales_intelligence is not None
    assert [need.name for need in report.sales_intelligence.integration_needs] == ["ledgerly"]


@pytest.mark.parametrize(
    ("said", "authority"),
    [
        ("I own the tool budget so it's my call", BudgetAuthority.DECISION_MAKER),
        ("I'm the founder", BudgetAuthority.DECISION_MAKER),
        ("the board has to approve anything new", BudgetAuthority.NEEDS_APPROVAL),
        ("I'd have to run it by my boss", BudgetAuthority.NEEDS_APPROVAL),
        ("I'll recommend something to her", BudgetAuthority.INFLUENCER),
        ("Old Mr Renshaw signs every cheque in the place", BudgetAuthority.NEEDS_APPROVAL),
        ("my husband keeps the checkbook", BudgetAuthority.NEEDS_APPROVAL),
        ("the council votes on it in spring", BudgetAuthority.NEEDS_APPROVAL),
        ("Up to ten thousand euros I sign alone", BudgetAuthority.DECISION_MAKER),
        ("Anything under five thousand my brother and I approve", BudgetAuthority.DECISION_MAKER),
        ("nobody above me has to okay it", BudgetAuthority.DECISION_MAKER),
        ("who do we pay", BudgetAuthority.DECISION_MAKER),
        ("I've been asked to gather a few options", BudgetAuthority.INFLUENCER),
    ],
)
def test_authority(said: str, authority: BudgetAuthority) -> None:
    found = sales(f"U: {said}").budget_authority
    assert found is not None
    assert found.value is authority


@pytest.mark.parametrize(
    ("said", "timeline"),
    [
        ("we need it in place by Friday", DecisionTimeline.THIS_WEEK),
        ("I want it signed before Thanksgiving", DecisionTimeline.THIS_MONTH),
        ("I'd want to have it going by January first", DecisionTimeline.THIS_QUARTER),
        ("we will decide in February", DecisionTimeline.NEXT_QUARTER),
        ("no rush, just looking", DecisionTimeline.EVALUATING),
        ("the board meets on the second Tuesday in January", DecisionTimeline.NEXT_QUARTER),
        ("they don't meet in December, it'd have to be decided in January", DecisionTimeline.NEXT_QUARTER),
        ("okay so who do I pay", DecisionTimeline.THIS_WEEK),
        ("I'm not saying yes yet", DecisionTimeline.EVALUATING),
    ],
)
def test_a_timeline_is_read_on_the_calls_own_calendar(said: str, timeline: DecisionTimeline) -> None:
    found = sales(f"U: {said}").decision_timeline
    assert found is not None
    assert found.value is timeline


def test_arranging_a_meeting_is_no_decision() -> None:
    assert sales("A: When are you free?\nU: call me tomorrow at two").decision_timeline is None


def test_a_competitor_in_use_is_told_from_one_under_consideration_and_from_hearsay() -> None:
    found = {
        item.name: item
        for item in sales(
            "U: We use DocuSign today and it's terrible.\nA: I see.\nU: We're also looking at Proposify.\n"
            "A: Okay.\nU: My sister works at SignNow you know."
        ).competitors
    }
    assert found["DocuSign"].context is CompetitorContext.CURRENT_TOOL
    assert found["DocuSign"].attitude is Attitude.NEGATIVE
    assert found["Proposify"].context is CompetitorContext.CONSIDERING
    assert found["SignNow"].context is CompetitorContext.MENTION


def test_paper_and_word_are_the_manual_way() -> None:
    found = sales("A: What do you use today?\nU: we do it in word and print it").current_tool
    assert found is not None
    assert found.value == "manual"


def test_buying_signals_are_ordered_by_strength() -> None:
    signals = sales(HOT).buying_signals
    assert signals[0].strength is Strength.STRONG
    assert [signal.strength for signal in signals] == sorted(
        (signal.strength for signal in signals), key=lambda strength: list(Strength).index(strength)
    )


def test_a_refusal_is_no_buying_signal() -> None:
    assert sales("U: I don't want a demo, I'm not ready to buy").buying_signals == ()


def test_a_stakeholder_is_never_the_caller() -> None:
    roles = {
        item.role: item.influence.value
        for item in sales(
            "U: I'm the office manager. Our CFO has to approve it, our compliance officer reviews it."
        ).stakeholders
    }
    assert roles == {"cfo": "decision_maker", "compliance officer": "gatekeeper"}


def test_a_pain_point_names_what_would_help_and_what_it_costs() -> None:
    pains = sales("U: we retype every proposal by hand and it takes two hours each time").pain_points
    assert pains[0].impact is not None
    assert "two hours" in pains[0].impact


def test_who_and_where() -> None:
    report = sales("U: Hi, I run a law firm, Harlow Legal Group, we're in Boise.")
    assert report.industry is not None
    assert report.industry.value == "legal"
    assert report.location is not None
    assert report.location.value == "Boise"


def test_the_tier_rule_is_the_profiles() -> None:
    report = sales(HOT)
    assert report.qualification_tier is QualificationTier.TIER_1
    assert report.tier_reasons
    assert sales("U: it's just me").qualification_tier is QualificationTier.TIER_2
    assert sales("A: Hello?").qualification_tier is QualificationTier.UNKNOWN


def test_bant_passes_when_enough_is_known_and_nothing_fails() -> None:
    bant = sales(HOT).bant
    assert bant.passed
    assert bant.authority.passed
    assert sales("U: the board has to approve it and we have no budget").bant.passed is False


def test_disagreement_with_the_agents_own_signals_is_shown() -> None:
    session = call(HOT, signals=DiscoveredSignals(team_size=20, urgency=Level.HIGH))
    report = analyze_session(session, PROFILE).reports.sales_intelligence
    assert report is not None
    assert ("team_size", "20", "12") in [
        (item.signal, item.reported, item.understood) for item in report.disagreements
    ]


def test_nothing_said_gives_nothing() -> None:
    report = sales("A: Hello, how can I help?\nU: hi\nA: Hello?")
    for field in (
        "team_size",
        "monthly_volume",
        "industry",
        "location",
        "current_tool",
        "decision_timeline",
        "budget_authority",
    ):
        assert getattr(report, field) is None


@pytest.mark.parametrize(
    ("said", "context"),
    [
        ("We've been on DocuSign for years, not that I mind", CompetitorContext.CURRENT_TOOL),
        ("I signed my lease on DocuSign", CompetitorContext.PAST),
        ("DocuSign is coming in at half of that", CompetitorContext.CONSIDERING),
        ("I have to compare three vendors. I got you and DocuSign", CompetitorContext.COMPARISON),
    ],
)
def test_how_a_competitor_is_involved(said: str, context: CompetitorContext) -> None:
    assert [item.context for item in sales(f"U: {said}").competitors] == [context]


def test_what_the_caller_answers_about_the_tool_in_use_colours_it() -> None:
    (found,) = sales(
        "U: We use DocuSign today.\nA: And how has that been working for you?\nU: The price went up again."
    ).competitors
    assert found.attitude is Attitude.NEGATIVE


@pytest.mark.parametrize(
    "said",
    [
        "how do I go from the trial to the paid plan",
        "I'm going annual",
        "supposing she says yes, who is it I call to get started",
        "can you invoice us for that",
        "we need to have this in place by the end of the month",
    ],
)
def test_what_commits_is_a_strong_signal(said: str) -> None:
    assert [signal.strength for signal in sales(f"U: {said}").buying_signals] == [Strength.STRONG]


def test_the_price_asked_twice_is_one_signal_and_for_how_many_says_more() -> None:
    (signal,) = sales(
        "U: what does it cost\nA: It depends.\nU: but what does it cost for twelve"
    ).buying_signals
    assert signal.evidence[0].quote == "but what does it cost for twelve"


def test_who_is_no_customer_signals_nothing() -> None:
    assert sales("U: I'm a student, what would that cost for fifty people").buying_signals == ()


@pytest.mark.parametrize(
    "said",
    [
        "can the client upload a passport while they're signing",
        "somebody told me there is a way from a spreadsheet",
        "the price list should get generated from the deal",
        "if it could pick up the address from there I'd be delighted",
        "would there be a way to hide that from the others",
        "can you switch that off for one team",
    ],
)
def test_a_wish_or_a_question_for_a_capability_is_a_feature_request(said: str) -> None:
    assert len(sales(f"U: {said}").feature_requests) == 1


@pytest.mark.parametrize(
    "said", ["can you send me an email about that", "how do I upload a file", "I want it signed by Friday"]
)
def test_a_favour_a_how_to_and_a_deadline_are_no_feature_requests(said: str) -> None:
    assert sales(f"U: {said}").feature_requests == ()


def test_what_the_product_has_to_do_is_told_when_the_agent_asks() -> None:
    (request,) = sales(
        "A: Is there anything the tool absolutely has to do?\nU: Text it to them, they're truckers."
    ).feature_requests
    assert request.must_have


def test_the_same_capability_asked_for_again_is_one_request() -> None:
    requests = sales(
        "U: does it push the signed forms back into the chart\nA: There are many integrations.\n"
        "U: okay but does it go back in the chart"
    ).feature_requests
    assert len(requests) == 1


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        ("It's me and my husband, he pours.", []),
        ("Both of us sign the checks, my brother has to agree.", ["brother"]),
        ("Is that for members or only the admin?", []),
        ("Security has to bless it. Our CISO will want to see the report.", ["ciso"]),
        ("I'm one of the partners. It goes to the partners in March, they decide.", ["partners"]),
        ("I'd have to check with my sister-in-law first.", ["sister-in-law"]),
        ("The lady who does our books comes in on Fridays.", ["bookkeeper"]),
        ("Our data protection officer will want to see that.", ["data protection officer"]),
        ("I'd have to sit down with Rosalind, she signs every cheque.", ["Rosalind"]),
        ("The client's lawyer gets a copy.", []),
    ],
)
def test_who_has_a_say(said: str, roles: list[str]) -> None:
    assert [item.role for item in sales(f"U: {said}").stakeholders] == roles


def test_a_date_that_answers_when_to_start_is_a_strong_signal() -> None:
    (signal,) = sales("A: When do you want to have this running?\nU: By the end of the month.").buying_signals
    assert (signal.kind, signal.strength) == ("timeline", Strength.STRONG)
