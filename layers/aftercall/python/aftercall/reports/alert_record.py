"""An alert as it is kept in the history and told to others."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from aftercall.session.models import Noun


class AlertType(StrEnum):
    """Who an alert is for (decisions: Alerts)."""

    CRITICAL = "critical"
    """PagerDuty."""
    HIGH = "high"
    """Slack, operators."""
    BUSINESS = "business"
    """Slack, sales, as it happens."""
    QUALITY = "quality"
    """Slack, product, hourly."""
    EXECUTIVE = "executive"
    """E-mail, daily and weekly."""


class AlertSeverity(StrEnum):
    """How bad it is: critical P1, high P2, business P2, quality P3, executive P3."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


SEVERITY_OF_TYPE = {
    AlertType.CRITICAL: AlertSeverity.P1,
    AlertType.HIGH: AlertSeverity.P2,
    AlertType.BUSINESS: AlertSeverity.P2,
    AlertType.QUALITY: AlertSeverity.P3,
    AlertType.EXECUTIVE: AlertSeverity.P3,
}


class NewAlert(Noun):
    """An alert that is to be raised."""

    alert_type: AlertType
    alert_name: str = Field(description="of the rule: agent_down, hot_lead, ...")
    dedup_key: str = Field(max_length=255, description="one alert of this key is open at a time")
    message: str
    context: dict[str, object] = Field(default_factory=dict, description="what the spec's Context lists")
    session_id: str | None = None

    @property
    def severity(self) -> AlertSeverity:
        """Its severity, which follows from its type."""
        return SEVERITY_OF_TYPE[self.alert_type]


class AlertRecord(NewAlert):
    """A row of ``warehouse.alerts_history``."""

    alert_id: int
    triggered_at: AwareDatetime
    last_seen_at: AwareDatetime = Field(description="when its condition last held")
    sent_to: str | None = None
    acknowledged_at: AwareDatetime | None = None
    acknowledged_by: str | None = None
    resolved_at: AwareDatetime | None = None
    resolved_by: str | None = Field(default=None, description="'itself' when its condition cleared")
