"""What stands in Salesforce already: the person, the call, the owner and the queue, in one request."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aftercall.delivery.salesforce.api import Subrequest
from aftercall.delivery.salesforce.fields import CALL_OBJECT, EXTERNAL_ID, PERSON_FIELDS
from aftercall.delivery.salesforce.library import format_soql
from aftercall.delivery.salesforce.story import Identity
from aftercall.profile.salesforce import SalesOwner

type Record = Mapping[str, Any]

MOST_CANDIDATES = 20
RECORD_ID = re.compile(r"[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?")
NATIONAL_DIGITS = 10
STANDARD_FIELDS = {
    "Lead": ("FirstName", "LastName", "Company", "Email", "Phone", "MobilePhone", "LastModifiedDate"),
    "Contact": ("FirstName", "LastName", "Email", "Phone", "MobilePhone", "LastModifiedDate"),
}
CONVERSION_FIELDS = ("IsConverted", "ConvertedContactId")


@dataclass(frozen=True, slots=True)
class Person:
    """A Lead or Contact that is there."""

    kind: str
    record: Record

    @property
    def id(self) -> str:
        """Its Id."""
        return str(self.record["Id"])


@dataclass(frozen=True, slots=True)
class Candidates:
    """What was found of a person.

    Parameters
    ----------
    converted_contact_id
        Of a lead that became a contact, where nobody else was found.
    """

    person: Person | None = None
    converted_contact_id: str | None = None
    warnings: tuple[str, ...] = field(default=())


def person_query(
    kind: str, identity: Identity, absent: Collection[str] = (), *, record_id: str | None = None
) -> str:
    """Give the query for leads or contacts by e-mail or phone, or for one by Id.

    Parameters
    ----------
    absent
        Custom fields that the organisation does not have.
    """
    fields = [
        *("Id", *STANDARD_FIELDS[kind], *(CONVERSION_FIELDS if kind == "Lead" else ())),
        *(field.name for field in PERSON_FIELDS if field.name not in absent),
    ]
    return (
        f"SELECT {', '.join(fields)} FROM {kind} WHERE {_condition(identity, record_id)} "  # noqa: S608 - escaped
        f"ORDER BY LastModifiedDate DESC LIMIT {MOST_CANDIDATES}"
    )


def _condition(identity: Identity, record_id: str | None) -> str:
    """Give the condition; colleagues with addresses of their own behind one number crowd nobody out."""
    if record_id is not None:
        return format_soql("Id = {}", record_id)
    email, phone = identity.email, identity.phone
    by_email = None if email is None else format_soql("Email = {}", email)
    spellings = [] if phone is None else phone_spellings(phone)
    by_phone = format_soql("Phone IN {} OR MobilePhone IN {}", spellings, spellings) if spellings else None
    if by_email is None or by_phone is None:
        return by_email or by_phone or ""
    return f"{by_email} OR (Email = null AND ({by_phone}))"


def phone_spellings(phone: str) -> list[str]:
    """Give the ways an E.164 number is written in Salesforce; it compares text, not numbers."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    spellings = [phone, digits]
    if phone.startswith("+1") and len(digits) == NATIONAL_DIGITS + 1:
        area, exchange, line = digits[1:4], digits[4:7], digits[7:]
        spellings += [
            f"({area}) {exchange}-{line}",
            f"{area}-{exchange}-{line}",
            f"{area}.{exchange}.{line}",
            digits[1:],
            f"+1 ({area}) {exchange}-{line}",
            f"+1 {area} {exchange} {line}",
            f"+1-{area}-{exchange}-{line}",
            f"1-{area}-{exchange}-{line}",
        ]
    return spellings


def call_query(session_ids: Sequence[str], external_id: str | None) -> str:
    """Give the query for the call's record: by its id, by an id it had before, or by the record's own."""
    by_session = format_soql("Session_Id__c IN {}", sorted(set(session_ids)))
    by_id = format_soql(" OR Id = {}", external_id) if _is_record_id(external_id) else ""
    return (
        f"SELECT Id, {EXTERNAL_ID}, Task_Id__c, Lead__c, Contact__c FROM {CALL_OBJECT} "  # noqa: S608 - escaped
        f"WHERE {by_session}{by_id} LIMIT 10"
    )


def owner_query(owner: SalesOwner) -> str:
    """Give the query for an owner's active user."""
    if owner.user_id is not None and _is_record_id(owner.user_id):
        condition = format_soql("Id = {}", owner.user_id)
    else:
        condition = format_soql("Email = {}", owner.email or "")
    return f"SELECT Id FROM User WHERE IsActive = true AND {condition} ORDER BY Id LIMIT 1"  # noqa: S608 - escaped


def queue_query(developer_name: str) -> str:
    """Give the query for a queue."""
    return format_soql("SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = {}", developer_name)


def query_part(reference: str, soql: str) -> Subrequest:
    """Give a query as part of a composite request."""
    return Subrequest(reference, "GET", f"query/?q={quote(soql, safe='')}")


def _is_record_id(text: str | None) -> bool:
    return text is not None and RECORD_ID.fullmatch(text) is not None


def choose_person(identity: Identity, contacts: Sequence[Record], leads: Sequence[Record]) -> Candidates:
    """Choose who called: by e-mail before phone, a contact before a lead, the most recently changed first.

    Both lists come in the order of their last change, the newest first. A converted lead stands for its
    contact.
    """
    for matches in (_has_email, _may_be_by_phone):
        for kind, records in (("Contact", contacts), ("Lead", leads)):
            found = [one for one in records if matches(one, identity) and not one.get("IsConverted")]
            if found:
                return Candidates(Person(kind, found[0]), warnings=_several(kind, len(found)))
        for lead in leads:
            if lead.get("ConvertedContactId") and matches(lead, identity):
                return Candidates(converted_contact_id=str(lead["ConvertedContactId"]))
    return Candidates()


def _several(kind: str, count: int) -> tuple[str, ...]:
    return (f"{count} records of {kind} match: the most recently changed was taken",) if count > 1 else ()


def _has_email(record: Record, identity: Identity) -> bool:
    return identity.email is not None and str(record.get("Email") or "").lower() == identity.email.lower()


def _may_be_by_phone(record: Record, identity: Identity) -> bool:
    """Whether it was found by phone; somebody with another address who shares the number is somebody else."""
    if identity.phone is None or _has_email(record, identity):
        return False
    return identity.email is None or not record.get("Email")
