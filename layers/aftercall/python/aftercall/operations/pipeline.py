"""What calls brought in: which opportunities they influenced, and what these are worth.

An opportunity is influenced by a call when it was open at the time of the call, or was created within 90 days
after it. It counts once, however many calls there were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from aftercall.reports.opportunity import Opportunity

INFLUENCE_LASTS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Period:
    """From ``begins`` up to, not including, ``ends``; both aware."""

    begins: datetime
    ends: datetime

    def includes(self, moment: datetime) -> bool:
        """Whether a time falls into it."""
        return self.begins <= moment < self.ends


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the influenced opportunities come to.

    Parameters
    ----------
    amount, won_amount
        By ISO code of the currency; an organisation with one currency has the code None.
    without_amount
        How many have no amount yet: they are counted, and add nothing.
    """

    opportunities: int
    won: int
    amount: dict[str | None, Decimal]
    won_amount: dict[str | None, Decimal]
    without_amount: int


def is_influenced_by(opportunity: Opportunity, call: datetime) -> bool:
    """Whether a call of the person's influenced it."""
    if opportunity.created_at >= call:
        return opportunity.created_at - call <= INFLUENCE_LASTS
    closed_at = _closed_at(opportunity)
    return closed_at is None or call < closed_at


def is_influenced(opportunity: Opportunity, calls_in: Period | None = None) -> bool:
    """Whether any call influenced it, or any call of a period."""
    return any(
        is_influenced_by(opportunity, call)
        for call in opportunity.call_times
        if calls_in is None or calls_in.includes(call)
    )


def influenced_pipeline(opportunities: Iterable[Opportunity], calls_in: Period | None = None) -> Pipeline:
    """Sum up what calls influenced; what was lost is not pipeline any more."""
    counted = [
        one for one in opportunities if is_influenced(one, calls_in) and (one.is_won or not one.is_closed)
    ]
    won = [one for one in counted if one.is_won]
    return Pipeline(
        opportunities=len(counted),
        won=len(won),
        amount=_sums(counted),
        won_amount=_sums(won),
        without_amount=sum(one.amount is None for one in counted),
    )


def _closed_at(opportunity: Opportunity) -> datetime | None:
    """Give the end of the day on which it was closed; Salesforce keeps no time of day."""
    if not opportunity.is_closed or opportunity.close_date is None:
        return None
    return datetime.combine(opportunity.close_date + timedelta(days=1), time(), UTC)


def _sums(opportunities: Iterable[Opportunity]) -> dict[str | None, Decimal]:
    sums: dict[str | None, Decimal] = {}
    for one in opportunities:
        if one.amount is not None:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.amount
    return sums
