"""Who called: e-mail and phone put into one shape, and where they are taken from.

Order (first that gives a value): the participant's metadata, its attributes, then what the caller
gave to a booking. What was spoken is the business of ``language``.
"""

import re
from collections.abc import Mapping, Sequence

from aftercall.session.models import MeetingBooking, Participant, ToolCall
from aftercall.session.reading import mapping, optional_text

LONGEST_EMAIL = 254
SHORTEST_PHONE_DIGITS = 7
LONGEST_PHONE_DIGITS = 15
EMAIL_SHAPE = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
ADDRESS_SCHEME = re.compile(r"^(?:sips?|tel):", re.IGNORECASE)
AFTER_THE_NUMBER = re.compile(r"[@;].*", re.DOTALL)
PHONE_SHAPE = re.compile(r"\+?\(?[0-9][0-9 ().\-/]*")
E164_SHAPE = re.compile(r"\+[1-9][0-9]{6,14}")
WITHHELD_NUMBERS = frozenset({"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"})
"""What Twilio sends for a caller without a number: the words ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN
and UNAVAILABLE on a telephone's keys."""

CALL_SID_ATTRIBUTE = "sip.twilio.callSid"
PHONE_ATTRIBUTE = "sip.phoneNumber"


def normalise_email(value: object) -> str | None:
    """Give an e-mail address in lower case, or None when it has not the shape of one."""
    text = optional_text(value)
    if text is None:
        return None
    address = text.removeprefix("mailto:").lower()
    return address if len(address) <= LONGEST_EMAIL and EMAIL_SHAPE.fullmatch(address) else None


def normalise_phone(value: object) -> str | None:
    """Give a phone number, as E.164 only where its country is written: ``+`` or ``00`` in front.

    A national number stays as it was written (its country would be a guess); SIP and tel addresses
    are unwrapped; withheld numbers and what is no number are None.
    """
    text = optional_text(value)
    if text is None:
        return None
    written = AFTER_THE_NUMBER.sub("", ADDRESS_SCHEME.sub("", text)).strip()
    if not PHONE_SHAPE.fullmatch(written):
        return None
    digits = re.sub(r"[^0-9]", "", written)
    if written.startswith(("+", "00")):
        international = "+" + (digits if written.startswith("+") else digits[2:])
        known = E164_SHAPE.fullmatch(international) and international not in WITHHELD_NUMBERS
        return international if known else None
    return written if SHORTEST_PHONE_DIGITS <= len(digits) <= LONGEST_PHONE_DIGITS else None


def read_participant(value: object) -> Participant:
    """Read the envelope's ``participant``: identity, metadata (object or JSON text), attributes.

    E-mail, name, phone and time_zone may also stand beside ``metadata``. Never fails.
    """
    document = mapping(value)
    attributes = _text_values(document.get("attributes"))
    metadata = mapping(document.get("metadata"))
    return Participant(
        participant_id=optional_text(document.get("identity")) or optional_text(document.get("sid")),
        email=normalise_email(metadata.get("email"))
        or normalise_email(document.get("email"))
        or normalise_email(attributes.get("email")),
        name=optional_text(metadata.get("name")) or optional_text(document.get("name")),
        phone=normalise_phone(metadata.get("phone"))
        or normalise_phone(document.get("phone"))
        or normalise_phone(attributes.get(PHONE_ATTRIBUTE)),
        time_zone=optional_text(metadata.get("time_zone")) or optional_text(document.get("time_zone")),
        attributes=attributes,
    )


def complete_from_bookings(participant: Participant, tool_calls: Sequence[ToolCall]) -> Participant:
    """Fill a missing e-mail or name with what was given to a booking, a successful one first."""
    if participant.email and participant.name:
        return participant
    bookings = [call.booking for call in reversed(tool_calls) if call.booking is not None]
    bookings.sort(key=lambda booking: not booking.success)
    return participant.model_copy(
        update={
            "email": participant.email or _first_email(bookings),
            "name": participant.name or _first_name(bookings),
        }
    )


def _first_email(bookings: Sequence[MeetingBooking]) -> str | None:
    return next((booking.customer_email for booking in bookings if booking.customer_email), None)


def _first_name(bookings: Sequence[MeetingBooking]) -> str | None:
    return next((booking.customer_name for booking in bookings if booking.customer_name), None)


def _text_values(value: object) -> dict[str, str]:
    pairs: Mapping[str, object] = mapping(value)
    cleaned = ((optional_text(key), optional_text(part)) for key, part in pairs.items())
    return {key: part for key, part in cleaned if key is not None and part is not None}
