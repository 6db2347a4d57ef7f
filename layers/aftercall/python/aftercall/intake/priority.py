"""Which session goes first, decided before its analysis (spec 2.2)."""

from aftercall.intake.queues import Priority
from aftercall.session.models import Session
from aftercall.session.tier_rule import TierRule


def decide_priority(session: Session, tier_rule: TierRule) -> Priority:
    """Tell a hot lead: a booking tool says success, or the agent itself reported Tier 1 signals.

    What only the analysis finds out comes too late for a queue.
    """
    booked = any(call.booking is not None and call.booking.success for call in session.tool_calls)
    return Priority.HOT_LEAD if booked or tier_rule.reported_by(session.signals) else Priority.STANDARD
