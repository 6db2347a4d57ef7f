"""One analysed call on its way into the warehouse, and what became of it there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from aftercall.ledger.debts import Destination
from aftercall.reports.completed import CompletedReports
from aftercall.session.forms import ReportForm
from aftercall.session.models import Session
from aftercall.session.prepared import TurnAnnotation
from aftercall.session.raw_reference import RawReference


@dataclass(frozen=True, slots=True)
class AnalyzerRun:
    """That an analyzer read this call.

    Parameters
    ----------
    error_kind
        Class of the error, when ``status`` is failed; never its message, which may quote the call.
    """

    analyzer: str
    version: str
    status: Literal["ok", "failed"]
    error_kind: str | None = None


@dataclass(frozen=True, slots=True)
class StoredCall:
    """Everything known of one call after its analysis.

    Parameters
    ----------
    form
        None only where the body could not even be told apart.
    received_at
        When the body was accepted, aware UTC: of two bodies of equal rank the later one wins.
    analyzed_at
        When this analysis ended, aware UTC.
    origin
        How the body came in: api, inbox, replay, redrive or telephony.
    session
        None when the body could not be read; ``error_kind`` then says why.
    annotations
        One per turn, in the turns' order; empty when they were not kept.
    """

    session_id: str
    form: ReportForm | None
    raw: RawReference
    received_at: datetime
    analyzed_at: datetime
    origin: str
    session: Session | None
    reports: CompletedReports
    runs: tuple[AnalyzerRun, ...] = ()
    annotations: tuple[TurnAnnotation, ...] = ()
    error_kind: str | None = None


class Verdict(StrEnum):
    """What became of a body."""

    STORED = "stored"
    """The tables now show it."""
    SUPERSEDED = "superseded"
    """A better or later report of the same call stands; this one is kept beside it."""
    STALE = "stale"
    """An analysis of the same body stands already that is newer, or in which fewer analyzers failed."""


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """Answer of the writers.

    Parameters
    ----------
    session_id
        The session the tables show for this call: another one when the verdict is superseded.
    absorbed
        Sessions that were taken out because this one is the better report of the same call: their
        documents elsewhere have to go too.
    lead_email
        The lead whose row was computed anew, if any.
    owed
        Whom something is due to now.
    """

    session_id: str
    verdict: Verdict
    absorbed: tuple[str, ...] = ()
    lead_email: str | None = None
    owed: frozenset[Destination] = frozenset()
