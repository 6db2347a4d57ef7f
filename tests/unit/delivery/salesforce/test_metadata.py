"""What an admin deploys and what the code writes are the same, in both directions."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from aftercall.delivery.salesforce.fields import (
    API_VERSION,
    CALL_OBJECT,
    EXTERNAL_ID,
    FIELDS_OF,
    PERSON_FIELDS,
    Field,
    FieldKind,
)
from aftercall.profile.loading import load_profile

SALESFORCE = Path(__file__).parents[4] / "salesforce"
SOURCE = SALESFORCE / "force-app" / "main" / "default"
CONVERSION = SALESFORCE / "lead-conversion/main/default/LeadConvertSettings"
NAMESPACE = {"m": "http://soap.sforce.com/2006/04/metadata"}
FIELDS = [(name, field) for name, fields in FIELDS_OF.items() for field in fields]
LIMITED_BY_RULE = [
    (name, field) for name, field in FIELDS if field.kind is FieldKind.NUMBER and "Minutes" not in field.name
]


def described(case: tuple[str, Field]) -> str:
    return f"{case[0]}.{case[1].name}"


def document(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314 - our own files


def metadata(name: str, field: Field) -> ET.Element:
    return document(SOURCE / "objects" / name / "fields" / f"{field.name}.field-meta.xml")


def text(element: ET.Element, tag: str) -> str | None:
    return element.findtext(f"m:{tag}", namespaces=NAMESPACE)


def texts(element: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NAMESPACE)]


@pytest.mark.parametrize("name", FIELDS_OF)
def test_every_deployed_field_is_in_the_catalogue_and_the_other_way_round(name: str) -> None:
    deployed = {
        path.name.removesuffix(".field-meta.xml") for path in SOURCE.glob(f"objects/{name}/fields/*.xml")
    }

    assert deployed == {field.name for field in FIELDS_OF[name]}


def test_no_object_is_deployed_that_the_catalogue_does_not_know() -> None:
    assert {path.name for path in SOURCE.glob("objects/*")} == set(FIELDS_OF)


@pytest.mark.parametrize("case", FIELDS, ids=described)
def test_a_field_has_the_type_and_limits_of_the_catalogue(case: tuple[str, Field]) -> None:
    name, field = case
    deployed = metadata(name, field)
    length = text(deployed, "length")
    precision = text(deployed, "precision")

    assert text(deployed, "fullName") == field.name
    assert text(deployed, "type") == field.kind
    assert text(deployed, "referenceTo") == field.refers_to
    if field.kind is not FieldKind.URL:
        assert (None if length is None else int(length)) == field.length
    if field.digits is not None:
        assert precision == str(field.digits + field.decimals)
        assert text(deployed, "scale") == str(field.decimals)
    else:
        assert precision is None


@pytest.mark.parametrize("case", [case for case in FIELDS if case[1].picklist], ids=described)
def test_a_picklist_has_exactly_the_values_of_the_sample_profile(case: tuple[str, Field]) -> None:
    name, field = case
    deployed = metadata(name, field)
    picklists = load_profile().destinations.salesforce.picklists

    assert field.picklist is not None
    assert (
        tuple(texts(deployed, "m:valueSet//m:value/m:fullName")) == getattr(picklists, field.picklist).values
    )
    assert texts(deployed, "m:valueSet/m:restricted") == ["true"]


def test_lead_and_contact_have_the_same_fields() -> None:
    for field in PERSON_FIELDS:
        lead, contact = metadata("Lead", field), metadata("Contact", field)
        for element in (lead, contact):
            for tag in ("relationshipName", "relationshipLabel"):
                for found in element.findall(f"m:{tag}", NAMESPACE):
                    element.remove(found)
        assert ET.tostring(lead) == ET.tostring(contact)


@pytest.mark.parametrize("case", LIMITED_BY_RULE, ids=described)
def test_a_number_that_a_person_types_is_held_to_the_range_too(case: tuple[str, Field]) -> None:
    name, field = case
    rule = document(
        SOURCE
        / "objects"
        / name
        / "validationRules"
        / f"{field.name.removesuffix('__c')}_Range.validationRule-meta.xml"
    )

    formula = text(rule, "errorConditionFormula") or ""
    assert f"{field.name} < {field.minimum}" in formula
    assert f"{field.name} > {field.maximum}" in formula
    assert text(rule, "errorDisplayField") == field.name
    assert text(rule, "active") == "true"


def test_the_external_id_is_unique_and_case_matters() -> None:
    field = next(field for field in FIELDS_OF[CALL_OBJECT] if field.name == EXTERNAL_ID)
    deployed = metadata(CALL_OBJECT, field)

    assert [text(deployed, tag) for tag in ("externalId", "unique", "caseSensitive")] == ["true"] * 3


def test_a_converted_lead_hands_every_field_to_its_contact() -> None:
    settings = document(CONVERSION / "LeadConvertSettings.LeadConvertSetting-meta.xml")
    pairs = zip(
        texts(settings, ".//m:mappingFields/m:inputField"),
        texts(settings, ".//m:mappingFields/m:outputField"),
        strict=True,
    )

    assert list(pairs) == [(field.name, field.name) for field in PERSON_FIELDS]
    assert texts(settings, ".//m:outputObject") == ["Contact"]


def test_the_integration_user_may_write_every_field() -> None:
    allowed = document(SOURCE / "permissionsets" / "Aftercall_Integration.permissionset-meta.xml")
    writable = {
        text(permission, "field")
        for permission in allowed.findall("m:fieldPermissions", NAMESPACE)
        if text(permission, "editable") == "true"
    }

    assert writable == {described(case) for case in FIELDS}


def test_sales_reads_every_field() -> None:
    allowed = document(SOURCE / "permissionsets" / "Aftercall_Sales.permissionset-meta.xml")

    assert set(texts(allowed, "m:fieldPermissions/m:field")) == {described(case) for case in FIELDS}


@pytest.mark.parametrize(
    ("name", "layout"), [("Lead", "Lead"), ("Contact", "Contact"), (CALL_OBJECT, "Voice Call")]
)
def test_every_field_has_its_place_on_a_page_layout(name: str, layout: str) -> None:
    page = document(SOURCE / "layouts" / f"{name}-Aftercall {layout} Layout.layout-meta.xml")
    shown = texts(page, ".//m:layoutItems/m:field")

    assert {field.name for field in FIELDS_OF[name]} <= set(shown)
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("name", ["Lead", "Contact"])
def test_the_calls_of_a_person_are_listed_on_the_persons_page(name: str) -> None:
    page = document(SOURCE / "layouts" / f"{name}-Aftercall {name} Layout.layout-meta.xml")

    assert f"{CALL_OBJECT}.{name}__c" in texts(page, "m:relatedLists/m:relatedList")


def test_the_manifest_names_everything_that_is_deployed() -> None:
    manifest = document(SALESFORCE / "manifest" / "package.xml")
    listed = {
        text(kind, "name"): set(texts(kind, "m:members")) for kind in manifest.findall("m:types", NAMESPACE)
    }

    assert listed == {
        "CustomObject": {CALL_OBJECT},
        "CustomField": {described(case) for case in FIELDS},
        "ValidationRule": {
            f"{path.parents[1].name}.{path.name.removesuffix('.validationRule-meta.xml')}"
            for path in SOURCE.glob("objects/*/validationRules/*")
        },
        "Layout": {path.name.removesuffix(".layout-meta.xml") for path in SOURCE.glob("layouts/*")},
        "PermissionSet": {
            path.name.removesuffix(".permissionset-meta.xml") for path in SOURCE.glob("permissionsets/*")
        },
    }


def test_one_api_version_is_pinned_everywhere() -> None:
    project = json.loads((SALESFORCE / "sfdx-project.json").read_text())
    manifests = {text(document(path), "version") for path in sorted((SALESFORCE / "manifest").glob("*.xml"))}

    assert (project["sourceApiVersion"], manifests) == (API_VERSION, {API_VERSION})
