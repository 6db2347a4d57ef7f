"""What a call's reports found, as the lines a person reads in Salesforce."""

from collections.abc import Iterable, Iterator

from aftercall.profile.salesforce import Picklist
from aftercall.reports.completed import CompletedReports
from aftercall.reports.evidence import Finding
from aftercall.reports.executive_summary import ExecutiveSummaryReport
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.sales_intelligence import (
    CompetitorContext,
    CompetitorMention,
    SalesIntelligenceReport,
)

MOST_QUOTES = 12


def words(name: str) -> str:
    """Give a word of ours as people write it."""
    return name.replace("_", " ")


def titled(name: str) -> str:
    """Give a word of ours at the beginning of a line."""
    return words(name)[:1].upper() + words(name)[1:]


def quoted(finding: Finding) -> str:
    """Give the first thing a finding rests on, as said."""
    return f"“{' '.join(finding.evidence[0].quote.split())}”"


def objection_lines(report: ObjectionReport | None) -> Iterator[str]:
    """Give the objections by category."""
    for objection in () if report is None else report.objections:
        state = "resolved" if objection.resolved else "open"
        reason = f" ({words(objection.reason)})" if objection.reason else ""
        yield f"{titled(objection.category)}, {objection.severity}, {state}{reason}: {quoted(objection)}"


def barrier_lines(report: ObjectionReport | None) -> Iterator[str]:
    """Give what makes changing tools hard."""
    for barrier in () if report is None else report.switching_barriers:
        help_ = f"; {barrier.mitigation}" if barrier.mitigation else ""
        yield f"{titled(barrier.kind)}: {quoted(barrier)}{help_}"


def buying_signal_lines(report: SalesIntelligenceReport | None) -> Iterator[str]:
    """Give the signs of interest, the strongest first as the report has them."""
    for signal in () if report is None else report.buying_signals:
        yield f"{titled(signal.strength)}, {words(signal.kind)}: {quoted(signal)}"


def pain_point_lines(report: SalesIntelligenceReport | None) -> Iterator[str]:
    """Give the problems in the caller's words, with what they cost."""
    for point in () if report is None else report.pain_points:
        impact = f" ({point.impact})" if point.impact and point.impact not in point.problem else ""
        yield f"{point.problem}{impact}"


def feature_lines(report: SalesIntelligenceReport | None) -> Iterator[str]:
    """Give the features that were asked for."""
    for request in () if report is None else report.feature_requests:
        yield f"{request.feature} (must have)" if request.must_have else request.feature


def words_without_value(words_said: Iterable[str], picklist: Picklist, meaning: str) -> Iterator[str]:
    """Give what the picklist has no value for, so that it is not lost."""
    other = (picklist.other or "").lower()
    for word in words_said:
        if picklist.label(word) is None and word.lower() != other:
            yield f"{meaning}: {word}"


def stakeholder_names(report: SalesIntelligenceReport | None) -> Iterator[str]:
    """Give who else has a part in the decision."""
    for stakeholder in () if report is None else report.stakeholders:
        yield f"{stakeholder.role} ({words(stakeholder.influence)})"


def key_quotes(reports: CompletedReports) -> list[str]:
    """Give the caller's own words that matter most, each once."""
    sales, objections = reports.sales_intelligence, reports.objections
    found: list[Finding] = []
    if sales is not None:
        single = (sales.urgency, sales.decision_timeline, sales.budget_authority)
        found += [*sales.buying_signals, *sales.pain_points, *(one for one in single if one is not None)]
    if objections is not None:
        found += objections.objections
    found.sort(key=lambda finding: -finding.confidence)
    return list(dict.fromkeys(map(quoted, found)))[:MOST_QUOTES]


def mentioned_competitor(reports: CompletedReports, current_tool: str | None) -> str | None:
    """Give one competitor: the tool in use, else the most discussed; None where nobody was mentioned."""
    mentions = competitor_mentions(reports)
    in_use = [one for one in mentions if one.context is CompetitorContext.CURRENT_TOOL]
    if in_use:
        return max(in_use, key=lambda one: one.mentions).name
    if current_tool and any(one.name.lower() == current_tool.lower() for one in mentions):
        return current_tool
    return max(mentions, key=lambda one: one.mentions).name if mentions else None


def competitor_mentions(reports: CompletedReports) -> tuple[CompetitorMention, ...]:
    """Give the competitors of the call."""
    if reports.objections is not None and reports.objections.competitors:
        return reports.objections.competitors
    return () if reports.sales_intelligence is None else reports.sales_intelligence.competitors


def current_solution(report: SalesIntelligenceReport | None) -> str | None:
    """Give the present tool with what the caller said of it."""
    tool = None if report is None else report.current_tool
    return None if tool is None else f"{titled(tool.value)}: {quoted(tool)}"


def next_step(summary: ExecutiveSummaryReport) -> str:
    """Give the recommended next step and when it is due."""
    action = summary.next_action
    return f"{action.text.rstrip('.')} ({action.timing})" if action.timing else action.text
