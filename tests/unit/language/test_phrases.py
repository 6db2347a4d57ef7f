"""Phrases found only where their first words stand: the same as their pattern finds by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.lexicon import load_lexicon
from aftercall.language.names import gazetteer_of
from aftercall.language.phrases import Phrases, phrases_of
from aftercall.profile import load_profile

SHOP = phrases_of(["price", "price list", "list price", "e-mail list", "it's"], r"[\w']", r"[\w']")
MARKED = phrases_of(["'kay", "#1", "price"], r"[\w']", r"[\w']")
LEXICON = load_lexicon()
ALL = (
    SHOP,
    MARKED,
    LEXICON.phrase_pattern,
    LEXICON.neutral_pattern,
    *(emotion.phrases for emotion in LEXICON.emotions.values()),
    *(phrases for _, phrases, _ in gazetteer_of(load_profile().vocabulary).patterns),
)
PIECES = ["price", "list", "e-mail", "it's", "it", "'s", "'kay", "#1", "#", " ", "-", "'", ".", "_", "x", "7"]
OPENERS = [phrases.openers or {} for phrases in ALL]
REAL = sorted(
    {word for openers in OPENERS for opener, others in openers.items() for word in (opener, *others)}
)


def spans(phrases: Phrases, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in phrases.found_in(text)]


def test_the_longest_phrase_is_found_and_none_twice() -> None:
    assert [match.group() for match in SHOP.found_in("the price list price, e-mail list")] == [
        "price list",
        "price",
        "e-mail list",
    ]


@pytest.mark.parametrize("text", ["pricey", "a_price", "price's", "'price", "reprice list", ""])
def test_part_of_a_word_is_no_phrase(text: str) -> None:
    assert SHOP.found_in(text) == []


def test_phrases_that_begin_with_a_mark_are_found_too() -> None:
    assert [match.group() for match in MARKED.found_in("'kay, #1 price")] == ["'kay", "#1", "price"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_same_is_found_as_by_the_pattern_alone(text: str) -> None:
    for phrases in (SHOP, MARKED):
        assert spans(phrases, text) == [match.span() for match in phrases.pattern.finditer(text)]
        assert phrases.without(text) == phrases.pattern.sub(" ", text)


@given(st.lists(st.sampled_from([*REAL, "sign", "the", "me", "me.", "on-"]), max_size=14).map(" ".join))
def test_that_holds_for_the_product_s_own_lists(text: str) -> None:
    for phrases in ALL:
        assert spans(phrases, text) == [match.span() for match in phrases.pattern.finditer(text)]
