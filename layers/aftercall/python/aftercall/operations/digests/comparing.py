"""A figure against the one before it, and figures as people read them."""

from aftercall.reports.digests import Change, Direction

THOUSAND = 1_000
MILLION = 1_000_000
TEN_DOLLARS = 10


def change_of(current: float | None, before: float | None, decimals: int = 0) -> Change | None:
    """Compare; None where there is nothing to compare with.

    Parameters
    ----------
    decimals
        With which the figure is shown: what is the same after rounding is flat.
    """
    if current is None or before is None:
        return None
    difference = round(current, decimals) - round(before, decimals)
    direction = Direction.FLAT if not difference else Direction.UP if difference > 0 else Direction.DOWN
    percent = 100.0 * (current - before) / before if before else None
    return Change(before=before, difference=round(difference, 6), percent=percent, direction=direction)


def share(part: float, whole: float) -> float | None:
    """Give a part in percent; None of nothing."""
    return 100.0 * part / whole if whole else None


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(value: float) -> str:
    """Show a percentage without decimals."""
    return f"{value:.0f}%"


def signed_percent(value: float) -> str:
    """Show a change in percent."""
    return f"{value:+.0f}%"


def money(amount: float, currency: str = "USD") -> str:
    """Show an amount the way it is said: $127K, $1,247, $4.20."""
    sign = "$" if currency == "USD" else f"{currency} "
    if amount >= MILLION:
        return f"{sign}{_short(amount / MILLION)}M"
    if amount >= 10 * THOUSAND:
        return f"{sign}{amount / THOUSAND:,.0f}K" if amount < MILLION - THOUSAND / 2 else f"{sign}1M"
    return f"{sign}{amount:,.0f}" if amount >= TEN_DOLLARS or not amount else f"{sign}{amount:.2f}"


def _short(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")
