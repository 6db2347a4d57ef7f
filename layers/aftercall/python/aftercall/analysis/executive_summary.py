"""Executive summary (spec 3.9): the call in a page that can be forwarded as it is."""

from aftercall.analysis.conversation import read_conversation
from aftercall.analysis.outcome import is_voicemail, is_wrong_number, outcome_of
from aftercall.analysis.summary.facts import SummaryFacts
from aftercall.analysis.summary.next_action import next_action
from aftercall.analysis.summary.paragraphs import headline, paragraphs
from aftercall.analysis.summary.points import opportunities, risks, takeaways
from aftercall.language.call_time import call_time
from aftercall.profile.models import Profile
from aftercall.reports.completed import CompletedReports
from aftercall.reports.executive_summary import ExecutiveSummaryReport
from aftercall.session.models import QualificationTier
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "1"

_REPORTS = (
    "sales_intelligence",
    "lead_score",
    "quality",
    "sentiment",
    "objections",
    "performance",
    "content_gaps",
    "action_items",
)
_FEW_TURNS = 4


def analyze(prepared: PreparedSession, profile: Profile, reports: CompletedReports) -> ExecutiveSummaryReport:
    """Summarise a call from the other reports; it says nothing they did not find.

    The confidence falls with each report that is missing and with the caller's silence.
    """
    session = prepared.session
    conversation = read_conversation(prepared)
    call = call_time(session, profile)
    sales = reports.sales_intelligence
    tier = sales.qualification_tier if sales is not None else QualificationTier.UNKNOWN
    facts = SummaryFacts(
        session=session,
        conversation=conversation,
        reports=reports,
        outcome=outcome_of(session, conversation, reports.action_items, tier),
        tier=tier,
        zone=call.zone,
        wrong_number=is_wrong_number(conversation),
        voicemail=is_voicemail(conversation),
    )
    return ExecutiveSummaryReport(
        outcome=facts.outcome,
        qualified=facts.qualified,
        qualification_tier=tier,
        headline=headline(facts),
        paragraphs=paragraphs(facts),
        takeaways=takeaways(facts),
        risks=risks(facts),
        opportunities=opportunities(facts),
        next_action=next_action(facts, call),
        confidence=_confidence(reports, len(conversation.user)),
    )


def _confidence(reports: CompletedReports, user_turns: int) -> float:
    present = sum(getattr(reports, name) is not None for name in _REPORTS) / len(_REPORTS)
    return round(0.9 * present * min(1.0, 0.5 + user_turns / (2 * _FEW_TURNS)), 2)
