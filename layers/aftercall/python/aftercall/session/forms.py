"""Which form a report has, and which session it speaks of.

Standard library only: the HTTP edge imports this before anything heavier.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from aftercall.session.errors import UnreadableReport

SAFE_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")
SAFE_SESSION_ID_WORDS = "letters, digits and . _ : - (at most 120, starting with a letter or digit)"


class ReportForm(StrEnum):
    """The forms of report that are accepted."""

    LIVEKIT_REPORT = "livekit_report"
    """``SessionReport.to_dict()`` of LiveKit Agents, with our envelope keys beside it."""
    POST_CALL_REPORT = "post_call_report"
    """The PostCallReport proposed in livekit/agents pull request 6716."""
    RAW_SESSION = "raw_session"
    """The raw-session JSON of section 1 of the source specification."""
    TWILIO_TRANSCRIPTION = "twilio_transcription"
    """A Twilio call's real-time transcription, collected by us: never accepted over HTTP."""


def identify_form(document: object) -> ReportForm:
    """Tell which form a parsed JSON document has.

    Raises
    ------
    UnreadableReport
        When it is no JSON object or carries none of the keys that tell the forms apart.
    """
    if not isinstance(document, Mapping):
        field = "body"
        raise UnreadableReport(field, "a JSON object")
    if "transcription_events" in document and "call_sid" in document:
        return ReportForm.TWILIO_TRANSCRIPTION
    if "chat_history" in document:
        return ReportForm.LIVEKIT_REPORT
    if "report_id" in document or ("turns" in document and "room_id" in document):
        return ReportForm.POST_CALL_REPORT
    if "session_id" in document:
        return ReportForm.RAW_SESSION
    raise UnreadableReport(
        "body",
        "a LiveKit session report (with chat_history), a PostCallReport (with report_id and turns) "
        "or a raw session (with session_id)",
    )


def session_id_of(document: Mapping[str, object], form: ReportForm) -> str:
    """Give the session's id: ``{room_sid}.{job_id}`` for LiveKit, else the form's own id.

    A PostCallReport may be written outside a job: without ``job_id`` its ``report_id`` takes that
    place, and without ``room_id`` it stands alone.

    Raises
    ------
    UnreadableReport
        When the key that holds it is missing, no string, or not safe in a URL and as an external id.
    """
    match form:
        case ReportForm.LIVEKIT_REPORT:
            return _joined(_identifier(document, "room_id"), _identifier(document, "job_id"))
        case ReportForm.POST_CALL_REPORT:
            own = "report_id" if document.get("job_id") is None else "job_id"
            if document.get("room_id") is None:
                return _identifier(document, "report_id")
            return _joined(_identifier(document, "room_id"), _identifier(document, own))
        case ReportForm.RAW_SESSION:
            return _identifier(document, "session_id")
        case ReportForm.TWILIO_TRANSCRIPTION:
            return _identifier(document, "call_sid")


def _joined(room: str, job: str) -> str:
    joined = f"{room}.{job}"
    if not SAFE_SESSION_ID.fullmatch(joined):
        raise UnreadableReport("room_id", "an identifier that fits into 120 characters with the job's")
    return joined


def _identifier(document: Mapping[str, object], field: str) -> str:
    value = document.get(field)
    if not isinstance(value, str) or not SAFE_SESSION_ID.fullmatch(value):
        raise UnreadableReport(field, f"an identifier of {SAFE_SESSION_ID_WORDS}")
    return value
