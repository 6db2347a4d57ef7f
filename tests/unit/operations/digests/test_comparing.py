"""A figure against the one before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.operations.digests.comparing import change_of, share
from aftercall.reports.digests import Direction

UP, DOWN, FLAT = Direction.UP, Direction.DOWN, Direction.FLAT


@pytest.mark.parametrize(
    ("now", "before", "percent", "direction"),
    [
        (45, 40, 12.5, UP),
        (40, 45, -100 / 9, DOWN),
        (5, 5, 0, FLAT),
        (5, 0, None, UP),
        (0, 0, None, FLAT),
        (0, 5, -100, DOWN),
    ],
)
def test_a_change_has_its_percentage_but_never_one_against_zero(
    now: float, before: float, percent: float | None, direction: Direction
) -> None:
    change = change_of(now, before)
    assert change is not None
    assert change.percent == (None if percent is None else pytest.approx(percent))
    assert change.direction is direction


def test_what_is_the_same_as_it_is_shown_is_flat() -> None:
    assert change_of(42.4, 41.6).direction is FLAT  # type: ignore[union-attr]  # both are known
    assert change_of(7.84, 7.52, decimals=1).difference == 0.3  # type: ignore[union-attr]  # both are known


@pytest.mark.parametrize(("now", "before"), [(None, 3), (3, None), (None, None)])
def test_what_is_not_known_is_not_compared(now: float | None, before: float | None) -> None:
    assert change_of(now, before) is None


def test_nothing_has_no_share_of_nothing() -> None:
    assert share(0, 0) is None
    assert share(12, 45) == pytest.approx(26.67, abs=0.01)


@given(now=st.integers(0, 10_000), before=st.integers(0, 10_000))
def test_the_arrow_agrees_with_the_difference(now: int, before: int) -> None:
    change = change_of(now, before)
    assert change is not None
    assert (change.direction is UP) == (now > before)
    assert (change.direction is DOWN) == (now < before)
