"""What the optional Reader (a language model) did to a report, and what it was not allowed to do."""

from enum import StrEnum

from pydantic import Field

from aftercall.reports.evidence import Evidence, FindingSource
from aftercall.session.models import Count, Fraction, Milliseconds, Noun


class ReaderOutcome(StrEnum):
    """Whether the Reader had a part in the report; after anything but ``used`` the rules stand alone."""

    USED = "used"
    FAILED = "failed"
    SKIPPED = "skipped"


class DiscardReason(StrEnum):
    """Why a proposal of the Reader was thrown away."""

    MALFORMED = "malformed"
    QUOTE_NOT_FOUND = "quote_not_found"
    QUOTE_AMBIGUOUS = "quote_ambiguous"
    WRONG_SPEAKER = "wrong_speaker"
    INSTRUCTION_IN_QUOTE = "instruction_in_quote"
    VALUE_NOT_IN_QUOTE = "value_not_in_quote"
    VALUE_NOT_ALLOWED = "value_not_allowed"
    TOO_MANY = "too_many"


class Discarded(Noun):
    """How many proposals for one field were thrown away for one reason."""

    field: str
    reason: DiscardReason
    times: int = Field(ge=1)


class Outvoted(Noun):
    """The opinion that lost where rules and Reader disagreed: nothing disappears unseen."""

    field: str
    value: dict[str, object] = Field(description="the finding without confidence, evidence and source")
    confidence: Fraction
    source: FindingSource
    evidence: tuple[Evidence, ...]


class ReaderNotes(Noun):
    """Provenance of a report that a Reader was asked about."""

    outcome: ReaderOutcome
    reason: str | None = Field(default=None, description="throttled, timed_out, refused, too_expensive, ...")
    model: str
    prompt_version: str
    added: Count = 0
    confirmed: Count = 0
    replaced: Count = 0
    discarded: tuple[Discarded, ...] = ()
    outvoted: tuple[Outvoted, ...] = ()
    input_tokens: Count | None = None
    output_tokens: Count | None = None
    cost_usd: float | None = Field(default=None, ge=0.0, description="at the profile's prices")
    duration_ms: Milliseconds | None = None
