"""What follows from findings, computed again after a second reader changed some of them.

Tier, BANT and disagreements are rules on findings, whoever found them; so are the order of
objections, and an action item's id, deadline and priority.
"""

from typing import assert_never

from aftercall.analysis.action_items import tracking_id
from aftercall.analysis.conversation import Clause, Conversation, read_conversation
from aftercall.analysis.deadlines import deadline_of, priority_of
from aftercall.analysis.objections import talking_points
from aftercall.analysis.sales.qualification import Understood, disagreements, qualify, qualify_bant
from aftercall.language.call_time import CallTime, call_time
from aftercall.language.normalisation import normalise
from aftercall.profile.models import Profile
from aftercall.reports.action_items import ActionItem, ActionItemReport
from aftercall.reports.evidence import FindingSource
from aftercall.reports.objections import ObjectionReport, Severity
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.prepared import DialogueAct, PreparedSession

type SettledReport = SalesIntelligenceReport | ObjectionReport | ActionItemReport


def settle(report: SettledReport, prepared: PreparedSession, profile: Profile) -> SettledReport:
    """Compute again what follows from a report's findings; the findings stay as they are."""
    match report:
        case SalesIntelligenceReport():
            return _settled_sales(report, prepared, profile)
        case ObjectionReport():
            return _settled_objections(report)
        case ActionItemReport():
            return _settled_action_items(report, prepared, profile)
        case _:
            assert_never(report)


def _settled_sales(
    report: SalesIntelligenceReport, prepared: PreparedSession, profile: Profile
) -> SalesIntelligenceReport:
    conversation = read_conversation(prepared)
    understood = Understood(
        team_size=report.team_size,
        monthly_volume=report.monthly_volume,
        integrations=report.integration_needs,
        industry=report.industry,
        location=report.location,
        current_tool=report.current_tool,
        timeline=report.decision_timeline,
        authority=report.budget_authority,
        urgency=report.urgency,
        use_cases=report.use_cases,
        pain_points=report.pain_points,
    )
    tier, reasons = qualify(understood, profile.tier_rule, anything_said=bool(conversation.user))
    return report.model_copy(
        update={
            "bant": qualify_bant(conversation, understood, report.buying_signals),
            "qualification_tier": tier,
            "tier_reasons": reasons,
            "disagreements": disagreements(prepared.session.signals, understood, tier),
        }
    )


def _settled_objections(report: ObjectionReport) -> ObjectionReport:
    ordered = sorted(report.objections, key=lambda one: (one.severity is Severity.CONCERN, one.resolved))
    return report.model_copy(
        update={
            "objections": tuple(ordered),
            "talking_points": talking_points(tuple(ordered), report.competitors, report.comparisons),
        }
    )


def _settled_action_items(
    report: ActionItemReport, prepared: PreparedSession, profile: Profile
) -> ActionItemReport:
    conversation = read_conversation(prepared)
    call = call_time(prepared.session, profile)
    items = tuple(
        _settled_item(item, conversation, prepared.session.session_id, call)
        if item.source is FindingSource.READER
        else item
        for item in report.items
    )
    return report.model_copy(update={"items": items})


def _settled_item(
    item: ActionItem, conversation: Conversation, session_id: str, call: CallTime
) -> ActionItem:
    quoted = item.evidence[0]
    utterance = next(one for one in conversation.utterances if one.turn.item_id == quoted.item_id)
    clause = Clause(
        turn=utterance.turn,
        turn_index=utterance.index,
        start=quoted.start,
        end=quoted.end,
        text=normalise(quoted.quote).text.strip(),
        act=DialogueAct.COMMITMENT,
        confidence=item.confidence,
        sentiment=0.0,
    )
    said, moment = deadline_of(clause, utterance.annotation, call)
    return item.model_copy(
        update={
            "tracking_id": tracking_id(session_id, clause),
            "deadline_text": said or item.deadline_text,
            "deadline": moment,
            "priority": priority_of(clause, moment, call),
        }
    )
