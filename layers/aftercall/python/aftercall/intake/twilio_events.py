"""Light reading of Twilio webhooks: enough to refuse precisely, to deduplicate and to order."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from aftercall.intake.json_body import read_json_object
from aftercall.intake.messages import TelephonyKind
from aftercall.intake.signatures.twilio import JSON, read_form
from aftercall.session.errors import UnreadableReport
from aftercall.session.forms import SAFE_SESSION_ID

KINDS = {
    kind.value: kind
    for kind in (
        TelephonyKind.CALL_STATUS,
        TelephonyKind.RECORDING,
        TelephonyKind.TRANSCRIPTION,
        TelephonyKind.AMD,
    )
}
_USABLE = re.compile(r"[!-~]{1,120}")
# Fields that make an event one. All of the first group must be there, or the body's hash stands in;
# those of the second take part where Twilio sends them, so that no two events are taken for one.
_IDENTITY: Mapping[TelephonyKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    TelephonyKind.CALL_STATUS: (("CallSid", "CallbackSource", "SequenceNumber"), ("CallStatus",)),
    TelephonyKind.RECORDING: (("CallSid", "RecordingSid", "RecordingStatus"), ("CallbackSource",)),
    TelephonyKind.TRANSCRIPTION: (
        ("CallSid", "TranscriptionEvent", "SequenceId"),
        ("TranscriptionSid", "Track"),
    ),
    TelephonyKind.AMD: (("CallSid", "CallbackSource", "SequenceNumber"), ("AnsweredBy",)),
}


@dataclass(frozen=True, slots=True)
class TwilioEventHead:
    """What is read of an event at the edge.

    Parameters
    ----------
    call_sid
        Groups the events of a call.
    event_id
        Made of signed fields only; equal in every retry.
    """

    kind: TelephonyKind
    call_sid: str
    event_id: str


def read_twilio_event(kind: TelephonyKind, media_type: str, body: bytes) -> TwilioEventHead:
    """Read an event's head; raises UnreadableReport naming the field."""
    fields = _json_fields(body) if media_type == JSON else _form_fields(body)
    call_sid = fields.get("CallSid", "")
    if not SAFE_SESSION_ID.fullmatch(call_sid):
        raise UnreadableReport("CallSid", "the call's sid, such as CA...")
    return TwilioEventHead(kind, call_sid, f"{kind}:{_identity(kind, fields, body)}")


def _identity(kind: TelephonyKind, fields: Mapping[str, str], body: bytes) -> str:
    needed, further = _IDENTITY[kind]
    values = [fields.get(name, "") for name in needed]
    if not all(_USABLE.fullmatch(value) for value in values):
        return f"{fields['CallSid']}:body-{hashlib.sha256(body).hexdigest()}"
    values += [fields[name] for name in further if _USABLE.fullmatch(fields.get(name, ""))]
    return ":".join(values)


def _form_fields(body: bytes) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in read_form(body).items()}
    except ValueError:
        raise UnreadableReport("body", "a URL-encoded form") from None


def _json_fields(body: bytes) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in read_json_object(body).items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }
