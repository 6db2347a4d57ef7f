"""Addresses from the profile's templates."""

import pytest

from aftercall.delivery.links import filled_link

TEMPLATES = {
    "call": "{public_base_url}/calls/{session_id}",
    "plain": "https://docs.example/help",
    "script": "javascript:alert({session_id})",
}


def test_a_template_is_filled_with_encoded_values() -> None:
    link = filled_link(TEMPLATES, "call", public_base_url="https://calls.example/", session_id="RM 1/../x")
    assert link == "https://calls.example/calls/RM%201%2F..%2Fx"


def test_a_template_without_values_is_an_address() -> None:
    assert filled_link(TEMPLATES, "plain") == "https://docs.example/help"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("call", {"public_base_url": None, "session_id": "RM_1"}),
        ("call", {"public_base_url": "https://calls.example"}),
        ("absent", {}),
        ("script", {"session_id": "1"}),
    ],
)
def test_what_cannot_be_filled_or_is_no_web_address_is_no_link(
    name: str, values: dict[str, str | None]
) -> None:
    assert filled_link(TEMPLATES, name, **values) is None
