"""The whole analysis in one process: what ``aftercall analyze FILE``, benchmarks and tests run."""

from collections.abc import Callable

from aftercall.analysis.company import company_name
from aftercall.analysis.registry import ANALYZERS, analyzer_versions
from aftercall.language.cues import CueReader
from aftercall.language.embeddings import Embedder
from aftercall.language.prepare import annotate
from aftercall.profile.models import Profile
from aftercall.reports.completed import CompletedReports
from aftercall.reports.envelope import AnalyzerName
from aftercall.session.models import Noun, Session
from aftercall.session.prepared import PreparedSession

type Improve = Callable[[AnalyzerName, PreparedSession, Noun], Noun]
"""The optional second reading of a report."""


class AnalyzedCall(Noun):
    """One call with everything understood of it."""

    prepared: PreparedSession
    reports: CompletedReports
    analyzer_versions: dict[str, str]

    @property
    def company(self) -> str | None:
        """The caller's company: said, else from the e-mail's domain."""
        return company_name(self.prepared.session, self.reports.sales_intelligence)


def analyze_session(
    session: Session,
    profile: Profile,
    improve: Improve | None = None,
    *,
    embedder: Embedder | None = None,
    cue_reader: CueReader | None = None,
) -> AnalyzedCall:
    """Annotate a session and run all nine analyzers; an analyzer's exception is not caught here."""
    return analyze_prepared(annotate(session, profile, embedder, cue_reader), profile, improve)


def analyze_prepared(
    prepared: PreparedSession, profile: Profile, improve: Improve | None = None
) -> AnalyzedCall:
    """Run all nine analyzers on a session that is prepared, each report improved before others read it."""
    reports = CompletedReports()
    for analyzer in ANALYZERS:
        report = analyzer.run(prepared, profile, reports)
        if improve is not None:
            report = improve(analyzer.name, prepared, report)
        reports = reports.model_copy(update={analyzer.name: report})
    return AnalyzedCall(prepared=prepared, reports=reports, analyzer_versions=analyzer_versions())
