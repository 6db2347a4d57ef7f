"""An alert as an event of PagerDuty's Events API v2. Pure."""

from datetime import datetime

from aftercall.delivery.links import filled_link
from aftercall.profile.models import Profile
from aftercall.reports.alert_record import AlertRecord, AlertSeverity

LONGEST_SUMMARY = 1024
LONGEST_KEY = 255
SEVERITIES = {AlertSeverity.P1: "critical", AlertSeverity.P2: "error", AlertSeverity.P3: "warning"}
SOURCE = "aftercall"

type Event = dict[str, object]


def event_of(alert: AlertRecord, profile: Profile, public_base_url: str | None) -> Event:
    """Give the event that brings PagerDuty to where the alert stands: trigger, acknowledge or resolve.

    The key is of this alert alone: one that is raised again later is an incident of its own.
    """
    key = f"{alert.alert_id}:{alert.dedup_key}"[:LONGEST_KEY]
    if alert.resolved_at is not None:
        return {"event_action": "resolve", "dedup_key": key}
    if alert.acknowledged_at is not None:
        return {"event_action": "acknowledge", "dedup_key": key}
    dashboard = filled_link(profile.links, "dashboard", public_base_url=public_base_url)
    return {
        "event_action": "trigger",
        "dedup_key": key,
        "client": "Aftercall",
        **({"client_url": dashboard} if dashboard else {}),
        "payload": {
            "summary": alert.message[:LONGEST_SUMMARY],
            "severity": SEVERITIES[alert.severity],
            "source": SOURCE,
            "component": alert.alert_name,
            "group": alert.alert_type.value,
            "timestamp": _timestamp(alert.triggered_at),
            "custom_details": alert.context,
        },
    }


def _timestamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
