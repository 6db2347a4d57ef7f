"""Items of lists that rules and cues see together."""

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.reports.completed import CompletedReports
from aftercall.reports.objections import ObjectionCategory, Severity
from aftercall.reports.sales_intelligence import Influence, SalesIntelligenceReport, Strength
from aftercall.session.prepared import CueKind
from tests.fakes.cue_reader import Seen, ToldCues
from tests.unit.analysis.calls import PROFILE, call

OBJECTION = {"category": "trust", "severity": "blocker", "settled": "open"}


def reports(dialogue: str, *seen: Seen) -> CompletedReports:
    return analyze_session(call(dialogue), PROFILE, cue_reader=ToldCues(seen)).reports


def sales(dialogue: str, *seen: Seen) -> SalesIntelligenceReport:
    report = reports(dialogue, *seen).sales_intelligence
    assert report is not None
    return report


def test_an_objection_that_no_rule_knows_is_found_by_a_sure_cue() -> None:
    said = "U: the partners would have my head on a plate\nA: I understand."
    report = reports(
        said, Seen("would have my head on a plate", CueKind.OBJECTION, 0.9, OBJECTION)
    ).objections
    assert report is not None
    found = report.objections[0]
    assert (found.category, found.severity) == (ObjectionCategory.TRUST, Severity.BLOCKER)
    assert found.evidence[0].quote == "would have my head on a plate"


def test_a_rules_objection_counts_for_nothing_where_the_reader_sees_none() -> None:
    said = "U: that's too expensive for us\nA: I see."
    with_cues, alone = reports(said).objections, analyze_session(call(said), PROFILE).reports.objections
    assert with_cues is not None
    assert alone is not None
    assert (len(alone.objections), len(with_cues.objections)) == (1, 0)


@pytest.mark.parametrize(("confidence", "found"), [(0.95, 1), (0.4, 0)])
def test_a_cue_alone_counts_from_a_confidence_on(confidence: float, found: int) -> None:
    cue = Seen("it would look lovely in our lobby", CueKind.BUYING_SIGNAL, confidence, {"strength": "weak"})
    assert len(sales("U: it would look lovely in our lobby", cue).buying_signals) == found


def test_a_less_sure_cue_counts_where_a_rule_found_the_same() -> None:
    said = "U: I want to sign up today"
    cue = Seen("I want to sign up", CueKind.BUYING_SIGNAL, 0.55, {"strength": "strong"})
    found = sales(said, cue).buying_signals
    assert [signal.strength for signal in found] == [Strength.STRONG]
    assert found[0].explicit


def test_the_strongest_signals_come_first() -> None:
    weak = Seen("i might have a look", CueKind.BUYING_SIGNAL, 0.9, {"strength": "weak"})
    strong = Seen("count me in", CueKind.BUYING_SIGNAL, 0.9, {"strength": "strong"})
    found = sales("U: i might have a look\nA: Sure.\nU: count me in", weak, strong).buying_signals
    assert [signal.strength for signal in found] == [Strength.STRONG, Strength.WEAK]


def test_a_wish_is_named_by_its_words_and_weighed_by_the_reader() -> None:
    words = "the chef has to see it before it goes out"
    cue = Seen(words, CueKind.FEATURE_REQUEST, 0.95, {"priority": "must_have"})
    found = sales(f"U: {words}", cue).feature_requests[0]
    assert (found.feature, found.must_have) == (words, True)


def test_a_trouble_is_quoted_as_said() -> None:
    cue = Seen("i am up till midnight with the stapler", CueKind.PAIN_POINT)
    found = sales("U: honestly i am up till midnight with the stapler", cue).pain_points
    assert [pain.problem for pain in found] == ["i am up till midnight with the stapler"]


@pytest.mark.parametrize(
    ("said", "role"),
    [("our head brewer", "head brewer"), ("Marta, our bookkeeper", "bookkeeper"), ("the abbot", "abbot")],
)
def test_a_person_is_called_by_the_role(said: str, role: str) -> None:
    cue = Seen(said, CueKind.STAKEHOLDER, 0.95, {"influence": "gatekeeper"})
    found = sales(f"U: it has to please {said}", cue).stakeholders
    assert [(person.role, person.influence) for person in found] == [(role, Influence.GATEKEEPER)]


def test_a_person_named_twice_is_listed_once() -> None:
    cue = Seen("our abbot", CueKind.STAKEHOLDER, 0.95, {"influence": "decision_maker"})
    assert len(sales("U: our abbot decides\nA: I see.\nU: yes our abbot", cue).stakeholders) == 1


def test_a_demo_and_a_document_asked_for_in_other_words_are_found() -> None:
    said = "U: let me have a peek under the hood first\nA: Sure.\nU: and something for the fridge door please"
    report = reports(
        said,
        Seen("let me have a peek under the hood", CueKind.DEMO_REQUEST),
        Seen("something for the fridge door", CueKind.DOCUMENT_REQUEST),
    ).action_items
    assert report is not None
    assert [item.evidence[0].quote for item in report.demo_requests] == ["let me have a peek under the hood"]
    assert [item.document for item in report.document_requests] == ["something for the fridge door"]


def test_a_cue_of_very_few_words_is_quoted_with_its_clause() -> None:
    cue = Seen("do this", CueKind.BUYING_SIGNAL, 0.95, {"strength": "strong"})
    found = sales("U: Can we do this on friday?", cue).buying_signals[0]
    assert found.evidence[0].quote == "Can we do this on friday?"


def test_a_trouble_that_only_the_reader_sees_names_what_addresses_it() -> None:
    feature = next(item for item in PROFILE.vocabulary.features if item.solves)
    words = f"i dread {feature.solves[0]} like a dentist"
    found = sales(f"U: {words}", Seen(words, CueKind.PAIN_POINT)).pain_points
    assert feature.name in found[0].solutions


def test_a_trouble_that_only_the_reader_sees_says_what_it_costs() -> None:
    words = "the goat ate it so that's three hours"
    found = sales(f"U: {words}", Seen(words, CueKind.PAIN_POINT)).pain_points
    assert found[0].impact == "three hours"
