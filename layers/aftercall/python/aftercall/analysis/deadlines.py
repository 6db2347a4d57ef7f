"""Deadlines as said and as a date."""

import re
from datetime import datetime, timedelta

from aftercall.analysis.conversation import Clause
from aftercall.language.call_time import CallTime
from aftercall.session.models import Level
from aftercall.session.prepared import DateSpan, TurnAnnotation

_LEAD = re.compile(r"(?:\b(?:by|before|until|on|no later than|within|at)\s+(?:the\s+)?)$", re.IGNORECASE)
_CLOSED_GRAINS = frozenset(("minute", "hour"))
_CONTACTS = frozenset(("PHONE", "EMAIL"))
"""What holds numbers that are no times: "at five one eight, five five five"."""

_NO_DEADLINE = frozenset(("now", "right now", "currently", "today's", "yesterday"))
_WORDED = re.compile(
    r"\b(?:as soon as (?:possible|[\w' ]{3,24})|right away|straight away|within the (?:next )?(?:hour|day"
    r"|week)"
    r"|before (?:the|our|your|that) (?:\w+ )?(?:call|meeting|demo|appointment)|asap)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s+(?:EOD|end of (?:the )?day|close of business|COB|at the latest|latest)\b", re.IGNORECASE
)
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
    contacts = [(item.start, item.end) for item in annotation.personal_data if item.kind in _CONTACTS]
    spans = [
        span
        for span in annotation.dates
        if clause.start <= span.start < clause.end
        and not any(start < span.end and end > span.start for start, end in contacts)
    ]
    spans = [span for span in spans if span.text.lower() not in _NO_DEADLINE]
    if not spans:
        worded = _WORDED.search(clause.turn.text, clause.start, clause.end)
        return (worded.group().strip(" ,.") if worded else None, None)
    chosen = next((span for span in spans if _LEAD.search(clause.turn.text, 0, span.start)), spans[0])
    lead = _LEAD.search(clause.turn.text, 0, chosen.start)
    start = lead.start() if lead and lead.start() >= clause.start else chosen.start
    closing = _CLOSING.match(clause.turn.text, chosen.end, clause.end)
    end = closing.end() if closing else chosen.end
    return (clause.turn.text[start:end].strip(), _moment(chosen, call))


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
