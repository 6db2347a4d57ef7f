"""Who called: what the report and the telephony events say, put together.

Whichever comes first is kept beside the session (``identity_sources``), so that the one which
comes later can be joined to it and the result does not depend on the order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from aftercall.language.spoken_contact import spoken_contact
from aftercall.session.email_domains import company_domain
from aftercall.session.identity import normalise_email, normalise_phone
from aftercall.session.models import Session
from aftercall.session.prepared import TurnAnnotation
from aftercall.session.reading import clean_text


@dataclass(frozen=True, slots=True)
class CallerIdentity:
    """What one source tells of the caller; e-mail in lower case, phone in E.164 where it is known so."""

    participant_id: str | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """Give it as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, object] | None) -> "CallerIdentity":
        """Read it back; what is missing is None."""
        values = document or {}
        return cls(**{name: _text(values.get(name)) for name in ("participant_id", "email", "name", "phone")})


@dataclass(frozen=True, slots=True)
class IdentitySources:
    """Everything that tells who called.

    Parameters
    ----------
    participant
        Of the report's participant.
    booking
        Of what the caller gave to a booking tool.
    telephony
        Of the webhooks.
    spoken
        What the caller said.
    company
        As said in the call.
    """

    participant: CallerIdentity = CallerIdentity()
    booking: CallerIdentity = CallerIdentity()
    telephony: CallerIdentity = CallerIdentity()
    spoken: CallerIdentity = CallerIdentity()
    company: str | None = None

    def to_json(self) -> dict[str, object]:
        """Give them as a JSON object."""
        return {
            "participant": self.participant.to_json(),
            "booking": self.booking.to_json(),
            "telephony": self.telephony.to_json(),
            "spoken": self.spoken.to_json(),
            "company": self.company,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> "IdentitySources":
        """Read them back; what is missing is empty."""
        parts = {
            name: CallerIdentity.from_json(part if isinstance(part := document.get(name), Mapping) else None)
            for name in ("participant", "booking", "telephony", "spoken")
        }
        return cls(**parts, company=_text(document.get("company")))

    @property
    def resolved(self) -> CallerIdentity:
        """Metadata first, the report's before the webhook's; then a booking, then what was said."""
        order = (self.participant, self.telephony, self.booking, self.spoken)
        return CallerIdentity(
            participant_id=_first(source.participant_id for source in order),
            email=_first(source.email for source in order),
            name=_first(source.name for source in order),
            phone=_first(source.phone for source in order),
        )

    @property
    def resolved_company(self) -> str | None:
        """As said, else the e-mail's domain unless a mail provider's, else None."""
        return self.company or company_domain(self.resolved.email)


def sources_of_session(
    session: Session | None, company: str | None, annotations: Sequence[TurnAnnotation] = ()
) -> IdentitySources:
    """Read what a report tells; what its participant got from a booking is told apart again."""
    if session is None:
        return IdentitySources(company=company)
    bookings = [call.booking for call in reversed(session.tool_calls) if call.booking is not None]
    bookings.sort(key=lambda booking: not booking.success)
    emails = [email for booking in bookings if (email := normalise_email(booking.customer_email))]
    names = [clean_text(booking.customer_name) for booking in bookings if booking.customer_name]
    participant = session.participant
    email = normalise_email(participant.email)
    said = spoken_contact(session, annotations)
    return IdentitySources(
        participant=CallerIdentity(
            participant_id=participant.participant_id,
            email=None if email in emails else email,
            name=None if participant.name in names else participant.name,
            phone=normalise_phone(participant.phone),
        ),
        booking=CallerIdentity(email=_first(emails), name=_first(names)),
        spoken=CallerIdentity(email=said.email, phone=said.phone),
        company=company,
    )


def is_international(phone: str | None) -> bool:
    """Tell whether people can be matched by this number: a national one may belong to many."""
    return phone is not None and phone.startswith("+")


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
