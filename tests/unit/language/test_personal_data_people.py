"""The people a call names, gathered over its turns."""

import pytest

from aftercall.language.personal_data_people import people_named, places_named


def named(text: str, *, by_agent: bool = False) -> tuple[str, ...]:
    return people_named([(text, by_agent)], frozenset({"acme"}))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("That's up to old Mr Renshaw in the end.", "Renshaw"),
        ("It's only Bronagh and myself who send them.", "Bronagh"),
        ("Well, that's Dot, she does the books.", "Dot"),
        ("I'd have to ask my partner Jürgen about it.", "Jürgen"),
        ("Our treasurer, Okonkwo, wants to see it.", "Okonkwo"),
        ("hey this is dewayne with the roofing place", "Dewayne"),
        ("so my partner nick pushed for it", "Nick"),
    ],
)
def test_a_person_is_known_by_how_people_speak_of_people(text: str, name: str) -> None:
    assert name in named(text)


def test_the_agent_addresses_the_caller_at_the_end_of_a_sentence() -> None:
    assert named("Anything else, Oluwaseun?", by_agent=True) == ("Oluwaseun",)


@pytest.mark.parametrize(
    "text",
    [
        "We're based in Madison and it's cold.",
        "Half of Morgan County has no signal.",
        "Thanks, Acme!",
        "I'll call you Friday, Monday latest.",
        "our lawyer wants the SOC report",
    ],
)
def test_places_products_days_and_short_forms_are_no_people(text: str) -> None:
    assert named(text, by_agent=True) == ()


def test_what_stands_behind_in_anywhere_is_a_place() -> None:
    assert places_named(["I run a charity in Nelson.", "Ask Hine."]) == {"nelson"}
