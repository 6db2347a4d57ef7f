"""What the summary may say: the other reports, gathered."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aftercall.analysis.conversation import Conversation
from aftercall.reports.action_items import BookedMeeting
from aftercall.reports.completed import CompletedReports
from aftercall.reports.executive_summary import CallOutcome
from aftercall.session.models import QualificationTier, Session

SPOKEN_WEIGHT = 2


@dataclass(frozen=True, slots=True)
class SummaryFacts:
    """Everything a sentence of the summary may rest on."""

    session: Session
    conversation: Conversation
    reports: CompletedReports
    outcome: CallOutcome
    tier: QualificationTier
    zone: ZoneInfo
    wrong_number: bool
    voicemail: bool

    @property
    def qualified(self) -> bool:
        """Whether sales should act: Tier 1 or a meeting booked."""
        return self.tier is QualificationTier.TIER_1 or self.meeting is not None

    @property
    def meeting(self) -> BookedMeeting | None:
        """The meeting booked last."""
        actions = self.reports.action_items
        booked = [meeting for meeting in actions.meetings if meeting.success] if actions else []
        return booked[-1] if booked else None

    @property
    def frustrated(self) -> bool:
        """Whether the caller was frustrated."""
        return self.reports.sentiment is not None and self.reports.sentiment.frustrated

    @property
    def is_little(self) -> bool:
        """Whether there is too little in the call for more than a sentence or two."""
        return self.outcome is CallOutcome.NO_ANSWER or self.wrong_number

    def meeting_words(self) -> str:
        """When the meeting is, in the call's own zone."""
        meeting = self.meeting
        if meeting is None:
            return ""
        if meeting.meeting_time is None:
            return f" for {meeting.requested_text}" if meeting.requested_text else ""
        local = meeting.meeting_time.astimezone(self.zone)
        return f" for {local:%A} {local.day} {local:%B} at {local:%H:%M} ({local:%Z})"


def plural(count: int, word: str) -> str:
    """Give a count with its noun: "1 question", "3 questions"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def listed(items: tuple[str, ...] | list[str]) -> str:
    """Join words as a sentence does: "a, b and c"."""
    if len(items) < SPOKEN_WEIGHT:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def clipped(text: str, longest: int = 140) -> str:
    """Cut a quote at a word, so that a bullet stays a bullet."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[:longest].rsplit(" ", 1)[0] + " …"
