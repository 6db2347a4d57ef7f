"""Meetings the agent booked, with their time."""

from datetime import datetime

from aftercall.analysis.conversation import Conversation
from aftercall.language.call_time import CallTime
from aftercall.language.dates import find_times
from aftercall.language.normalisation import normalise
from aftercall.reports.action_items import BookedMeeting
from aftercall.session.models import MeetingBooking, Session, ToolCall

_CONFIRMING_TURNS = 2


def booked_meetings(
    session: Session, conversation: Conversation, call: CallTime
) -> tuple[BookedMeeting, ...]:
    """Give each booking attempt; its time as the agent confirmed it, else as it was asked for."""
    return tuple(
        BookedMeeting(
            item_id=tool.item_id,
            success=tool.booking.success,
            requested_text=_requested(tool.booking),
            meeting_time=_meeting_time(tool, tool.booking, conversation, call),
            meeting_link=tool.booking.meeting_link,
        )
        for tool in session.tool_calls
        if tool.booking is not None
    )


def _requested(booking: MeetingBooking) -> str | None:
    return " at ".join(part for part in (booking.preferred_date, booking.preferred_time) if part) or None


def _meeting_time(
    tool: ToolCall, booking: MeetingBooking, conversation: Conversation, call: CallTime
) -> datetime | None:
    requested = _requested(booking)
    asked = find_times(normalise(requested).text, call) if requested else ()
    wanted = next((time.resolved for time in asked if time.resolved is not None), None)
    if not booking.success:
        return wanted
    following = [item for item in conversation.agent if item.turn.at >= tool.at][:_CONFIRMING_TURNS]
    for utterance in following:
        for span in utterance.annotation.dates:
            if span.grain == "minute" and span.resolved is not None:
                return span.resolved
    return wanted
