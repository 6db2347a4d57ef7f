"""Timeline, urgency, authority and industry that rules and cues see together (spec 3.1).

Each kind of value gets the way of putting the two together that did best on calls which neither trained the
network nor are reported (docs/models/cues.md). What a date means is for the calendar, not for the network.
"""

import re
from datetime import date
from typing import Final

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.cues.together import Cue, cues_of
from aftercall.analysis.sales.due_dates import is_over, last_day_to_act, timeline_of
from aftercall.language.call_time import CallTime
from aftercall.reports.evidence import Finding, TextFinding
from aftercall.reports.sales_intelligence import AuthorityFinding, TimelineFinding, UrgencyFinding
from aftercall.session.models import BudgetAuthority, DecisionTimeline, Level
from aftercall.session.prepared import CueKind

_UNDATED: Final = frozenset((DecisionTimeline.EVALUATING, DecisionTimeline.THIS_WEEK))
_SURE: Final = 0.7
_VERY_SURE: Final = 0.9
_LIKELY: Final = 0.5
_NEAR: Final = 12
_DEADLINE: Final = re.compile(r"\b(?:by|before|no later than)\s+(?:the\s+)?$")


def timeline_with_cues(
    conversation: Conversation, by_rules: TimelineFinding | None, call: CallTime
) -> TimelineFinding | None:
    """Give when a decision is due: by the date at the surest cue, else by what is said without one."""
    for cue in _surest_first(conversation, CueKind.TIMELINE):
        value = _dated(cue, call) or _undated(cue)
        if value is not None:
            return TimelineFinding(
                value=value, confidence=round(cue.confidence, 2), evidence=(cue.evidence(),)
            )
    return by_rules


def _dated(cue: Cue, call: CallTime) -> DecisionTimeline | None:
    """Give the period of the date in a cue, else of one right beside it.

    Of several the first that is called a deadline counts, else the last, which may correct the others.
    """
    dated = _dates_within(cue, call, 0) or _dates_within(cue, call, _NEAR)
    if not dated:
        return None
    day, grain, before = next((date for date in dated if _DEADLINE.search(date[2])), dated[-1])
    return timeline_of(last_day_to_act(day, grain, before, call.today), call.today)


def _dates_within(cue: Cue, call: CallTime, around: int) -> list[tuple[date, str | None, str]]:
    """Give the dates to come in a cue, or as many characters around it: day, grain, the words before."""
    found = []
    for span in cue.utterance.annotation.dates:
        beside = span.start < cue.span.end + around and span.end > cue.span.start - around
        if span.resolved is None or not beside:
            continue
        day = span.resolved.astimezone(call.zone).date()
        if not is_over(day, span.grain, call.today):
            before = cue.utterance.turn.text[max(0, span.start - _NEAR) : span.start].lower()
            found.append((day, span.grain, before))
    return found


def _undated(cue: Cue) -> DecisionTimeline | None:
    value = DecisionTimeline(cue.span.values["value"])
    return value if value in _UNDATED and cue.confidence >= _LIKELY else None


def industry_with_cues(conversation: Conversation, by_rules: TextFinding | None) -> TextFinding | None:
    """Give the caller's industry: by rules, which know a thousand trades; else by a very sure cue."""
    cue = next(iter(_surest_first(conversation, CueKind.INDUSTRY)), None)
    if cue is None or by_rules is not None or cue.confidence < _VERY_SURE:
        return by_rules
    return TextFinding(
        value=cue.span.values["value"], confidence=round(cue.confidence / 2, 2), evidence=(cue.evidence(),)
    )


def urgency_with_cues(conversation: Conversation, by_rules: UrgencyFinding | None) -> UrgencyFinding | None:
    """Give how urgent it is: by a sure cue, else by rules, else by any cue."""
    cue = _deciding(conversation, CueKind.URGENCY, by_rules)
    if cue is None:
        return by_rules
    return UrgencyFinding(
        value=Level(cue.span.values["value"]), confidence=round(cue.confidence, 2), evidence=(cue.evidence(),)
    )


def authority_with_cues(
    conversation: Conversation, by_rules: AuthorityFinding | None
) -> AuthorityFinding | None:
    """Give what the caller may decide: by a sure cue, else by rules, else by any cue."""
    cue = _deciding(conversation, CueKind.AUTHORITY, by_rules)
    if cue is None:
        return by_rules
    return AuthorityFinding(
        value=BudgetAuthority(cue.span.values["value"]),
        confidence=round(cue.confidence, 2),
        evidence=(cue.evidence(),),
    )


def _deciding(conversation: Conversation, kind: CueKind, by_rules: Finding | None) -> Cue | None:
    """Give the surest cue where it decides: it is sure, or no rule knows anything."""
    cue = next(iter(_surest_first(conversation, kind)), None)
    if cue is None or (by_rules is not None and cue.confidence < _SURE):
        return None
    return cue


def _surest_first(conversation: Conversation, kind: CueKind) -> list[Cue]:
    return sorted(cues_of(conversation, kind), key=lambda cue: -cue.confidence)
