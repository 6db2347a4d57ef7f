"""The surer one gives the value, agreement makes both surer, and nothing disappears unseen."""

from hypothesis import given
from hypothesis import strategies as st

from aftercall.reports.action_items import ActionItemReport
from aftercall.reports.evidence import FindingSource, NumberFinding, TextFinding
from aftercall.reports.objections import Objection, ObjectionCategory, ObjectionReport, Severity
from aftercall.reports.sales_intelligence import AuthorityFinding, IntegrationNeed
from aftercall.session.models import BudgetAuthority, QualificationTier
from tests.unit.reading.readings import evidence, finding, read_twice, rules, sales_read_twice

TEAM = NumberFinding(value=24, confidence=0.7, evidence=evidence("twenty four people", 1))
AUTHORITY = AuthorityFinding(
    value=BudgetAuthority.NEEDS_APPROVAL, confidence=0.5, evidence=evidence("it's my call", 5)
)
SALESFORCE = IntegrationNeed(
    name="salesforce",
    needed=False,
    category="crm",
    confidence=0.6,
    evidence=evidence("mostly out of salesforce", 1),
)
HUBSPOT = SALESFORCE.model_copy(update={"name": "hubspot", "evidence": evidence("hubspot", 5)})
LOCKED = Objection(
    category=ObjectionCategory.TIMING,
    severity=Severity.CONCERN,
    resolved=False,
    confidence=0.6,
    evidence=evidence("locked into a contract until june", 3),
)


def test_agreement_keeps_the_rules_finding_and_makes_it_surer() -> None:
    proposal = finding("like twenty four people sending", value=24, confidence=0.8)
    report = sales_read_twice({"team_size": proposal}, team_size=TEAM)
    assert report.team_size == TEAM.model_copy(update={"confidence": 0.94, "source": FindingSource.BOTH})
    assert report.reader is not None
    assert (report.reader.confirmed, report.reader.added, report.reader.outvoted) == (1, 0, ())


def test_agreement_on_other_words_keeps_both_quotes() -> None:
    found = TextFinding(value="legal", confidence=0.5, evidence=evidence("sending contracts", 1))
    proposal = finding("locked into a contract", "T4", value="Legal")
    report = sales_read_twice({"industry": proposal}, industry=found)
    assert report.industry is not None
    assert [item.quote for item in report.industry.evidence] == [
        "sending contracts",
        "locked into a contract",
    ]


def test_agreement_never_makes_the_rules_less_sure() -> None:
    certain = TEAM.model_copy(update={"confidence": 1.0})
    report = sales_read_twice({"team_size": finding("twenty four people", value=24)}, team_size=certain)
    assert report.team_size is not None
    assert report.team_size.confidence == 1.0


def test_what_the_rules_missed_is_added_as_the_readers() -> None:
    report = sales_read_twice({"team_size": finding("twenty four people", value=24)}, team_size=None)
    assert report.team_size is not None
    assert (report.team_size.value, report.team_size.source) == (24, FindingSource.READER)
    assert report.reader is not None
    assert report.reader.added == 1


def test_where_they_disagree_the_surer_rules_stand_and_the_other_opinion_is_kept() -> None:
    proposal = finding("it's my call", "T6", value="influencer", confidence=0.4)
    report = sales_read_twice({"budget_authority": proposal}, budget_authority=AUTHORITY)
    assert report.budget_authority == AUTHORITY
    assert report.reader is not None
    [lost] = report.reader.outvoted
    assert (lost.field, lost.value, lost.confidence) == ("budget_authority", {"value": "influencer"}, 0.4)
    assert (lost.source, lost.evidence[0].quote) == (FindingSource.READER, "it's my call")


def test_a_finding_of_the_rules_that_a_surer_reader_displaces_is_kept_in_the_notes() -> None:
    proposal = finding("it's my call", "T6", value="decision_maker", confidence=0.8)
    report = sales_read_twice({"budget_authority": proposal}, budget_authority=AUTHORITY)
    assert report.budget_authority is not None
    assert report.budget_authority.value is BudgetAuthority.DECISION_MAKER
    assert report.reader is not None
    [lost] = report.reader.outvoted
    assert (report.reader.replaced, lost.source, lost.value) == (
        1,
        FindingSource.RULES,
        {"value": "needs_approval"},
    )
    assert lost.evidence == AUTHORITY.evidence


def test_equal_sureness_leaves_the_rules() -> None:
    proposal = finding("it's my call", "T6", value="decision_maker", confidence=0.5)
    report = sales_read_twice({"budget_authority": proposal}, budget_authority=AUTHORITY)
    assert report.budget_authority == AUTHORITY


def test_a_list_keeps_what_the_reader_did_not_mention_in_its_order() -> None:
    need = finding("mostly out of salesforce", name="Salesforce", needed=False)
    report = sales_read_twice({"integration_needs": [need]}, integration_needs=(HUBSPOT, SALESFORCE))
    assert [one.name for one in report.integration_needs] == ["hubspot", "salesforce"]
    assert [one.source.value for one in report.integration_needs] == ["rules", "both"]


def test_the_same_thing_proposed_twice_counts_once() -> None:
    need = finding("mostly out of salesforce", name="salesforce", needed=False)
    report = sales_read_twice({"integration_needs": [need, need]}, integration_needs=(SALESFORCE,))
    assert len(report.integration_needs) == 1
    assert report.reader is not None
    assert (report.reader.confirmed, report.reader.added) == (1, 0)


def test_a_tier_follows_from_what_was_found_and_by_the_profiles_rule() -> None:
    without = sales_read_twice({}, team_size=None, monthly_volume=None, integration_needs=())
    report = sales_read_twice(
        {"team_size": finding("twenty four people", value=24)},
        team_size=None,
        monthly_volume=None,
        integration_needs=(),
        qualification_tier=QualificationTier.TIER_2,
    )
    assert without.reader is not None
    assert report.qualification_tier is QualificationTier.TIER_1
    assert report.tier_reasons == ("team of 24 (at least 5)",)


def test_severity_is_a_judgement_wording_is_not() -> None:
    proposal = finding(
        "we're locked into a contract",
        "T4",
        confidence=0.8,
        category="timing",
        severity="blocker",
        explicit=True,
        resolved=False,
    )
    report = read_twice({"objections": [proposal]}, "objections", objections=(LOCKED,))
    assert isinstance(report, ObjectionReport)
    assert [one.severity for one in report.objections] == [Severity.BLOCKER]
    assert report.reader is not None
    assert report.reader.outvoted[0].value["severity"] == "concern"
    assert report.talking_points


def test_an_action_item_that_rules_and_reader_both_heard_stays_one_item_with_its_id() -> None:
    before = rules("action_items")
    proposal = finding("I'll send you the security overview today", "T5", owner="agent")
    report = read_twice({"items": [proposal]}, "action_items")
    assert isinstance(before, ActionItemReport)
    assert isinstance(report, ActionItemReport)
    assert [item.tracking_id for item in report.items] == [item.tracking_id for item in before.items]
    assert report.items[0].source is FindingSource.BOTH


def test_an_action_item_that_only_the_reader_heard_gets_our_id_deadline_and_priority() -> None:
    before = rules("action_items")
    proposal = finding("I'll send you the security overview today", "T5", owner="agent")
    report = read_twice({"items": [proposal]}, "action_items", items=())
    assert isinstance(before, ActionItemReport)
    assert isinstance(report, ActionItemReport)
    [item], [own] = report.items, before.items
    assert (item.source, item.deadline_text, item.deadline) == (FindingSource.READER, "today", own.deadline)
    assert item.priority is own.priority
    assert len(item.tracking_id) == 16


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("salesforce", "hubspot", "zapier")),
            st.booleans(),
            st.floats(0, 1),
            st.sampled_from(("mostly out of salesforce", "we don't use hubspot", "zapier")),
        ),
        max_size=6,
    ),
    st.floats(0, 1),
)
def test_no_finding_of_the_rules_disappears_unseen(
    proposed: list[tuple[str, bool, float, str]], confidence: float
) -> None:
    own = (SALESFORCE.model_copy(update={"confidence": confidence}), HUBSPOT)
    needs = [
        finding(words, name=name, needed=needed, confidence=sure) for name, needed, sure, words in proposed
    ]
    report = sales_read_twice({"integration_needs": needs}, integration_needs=own)
    assert report.reader is not None
    for before in own:
        [after] = [one for one in report.integration_needs if one.name == before.name]
        stands = after.needed is before.needed and after.confidence >= before.confidence
        noted = [one for one in report.reader.outvoted if one.source is FindingSource.RULES]
        assert stands or [one.value["name"] for one in noted].count(before.name) == 1
