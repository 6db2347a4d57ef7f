"""One door to all parsers: a report of any accepted form in, a session out."""

from collections.abc import Mapping

from aftercall.session.forms import ReportForm, identify_form
from aftercall.session.livekit_report import parse_livekit_report
from aftercall.session.models import Session
from aftercall.session.post_call_report import parse_post_call_report
from aftercall.session.raw_session import parse_raw_session
from aftercall.session.tools import ToolCatalogue
from aftercall.session.twilio_transcription import parse_twilio_transcription


def parse_report(document: Mapping[str, object], tools: ToolCatalogue) -> Session:
    """Read a report of whatever accepted form.

    Parameters
    ----------
    document
        The parsed JSON object. Keys that nobody knows are ignored everywhere.
    tools
        The profile's tools: which of them search, book, or transfer.

    Raises
    ------
    UnreadableReport
        The only exception, for any JSON object: it names the field and what was expected there.
    """
    match identify_form(document):
        case ReportForm.LIVEKIT_REPORT:
            return parse_livekit_report(document, tools)
        case ReportForm.POST_CALL_REPORT:
            return parse_post_call_report(document, tools)
        case ReportForm.RAW_SESSION:
            return parse_raw_session(document, tools)
        case ReportForm.TWILIO_TRANSCRIPTION:
            return parse_twilio_transcription(document)
