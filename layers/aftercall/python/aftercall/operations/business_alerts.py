"""Alerts that a single call raises, told to sales as it is stored (spec 7.3)."""

from datetime import datetime, timedelta

from aftercall.profile.models import Profile
from aftercall.reports.alert_record import AlertType, NewAlert
from aftercall.reports.call_record import CallRecord
from aftercall.reports.sales_intelligence import CompetitorMention
from aftercall.session.models import SessionStatus

HOT_LEAD = "hot_lead"
MEETING_BOOKED = "meeting_booked"
COMPETITOR_MENTIONED = "competitor_mentioned"
BUSINESS_ALERTS = (HOT_LEAD, MEETING_BOOKED, COMPETITOR_MENTIONED)


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
        raised.append(
            _alert(HOT_LEAD, call, f"Hot lead: score {call.lead_score}", {"lead_score": call.lead_score})
        )
    if rules.meeting_booked and call.meeting_booked:
        raised.append(_alert(MEETING_BOOKED, call, "Sales meeting booked", {}))
    names = [mention.name for mention in mentioned_competitors(call, profile)]
    if rules.competitor_mentioned and names:
        message = f"Competitor mentioned: {', '.join(names)}"
        raised.append(_alert(COMPETITOR_MENTIONED, call, message, {"competitors": names}))
    return tuple(raised)


def mentioned_competitors(call: CallRecord, profile: Profile) -> tuple[CompetitorMention, ...]:
    """Give the products that compete and were spoken of, the most spoken of first.

    What is no product (Word, paper, post) is no competitor to be met with a battlecard.
    """
    report = call.reports.objections
    sales = call.reports.sales_intelligence
    mentions = report.competitors if report is not None else sales.competitors if sales is not None else ()
    manual = {competitor.name for competitor in profile.vocabulary.competitors if competitor.manual}
    products = [mention for mention in mentions if mention.name not in manual]
    return tuple(sorted(products, key=lambda mention: -mention.mentions))


def _alert(name: str, call: CallRecord, message: str, context: dict[str, object]) -> NewAlert:
    return NewAlert(
        alert_type=AlertType.BUSINESS,
        alert_name=name,
        dedup_key=f"{name}:{call.session_id}",
        message=message,
        context=context,
        session_id=call.session_id,
    )
