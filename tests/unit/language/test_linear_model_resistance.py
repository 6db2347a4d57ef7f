"""Whether a turn pushes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.resistance import resistance, resists


@pytest.mark.parametrize(
    "text",
    [
        "that's too expensive for us",
        "i don't think we need that",
        "how do i know it is safe",
        "not right now, maybe later",
        "we can't go any higher than that",
    ],
)
def test_pushing_back_is_seen(text: str) -> None:
    assert resists(text)


@pytest.mark.parametrize("text", ["sounds great, let's do it", "we have three clinics", "okay deal"])
def test_agreeing_and_telling_are_not(text: str) -> None:
    assert not resists(text)


@given(st.text(max_size=120))
def test_resistance_is_a_likelihood(text: str) -> None:
    assert 0 <= resistance(text) <= 1
