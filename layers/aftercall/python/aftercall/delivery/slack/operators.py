"""What operators read in Slack when something is wrong, and when it no longer is (spec 7.2). Pure."""

from collections.abc import Mapping, Sequence

from aftercall.delivery.links import filled_link
from aftercall.delivery.slack.blocks import (
    SlackMessage,
    button,
    context,
    header,
    links,
    mention,
    message,
    paragraph,
    table,
)
from aftercall.profile.models import Profile
from aftercall.reports.alert_record import AlertRecord
from aftercall.reports.slack_actions import ACKNOWLEDGE_ALERT

ACTION = "action"
MOST_LISTED = 8


def alert_message(alert: AlertRecord, profile: Profile, public_base_url: str | None) -> SlackMessage:
    """Say what is wrong, the figures around it, and what to do."""
    action = alert.context.get(ACTION)
    return message(
        f"{alert.severity}: {alert.message}",
        [
            header(f"🚨 {alert.message}"),
            mention(profile.destinations.slack.operators_mention, f"{alert.severity} {_name(alert)}"),
            *table([*_facts(alert.context), ("Since", f"{alert.triggered_at:%Y-%m-%d %H:%M} UTC")]),
            paragraph(f"Action: {action}") if isinstance(action, str) and action else None,
            links([("Dashboard", filled_link(profile.links, "dashboard", public_base_url=public_base_url))]),
            button(ACKNOWLEDGE_ALERT, "Acknowledge", str(alert.alert_id)),
            context(f"aftercall alerts ack {alert.alert_id}"),
        ],
    )


def resolved_message(alert: AlertRecord) -> SlackMessage:
    """Say that it is over, and how long it took."""
    ended = alert.resolved_at or alert.last_seen_at
    minutes = max(1, round((ended - alert.triggered_at).total_seconds() / 60))
    return message(
        f"Resolved: {alert.message}",
        [header(f"✅ Resolved: {alert.message}"), context(f"{_name(alert)}, after {minutes} min")],
    )


def _name(alert: AlertRecord) -> str:
    return alert.alert_name.replace("_", " ")


def _facts(facts: Mapping[str, object]) -> list[tuple[str, str | None]]:
    return [
        (name.replace("_", " ").capitalize(), shown(value))
        for name, value in facts.items()
        if name != ACTION and value not in (None, "", [], {})
    ]


def shown(value: object) -> str:
    """Show a figure of an alert's context as a person reads it."""
    if isinstance(value, Mapping):
        known = {str(name).replace("_", " "): one for name, one in value.items() if one is not None}
        return _listed([f"{name}: {shown(one)}" for name, one in known.items()], "; ")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _listed([shown(one) for one in value], ", ")
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)


def _listed(parts: Sequence[str], separator: str) -> str:
    more = len(parts) - MOST_LISTED
    return separator.join(parts[:MOST_LISTED]) + (f"{separator}and {more} more" if more > 0 else "")
