"""Names in two parts."""

import pytest

from aftercall.delivery.salesforce.names import PersonName, split_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Renata Solberg", PersonName("Renata", "Solberg")),
        ("Maria del Carmen Ruiz", PersonName("Maria del Carmen", "Ruiz")),
        ("Solberg, Renata", PersonName("Renata", "Solberg")),
        ("Cher", PersonName(None, "Cher")),
        ("  Renata   Solberg ", PersonName("Renata", "Solberg")),
        (", Renata", PersonName(",", "Renata")),
    ],
)
def test_a_name_is_split(name: str, expected: PersonName) -> None:
    assert split_name(name) == expected


@pytest.mark.parametrize("name", [None, "", "  "])
def test_without_a_name_there_is_none(name: str | None) -> None:
    assert split_name(name) is None
