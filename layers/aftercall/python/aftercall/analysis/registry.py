"""All analyzers by name: for one process that runs them all; a Lambda imports only its own."""

from collections.abc import Callable
from dataclasses import dataclass

from aftercall.analysis import (
    action_items,
    content_gaps,
    conversation_quality,
    executive_summary,
    lead_scoring,
    objections,
    performance,
    sales_intelligence,
    sentiment,
)
from aftercall.profile.models import Profile
from aftercall.reports.completed import CompletedReports
from aftercall.reports.envelope import AnalyzerName
from aftercall.session.models import Noun
from aftercall.session.prepared import PreparedSession


@dataclass(frozen=True, slots=True)
class Analyzer:
    """One analyzer: its name everywhere, its version, its function.

    ``reads_reports`` tells whether it follows the others because it reads them.
    """

    name: AnalyzerName
    version: str
    run: Callable[[PreparedSession, Profile, CompletedReports], Noun]
    reads_reports: bool = False


ANALYZERS: tuple[Analyzer, ...] = (
    Analyzer(
        "sales_intelligence",
        sales_intelligence.ANALYZER_VERSION,
        lambda prepared, profile, _: sales_intelligence.analyze(prepared, profile),
    ),
    Analyzer(
        "quality",
        conversation_quality.ANALYZER_VERSION,
        lambda prepared, profile, _: conversation_quality.analyze(prepared, profile),
    ),
    Analyzer(
        "sentiment",
        sentiment.ANALYZER_VERSION,
        lambda prepared, profile, _: sentiment.analyze(prepared, profile),
    ),
    Analyzer(
        "objections",
        objections.ANALYZER_VERSION,
        lambda prepared, profile, _: objections.analyze(prepared, profile),
    ),
    Analyzer(
        "performance",
        performance.ANALYZER_VERSION,
        lambda prepared, profile, _: performance.analyze(prepared, profile),
    ),
    Analyzer(
        "content_gaps",
        content_gaps.ANALYZER_VERSION,
        lambda prepared, profile, _: content_gaps.analyze(prepared, profile),
    ),
    Analyzer(
        "action_items",
        action_items.ANALYZER_VERSION,
        lambda prepared, profile, _: action_items.analyze(prepared, profile),
    ),
    Analyzer("lead_score", lead_scoring.ANALYZER_VERSION, lead_scoring.analyze, reads_reports=True),
    Analyzer(
        "executive_summary", executive_summary.ANALYZER_VERSION, executive_summary.analyze, reads_reports=True
    ),
)
"""In the order in which they may run: those that read reports come last."""


def analyzer_named(name: AnalyzerName) -> Analyzer:
    """Give one analyzer by its name."""
    return next(analyzer for analyzer in ANALYZERS if analyzer.name == name)


def analyzer_versions() -> dict[str, str]:
    """Give the version of each analyzer, by name."""
    return {analyzer.name: analyzer.version for analyzer in ANALYZERS}
