"""What a call means to the Lead or Contact (spec 4.1 to 4.6): pure, and no more than the call says.

``told`` is what this call told and replaces what stands there; ``known`` is what earlier calls told and fills
only what is empty, so that nothing a person typed is undone by a call from last month; ``initial`` is for a
record that is created. What is not known is in none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aftercall.delivery.salesforce import findings
from aftercall.delivery.salesforce.fields import FIELD_BY_NAME, FieldKind
from aftercall.delivery.salesforce.text import bulleted, inert, json_text, listed, plain
from aftercall.profile.models import Profile
from aftercall.profile.salesforce import Picklist
from aftercall.reports.call_record import CallRecord, PersonState
from aftercall.session.models import DiscoveredSignals, Level, QualificationTier

type Value = str | int | float
type Values = dict[str, Value]

SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class PersonValues:
    """Values of a person's custom fields, by API name."""

    told: Values = field(default_factory=dict)
    known: Values = field(default_factory=dict)
    initial: Values = field(default_factory=dict)

    @property
    def for_new_record(self) -> Values:
        """What a record begins with."""
        return self.initial | self.known | self.told


def person_values(record: CallRecord, profile: Profile) -> PersonValues:
    """Compute a person's values from a call and from the state of the person."""
    known = _of_state(record.person, profile) if record.person is not None else {}
    told = _of_call(record, profile) if is_newest_call(record) else {}
    return PersonValues(told, known, _initial(record, profile))


def is_newest_call(record: CallRecord) -> bool:
    """Whether no newer call of the person is known; of somebody without an e-mail nothing is."""
    return record.person is None or record.person.latest_session_id == record.session_id


def follow_up_priority(record: CallRecord, profile: Profile) -> Level | None:
    """Give how soon to follow up: by urgency, and never late for a hot lead."""
    urgency = record.signals.urgency if record.signals is not None else None
    tier, score = record.qualification_tier, record.lead_score
    is_sales_ready = tier is QualificationTier.TIER_1
    if urgency is Level.HIGH or (
        is_sales_ready and score is not None and score > profile.lead_score.hot_above
    ):
        return Level.HIGH
    if is_sales_ready or urgency is Level.MEDIUM:
        return Level.MEDIUM
    return Level.LOW if urgency is not None or tier is QualificationTier.TIER_2 else None


def date_time(moment: datetime) -> str:
    """Give a time as Salesforce reads it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def minutes(seconds: float | None) -> float | None:
    """Give minutes with one decimal."""
    return None if seconds is None else round(seconds / 60, 1)


def present(values: dict[str, Value | None]) -> Values:
    """Leave out what is not known, and hold numbers to their field's range."""
    kept: Values = {}
    for name, value in values.items():
        fitting = within_range(name, value) if isinstance(value, int | float) else value
        if fitting is not None:
            kept[name] = fitting
    return kept


def within_range(name: str, value: float) -> float | None:
    """Give a number that its field takes: too large is the largest, too small is left out."""
    limits = FIELD_BY_NAME[name]
    if limits.kind is not FieldKind.NUMBER:
        return value
    if limits.minimum is not None and value < limits.minimum:
        return None
    if limits.maximum is not None and value > limits.maximum:
        value = limits.maximum
    return round(value, limits.decimals) if limits.decimals else round(value)


def text_of(name: str, text: str | None) -> str | None:
    """Give a text within its field's length."""
    return plain(text, FIELD_BY_NAME[name].length or 0)


def lines_of(name: str, lines: Iterable[str]) -> str | None:
    """Give lines within their field's length."""
    return bulleted(lines, FIELD_BY_NAME[name].length or 0)


def joined_labels(words: Iterable[str], picklist: Picklist) -> str | None:
    """Give a multi-picklist's values, in the picklist's order."""
    chosen = {picklist.label(word) or picklist.other for word in words} - {None}
    return SEPARATOR.join(value for value in picklist.values if value in chosen) or None


def label_or_other(word: str | None, picklist: Picklist) -> str | None:
    """Give a picklist's value, "Other" where it has one for what it does not name."""
    return None if not word else picklist.label(word) or picklist.other


def _of_call(record: CallRecord, profile: Profile) -> Values:
    reports, picklists = record.reports, profile.destinations.salesforce.picklists
    sales, summary = reports.sales_intelligence, reports.executive_summary
    signals = record.signals or DiscoveredSignals()
    uses = tuple(use.value for use in sales.use_cases) if sales is not None else ()
    unnamed = [
        *findings.words_without_value(signals.integration_needs, picklists.integrations, "Integration"),
        *findings.words_without_value(uses, picklists.use_cases, "Use case"),
    ]
    competitor = findings.mentioned_competitor(reports, signals.current_tool)
    next_action = None if summary is None else findings.next_step(summary)
    values: dict[str, Value | None] = {
        "Last_Voice_Call_Date__c": date_time(record.occurred_at),
        "Last_Call_Duration_Minutes__c": minutes(record.duration_seconds),
        "Voice_Engagement_Score__c": record.engagement_score,
        "Lead_Score_Breakdown__c": score_breakdown(record),
        "Use_Cases__c": joined_labels(uses, picklists.use_cases),
        "Feature_Requests__c": lines_of("Feature_Requests__c", [*findings.feature_lines(sales), *unnamed]),
        "Competitor_Mentioned__c": label_or_other(competitor, picklists.competitors),
        "Current_Solution__c": text_of("Current_Solution__c", findings.current_solution(sales)),
        "Switching_Barriers__c": lines_of(
            "Switching_Barriers__c", findings.barrier_lines(reports.objections)
        ),
        "Objections_Raised__c": lines_of(
            "Objections_Raised__c", findings.objection_lines(reports.objections)
        ),
        "Buying_Signals__c": lines_of("Buying_Signals__c", findings.buying_signal_lines(sales)),
        "Stakeholders_Mentioned__c": listed(
            findings.stakeholder_names(sales), FIELD_BY_NAME["Stakeholders_Mentioned__c"].length or 0
        ),
        "Key_Quotes__c": lines_of("Key_Quotes__c", findings.key_quotes(reports)),
        "Call_Sentiment__c": picklists.sentiment.label(record.sentiment),
        "Next_Best_Action__c": text_of("Next_Best_Action__c", next_action),
        "Follow_Up_Priority__c": picklists.follow_up_priority.label(follow_up_priority(record, profile)),
    }
    pain_points = lines_of("Pain_Points__c", findings.pain_point_lines(sales))
    signalled = _of_signals(signals, profile)
    if pain_points is not None:
        signalled["Pain_Points__c"] = pain_points
    return signalled | _scores(record.lead_score, record.qualification_tier, profile) | present(values)


def _of_state(person: PersonState, profile: Profile) -> Values:
    picklists = profile.destinations.salesforce.picklists
    values: dict[str, Value | None] = {
        "Last_Voice_Call_Date__c": date_time(person.last_call_date),
        "Use_Cases__c": joined_labels((person.use_case,) if person.use_case else (), picklists.use_cases),
    }
    return (
        _of_signals(person, profile)
        | _scores(person.lead_score, person.qualification_tier, profile)
        | present(values)
    )


def _of_signals(signals: DiscoveredSignals | PersonState, profile: Profile) -> Values:
    picklists = profile.destinations.salesforce.picklists
    tool = signals.current_tool
    return present(
        {
            "Team_Size__c": signals.team_size,
            "Monthly_Document_Volume__c": signals.monthly_volume,
            "Integration_Needs__c": joined_labels(signals.integration_needs, picklists.integrations),
            "Industry_Vertical__c": label_or_other(signals.industry, picklists.industries),
            "Decision_Timeline__c": picklists.decision_timeline.label(signals.decision_timeline),
            "Budget_Authority__c": picklists.budget_authority.label(signals.budget_authority),
            "Current_Tool__c": text_of("Current_Tool__c", findings.titled(tool) if tool else None),
            "Urgency_Level__c": picklists.urgency.label(signals.urgency),
            "Pain_Points__c": lines_of("Pain_Points__c", signals.pain_points),
        }
    )


def _scores(score: int | None, tier: QualificationTier | None, profile: Profile) -> Values:
    picklists = profile.destinations.salesforce.picklists
    return present(
        {"Lead_Score__c": score, "Qualification_Tier__c": picklists.qualification_tier.label(tier)}
    )


def _initial(record: CallRecord, profile: Profile) -> Values:
    """Give what a new record says where the call was understood and told nothing."""
    picklists = profile.destinations.salesforce.picklists
    if record.reports.sales_intelligence is None:
        return {}
    return present(
        {
            "Budget_Authority__c": picklists.budget_authority.initial,
            "Competitor_Mentioned__c": picklists.competitors.initial,
        }
    )


def score_breakdown(record: CallRecord) -> str | None:
    """Give the score's components and reasons as JSON."""
    report = record.reports.lead_score
    if report is None:
        return None
    document = {
        "score": report.score,
        "temperature": report.temperature.value,
        "confidence": report.confidence_level.value,
        "components": [
            {
                "name": component.name,
                "score": component.score,
                "maximum": component.maximum,
                "factors": [
                    {"name": factor.name, "points": factor.points, "reason": inert(factor.reason)}
                    for factor in component.factors
                ],
            }
            for component in report.components
        ],
        "justification": [inert(reason) for reason in report.justification],
        "previous_score": report.previous_score,
        "change": report.change_explanation,
    }
    return json_text(document, FIELD_BY_NAME["Lead_Score_Breakdown__c"].length or 0)
