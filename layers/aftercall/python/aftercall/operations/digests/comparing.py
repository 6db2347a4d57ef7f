"""A figure against the one before it, and figures as people read them."""

from aftercall.reports.digests import Change, Direction


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


def capitalised(name: str) -> str:
    """Begin with a capital letter and leave the rest as it is."""
    return name[:1].upper() + name[1:]
