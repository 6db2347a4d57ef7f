"""The records of the organisation: create, update, upsert, retrieve, delete, with the platform's checks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local.stand_ins.salesforce import rules
from local.stand_ins.salesforce.errors import ApiError, MultipleChoicesError
from local.stand_ins.salesforce.identifiers import full_id, make_id
from local.stand_ins.salesforce.schema import Field, Schema, SObject
from local.stand_ins.salesforce.validation import date_time_text, stored_value
from local.stand_ins.store import Document, Store

NUMBERS = "salesforce/numbers"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the user's id, and whether likely duplicates are to be saved all the same.

    ``privileged`` writes fields that the API keeps read-only, as the platform itself does.
    """

    user_id: str
    allow_duplicates: bool = False
    privileged: bool = False


def collection_of(sobject: SObject) -> str:
    """Return where the store keeps an object's records."""
    return f"salesforce/{sobject.name}"


class Records:
    """All records; ``locked`` tells whether a row lock strikes the write of an object's record now."""

    def __init__(
        self, store: Store, schema: Schema, clock: Callable[[], datetime], locked: Callable[[str], bool]
    ) -> None:
        self.store = store
        self.schema = schema
        self.clock = clock
        self._locked = locked

    def all(self, sobject: SObject) -> list[Document]:
        """Return an object's records, oldest first."""
        return self.store.all(collection_of(sobject))

    def each(self, sobject: SObject) -> list[Document]:
        """Return an object's records as they are kept, to be read only."""
        return self.store.each(collection_of(sobject))

    def having(self, sobject: SObject, name: str, value: str) -> list[Document]:
        """Return an object's records whose field has a value, capitals aside."""
        return self.store.having(collection_of(sobject), name, value)

    def get(self, sobject: SObject, record_id: str) -> Document:
        """Return a record.  Raises ApiError."""
        found = self.find(record_id)
        if found is None or self.schema.of_id(found["Id"]) is not sobject:
            raise ApiError(
                "NOT_FOUND", "Provided external ID field does not exist or is not accessible: Id", status=404
            )
        return found

    def find(self, record_id: object) -> Document | None:
        """Return the record of an id of any object, or None."""
        whole = full_id(record_id)
        sobject = self.schema.of_id(whole) if whole else None
        return self.store.get(collection_of(sobject), whole) if sobject and whole else None

    def create(self, sobject: SObject, values: Mapping[str, Any], writer: Writer) -> str:
        """Create a record and return its id.  Raises ApiError."""
        with self.store.transaction():
            self._check_lock(sobject)
            given = self._checked(sobject, values, writer, creating=True)
            record: Document = {field.name: field.default for field in sobject.fields.values()}
            record |= given
            now, number = date_time_text(self.clock()), self._next_number(sobject)
            record |= {
                "Id": make_id(sobject.prefix, number),
                "CreatedDate": given.get("CreatedDate", now),
                "CreatedById": writer.user_id,
                "LastModifiedDate": now,
                "SystemModstamp": now,
            }
            if sobject.field("OwnerId") and record.get("OwnerId") is None:
                record["OwnerId"] = writer.user_id
            if sobject.name_format:
                record["Name"] = rules.automatic_name(sobject.name_format, number)
            elif sobject.name.endswith("__c") and record.get("Name") is None:
                record["Name"] = record["Id"]
            self._check_required(sobject, record)
            self._keep(sobject, record, given, writer, before=None)
            return str(record["Id"])

    def update(self, sobject: SObject, record_id: str, values: Mapping[str, Any], writer: Writer) -> None:
        """Change a record's given fields.  Raises ApiError."""
        with self.store.transaction():
            self._check_lock(sobject)
            before = self.get(sobject, record_id)
            given = self._checked(sobject, values, writer, creating=False)
            rules.refuse_converted(sobject, before)
            now = date_time_text(self.clock())
            record = {**before, **given, "LastModifiedDate": now, "SystemModstamp": now}
            self._check_required(sobject, record)
            self._keep(sobject, record, given, writer, before=before)

    def upsert(
        self, sobject: SObject, key: tuple[str, str], values: Mapping[str, Any], writer: Writer
    ) -> tuple[str, bool]:
        """Update the record with an external id, or create it; return its id and whether it is new.

        Raises ApiError, MultipleChoicesError.
        """
        field, value = self.external_id(sobject, key[0]), key[1]
        if any(name.lower() == field.name.lower() for name in values):
            raise ApiError(
                "INVALID_FIELD",
                f"The {field.name} field should not be specified in the sobject data.",
                [field.name],
            )
        with self.store.transaction():
            if field.type == "id":
                self.update(sobject, value, values, writer)
                return str(full_id(value)), False
            found = self.by_external_id(sobject, field, value)
            if found is None:
                return self.create(sobject, {**values, field.name: value}, writer), True
            self.update(sobject, found["Id"], values, writer)
            return str(found["Id"]), False

    def delete(self, sobject: SObject, record_id: str) -> None:
        """Delete a record.  Raises ApiError."""
        with self.store.transaction():
            self._check_lock(sobject)
            record = self.get(sobject, record_id)
            self.store.delete(collection_of(sobject), record["Id"])

    def external_id(self, sobject: SObject, name: str) -> Field:
        """Return an object's field that an address names as external id.  Raises ApiError."""
        field = sobject.field(name)
        if field is None or not (field.external_id or field.type == "id"):
            raise ApiError(
                "NOT_FOUND",
                f"Provided external ID field does not exist or is not accessible: {name}",
                status=404,
            )
        return field

    def by_external_id(self, sobject: SObject, field: Field, value: str) -> Document | None:
        """Return the one record with an external id, or None.  Raises MultipleChoicesError."""
        found = self.having(sobject, field.name, value)
        if len(found) > 1:
            raise MultipleChoicesError([f"sobjects/{sobject.name}/{one['Id']}" for one in found])
        return found[0] if found else None

    def _checked(
        self, sobject: SObject, values: Mapping[str, Any], writer: Writer, *, creating: bool
    ) -> Document:
        """Return the given values in their stored form, under the fields' own names."""
        given: Document = {}
        for name, value in values.items():
            if name == "attributes":
                continue
            field = sobject.field(name)
            if field is None:
                raise ApiError("INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject.name}")
            if not writer.privileged and not (field.createable if creating else field.updateable):
                raise ApiError(
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    f"Unable to create/update fields: {field.name}. Please check the security settings of"
                    " this field and verify that it is read/write for your profile or permission set.",
                    [field.name],
                )
            stored = stored_value(field, value, self.schema)
            if field.type == "boolean" and stored is None:
                raise ApiError(
                    "INVALID_TYPE_ON_FIELD_IN_RECORD",
                    f"{field.label}: value not of required type: ",
                    [field.name],
                )
            given[field.name] = stored
        return given

    def _check_required(self, sobject: SObject, record: Document) -> None:
        missing = [
            field.name
            for field in sobject.fields.values()
            if field.required and record.get(field.name) is None
        ]
        if missing:
            raise ApiError(
                "REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(missing)}]", missing
            )

    def _check_lock(self, sobject: SObject) -> None:
        if self._locked(sobject.name):
            raise ApiError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")

    def _keep(
        self, sobject: SObject, record: Document, given: Document, writer: Writer, before: Document | None
    ) -> None:
        self._check_references(sobject, given)
        self._check_unique(sobject, record, given)
        rules.check_own_rules(sobject, record)
        rules.check_task(self.schema, sobject, record)
        if "OwnerId" in given:
            rules.check_owner(self, sobject, record)
        if not (writer.allow_duplicates or writer.privileged):
            rules.refuse_likely_duplicate(self, sobject, record, before)
        rules.derive(sobject, record)
        self.store.put(collection_of(sobject), record["Id"], record)

    def _check_references(self, sobject: SObject, given: Document) -> None:
        for name, value in given.items():
            field = sobject.field(name)
            if field and field.type == "reference" and value is not None and self.find(value) is None:
                raise ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [name])

    def _check_unique(self, sobject: SObject, record: Document, given: Document) -> None:
        for name, value in given.items():
            field = sobject.field(name)
            if field is None or not field.unique or value is None:
                continue
            found = self.by_external_id(sobject, field, str(value))
            if found is not None and found["Id"] != record["Id"]:
                raise ApiError(
                    "DUPLICATE_VALUE",
                    f"duplicate value found: {name} duplicates value on record with id: {found['Id'][:15]}",
                )

    def _next_number(self, sobject: SObject) -> int:
        kept = self.store.get(NUMBERS, sobject.name) or {"last": 0}
        number = int(kept["last"]) + 1
        self.store.put(NUMBERS, sobject.name, {"last": number})
        return number
