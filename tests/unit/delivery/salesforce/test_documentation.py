"""docs/salesforce.md names every field."""

from pathlib import Path

import pytest

from aftercall.delivery.salesforce.fields import API_VERSION, CALL_FIELDS, PERSON_FIELDS

PAGE = (Path(__file__).parents[4] / "docs" / "salesforce.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field.name for field in (*PERSON_FIELDS, *CALL_FIELDS)])
def test_every_field_is_described(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_page_counts_the_fields_and_names_the_version() -> None:
    assert f"{len(PERSON_FIELDS)} fields on Lead and on Contact each" in PAGE
    assert f"`Voice_Call__c` with {len(CALL_FIELDS)}" in PAGE
    assert f"API version {API_VERSION}" in PAGE
