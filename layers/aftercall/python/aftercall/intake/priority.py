"""Which session goes first, decided before its analysis (spec 2.2)."""

from aftercall.intake.queues import Priority
from aftercall.session.models import QualificationTier, Session


def decide_priority(session: Session) -> Priority:
    """Tell a hot lead: a booking tool says success, or the agent itself reported Tier 1.

    What only the analysis finds out comes too late for a queue.
    """
    booked = any(call.booking is not None and call.booking.success for call in session.tool_calls)
    reported = session.signals is not None and (
        session.signals.qualification_tier is QualificationTier.TIER_1
    )
    return Priority.HOT_LEAD if booked or reported else Priority.STANDARD
