"""All that is told of one call, and when it counts as told already."""

from typing import Any

import pytest

from aftercall.delivery.salesforce.story import CallStory, Identity, call_story, identity_of
from aftercall.session.models import DiscoveredSignals
from tests.fakes.call_records import a_call, a_person, sample_profile

BASE_URL = "https://calls.example/"


def story(**call: Any) -> CallStory:
    return call_story(a_call(**call), sample_profile(), BASE_URL)


def test_the_same_call_is_the_same_story() -> None:
    assert (
        story(email="sam@northwind.example").payload_hash == story(email="sam@northwind.example").payload_hash
    )


@pytest.mark.parametrize(
    "change",
    [
        {"email": "sam@northwind.example"},
        {"name": "Sam Northwind"},
        {"lead_score": 80},
        {"signals": DiscoveredSignals(location="Boston")},
        {"qualification_tier": "Tier 1", "phone": "+12125550100"},
    ],
)
def test_what_changes_makes_another_story(change: dict[str, Any]) -> None:
    assert story(**change).payload_hash != story().payload_hash


def test_the_link_is_the_calls_stable_address() -> None:
    assert story().link == "https://calls.example/calls/RM_1.AJ_1"


def test_a_deployment_without_an_address_gives_no_link() -> None:
    assert call_story(a_call(), sample_profile(), None).link is None


def test_a_call_without_identity_makes_no_task() -> None:
    assert story(qualification_tier="Tier 1").task is None
    assert story(qualification_tier="Tier 1", phone="+12125550100").task is not None


def test_a_person_known_from_other_calls_lends_a_name_and_a_company() -> None:
    person = a_person(name="Sam Northwind", company="Northwind", phone="+12125550100")

    assert identity_of(a_call(person=person)) == Identity(
        "sam@northwind.example", "+12125550100", "Sam", "Northwind", "Northwind"
    )


def test_an_address_that_salesforce_has_no_room_for_is_as_good_as_none() -> None:
    identity = identity_of(a_call(email="x" * 70 + "@northwind.example"))

    assert identity.email is None
    assert not identity.is_known


def test_names_that_are_formulas_are_text() -> None:
    identity = identity_of(a_call(name="=cmd() @{person.id}", company="+SUM(1)"))

    assert identity.first_name == "'=cmd()"
    assert identity.last_name == "'@ {person.id}"
    assert identity.company == "'+SUM(1)"
