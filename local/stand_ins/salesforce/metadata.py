"""The organisation's schema, read from the standard objects and from the project's own metadata.

Metadata is in source format: an object's folder with ``NAME.object-meta.xml``, ``fields/*.field-meta.xml``
and ``validationRules/*.validationRule-meta.xml``, and ``globalValueSets/*.globalValueSet-meta.xml`` (source:
Salesforce Metadata API Developer Guide).
"""

import json
import pkgutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from local.stand_ins.salesforce.formulas import UnreadableFormulaError, read_formula
from local.stand_ins.salesforce.schema import MULTIPICKLIST_LENGTH, Field, Schema, SObject, ValidationRule

NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
# The word of the describe call, and the length where the metadata gives none.
TYPES: dict[str, tuple[str, int]] = {
    "Text": ("string", 255),
    "TextArea": ("textarea", 255),
    "LongTextArea": ("textarea", 32768),
    "Html": ("textarea", 32768),
    "Email": ("email", 80),
    "Phone": ("phone", 40),
    "Url": ("url", 255),
    "Picklist": ("picklist", 255),
    "MultiselectPicklist": ("multipicklist", MULTIPICKLIST_LENGTH),
    "Number": ("double", 0),
    "Currency": ("currency", 0),
    "Percent": ("percent", 0),
    "Checkbox": ("boolean", 0),
    "Date": ("date", 0),
    "DateTime": ("datetime", 0),
    "Lookup": ("reference", 18),
    "MasterDetail": ("reference", 18),
    "AutoNumber": ("string", 30),
}
UNFILTERABLE = frozenset({"LongTextArea", "Html"})


class UnreadableMetadataError(ValueError):
    """A metadata file says something this stand-in does not know; the message names the file."""


def load_schema(metadata: Path | None) -> Schema:
    """Return the schema of the standard objects and of the metadata below a folder, where there is one.

    Raises UnreadableMetadataError.
    """
    objects = {name: _standard_object(name, document) for name, document in _standard_documents().items()}
    if metadata is not None and metadata.is_dir():
        value_sets = dict(_global_value_sets(metadata))
        number = 0
        for folder in sorted(metadata.glob("objects/*")):
            name = folder.name
            if name.endswith("__c"):
                objects[name] = _custom_object(folder, number)
                number += 1
            elif name not in objects:
                raise UnreadableMetadataError(f"{folder}: this stand-in has no standard object {name}")
            fields = dict(objects[name].fields)
            for file in sorted(folder.glob("fields/*.field-meta.xml")):
                custom = _custom_field(file, value_sets)
                fields[custom.name.lower()] = custom
            known = objects[name]
            rules = tuple(_rules(folder))
            objects[name] = SObject(name, known.label, known.prefix, fields, known.name_format, rules)
    return Schema(objects)


def _standard_documents() -> dict[str, Any]:
    text = pkgutil.get_data("local.stand_ins.salesforce", "standard_objects.json") or b"{}"
    documents: dict[str, Any] = json.loads(text)
    return documents


def _standard_object(name: str, document: dict[str, Any]) -> SObject:
    fields = _system_fields(owned=document.get("owned", True))
    for field_name, given in document["fields"].items():
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
        }
        fields[field_name.lower()] = Field(**{"name": field_name, "label": field_name, **values})
    return SObject(name, document["label"], document["prefix"], fields)


def _system_fields(*, owned: bool) -> dict[str, Field]:
    fixed: dict[str, Any] = {"createable": False, "updateable": False}
    fields = [
        Field("Id", "id", "Record ID", 18, **fixed),
        Field("IsDeleted", "boolean", "Deleted", default=False, **fixed),
        Field("CreatedDate", "datetime", "Created Date", **fixed),
        Field("LastModifiedDate", "datetime", "Last Modified Date", **fixed),
        Field("SystemModstamp", "datetime", "System Modstamp", **fixed),
        Field(
            "CreatedById",
            "reference",
            "Created By ID",
            18,
            reference_to=("User",),
            relationship="CreatedBy",
            **fixed,
        ),
    ]
    if owned:
        owner = Field(
            "OwnerId", "reference", "Owner ID", 18, reference_to=("User", "Group"), relationship="Owner"
        )
        fields.append(owner)
    return {field.name.lower(): field for field in fields}


def _custom_object(folder: Path, number: int) -> SObject:
    root = _read(folder / f"{folder.name}.object-meta.xml")
    name_field = root.find(f"{NAMESPACE}nameField")
    automatic = name_field is not None and _text(name_field, "type") == "AutoNumber"
    name_format = (
        (_text(name_field, "displayFormat") or "{0}") if name_field is not None and automatic else None
    )
    label = (_text(name_field, "label") if name_field is not None else None) or "Name"
    fields = _system_fields(owned=_text(root, "sharingModel") != "ControlledByParent")
    fields["name"] = Field("Name", "string", label, 80, createable=not automatic, updateable=not automatic)
    return SObject(folder.name, _text(root, "label") or folder.name, f"a0{number}", fields, name_format)


def _custom_field(file: Path, value_sets: dict[str, tuple[str, ...]]) -> Field:
    root = _read(file)
    name, kind = _text(root, "fullName"), _text(root, "type")
    if name is None or kind not in TYPES:
        raise UnreadableMetadataError(
            f"{file}: expected a fullName and a known type, got {name!r} of {kind!r}"
        )
    word, length = TYPES[kind]
    default = _text(root, "defaultValue")
    values, restricted, chosen = _picklist(file, root, value_sets)
    target = _text(root, "referenceTo")
    return Field(
        name=name,
        type=word,
        label=_text(root, "label") or name,
        length=int(_text(root, "length") or length),
        precision=int(_text(root, "precision") or 0),
        scale=int(_text(root, "scale") or 0),
        values=values,
        restricted=restricted,
        external_id=_text(root, "externalId") == "true",
        unique=_text(root, "unique") == "true",
        required=_text(root, "required") == "true",
        createable=kind != "AutoNumber",
        updateable=kind != "AutoNumber",
        filterable=kind not in UNFILTERABLE,
        html=kind == "Html",
        reference_to=(target,) if target else (),
        relationship=name.removesuffix("__c") + "__r" if target else None,
        default=default == "true" if kind == "Checkbox" else chosen,
    )


def _picklist(
    file: Path, root: ET.Element, value_sets: dict[str, tuple[str, ...]]
) -> tuple[tuple[str, ...], bool, str | None]:
    """Return a field's values, whether others are refused, and the value it begins with."""
    value_set = root.find(f"{NAMESPACE}valueSet")
    if value_set is None:
        return (), False, None
    restricted = _text(value_set, "restricted") == "true"
    shared = _text(value_set, "valueSetName")
    if shared is not None:
        if shared not in value_sets:
            raise UnreadableMetadataError(f"{file}: there is no global value set {shared}")
        return value_sets[shared], True, None
    entries = value_set.findall(f"{NAMESPACE}valueSetDefinition/{NAMESPACE}value")
    values = tuple(value for entry in entries if (value := _text(entry, "fullName")) is not None)
    chosen = next((_text(entry, "fullName") for entry in entries if _text(entry, "default") == "true"), None)
    return values, restricted, chosen


def _rules(folder: Path) -> Iterator[ValidationRule]:
    for file in sorted(folder.glob("validationRules/*.validationRule-meta.xml")):
        root = _read(file)
        if _text(root, "active") != "true":
            continue
        try:
            broken = read_formula(_text(root, "errorConditionFormula") or "")
        except UnreadableFormulaError as error:
            raise UnreadableMetadataError(f"{file}: this stand-in does not know {error}") from error
        name, message = _text(root, "fullName") or file.name, _text(root, "errorMessage") or ""
        yield ValidationRule(name, broken, message, _text(root, "errorDisplayField"))


def _global_value_sets(metadata: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for file in metadata.glob("globalValueSets/*.globalValueSet-meta.xml"):
        entries = _read(file).findall(f"{NAMESPACE}customValue")
        values = tuple(value for entry in entries if (value := _text(entry, "fullName")) is not None)
        yield file.name.removesuffix(".globalValueSet-meta.xml"), values


def _read(file: Path) -> ET.Element:
    try:
        return ET.fromstring(file.read_bytes())  # noqa: S314 - the project's own files
    except (OSError, ET.ParseError) as error:
        raise UnreadableMetadataError(f"{file}: {error}") from error


def _text(element: ET.Element, name: str) -> str | None:
    found = element.find(f"{NAMESPACE}{name}")
    return found.text.strip() if found is not None and found.text else None
