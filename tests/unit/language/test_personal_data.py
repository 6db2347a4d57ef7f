"""Personal data, written and spoken."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.personal_data import find_personal_data, spoken_email_address


def found(text: str, names: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(text[item.start : item.end], item.kind) for item in find_personal_data(text, names)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to dana.reyes@brightline.example.", ("dana.reyes@brightline.example", "EMAIL")),
        ("it's j dot ortiz at brightline dot co", ("j dot ortiz at brightline dot co", "EMAIL")),
        ("sam underscore lee at bright line dot com", ("sam underscore lee at bright line dot com", "EMAIL")),
        ("call me at 503-555-0114", ("503-555-0114", "PHONE")),
        (
            "two five one five five five oh one four two",
            ("two five one five five five oh one four two", "PHONE"),
        ),
        ("the card is 4111 1111 1111 1111", ("4111 1111 1111 1111", "CARD")),
        ("my social is 123-45-6789", ("123-45-6789", "SSN")),
        ("we are at 12 Garden Street", ("12 Garden Street", "ADDRESS")),
        ("My name is Dana Reyes and I sell doors", ("Dana Reyes", "PERSON")),
        ("Thank you, Dana!", ("Dana", "PERSON")),
        ("And I want Sandra and Miguel in the room", ("Miguel", "PERSON")),
        ("my name is priya raman", ("priya raman", "PERSON")),
        ("It's spelled O, K, A, F, O, R.", ("O, K, A, F, O, R", "PERSON")),
        ("my account number is 44521", ("44521", "ID")),
        ("the claim number is xkd 482", ("xkd 482", "ID")),
        ("last four of my ssn 4471", ("4471", "SSN")),
        ("3972 is my social", ("3972", "SSN")),
        ("ship it to 44 mill road", ("44 mill road", "ADDRESS")),
        ("my password is tr0ubadour7", ("tr0ubadour7", "PASSWORD")),
        ("my address is 44 mill road boston ma 02110", ("44 mill road boston ma 02110", "ADDRESS")),
        ("it's ray 77 gmailcom", ("ray 77 gmailcom", "EMAIL")),
        ("the server is 10.20.30.40", ("10.20.30.40", "IP_ADDRESS")),
        ("it lives at fe80::1:2", ("fe80::1:2", "IP_ADDRESS")),
        ("see https://brightline.example/a?b=1.", ("https://brightline.example/a?b=1", "URL")),
        ("call +44 (0)20 7946 0018", ("+44 (0)20 7946 0018", "PHONE")),
        ("it's double five five oh one four two seven", ("double five five oh one four two seven", "PHONE")),
        ("the last four are double five oh one", ("double five oh one", "NUMBER")),
        ("my zip is nine oh two one oh", ("nine oh two one oh", "NUMBER")),
        ("j ortiz at gmail dot com", ("j ortiz at gmail dot com", "EMAIL")),
        ("d r e y e s at brightline dot co", ("d r e y e s at brightline dot co", "EMAIL")),
        ("sam lee ninety nine at gmail dot com", ("lee ninety nine at gmail dot com", "EMAIL")),
        ("my booking is wx 5 jf 45", ("wx 5 jf 45", "ID")),
        ("policy number rza 009220472", ("rza 009220472", "ID")),
        ("we are at twenty two oak street", ("twenty two oak street", "ADDRESS")),
        ("pay from GB29AEJL77038440350718", ("GB29AEJL77038440350718", "ID")),
    ],
)
def test_personal_data_is_found(text: str, expected: tuple[str, str]) -> None:
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "we send 150 a month",
        "This is Great",
        "Thanks, Perfect.",
        "look at it dot by dot",
        "4111 1111 1111 1112 is no card",
        "We use DocuSign and HubSpot today.",
        "June is our busiest month.",
        "Tuesday at ten Mountain time, or the sixth.",
        "Price is not an issue. Pricing is.",
        "i will mark it for friday",
        "i work at acme dot com",
    ],
)
def test_ordinary_words_are_none(text: str) -> None:
    assert [kind for _, kind in found(text) if kind in {"CARD", "PERSON", "EMAIL"}] == []


@pytest.mark.parametrize(
    "text",
    ["it was used on 18052018", "at 5 pm or 6 am", "10 gb and 5 mb", "one or two or three on the account"],
)
def test_dates_times_and_sizes_are_no_codes(text: str) -> None:
    assert [kind for _, kind in found(text) if kind == "ID"] == []


def test_known_names_are_found_wherever_they_stand() -> None:
    assert ("ortiz", "PERSON") in found("this is for ortiz and me", names=("Ortiz",))


def test_a_spoken_address_can_be_written() -> None:
    assert spoken_email_address("it's j dot ortiz at bright line dot co") == "j.ortiz@brightline.co"
    assert spoken_email_address("sam underscore lee ninety nine at gmail dot com") == "sam_lee99@gmail.com"
    assert spoken_email_address("d r e y e s at gmail dot com") == "dreyes@gmail.com"


@pytest.mark.parametrize("text", ["12", "about 150", "in 2019", "8000", "it's 300 a month", "3/14/2026"])
def test_a_short_number_counts_only_where_one_is_asked_for(text: str) -> None:
    assert find_personal_data(text, previous="how many do you send") == ()


def test_an_answer_to_the_question_for_an_account_number_counts() -> None:
    items = find_personal_data("4471", previous="What are the last four digits of your account?")
    assert [(item.start, item.end) for item in items] == [(0, 4)]


def test_words_of_products_are_no_person() -> None:
    assert find_personal_data("Thanks, Clio.", organisations=frozenset({"clio"})) == ()


@pytest.mark.parametrize(
    "unit", ["a.", "1 ", "a at ", "a dot ", "(1", "a:", "Anna ", "12 Oak ", "mail ", "-", " "]
)
def test_a_turn_twice_as_long_takes_about_twice_the_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = process_time()
        find_personal_data(text, ("Anna",), previous="")
        return process_time() - started

    seconds(2_000)
    assert seconds(16_000) < 40 * seconds(2_000) + 0.1


@given(st.text(max_size=200))
def test_spans_lie_within_the_text_and_do_not_overlap(text: str) -> None:
    items = find_personal_data(text)
    assert all(0 <= item.start < item.end <= len(text) for item in items)
    assert all(left.end <= right.start for left, right in pairwise(items))
