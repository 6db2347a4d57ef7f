"""What a week shows that somebody could act on; each finding with the figure it rests on, or none at all."""

from dataclasses import dataclass

from aftercall.operations.digests.business import booking_rate, qualification_rate
from aftercall.operations.digests.comparing import capitalised, change_of, counted, percent, share
from aftercall.operations.digests.gaps import FAILED_SEARCH, content_gaps
from aftercall.operations.digests.trends import (
    COMPETITOR,
    FEATURE,
    INDUSTRY,
    SWITCHER,
    grown,
    known_terms,
    movement,
)
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import ExecutiveReadings, TermReading
from aftercall.reports.digests import ContentGap, Statement

COMPONENTS = {
    "eou_delay_ms": "end-of-turn detection",
    "llm_ttft_ms": "the language model's first token",
    "tts_ttfb_ms": "the voice's first sound",
}
FLAG_NAMES = {
    "dead_air": "dead air",
    "interruptions": "high interruptions",
    "agent_dominates": "the agent talks most",
    "user_dominates": "the caller talks most",
    "declining_sentiment": "falling mood",
    "abrupt_ending": "abrupt ending",
    "unresolved_questions": "questions left open",
    "few_questions": "few questions asked",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to do about, how it reads as a risk or an opportunity, and what to do."""

    statement: Statement
    recommendation: str | None
    is_risk: bool

    def advice(self) -> Statement | None:
        """Give what to do, with the same figure."""
        if self.recommendation is None:
            return None
        return Statement(text=self.recommendation, figure=self.statement.figure)


def weekly_findings(readings: ExecutiveReadings, profile: Profile) -> tuple[Finding, ...]:
    """Give everything the week supports, what matters most first."""
    found = [
        *_missing_content(readings, profile),
        *_growing_industries(readings, profile),
        *_frequent_competitors(readings, profile),
        *_unavailable_features(readings, profile),
        *_failing_calls(readings, profile),
        *_slow_answers(readings, profile),
        *_switchers(readings, profile),
        *_falling_rates(readings, profile),
        *_low_engagement(readings, profile),
    ]
    return tuple(found)


def _missing_content(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    least, most = profile.digests.minimums.failed_searches, 2
    enough = [gap for gap in content_gaps(readings.gaps, FAILED_SEARCH) if gap.times >= least]
    return [_gap_finding(gap) for gap in enough[:most]]


def _gap_finding(gap: ContentGap) -> Finding:
    searches = counted(gap.times, "failed search", "failed searches")
    in_calls = f" in {counted(gap.calls, 'call')}" if gap.calls > 1 else ""
    statement = Statement(text=f"Content gap: “{gap.text}”", figure=searches + in_calls)
    return Finding(statement, f"Create a guide for “{gap.text}”", is_risk=True)


def _growing_industries(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    industries = grown(known_terms(readings, profile, INDUSTRY), profile)
    return [
        Finding(
            Statement(
                text=f"{capitalised(term.name)} industry surge",
                figure=movement(term, profile.digests.minimums.trend_calls),
            ),
            f"Launch a campaign for the {term.name} industry",
            is_risk=False,
        )
        for term in industries[:1]
    ]


def _frequent_competitors(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    minimums = profile.digests.minimums
    terms = sorted(known_terms(readings, profile, COMPETITOR), key=lambda term: (-term.calls, term.name))
    found = []
    for term in terms[:1]:
        part = share(term.calls, readings.week) or 0.0
        if term.calls >= minimums.trend_calls and part >= minimums.competitor_share_percent:
            statement = Statement(text=f"{term.name} on callers' minds", figure=_mentioned(term, part))
            found.append(Finding(statement, f"Build a {term.name} comparison page", is_risk=False))
    return found


def _mentioned(term: TermReading, part: float) -> str:
    return f"mentioned in {percent(part)} of calls, {term.calls:,} in all"


def _unavailable_features(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    missing = {name.lower() for name in profile.digests.unavailable_features}
    terms = sorted(known_terms(readings, profile, FEATURE), key=lambda term: (-term.calls, term.name))
    found = []
    for term in terms:
        part = share(term.calls, readings.week)
        if term.name.lower() in missing and part and term.calls >= profile.digests.minimums.trend_calls:
            figure = f"{percent(part)} of calls ask for it, {term.calls:,} in all"
            statement = Statement(text=f"“{capitalised(term.name)}” is not available", figure=figure)
            found.append(Finding(statement, f"Decide on “{term.name}” in the roadmap", is_risk=True))
    return found[:1]


def _failing_calls(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    current, rules = readings.current, profile.digests
    rate = share(current.failed, current.calls) or 0.0
    if rate <= rules.error_rate_target_percent or current.failed < rules.minimums.trend_calls:
        return []
    kind, times = max(current.error_kinds.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    named = f", {kind.replace('_', ' ')} most often ({times:,})" if kind else ""
    statement = Statement(
        text=f"Error rate {percent(rate)} (target: <{percent(rules.error_rate_target_percent)})",
        figure=f"{current.failed:,} of {counted(current.calls, 'call')} failed{named}",
    )
    return [Finding(statement, "Find out why calls fail", is_risk=True)]


def _slow_answers(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    current, targets = readings.current, profile.latency
    if current.latency_ms is None or current.latency_ms <= targets.average_ms:
        return []
    parts = {name: (getattr(current, name), getattr(targets, name)) for name in COMPONENTS}
    over = {name: value / target for name, (value, target) in parts.items() if value is not None}
    text = f"Answers take {current.latency_ms:,.0f} ms (target: <{targets.average_ms:,.0f} ms)"
    slowest = max(over, key=lambda name: over[name], default=None)
    if slowest is None or over[slowest] <= 1:
        return [Finding(Statement(text=text, figure="no part is above its own target"), None, is_risk=True)]
    value, target = parts[slowest]
    figure = f"{COMPONENTS[slowest]} takes {value:,.0f} ms on average, its target is {target:,.0f} ms"
    return [Finding(Statement(text=text, figure=figure), f"Speed up {COMPONENTS[slowest]}", is_risk=True)]


def _switchers(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    minimums = profile.digests.minimums
    found = []
    for term in known_terms(readings, profile, SWITCHER):
        part = share(term.tier_1, term.calls) or 0.0
        if term.calls >= minimums.trend_calls and part >= minimums.tier_1_share_percent:
            statement = Statement(
                text=f"{term.name} switchers highly qualified",
                figure=f"{percent(part)} Tier 1, {term.tier_1:,} of {counted(term.calls, 'call')}",
            )
            found.append((term.tier_1, Finding(statement, None, is_risk=False)))
    return [finding for _, finding in sorted(found, key=lambda pair: -pair[0])[:1]]


def _falling_rates(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    current, before, minimums = readings.current, readings.before, profile.digests.minimums
    if before is None:
        return []
    found = []
    if min(current.calls, before.calls) >= minimums.trend_calls:
        change = change_of(qualification_rate(current), qualification_rate(before))
        if change is not None and change.difference <= -minimums.rate_points:
            statement = Statement(
                text="Fewer calls qualify",
                figure=f"{percent(change.before + change.difference)} after {percent(change.before)}",
            )
            found.append(Finding(statement, "Look at which campaigns calls come from", is_risk=True))
    if min(current.qualified_leads, before.qualified_leads) >= minimums.qualified_leads:
        change = change_of(booking_rate(current), booking_rate(before))
        if change is not None and change.difference <= -minimums.rate_points:
            statement = Statement(
                text="Fewer qualified leads book a meeting",
                figure=f"{percent(change.before + change.difference)} after {percent(change.before)}",
            )
            found.append(Finding(statement, "Review how the agent offers a meeting", is_risk=True))
    return found


def _low_engagement(readings: ExecutiveReadings, profile: Profile) -> list[Finding]:
    least = profile.digests.minimums.trend_calls
    flag, calls = max(readings.flags.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if calls < least or flag not in FLAG_NAMES:
        return []
    below = profile.alerts.low_engagement.below_score
    figure = f"{FLAG_NAMES[flag]} in {counted(calls, 'call')} with a score below {below:g}"
    return [
        Finding(
            Statement(text="Low engagement", figure=figure),
            f"Listen to the calls with low engagement: {FLAG_NAMES[flag]}",
            is_risk=True,
        )
    ]
