"""What a mail says, line by line: the same for its HTML and its plain-text part (spec 7.5). Pure."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aftercall.reports.digests import (
    Activity,
    Change,
    DailyDigest,
    Direction,
    Impact,
    Performance,
    Statement,
    TopLead,
    WeeklyDigest,
)

ARROWS = {Direction.UP: "↑", Direction.DOWN: "↓", Direction.FLAT: "→"}
NOT_CONNECTED = "not connected"
LONGEST_TEXT = 200
MILLION = 1_000_000
THOUSAND = 1_000
CENTS_BELOW = 10
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Parameters
    ----------
    label, value
        "Total Calls" and "45"; a sentence has no value.
    note
        What stands smaller beside it: a comparison, a target.
    tone
        good, bad or plain: how the note is coloured, where there are colours.
    """

    label: str
    value: str = ""
    note: str = ""
    tone: str = "plain"
    link: str | None = None

    @property
    def as_text(self) -> str:
        """The line where there is nothing but text."""
        if not self.value:
            return f"{self.label}: {self.note}" if self.note else self.label
        return f"{self.label}: {self.value} ({self.note})" if self.note else f"{self.label}: {self.value}"


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title; ``numbered`` where their order says something."""

    icon: str
    title: str
    lines: tuple[Line, ...]
    numbered: bool = False
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the three figures a reader sees first."""

    value: str
    label: str
    note: str = ""
    tone: str = "plain"


type CallLink = Callable[[str], str | None]


def tiles(activity: Activity) -> tuple[Tile, ...]:
    """Give calls, qualified leads and meetings; against what they are compared is said further down."""
    return (
        Tile(f"{activity.calls:,}", "calls", *_compared(activity.calls_change)),
        Tile(f"{activity.qualified_leads:,}", "qualified", *_compared(activity.qualified_change)),
        Tile(f"{activity.meetings:,}", "meetings", *_compared(activity.meetings_change)),
    )


def daily_sections(digest: DailyDigest, link: CallLink) -> tuple[Section, ...]:
    """Give a day's sections; one with nothing in it is left out."""
    against = "vs the day before"
    sections = (
        Section("📊", "Activity", _activity(digest.activity, against)),
        Section("⚡", "Performance", _performance(digest.performance)),
        Section("💰", "Business impact", (_pipeline(digest.impact, ""), *_daily_money(digest.impact))),
        Section("🔥", "Top opportunities", _leads(digest.top_leads, link), numbered=True),
        Section("📈", "Trends", _statements(digest.trends)),
    )
    return _filled(sections)


def weekly_sections(digest: WeeklyDigest, link: CallLink) -> tuple[Section, ...]:
    """Give a week's sections; one with nothing in it is left out."""
    drivers = tuple(
        Line(f"{driver.share:.0f}% {driver.text}", note=f"{driver.calls:,} calls")
        for driver in digest.drivers
    )
    summary = (*_activity(digest.activity, "WoW"), _pipeline(digest.impact, "WoW"))
    sections = (
        Section("📊", "Weekly summary", summary),
        Section("💰", "ROI metrics", _return(digest.impact)),
        Section("⚡", "Performance", _performance(digest.performance)),
        Section("🎯", "Qualification insights", drivers, intro="Top qualification drivers"),
        Section("🔥", "Top opportunities", _leads(digest.top_leads, link), numbered=True),
        Section("📈", "Growth trends", _statements(digest.growth)),
        Section("⚠️", "Risks", _statements(digest.risks)),
        Section("✨", "Opportunities", _statements(digest.opportunities)),
        Section("💡", "Recommendations", _statements(digest.recommendations), numbered=True),
    )
    return _filled(sections)


def _filled(sections: Sequence[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.lines)


def _activity(activity: Activity, against: str) -> tuple[Line, ...]:
    return (
        Line("Total Calls", f"{activity.calls:,}", *_compared(activity.calls_change, against)),
        Line(
            "Qualified Leads",
            f"{activity.qualified_leads:,}",
            *_rate("qualification rate", activity.qualification_rate, activity.qualification_rate_change),
        ),
        Line(
            "Meetings Booked",
            f"{activity.meetings:,}",
            *_rate("booking rate", activity.booking_rate, activity.booking_rate_change),
        ),
    )


def _rate(name: str, rate: float | None, change: Change | None) -> tuple[str, str]:
    if rate is None:
        return "", "plain"
    moved, tone = "", "plain"
    if change is not None:
        points = abs(change.difference)
        flat = change.direction is Direction.FLAT
        moved = ", → flat" if flat else f", {ARROWS[change.direction]} {points:.0f} pts"
        tone = _tone(change, up_is_good=True)
    return f"{rate:.0f}% {name}{moved}", tone


def _performance(performance: Performance) -> tuple[Line, ...]:
    lines = []
    if performance.latency_ms is not None:
        target = f"target: <{performance.latency_target_ms:,.0f} ms"
        met = round(performance.latency_ms) < performance.latency_target_ms
        lines.append(Line("Avg Latency", f"{performance.latency_ms:,.0f} ms", *_target(target, met=met)))
    if performance.engagement is not None:
        change = performance.engagement_change
        note = "" if change is None else _moved(change, f"{abs(change.difference):.1f}")
        tone = _tone(change, up_is_good=True)
        lines.append(Line("Engagement Score", f"{performance.engagement:.1f}/10", note, tone))
    if performance.error_rate is not None:
        target = f"target: <{performance.error_rate_target:g}%"
        met = performance.error_rate < performance.error_rate_target
        lines.append(Line("Error Rate", f"{performance.error_rate:.1f}%", *_target(target, met=met)))
    return tuple(lines)


def _target(target: str, *, met: bool) -> tuple[str, str]:
    return f"{'✅' if met else '❌'} {target}", "good" if met else "bad"


def _pipeline(impact: Impact, against: str) -> Line:
    pipeline = impact.pipeline
    if pipeline is None:
        return Line("Pipeline Influenced", NOT_CONNECTED, "no opportunities were read back from the CRM yet")
    count = f"{pipeline.opportunities:,} " + (
        "opportunity" if pipeline.opportunities == 1 else "opportunities"
    )
    parts = [count]
    if pipeline.without_amount:
        parts.append(f"{pipeline.without_amount:,} without an amount")
    if pipeline.other_currencies:
        parts.append(f"amounts in {', '.join(map(plain, pipeline.other_currencies))} not added")
    if pipeline.change is not None and against:
        parts.append(_percent(pipeline.change, against))
    value = money(pipeline.amount, pipeline.currency)
    return Line("Pipeline Influenced", value, ", ".join(parts), _tone(pipeline.change, up_is_good=True))


def _daily_money(impact: Impact) -> tuple[Line, ...]:
    hot = Line("Hot Leads", f"{impact.hot_leads:,}", f"scores >{impact.hot_above}")
    if impact.cost_per_qualified_lead is None:
        cost = Line("Cost per Qualified Lead", "none", f"no qualified lead, cost {money(impact.cost_usd)}")
    else:
        cost = Line("Cost per Qualified Lead", money(impact.cost_per_qualified_lead), _cost_basis(impact))
    return hot, cost


def _return(impact: Impact) -> tuple[Line, ...]:
    lines = [Line("Total Cost", money(impact.cost_usd), _cost_basis(impact))]
    if impact.pipeline is None:
        return (
            *lines,
            Line("Revenue per Call", NOT_CONNECTED, "pipeline / calls"),
            Line("ROI", NOT_CONNECTED, "pipeline / cost"),
        )
    if impact.revenue_per_call is not None:
        value = money(impact.revenue_per_call, impact.pipeline.currency)
        lines.append(Line("Revenue per Call", value, "pipeline / calls"))
    if impact.return_on_investment is not None:
        value = f"{_factor(impact.return_on_investment)}x"
        lines.append(Line("ROI", value, "pipeline / cost"))
    return tuple(lines)


def _factor(value: float) -> str:
    return f"{value:,.0f}" if value >= CENTS_BELOW else f"{value:.1f}"


def _cost_basis(impact: Impact) -> str:
    basis = "API only" if impact.infrastructure_cost_usd is None else "API + infrastructure"
    return f"{basis}, {impact.unpriced:,} without a price" if impact.unpriced else basis


def _leads(leads: Sequence[TopLead], link: CallLink) -> tuple[Line, ...]:
    return tuple(
        Line(
            plain(lead.who),
            f"Score {lead.score}",
            ", ".join(map(plain, lead.facts)),
            link=link(lead.session_id),
        )
        for lead in leads
    )


def _statements(statements: Sequence[Statement]) -> tuple[Line, ...]:
    return tuple(Line(plain(one.text), note=plain(one.figure)) for one in statements)


def _compared(change: Change | None, against: str = "") -> tuple[str, str]:
    if change is None:
        return "", "plain"
    return _percent(change, against), _tone(change, up_is_good=True)


def _percent(change: Change, against: str) -> str:
    if change.percent is None and change.direction is not Direction.FLAT:
        return f"{ARROWS[change.direction]} from none {against}".strip()
    amount = round(abs(change.percent or 0.0))
    return f"{_moved(change, f'{amount}%') if amount else '→ flat'} {against}".strip()


def _moved(change: Change, amount: str) -> str:
    return "→ flat" if change.direction is Direction.FLAT else f"{ARROWS[change.direction]} {amount}"


def _tone(change: Change | None, *, up_is_good: bool) -> str:
    if change is None or change.direction is Direction.FLAT:
        return "plain"
    return "good" if (change.direction is Direction.UP) is up_is_good else "bad"


def money(amount: float, currency: str = "USD") -> str:
    """Show an amount the way it is said: $127K, $1,247, $4.20."""
    sign = "$" if currency == "USD" else f"{currency} "
    if round(amount / THOUSAND) >= THOUSAND:
        return f"{sign}{amount / MILLION:,.1f}M".replace(".0M", "M")
    if round(amount) >= 10 * THOUSAND:
        return f"{sign}{amount / THOUSAND:,.0f}K"
    return f"{sign}{amount:,.0f}" if round(amount, 2) >= CENTS_BELOW or not amount else f"{sign}{amount:.2f}"


def plain(text: str) -> str:
    """Give words of others as one line: no line breaks, no control or direction characters, not endless."""
    line = " ".join(CONTROL.sub(" ", text).split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1].rstrip() + "…"


def shown_date(day: dt.date) -> str:
    """Show a date: November 20, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
