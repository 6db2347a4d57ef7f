"""Action items (spec 3.8)."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from aftercall.reports.evidence import Finding
from aftercall.reports.reader_notes import ReaderNotes
from aftercall.session.models import Level, Noun


class Owner(StrEnum):
    """Who has to do the work."""

    USER = "user"
    SALES = "sales"
    SUPPORT = "support"
    AGENT = "agent"


class ActionItem(Finding):
    """Something somebody has to do."""

    tracking_id: str = Field(description="stable over replays: a digest of session, turn and span")
    owner: Owner
    action: str
    deadline_text: str | None = Field(default=None, description="as said")
    deadline: AwareDatetime | None = None
    priority: Level


class DemoRequest(Finding):
    """What the caller wants to be shown."""

    feature: str | None = None
    format: str | None = Field(default=None, description="live, video or document")


class DocumentRequest(Finding):
    """A document the caller wants."""

    document: str
    format: str | None = None
    needed_by: str | None = None


class BookedMeeting(Noun):
    """A meeting the agent booked."""

    item_id: str
    success: bool
    requested_text: str | None = None
    meeting_time: AwareDatetime | None = None
    meeting_link: str | None = None


class ActionItemReport(Noun):
    """All of 3.8."""

    items: tuple[ActionItem, ...] = ()
    demo_requests: tuple[DemoRequest, ...] = ()
    document_requests: tuple[DocumentRequest, ...] = ()
    meetings: tuple[BookedMeeting, ...] = ()
    meeting_booked: bool = False
    reader: ReaderNotes | None = Field(default=None, description="None where no Reader is configured")
