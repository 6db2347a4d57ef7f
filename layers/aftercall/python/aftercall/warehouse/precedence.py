"""Which of several reports of one call the tables show (decisions: the same call twice)."""

from dataclasses import dataclass
from datetime import datetime

from aftercall.session.forms import ReportForm
from aftercall.warehouse.stored_call import StoredCall, Verdict

RANK_NO_REPORT = 0
RANK_UNREADABLE = 1
RANK_TWILIO = 10
RANK_POST_CALL_REPORT = 20
RANK_AGENT = 30

RANKS = {
    ReportForm.LIVEKIT_REPORT: RANK_AGENT,
    ReportForm.RAW_SESSION: RANK_AGENT,
    ReportForm.POST_CALL_REPORT: RANK_POST_CALL_REPORT,
    ReportForm.TWILIO_TRANSCRIPTION: RANK_TWILIO,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How much a report of a call weighs.

    Parameters
    ----------
    raw_sha256
        None for a call without a report.
    failed_analyzers
        How many analyzers found nothing out because they failed.
    """

    rank: int
    received_at: datetime
    raw_sha256: str | None
    analyzed_at: datetime | None
    failed_analyzers: int = 0


def rank_of(call: StoredCall) -> int:
    """Give the rank of a call's report; what could not be read stands below all that could."""
    if call.session is None or call.form is None:
        return RANK_UNREADABLE
    return RANKS[call.form]


def standing_of(call: StoredCall) -> Standing:
    """Give the standing of a call that arrives."""
    failed = sum(run.status == "failed" for run in call.runs)
    return Standing(rank_of(call), call.received_at, call.raw.sha256, call.analyzed_at, failed)


def judge(arriving: Standing, present: Standing | None) -> Verdict:
    """Say what becomes of an arriving report where another one stands.

    A better form wins; of equal rank the later body; of one body the analysis in which fewer analyzers
    failed, and of equally many the later one. Versions do not count: whether a new version fails for good or
    because S3 is away cannot be told, and a report that is there is never given up for one that is not.
    """
    if present is None:
        return Verdict.STORED
    if arriving.rank != present.rank:
        return Verdict.STORED if arriving.rank > present.rank else Verdict.SUPERSEDED
    if arriving.raw_sha256 == present.raw_sha256:
        return Verdict.STALE if _falls_short(arriving, present) else Verdict.STORED
    return Verdict.STORED if arriving.received_at >= present.received_at else Verdict.SUPERSEDED


def _falls_short(arriving: Standing, present: Standing) -> bool:
    """Tell whether an analysis is less complete, or as complete and older, than one of the same body."""
    if arriving.failed_analyzers != present.failed_analyzers:
        return arriving.failed_analyzers > present.failed_analyzers
    if arriving.analyzed_at is None or present.analyzed_at is None:
        return False
    return arriving.analyzed_at < present.analyzed_at
