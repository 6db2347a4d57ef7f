"""Small arithmetic that several analyzers share."""

from collections.abc import Sequence


def mean(values: Sequence[float]) -> float | None:
    """Give the arithmetic mean, ``None`` of nothing."""
    return sum(values) / len(values) if values else None


def clamp(value: float, low: float, high: float) -> float:
    """Hold a value within limits."""
    return max(low, min(high, value))


def score_of_ten(value: float) -> float:
    """Give a score between 0 and 10 with one decimal."""
    return round(clamp(value, 0.0, 10.0), 1)


def percentile(values: Sequence[float], share: float) -> float:
    """Give a percentile with linear interpolation between closest ranks (as numpy's default).

    Raises
    ------
    ValueError
        When there are no values.
    """
    if not values:
        msg = "values: expected at least one"
        raise ValueError(msg)
    ordered = sorted(values)
    position = (len(ordered) - 1) * share
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)
