"""Whose lead it is: territory, specialisation, availability, in turn, else the queue."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from aftercall.delivery.salesforce.routing import CallerFacts, Route, RoutedBy, facts_of, route
from aftercall.profile.hours import BusinessHours
from aftercall.profile.salesforce import OwnerRouting
from aftercall.session.models import DiscoveredSignals
from tests.fakes.call_records import a_call, a_person

TUESDAY_NOON = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
HOURS = BusinessHours.model_validate(
    {"time_zone": "America/New_York", "days": [1, 2, 3, 4, 5], "opens": "08:00", "closes": "18:00"}
)
TERRITORIES = [
    {"name": "East", "places": ["new york", "boston"], "phone_prefixes": ["+1212"]},
    {"name": "Europe", "places": ["germany"], "phone_prefixes": ["+49", "+4989"]},
]


def owner(name: str, *territories: str, **given: Any) -> dict[str, Any]:
    return {"name": name, "email": f"{name.lower()}@example.com", "territories": territories} | given


def routed(
    owners: list[dict[str, Any]], facts: CallerFacts, at: datetime = TUESDAY_NOON, call: str = "call-1"
) -> Route:
    routing = OwnerRouting.model_validate({"territories": TERRITORIES, "owners": owners, "queue": "Leads"})
    return route(routing, facts, at, HOURS, call)


def name_of(given: Route) -> str | None:
    return given.owner.name if given.owner else None


def test_the_place_decides_the_territory() -> None:
    given = routed([owner("Ann", "East"), owner("Ben", "Europe")], CallerFacts(place="Boston, Massachusetts"))

    assert (name_of(given), given.by) == ("Ann", RoutedBy.TERRITORY)


def test_a_place_is_matched_by_whole_words() -> None:
    given = routed(
        [owner("Ann", "East"), owner("Ben", "Europe")], CallerFacts(place="Newgermany", phone="+12125550100")
    )

    assert name_of(given) == "Ann"


def test_without_a_place_the_phone_number_decides() -> None:
    given = routed([owner("Ann", "East"), owner("Ben", "Europe")], CallerFacts(phone="+498912345"))

    assert name_of(given) == "Ben"


def test_within_a_territory_a_specialist_for_the_industry_comes_first() -> None:
    owners = [owner("Ann", "East"), owner("Cem", "East", industries=["legal"])]

    given = routed(owners, CallerFacts(place="boston", industry="Legal"))

    assert (name_of(given), given.by) == ("Cem", RoutedBy.SPECIALISATION)


def test_a_specialist_for_an_integration_comes_first() -> None:
    owners = [owner("Ann", "East"), owner("Cem", "East", integrations=["salesforce"])]

    assert name_of(routed(owners, CallerFacts(place="boston", integrations=("Salesforce",)))) == "Cem"


def test_a_specialist_elsewhere_does_not_take_another_territorys_lead() -> None:
    owners = [owner("Ann", "East"), owner("Ben", "Europe", industries=["legal"])]

    assert name_of(routed(owners, CallerFacts(place="boston", industry="legal"))) == "Ann"


def test_who_is_out_is_passed_over() -> None:
    owners = [
        owner("Ann", "East"),
        owner("Cem", "East", industries=["legal"], out=[{"first": "2026-03-09", "last": "2026-03-10"}]),
    ]

    assert name_of(routed(owners, CallerFacts(place="boston", industry="legal"))) == "Ann"


def test_who_works_at_this_hour_comes_before_who_does_not() -> None:
    night = {"time_zone": "America/New_York", "days": [1, 2, 3, 4, 5], "opens": "20:00", "closes": "23:00"}
    owners = [owner("Ann", "East"), owner("Dee", "East", hours=night)]

    assert {name_of(routed(owners, CallerFacts(place="boston"), call=f"c{n}")) for n in range(20)} == {"Ann"}


def test_outside_everybodys_hours_somebody_is_chosen_all_the_same() -> None:
    sunday = datetime(2026, 3, 8, 3, 0, tzinfo=UTC)

    assert name_of(routed([owner("Ann", "East")], CallerFacts(place="boston"), at=sunday)) == "Ann"


def test_calls_are_shared_evenly_and_the_same_call_always_goes_to_the_same_owner() -> None:
    owners = [owner("Ann", "East"), owner("Cem", "East"), owner("Dee", "East")]
    calls = [f"RM_{number}.AJ_{number}" for number in range(900)]

    first = [name_of(routed(owners, CallerFacts(place="boston"), call=call)) for call in calls]
    again = [name_of(routed(owners[::-1], CallerFacts(place="boston"), call=call)) for call in calls]

    assert first == again
    assert all(250 <= count <= 350 for count in Counter(first).values())


def test_a_colleague_who_joins_takes_calls_over_but_shifts_no_others() -> None:
    two, three = [owner("Ann", "East"), owner("Cem", "East")], owner("Dee", "East")
    calls = [f"call-{number}" for number in range(100)]
    before = [name_of(routed(two, CallerFacts(place="boston"), call=call)) for call in calls]
    after = [name_of(routed([*two, three], CallerFacts(place="boston"), call=call)) for call in calls]

    assert {new for old, new in zip(before, after, strict=True) if old != new} == {"Dee"}


def test_a_caller_from_nowhere_known_goes_to_anybody_in_turn() -> None:
    given = routed([owner("Ann", "East")], CallerFacts())

    assert (name_of(given), given.by) == ("Ann", RoutedBy.TURN)


def test_a_territory_that_nobody_serves_goes_to_the_queue() -> None:
    given = routed([owner("Ann", "East")], CallerFacts(place="Germany"))

    assert given == Route(None, RoutedBy.QUEUE)


def test_who_serves_everywhere_serves_every_territory() -> None:
    assert name_of(routed([owner("Eve")], CallerFacts(place="Germany"))) == "Eve"


def test_a_small_team_is_not_for_who_takes_large_ones() -> None:
    owners = [owner("Ann", "East", team_size_from=5), owner("Cem", "East")]

    assert {
        name_of(routed(owners, CallerFacts(place="boston", team_size=3), call=f"c{n}")) for n in range(20)
    } == {"Cem"}


def test_without_owners_it_is_the_queues() -> None:
    assert routed([], CallerFacts(place="boston")).by is RoutedBy.QUEUE


def test_what_this_call_told_is_looked_at_before_what_is_known() -> None:
    record = a_call(
        signals=DiscoveredSignals(location="Boston", team_size=12),
        person=a_person(location="Germany", industry="legal", phone="+12125550100"),
    )

    assert facts_of(record) == CallerFacts("Boston", "+12125550100", "legal", (), 12)


def test_an_owner_of_a_territory_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="expected the name of a territory, got 'Mars'"):
        OwnerRouting.model_validate({"owners": [owner("Ann", "Mars")]})


def test_an_owner_who_cannot_be_found_is_refused() -> None:
    with pytest.raises(ValidationError, match="expected an email or a user_id for Ann"):
        OwnerRouting.model_validate({"owners": [{"name": "Ann"}]})
