"""Slack: which webhook a message goes to, and who is mentioned by which id."""

from pydantic import Field

from aftercall.reports.alert_record import AlertType
from aftercall.session.models import Noun


def _channels() -> dict[AlertType, str]:
    return {
        AlertType.BUSINESS: "sales",
        AlertType.CRITICAL: "ops",
        AlertType.HIGH: "ops",
        AlertType.QUALITY: "product",
    }


class SlackDelivery(Noun):
    """What is told to Slack, and where.

    A channel is the name of a webhook in the secret, not the channel's name in Slack.
    """

    channels: dict[AlertType, str] = Field(default_factory=_channels, description="webhook by type of alert")
    operators_mention: str = Field(
        default="<!here>",
        description="in front of an alert for operators, in Slack's own markup; may be empty",
    )
    mentions: dict[str, str] = Field(
        default_factory=dict, description="Slack user ids (U...) by the e-mail or name of a sales owner"
    )
    opportunities: dict[str, str] = Field(
        default_factory=dict, description="what a mention of a competitor calls for, by its name"
    )
    switcher_opportunity: str = Field(
        default="Switcher campaign", description="for a competitor's product the caller uses and is tired of"
    )
    comparison_opportunity: str = Field(default="Position against it with the battlecard")
