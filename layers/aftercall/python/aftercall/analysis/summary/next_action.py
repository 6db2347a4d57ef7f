"""What to do next, who, when and with which points (spec 3.9)."""

from datetime import datetime, timedelta

from aftercall.analysis.summary.facts import SummaryFacts, clipped
from aftercall.language.call_time import CallTime
from aftercall.reports.action_items import ActionItem, Owner
from aftercall.reports.executive_summary import CallOutcome, NextAction
from aftercall.session.models import DecisionTimeline, Level, QualificationTier

_DAYS = {Level.HIGH: 1, Level.MEDIUM: 3, Level.LOW: 7}
_TIMING = {Level.HIGH: "within 24 hours", Level.MEDIUM: "within three days", Level.LOW: "within a week"}
_MOST_POINTS = 4
_SATURDAY = 5
_WAITING = frozenset((DecisionTimeline.NEXT_QUARTER, DecisionTimeline.EVALUATING))


def next_action(facts: SummaryFacts, call: CallTime) -> NextAction:
    """Choose the one next action that follows from the outcome."""
    if facts.is_little:
        return _after_little(facts, call)
    points = _talking_points(facts)
    promised = _promised(facts)
    if facts.meeting is not None:
        return NextAction(
            action="demo",
            text=f"Prepare and hold the meeting booked{facts.meeting_words()}.",
            owner=Owner.SALES,
            timing="at the booked time",
            due=facts.meeting.meeting_time,
            talking_points=points,
        )
    if facts.outcome is CallOutcome.TRANSFERRED:
        return NextAction(
            action="call",
            text="Check that the person who took over settled the matter.",
            owner=Owner.SUPPORT if facts.frustrated else Owner.SALES,
            timing=_TIMING[Level.HIGH],
            due=_due(call, Level.HIGH),
            talking_points=points,
        )
    if facts.outcome is CallOutcome.CALLBACK:
        return _call_back(facts, call, promised, points)
    if promised is not None and facts.tier is not QualificationTier.TIER_1:
        return _keep_promise(promised, call, points)
    return _by_tier(facts, call, points)


def _after_little(facts: SummaryFacts, call: CallTime) -> NextAction:
    if facts.wrong_number:
        return NextAction(
            action="none", text="Nothing to do: wrong number.", owner=Owner.SALES, timing="none"
        )
    return NextAction(
        action="call",
        text="Try to reach the lead again.",
        owner=Owner.SALES,
        timing=_TIMING[Level.MEDIUM],
        due=_due(call, Level.MEDIUM),
    )


def _keep_promise(promised: ActionItem, call: CallTime, points: tuple[str, ...]) -> NextAction:
    writes = any(word in promised.action.lower() for word in ("mail", "send", "writ"))
    return NextAction(
        action="email" if writes else "call",
        text=f"Keep the promise: “{clipped(promised.action)}”",
        owner=promised.owner,
        timing=promised.deadline_text or _TIMING[promised.priority],
        due=promised.deadline or _due(call, promised.priority),
        talking_points=points,
    )


def _by_tier(facts: SummaryFacts, call: CallTime, points: tuple[str, ...]) -> NextAction:
    sales = facts.reports.sales_intelligence
    level = sales.urgency.value if sales is not None and sales.urgency is not None else Level.MEDIUM
    if facts.tier is QualificationTier.TIER_1:
        return NextAction(
            action="call",
            text="Call the lead while the conversation is fresh.",
            owner=Owner.SALES,
            timing=_TIMING[level],
            due=_due(call, level),
            talking_points=points,
        )
    if facts.frustrated:
        return NextAction(
            action="email",
            text="Answer what stayed open and apologise.",
            owner=Owner.SUPPORT,
            timing=_TIMING[Level.HIGH],
            due=_due(call, Level.HIGH),
            talking_points=points,
        )
    timeline = sales.decision_timeline if sales is not None else None
    if timeline is not None and timeline.value in _WAITING:
        return NextAction(
            action="nurture",
            text="Keep in touch until the decision comes closer.",
            owner=Owner.SALES,
            timing="standard cadence",
            talking_points=points,
        )
    return NextAction(
        action="self_serve",
        text="Let the trial continue with self-serve help.",
        owner=Owner.SUPPORT,
        timing="standard cadence",
        talking_points=points,
    )


def _call_back(
    facts: SummaryFacts, call: CallTime, promised: ActionItem | None, points: tuple[str, ...]
) -> NextAction:
    level = Level.HIGH if facts.qualified else Level.MEDIUM
    return NextAction(
        action="call",
        text="Call back as agreed.",
        owner=Owner.SALES,
        timing=(promised.deadline_text if promised else None) or _TIMING[level],
        due=(promised.deadline if promised else None) or _due(call, level),
        talking_points=points,
    )


def _promised(facts: SummaryFacts) -> ActionItem | None:
    actions = facts.reports.action_items
    if actions is None:
        return None
    ours = [item for item in actions.items if item.owner is not Owner.USER]
    return (
        min(ours, key=lambda item: (item.deadline is None, item.deadline, item.tracking_id), default=None)
        if ours
        else None
    )


def _due(call: CallTime, level: Level) -> datetime:
    day = call.today + timedelta(days=_DAYS[level])
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return call.moment(day, call.closes)


def _talking_points(facts: SummaryFacts) -> tuple[str, ...]:
    points: list[str] = []
    gaps = facts.reports.content_gaps
    if gaps is not None:
        points.extend(f"Answer: “{clipped(item.question, 100)}”" for item in gaps.unanswered_questions[:2])
    if facts.reports.objections is not None:
        points.extend(facts.reports.objections.talking_points[:2])
    sales = facts.reports.sales_intelligence
    if sales is not None:
        solved = next((pain for pain in sales.pain_points if pain.solutions), None)
        if solved is not None:
            points.append(f"Show {solved.solutions[0]} for “{clipped(solved.problem, 80)}”")
        points.extend(
            f"Show how it works with {need.name}." for need in sales.integration_needs if need.needed
        )
    return tuple(dict.fromkeys(points))[:_MOST_POINTS]
