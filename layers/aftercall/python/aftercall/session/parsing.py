"""One door to all parsers: a report of any accepted form in, a session out."""

from collections.abc import Mapping

from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import ReportForm, identify_form
from aftercall.session.livekit_report import parse_livekit_report
from aftercall.session.models import Session
from aftercall.session.tools import ToolCatalogue


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
    form = identify_form(document)
    match form:
        case ReportForm.LIVEKIT_REPORT:
            return parse_livekit_report(document, tools)
        case _:
            raise UnreadableReport("body", "a LiveKit session report")
