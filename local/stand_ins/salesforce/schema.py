"""Objects and fields of the organisation, and how they are described to a client."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.stand_ins.salesforce.errors import ApiError

TEXT_TYPES = frozenset({"string", "textarea", "email", "phone", "url", "picklist", "multipicklist"})
NUMBER_TYPES = frozenset({"double", "currency", "percent", "int"})
MULTIPICKLIST_LENGTH = 4099


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``type`` is the describe call's word for it."""

    name: str
    type: str
    label: str
    length: int = 0
    precision: int = 0
    scale: int = 0
    values: tuple[str, ...] = ()
    restricted: bool = False
    external_id: bool = False
    unique: bool = False
    required: bool = False
    createable: bool = True
    updateable: bool = True
    filterable: bool = True
    html: bool = False
    reference_to: tuple[str, ...] = ()
    relationship: str | None = None
    default: Any = None

    @property
    def custom(self) -> bool:
        """Whether the organisation added it."""
        return self.name.endswith("__c")

    def described(self) -> dict[str, Any]:
        """Return it as the describe call does."""
        nillable = not self.required and self.type not in {"boolean", "id"}
        return {
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "length": self.length,
            "precision": self.precision,
            "scale": self.scale,
            "custom": self.custom,
            "nillable": nillable,
            "createable": self.createable,
            "updateable": self.updateable,
            "filterable": self.filterable,
            "sortable": self.filterable and self.type != "multipicklist",
            "externalId": self.external_id,
            "idLookup": self.external_id or self.type == "id",
            "unique": self.unique,
            "restrictedPicklist": self.restricted,
            "htmlFormatted": self.html,
            "defaultedOnCreate": self.default is not None or self.name == "OwnerId",
            "picklistValues": [
                {"value": value, "label": value, "active": True, "defaultValue": value == self.default}
                for value in self.values
            ],
            "referenceTo": list(self.reference_to),
            "relationshipName": self.relationship,
        }


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """A rule of the organisation's own: a record for which ``broken`` is true is refused with the message."""

    name: str
    broken: Callable[[Mapping[str, Any]], Any]
    message: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class SObject:
    """One object; ``fields`` are found by their names in lower case."""

    name: str
    label: str
    prefix: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    name_format: str | None = None
    rules: tuple[ValidationRule, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return a field by its name, capitals aside."""
        return self.fields.get(name.lower())

    def relation(self, name: str) -> Field | None:
        """Return the reference field that a relationship's name stands for."""
        wanted = name.lower()
        return next((f for f in self.fields.values() if (f.relationship or "").lower() == wanted), None)

    def summary(self) -> dict[str, Any]:
        """Return what the global describe call says of it."""
        return {
            "name": self.name,
            "label": self.label,
            "keyPrefix": self.prefix,
            "custom": self.name.endswith("__c"),
            "createable": True,
            "updateable": True,
            "deletable": True,
            "queryable": True,
        }


class Schema:
    """All objects of the organisation."""

    def __init__(self, objects: Mapping[str, SObject]) -> None:
        self._objects = {sobject.name.lower(): sobject for sobject in objects.values()}
        self._prefixes = {sobject.prefix: sobject for sobject in objects.values()}

    def __iter__(self) -> Iterator[SObject]:
        return iter(self._objects.values())

    def find(self, name: str) -> SObject | None:
        """Return an object by its name, capitals aside."""
        return self._objects.get(name.lower())

    def get(self, name: str) -> SObject:
        """Return an object by its name.  Raises ApiError as an address with an unknown one does."""
        found = self.find(name)
        if found is None:
            raise ApiError("NOT_FOUND", "The requested resource does not exist", status=404)
        return found

    def known(self, names: Iterable[str]) -> "list[SObject]":
        """Return those of some objects that the organisation has."""
        return [found for name in names if (found := self.find(name)) is not None]

    def of_id(self, record_id: str) -> SObject | None:
        """Return the object that an id belongs to, told by its first three characters."""
        return self._prefixes.get(record_id[:3])
