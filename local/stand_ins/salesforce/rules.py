"""Rules of the platform that concern more than one field: duplicates, owners, tasks, converted leads."""

import re
from typing import TYPE_CHECKING

from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.salesforce.schema import Schema, SObject
from local.stand_ins.store import Document

if TYPE_CHECKING:
    from local.stand_ins.salesforce.records import Records

PEOPLE = frozenset({"Lead", "Contact", "User"})
OPEN_LEADS = "Lead"


def refuse_converted(sobject: SObject, record: Document) -> None:
    """A lead that became a contact cannot be changed any more.  Raises ApiError."""
    if sobject.name == OPEN_LEADS and record.get("IsConverted"):
        raise ApiError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")


def check_task(schema: Schema, sobject: SObject, record: Document) -> None:
    """A task of a lead is about nothing else.  Raises ApiError."""
    if sobject.name != "Task" or not record.get("WhoId") or not record.get("WhatId"):
        return
    who = schema.of_id(record["WhoId"])
    if who is not None and who.name == "Lead":
        raise ApiError(
            "FIELD_INTEGRITY_EXCEPTION",
            "Related To ID: a task whose name is a lead cannot be related to another record",
            ["WhatId"],
        )


def check_own_rules(sobject: SObject, record: Document) -> None:
    """The organisation's validation rules.  Raises ApiError."""
    for rule in sobject.rules:
        if rule.broken(record):
            fields = [rule.field] if rule.field else []
            raise ApiError("FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message, fields)


def check_owner(records: "Records", sobject: SObject, record: Document) -> None:
    """An owner is an active user, or a queue that takes this kind of record.  Raises ApiError."""
    owner = records.find(record.get("OwnerId"))
    if owner is None:
        raise ApiError("INVALID_CROSS_REFERENCE_KEY", "Owner ID: owner cannot be blank", ["OwnerId"])
    kind = records.schema.of_id(owner["Id"])
    if kind is not None and kind.name == "User":
        if not owner.get("IsActive"):
            raise ApiError(
                "INACTIVE_OWNER_OR_USER",
                f"operation performed with inactive user [{owner['Id'][:15]}] as owner of"
                f" {sobject.label.lower()}",
                ["OwnerId"],
            )
        return
    queued = records.all(records.schema.get("QueueSobject"))
    if not any(one["QueueId"] == owner["Id"] and one["SobjectType"] == sobject.name for one in queued):
        raise ApiError(
            "FIELD_INTEGRITY_EXCEPTION", "Queue not associated with this SObject type", ["OwnerId"]
        )


def refuse_likely_duplicate(
    records: "Records", sobject: SObject, record: Document, before: Document | None
) -> None:
    """The standard duplicate rules, as far as an e-mail address tells.  Raises ApiError."""
    email = (record.get("Email") or "").lower()
    if sobject.name not in {"Lead", "Contact"} or not email:
        return
    if before is not None and (before.get("Email") or "").lower() == email:
        return
    for name in ("Lead", "Contact"):
        for other in records.having(records.schema.get(name), "Email", email):
            if other["Id"] != record["Id"] and not other.get("IsConverted"):
                raise ApiError("DUPLICATES_DETECTED", "Use one of these records?")


def derive(sobject: SObject, record: Document) -> None:
    """Set what the platform computes of other fields."""
    if sobject.name in PEOPLE:
        record["Name"] = " ".join(part for part in (record.get("FirstName"), record.get("LastName")) if part)
    if sobject.name == "Task":
        record["IsClosed"] = record.get("Status") == "Completed"
    if sobject.name == "Opportunity":
        stage = record.get("StageName") or ""
        record |= {"IsClosed": stage.startswith("Closed"), "IsWon": stage == "Closed Won"}


def automatic_name(pattern: str, number: int) -> str:
    """Return the name that an auto-number field's pattern, such as VC-{00000}, gives a record."""
    return re.sub(r"\{(0+)\}", lambda found: str(number).zfill(len(found[1])), pattern)
