"""The shared edge of the nine analyzers: references in, a report's envelope out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aftercall.profile.models import Profile
from aftercall.reports.envelope import AnalyzerName, ReportEnvelope, ReportLocation
from aftercall.session.models import Noun
from aftercall.session.prepared import PreparedSession
from aftercall.steps.documents import Documents, text_at
from aftercall.telemetry.log import StructuredLog

INLINE_LIMIT_BYTES = 16_384
"""A report beyond this travels by reference: nine of them must fit the state of a workflow."""

type Analyze = Callable[[PreparedSession, Profile], Noun]
type Improve = Callable[[AnalyzerName, PreparedSession, Noun], Noun]


def report_key(session_id: str, raw_sha256: str, analyzer: str) -> str:
    """Give the S3 key of a report that is too large to travel in the state."""
    return f"reports/{session_id}/{raw_sha256}/{analyzer}.json"


@dataclass(frozen=True, slots=True)
class AnalyzerEdge:
    """Runs one analyzer on the session a workflow's event points to.

    An analyzer's exception is not caught: the state machine records its class and goes on.
    ``improve`` is the optional second reading of its report.
    """

    documents: Documents
    profile: Profile
    log: StructuredLog
    improve: Improve | None = None

    def run(
        self, event: Mapping[str, object], name: AnalyzerName, version: str, analyze: Analyze
    ) -> dict[str, object]:
        """Analyze and answer with the envelope as JSON.

        Raises
        ------
        InvalidStep
            When the event lacks a key.
        pydantic.ValidationError
            When the prepared session is not one.
        """
        session_id, sha256 = text_at(event, "session_id"), text_at(event, "raw_sha256")
        bucket = text_at(event, "prepared", "bucket")
        prepared = PreparedSession.model_validate_json(
            self.documents.read(bucket, text_at(event, "prepared", "key"))
        )
        report = analyze(prepared, self.profile)
        if self.improve is not None:
            report = self.improve(name, prepared, report)
        document = report.model_dump_json().encode()
        location = None
        if len(document) > INLINE_LIMIT_BYTES:
            location = ReportLocation(bucket=bucket, key=report_key(session_id, sha256, name))
            self.documents.write(location.bucket, location.key, document)
        self.log.info("report_ready", session_id=session_id, analyzer=name, size_bytes=len(document))
        return ReportEnvelope(
            analyzer=name,
            version=version,
            status="ok",
            report=None if location else report.model_dump(mode="json"),
            report_location=location,
        ).model_dump(mode="json")
