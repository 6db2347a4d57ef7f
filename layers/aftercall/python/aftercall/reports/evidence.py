"""What a finding rests on."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from aftercall.session.models import Fraction, Noun


class Evidence(Noun):
    """A quote: characters ``start`` up to, not including, ``end`` of the turn ``item_id``."""

    item_id: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    at: AwareDatetime | None = Field(default=None, description="when the turn was spoken")


class FindingSource(StrEnum):
    """Who found it: our rules, the optional Reader (a language model), or both on their own."""

    RULES = "rules"
    READER = "reader"
    BOTH = "both"


class Finding(Noun):
    """Something understood, how sure we are of it, and why."""

    confidence: Fraction
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="no finding without a span")
    source: FindingSource = FindingSource.RULES


class NumberFinding(Finding):
    """A number the caller stated."""

    value: int


class TextFinding(Finding):
    """A word or phrase from a known list, or an exact phrase of the caller's."""

    value: str
