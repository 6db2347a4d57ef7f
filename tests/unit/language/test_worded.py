"""Patterns tried only where a word stands that they need: the same as the pattern finds by itself."""

from types import ModuleType
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftercall.analysis import answers, commitments, context, outcome
from aftercall.analysis.sales import trouble
from aftercall.language import act_rules
from aftercall.language.phrases import Worded, worded

SIZE: Final = worded("big small", r"\b(?:very )?(?:big|small)\b(?! deal)")


def patterns_of(module: ModuleType) -> dict[str, Worded]:
    return {
        f"{module.__name__}.{name}": value
        for name, value in vars(module).items()
        if isinstance(value, Worded)
    }


ALL: Final = {
    name: found
    for module in (act_rules, context, answers, commitments, outcome, trouble)
    for name, found in patterns_of(module).items()
}


@pytest.mark.parametrize("text", ["a very big tent", "small", "a big deal, a small one"])
def test_what_the_pattern_finds_is_found(text: str) -> None:
    assert (found := SIZE.search(text)) is not None
    assert (alone := SIZE.pattern.search(text)) is not None
    assert found.span() == alone.span()


@pytest.mark.parametrize("text", ["", "bigger", "no big deal", "very"])
def test_what_the_pattern_does_not_find_is_not_found(text: str) -> None:
    assert SIZE.search(text) is None


@pytest.mark.parametrize("name", ALL)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_whatever_a_pattern_matches_holds_a_word_that_it_needs(name: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(ALL[name].pattern))
    assert ALL[name].search(text) is not None
