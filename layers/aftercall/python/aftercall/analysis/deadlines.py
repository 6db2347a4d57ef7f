"""Deadlines as said and as a date."""

import re
from datetime import datetime, timedelta

from aftercall.analysis.conversation import Clause
from aftercall.language.call_time import CallTime
from aftercall.session.models import Level
from aftercall.session.prepared import DateSpan, TurnAnnotation

_LEAD = re.compile(r"(?:\b(?:by|before|until|on|no later than|within|at)\s+(?:the\s+)?)$", re.IGNORECASE)
_CLOSED_GRAINS = frozenset(("minute", "hour"))
_SOON = timedelta(days=1, hours=12)
_LATER = timedelta(days=7)
_URGENT = re.compile(
    r"\b(?:urgent|asap|right away|immediately|today|high priority|as soon as possible|first thing)\b"
)


def deadline_of(
    clause: Clause, annotation: TurnAnnotation, call: CallTime
) -> tuple[str | None, datetime | None]:
    """Give a clause's deadline: the words with their preposition, and the moment it ends.

    A day ends when the company closes.
    """
    spans = [span for span in annotation.dates if clause.start <= span.start < clause.end]
    if not spans:
        return (None, None)
    chosen = next((span for span in spans if _LEAD.search(clause.turn.text, 0, span.start)), spans[0])
    lead = _LEAD.search(clause.turn.text, 0, chosen.start)
    start = lead.start() if lead and lead.start() >= clause.start else chosen.start
    return (clause.turn.text[start : chosen.end].strip(), _moment(chosen, call))


def _moment(span: DateSpan, call: CallTime) -> datetime | None:
    if span.resolved is None or span.grain in _CLOSED_GRAINS:
        return span.resolved
    local = span.resolved.astimezone(call.zone)
    if local.hour or local.minute:
        return span.resolved
    return call.moment(local.date(), call.closes)


def priority_of(clause: Clause, deadline: datetime | None, call: CallTime) -> Level:
    """High when due within a day or called urgent, medium within a week or when agreed without a date."""
    if _URGENT.search(clause.text) or (deadline is not None and deadline - call.at <= _SOON):
        return Level.HIGH
    if deadline is None or deadline - call.at <= _LATER:
        return Level.MEDIUM
    return Level.LOW
