"""Patterns that are not tried on every text: they find what they find without being sifted."""

import re
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import aftercall.analysis.registry  # noqa: F401 - brings in every module whose patterns are looked at
from aftercall.language.needed_words import needed_starts, starts_in
from aftercall.language.sifted import NothingNeeded, Sieve, Sifted

ROWS = (
    ("send", re.compile(r"\bsend\b")),
    ("digits", re.compile(r"\d+")),
    ("paper", re.compile(r"\bpapers?\b")),
)
SIEVE = Sieve(ROWS, lambda row: row[1])


def patterns_of_the_rules() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in [module for name, module in sys.modules.items() if name.startswith("aftercall.")]:
        for name, value in vars(module).items():
            if isinstance(value, Sifted):
                yield f"{module.__name__}.{name}", value.pattern
            elif isinstance(value, Sieve):
                for place, row in enumerate(value.rows):
                    yield f"{module.__name__}.{name}[{place}]", value.pattern_of(row)


PATTERNS = dict(patterns_of_the_rules())


def test_a_pattern_finds_what_it_finds_alone() -> None:
    sifted = Sifted(r"\bsend(?: it)?\b")
    assert sifted.search("please send it") is not None
    assert sifted.search("please sender") is None
    assert sifted.search("nothing of that kind") is None
    assert [match.group() for match in sifted.finditer("send, then send it")] == ["send", "send it"]
    assert list(sifted.finditer("nothing of that kind")) == []


def test_a_pattern_that_needs_no_word_cannot_be_sifted() -> None:
    with pytest.raises(NothingNeeded):
        Sifted(r"\d+").search("7")


@pytest.mark.parametrize(
    ("text", "tried"),
    [("send it", ["send", "digits"]), ("paper", ["digits", "paper"]), ("", ["digits"])],
)
def test_a_sieve_gives_the_rows_that_may_match_in_order(text: str, tried: list[str]) -> None:
    assert [name for name, _ in SIEVE.rows_for(text)] == tried


@pytest.mark.parametrize("name", PATTERNS)
@given(data=st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_rule_is_kept_from_a_text_that_it_matches(name: str, data: st.DataObject) -> None:
    pattern = PATTERNS[name]
    needed = needed_starts(pattern)
    text = data.draw(st.from_regex(pattern))
    assert needed is None or not needed.isdisjoint(starts_in(text))
