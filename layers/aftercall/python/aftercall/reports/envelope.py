"""How a report travels: small inside the state machine, by reference when large."""

from typing import Literal

from aftercall.session.models import Noun

AnalyzerName = Literal[
    "sales_intelligence",
    "lead_score",
    "quality",
    "sentiment",
    "objections",
    "performance",
    "content_gaps",
    "action_items",
    "executive_summary",
]


class ReportLocation(Noun):
    """Where in S3 a report lies that is too large for the state."""

    bucket: str
    key: str


class AnalyzerFailure(Noun):
    """Why there is no report: the error's class, never its message."""

    kind: str
    message: str = ""


class ReportEnvelope(Noun):
    """What an analyzer Lambda answers."""

    analyzer: AnalyzerName
    version: str
    status: Literal["ok", "failed"]
    report: dict[str, object] | None = None
    report_location: ReportLocation | None = None
    error: AnalyzerFailure | None = None
