"""Names of the profile's vocabulary."""

import pytest

from aftercall.language.names import find_names, gazetteer_of
from aftercall.profile import load_profile

GAZETTEER = gazetteer_of(load_profile().vocabulary)


def names(text: str) -> set[tuple[str, str]]:
    return {(name.kind, name.name) for name in find_names(text, GAZETTEER)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we use docusign today", ("competitor", "DocuSign")),
        ("we use docu sign today", ("competitor", "DocuSign")),
        ("everything goes into sales force", ("integration", "salesforce")),
        ("hub spot is our crm", ("integration", "hubspot")),
        ("i run a law firm", ("industry", "legal")),
        ("mostly ndas", ("use_case", "ndas")),
        ("do you have single sign on", ("feature", "single sign-on")),
    ],
)
def test_names_are_found_by_spelling_and_alias(text: str, expected: tuple[str, str]) -> None:
    assert expected in names(text)


@pytest.mark.parametrize("text", ["we saw docusine", "we tried proposifi"])
def test_names_are_found_by_sound(text: str) -> None:
    found = [name for name in find_names(text, GAZETTEER) if name.kind == "competitor"]
    assert found
    assert found[0].confidence < 0.9


def test_names_within_other_words_are_none() -> None:
    assert ("integration", "api") not in names("it happened rapidly")
