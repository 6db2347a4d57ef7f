"""Alerts that a single call raises, told to sales as it is stored (spec 7.3)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from aftercall.profile.models import Profile
from aftercall.reports.alert_record import AlertType, NewAlert
from aftercall.reports.business_alerts import BusinessAlert, competing_products
from aftercall.reports.call_record import CallRecord
from aftercall.session.models import SessionStatus


def business_alerts(call: CallRecord, profile: Profile, now: datetime) -> tuple[NewAlert, ...]:
    """Give the alerts of one call; none for a failed, a backfilled or an old one.

    Each is raised once a call, whatever is replayed: its key is made of its name and the session. What the
    message says is read when it is sent, so a name that comes a second later is in it.
    """
    rules = profile.alerts.business
    if call.backfilled or call.status is SessionStatus.FAILED:
        return ()
    if now - (call.end_time or call.occurred_at) > timedelta(hours=rules.real_time_hours):
        return ()
    raised = []
    if rules.hot_lead and call.lead_score is not None and call.lead_score > profile.lead_score.hot_above:
        message, told = f"Hot lead: score {call.lead_score}", {"lead_score": call.lead_score}
        raised.append(_alert(BusinessAlert.HOT_LEAD, call, message, told))
    if rules.meeting_booked and call.meeting_booked:
        raised.append(_alert(BusinessAlert.MEETING_BOOKED, call, "Sales meeting booked", {}))
    names = [mention.name for mention in competing_products(call, profile.vocabulary.no_products)]
    if rules.competitor_mentioned and names:
        message = f"Competitor mentioned: {', '.join(names)}"
        raised.append(_alert(BusinessAlert.COMPETITOR_MENTIONED, call, message, {"competitors": names}))
    return tuple(raised)


def _alert(name: BusinessAlert, call: CallRecord, message: str, context: Mapping[str, object]) -> NewAlert:
    return NewAlert(
        alert_type=AlertType.BUSINESS,
        alert_name=name,
        dedup_key=f"{name}:{call.session_id}",
        message=message,
        context=dict(context),
        session_id=call.session_id,
    )
