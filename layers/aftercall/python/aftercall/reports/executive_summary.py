"""Executive summary (spec 3.9)."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from aftercall.reports.action_items import Owner
from aftercall.reports.evidence import Evidence
from aftercall.session.models import Fraction, Noun, QualificationTier


class CallOutcome(StrEnum):
    """The five outcomes, in the order in which they are tried (decisions: MongoDB)."""

    NO_ANSWER = "no_answer"
    TRANSFERRED = "transferred"
    CALLBACK = "callback"
    QUALIFIED = "qualified"
    NOT_QUALIFIED = "not_qualified"


class SummaryPoint(Noun):
    """One bullet and what it rests on."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class NextAction(Noun):
    """What to do next."""

    action: str = Field(description="call, email, demo, quote, self_serve, nurture or none")
    text: str
    owner: Owner
    timing: str
    due: AwareDatetime | None = None
    talking_points: tuple[str, ...] = ()


class ExecutiveSummaryReport(Noun):
    """All of 3.9."""

    outcome: CallOutcome
    qualified: bool
    qualification_tier: QualificationTier
    headline: str
    paragraphs: tuple[str, ...] = Field(description="two or three; one for a call with little in it")
    takeaways: tuple[SummaryPoint, ...] = ()
    risks: tuple[SummaryPoint, ...] = ()
    opportunities: tuple[SummaryPoint, ...] = ()
    next_action: NextAction
    confidence: Fraction
    score_change: str | None = Field(
        default=None, description="a returning caller's; written where all calls of a person meet"
    )

    @property
    def text(self) -> str:
        """The summary as plain text."""
        return "\n\n".join([*self.paragraphs, *([self.score_change] if self.score_change else [])])
