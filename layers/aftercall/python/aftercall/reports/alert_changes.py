"""What one look at the alert rules comes to: verdicts, and what they change in the history of alerts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from aftercall.reports.alert_record import NewAlert


class Verdict(StrEnum):
    """What a rule says of one key."""

    FIRING = "firing"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    """Too few samples, or nothing to look at: neither raised nor resolved."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule's verdict on one key.

    Parameters
    ----------
    key
        The alert's ``dedup_key``.
    cause
        What is wrong underneath: while an alert of P1 is open, none of P2 with the same cause is raised.
    cool_down_minutes
        For so long after its end no second alert of the key is raised.
    alert
        What to raise; only of one that fires.
    """

    key: str
    verdict: Verdict
    cause: str
    cool_down_minutes: int
    alert: NewAlert | None = None


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An operational alert that has not been resolved."""

    alert_id: int
    key: str
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class AlertState:
    """What the history holds: what is open, and when each key's last alert ended."""

    open: tuple[OpenAlert, ...] = ()
    ended_at: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """An open alert whose condition still holds; ``message`` is how it reads now."""

    alert_id: int
    message: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """An open alert that ends, and by whom: "itself", or "no_data" when nothing could be seen for long."""

    alert_id: int
    resolved_by: str


@dataclass(frozen=True, slots=True)
class AlertChanges:
    """What is to be written.

    Parameters
    ----------
    cooling
        Keys that fire, but too soon after their last alert.
    """

    raised: tuple[NewAlert, ...] = ()
    seen: tuple[SeenAgain, ...] = ()
    resolved: tuple[Resolution, ...] = ()
    cooling: tuple[str, ...] = ()


type Decide = Callable[[AlertState], AlertChanges]
"""Gives the changes for a state that is locked while they are written."""
