"""A call as a person reads it in a terminal."""

from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.markup import escape

from aftercall.command_line.layout import bullets, columns, finding_table, heading, indented
from aftercall.reports.completed import CompletedReports
from aftercall.reports.evidence import Finding
from aftercall.reports.reader_notes import ReaderOutcome
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import Session


@dataclass(frozen=True, slots=True)
class CallHeader:
    """Who called and when, of a session or of its row."""

    session_id: str
    caller: str | None
    start_time: datetime | None
    duration_seconds: int | None
    user_turns: int | None
    agent_turns: int | None
    error_kind: str | None

    @classmethod
    def of_session(cls, session: Session) -> "CallHeader":
        """Take the header from a session."""
        participant = session.participant
        return cls(
            session_id=session.session_id,
            caller=participant.name or participant.email or participant.phone,
            start_time=session.start_time,
            duration_seconds=session.duration_seconds,
            user_turns=session.turn_taking.user_turns,
            agent_turns=session.turn_taking.agent_turns,
            error_kind=session.error_kind,
        )


def print_call(console: Console, header: CallHeader, reports: CompletedReports) -> None:
    """Print one analysed call: who, the verdict, the summary, and each report with its quotes."""
    _print_header(console, header)
    _print_verdict(console, reports)
    _print_summary(console, reports)
    if reports.sales_intelligence is not None:
        _print_signals(console, reports.sales_intelligence)
    _print_objections(console, reports)
    _print_action_items(console, reports)
    _print_score(console, reports)
    _print_quality(console, reports)
    _print_performance(console, reports)
    _print_content_gaps(console, reports)
    _print_reader_notes(console, reports)


def _print_header(console: Console, header: CallHeader) -> None:
    console.print(
        f"[bold]{escape(header.caller or 'unknown caller')}[/]  [dim]{escape(header.session_id)}[/]"
    )
    facts = []
    if header.start_time is not None:
        facts.append(f"{header.start_time:%Y-%m-%d %H:%M} UTC")
    if header.duration_seconds is not None:
        minutes, seconds = divmod(header.duration_seconds, 60)
        facts.append(f"{minutes}:{seconds:02d} minutes")
    if header.user_turns is not None:
        facts.append(f"{header.user_turns} caller and {header.agent_turns} agent turns")
    if header.error_kind is not None:
        facts.append(f"[red]failed: {escape(header.error_kind)}[/]")
    console.print(", ".join(facts))


def _print_verdict(console: Console, reports: CompletedReports) -> None:
    parts: list[str] = []
    if reports.lead_score is not None:
        parts.append(
            f"lead score [bold]{reports.lead_score.score}[/] ({reports.lead_score.temperature.value})"
        )
    if reports.sales_intelligence is not None:
        parts.append(reports.sales_intelligence.qualification_tier.value)
    if reports.sentiment is not None and reports.sentiment.overall is not None:
        parts.append(f"sentiment {reports.sentiment.overall.value}")
    if reports.executive_summary is not None:
        parts.append(f"outcome {reports.executive_summary.outcome.value.replace('_', ' ')}")
    if reports.quality is not None:
        parts.append(f"quality {reports.quality.score:.1f}/10")
    console.print(" · ".join(parts) or "nothing was understood")


def _print_summary(console: Console, reports: CompletedReports) -> None:
    summary = reports.executive_summary
    if summary is None:
        return
    heading(console, "Summary")
    for paragraph in summary.paragraphs:
        indented(console, escape(paragraph))
    for title, points in (
        ("Takeaways", summary.takeaways),
        ("Risks", summary.risks),
        ("Opportunity", summary.opportunities),
    ):
        bullets(console, title, [point.text for point in points])
    action = summary.next_action
    due = f" by {action.due:%Y-%m-%d}" if action.due else ""
    indented(
        console, f"[bold]Next:[/] {escape(action.text)} ({action.owner.value}, {escape(action.timing)}{due})"
    )


def _print_signals(console: Console, report: SalesIntelligenceReport) -> None:
    rows: list[tuple[str, str, Finding]] = []
    for name in (
        "company",
        "team_size",
        "monthly_volume",
        "industry",
        "location",
        "current_tool",
        "decision_timeline",
        "budget_authority",
        "urgency",
    ):
        finding = getattr(report, name)
        if finding is not None:
            rows.append((name.replace("_", " "), str(finding.value), finding))
    rows += [("use case", use.value + ("" if use.primary else " (also)"), use) for use in report.use_cases]
    rows += [
        ("integration", need.name + ("" if need.needed else " (in use)"), need)
        for need in report.integration_needs
    ]
    rows += [
        ("competitor", f"{one.name}: {one.context.value}, {one.attitude.value}", one)
        for one in report.competitors
    ]
    rows += [("pain point", point.problem, point) for point in report.pain_points]
    rows += [
        ("buying signal", f"{signal.kind}, {signal.strength.value}", signal)
        for signal in report.buying_signals
    ]
    rows += [
        ("feature request", one.feature + (", must have" if one.must_have else ""), one)
        for one in report.feature_requests
    ]
    rows += [("stakeholder", f"{one.role}: {one.influence.value}", one) for one in report.stakeholders]
    finding_table(console, "What the caller said", rows)
    for disagreement in report.disagreements:
        indented(
            console,
            f"[yellow]The agent reported {escape(disagreement.signal)} {escape(disagreement.reported)}, "
            f"the transcript says {escape(disagreement.understood)}.[/]",
        )


def _print_objections(console: Console, reports: CompletedReports) -> None:
    if reports.objections is None:
        return
    rows: list[tuple[str, str, Finding]] = [
        (one.category.value, f"{one.severity.value}, {'resolved' if one.resolved else 'open'}", one)
        for one in reports.objections.objections
    ]
    rows += [("comparison", f"{one.competitor}: {one.about}", one) for one in reports.objections.comparisons]
    rows += [("switching barrier", one.kind, one) for one in reports.objections.switching_barriers]
    finding_table(console, "Objections", rows)


def _print_action_items(console: Console, reports: CompletedReports) -> None:
    if reports.action_items is None:
        return
    rows: list[tuple[str, str, Finding]] = [
        (item.owner.value, item.action + (f" ({item.deadline_text})" if item.deadline_text else ""), item)
        for item in reports.action_items.items
    ]
    rows += [("demo wanted", one.feature or "unspecified", one) for one in reports.action_items.demo_requests]
    rows += [("document wanted", one.document, one) for one in reports.action_items.document_requests]
    finding_table(console, "Action items", rows)
    for meeting in reports.action_items.meetings:
        when = (
            f"{meeting.meeting_time:%Y-%m-%d %H:%M} UTC" if meeting.meeting_time else meeting.requested_text
        )
        state = "booked" if meeting.success else "could not be booked"
        indented(console, f"Meeting {state}: {escape(when or 'time not given')}")


def _print_score(console: Console, reports: CompletedReports) -> None:
    score = reports.lead_score
    if score is None:
        return
    heading(console, f"Lead score {score.score} of 100, confidence {score.confidence_level.value}")
    table = columns()
    for component in score.components:
        reasons = "; ".join(f"{factor.reason} (+{factor.points:g})" for factor in component.factors)
        points = f"{component.score:.1f} of {component.maximum:g}"
        table.add_row(f"  {component.name}", points, escape(reasons))
    console.print(table)


def _print_quality(console: Console, reports: CompletedReports) -> None:
    quality = reports.quality
    if quality is None:
        return
    heading(console, "Conversation")
    for component in quality.components:
        if component.actual is not None:
            mark = {True: "[green]ok[/]", False: "[red]off target[/]", None: ""}[component.met]
            indented(console, f"{component.name.replace('_', ' '):<32}{component.actual:>8.2f}  {mark}")
    for note in (*quality.red_flags, *quality.recommendations):
        indented(console, f"- {escape(note.text)}")


def _print_performance(console: Console, reports: CompletedReports) -> None:
    performance = reports.performance
    if performance is None:
        return
    heading(console, "Performance and cost")
    if performance.latency is not None:
        latency = performance.latency
        spread = ", ".join(
            f"{name} {value:.0f}"
            for name, value in (
                ("average", latency.average_ms),
                ("p50", latency.p50_ms),
                ("p95", latency.p95_ms),
                ("p99", latency.p99_ms),
                ("worst", latency.maximum_ms),
            )
        )
        indented(console, f"latency ms: {spread} ({latency.samples} answers)")
    if performance.total_cost_usd is not None:
        parts = ", ".join(
            f"{item.provider} {item.service} ${item.cost_usd:.4f}"
            for item in performance.costs
            if item.cost_usd is not None
        )
        indented(console, f"cost ${performance.total_cost_usd:.4f}: {escape(parts)}")
    for anomaly in performance.anomalies:
        kind = anomaly.kind.replace("_", " ")
        indented(console, f"[yellow]{kind}: {anomaly.value:.0f}, usually {anomaly.normal:.0f}[/]")


def _print_content_gaps(console: Console, reports: CompletedReports) -> None:
    gaps = reports.content_gaps
    if gaps is None or not (gaps.failed_searches or gaps.unanswered_questions):
        return
    heading(console, "Content gaps")
    for search in gaps.failed_searches:
        indented(
            console,
            f"nothing found for [italic]{escape(search.query)}[/] ({search.times}x, {search.impact.value})",
        )
    for question in gaps.unanswered_questions:
        indented(console, f"{question.reason.value.replace('_', ' ')}: {escape(question.question)}")


def _print_reader_notes(console: Console, reports: CompletedReports) -> None:
    """Tell what the optional Reader did to each report, also when it did nothing."""
    read = (
        ("sales intelligence", reports.sales_intelligence),
        ("objections", reports.objections),
        ("action items", reports.action_items),
    )
    noted = [(name, report.reader) for name, report in read if report is not None and report.reader]
    if not noted:
        return
    heading(console, f"Reader {noted[0][1].model}, prompt {noted[0][1].prompt_version}")
    for name, notes in noted:
        if notes.outcome is not ReaderOutcome.USED:
            console.print(f"  {name}: {notes.outcome.value} ({notes.reason}); the rules stand alone")
            continue
        thrown = sum(item.times for item in notes.discarded)
        cost = f", ${notes.cost_usd:.4f}" if notes.cost_usd is not None else ""
        console.print(
            f"  {name}: {notes.added} added, {notes.confirmed} confirmed, {notes.replaced} replaced, "
            f"{len(notes.outvoted)} outvoted, {thrown} discarded{cost}"
        )
