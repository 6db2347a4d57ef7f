"""A call in quarters, and where its feeling goes."""

from collections.abc import Sequence

from aftercall.analysis.rounding import mean
from aftercall.reports.quality import Trend

QUARTERS = 4
_CHANGE = 0.12


def quarter_of(position: int, count: int) -> int:
    """Give the quarter (0 to 3) of an item's position among all."""
    return min(QUARTERS - 1, position * QUARTERS // max(count, 1))


def split_quarters[T](items: Sequence[T]) -> tuple[tuple[T, ...], ...]:
    """Split a sequence into four parts in order, each item in one."""
    parts: list[list[T]] = [[] for _ in range(QUARTERS)]
    for position, item in enumerate(items):
        parts[quarter_of(position, len(items))].append(item)
    return tuple(tuple(part) for part in parts)


def trend_of(start: float | None, end: float | None) -> Trend | None:
    """Tell where sentiment went between the first and the last quarter (-1 to 1 each)."""
    if start is None or end is None:
        return None
    if end - start > _CHANGE:
        return Trend.IMPROVING
    if end - start < -_CHANGE:
        return Trend.DECLINING
    return Trend.STABLE


def start_and_end(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Give the mean of the first and of the last quarter, ``None`` where a quarter has no turns."""
    if len(values) < QUARTERS:
        return (values[0], values[-1]) if len(values) > 1 else (None, None)
    parts = split_quarters(values)
    first, last = mean(parts[0]), mean(parts[-1])
    return (None if first is None else round(first, 4), None if last is None else round(last, 4))
