"""What calls brought in."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from aftercall.operations.pipeline import (
    Period,
    influenced_pipeline,
    is_influenced,
)
from aftercall.reports.opportunity import Opportunity
from tests.fakes.clock import NOON

DAY = timedelta(days=1)


def a_deal(**given: Any) -> Opportunity:
    known: dict[str, Any] = {
        "opportunity_id": "006A",
        "email": "sam@northwind.example",
        "amount": Decimal(1000),
        "is_closed": False,
        "is_won": False,
        "created_at": NOON,
        "call_times": (NOON,),
    }
    return Opportunity.model_validate(known | given)


@pytest.mark.parametrize(
    ("call", "influenced"),
    [
        (NOON - 90 * DAY, True),
        (NOON - 90 * DAY - timedelta(seconds=1), False),
        (NOON, True),
        (NOON + 400 * DAY, True),
    ],
)
def test_a_deal_is_influenced_when_it_is_open_or_comes_within_90_days(call: Any, *, influenced: bool) -> None:
    assert is_influenced(a_deal(call_times=(call,))) is influenced


def test_a_call_after_the_deal_was_closed_had_no_part_in_it() -> None:
    closed = a_deal(is_closed=True, is_won=True, close_date=date(2026, 1, 15), created_at=NOON - 300 * DAY)
    day_of_closing = NOON.replace(year=2026, month=1, day=15, hour=23)

    assert is_influenced(closed.model_copy(update={"call_times": (day_of_closing,)}))
    assert not is_influenced(closed.model_copy(update={"call_times": (day_of_closing + DAY,)}))


def test_a_deal_of_somebody_who_never_called_is_not_influenced() -> None:
    assert not is_influenced(a_deal(call_times=()))


def test_only_calls_of_the_period_count() -> None:
    deal = a_deal(call_times=(NOON - 3 * DAY, NOON))

    assert is_influenced(deal, Period(NOON - 4 * DAY, NOON - 2 * DAY))
    assert not is_influenced(deal, Period(NOON - 2 * DAY, NOON))


def test_pipeline_is_what_is_open_or_won() -> None:
    deals = [
        a_deal(opportunity_id="open"),
        a_deal(
            opportunity_id="won", is_closed=True, is_won=True, amount=Decimal(500), close_date=NOON.date()
        ),
        a_deal(opportunity_id="lost", is_closed=True, amount=Decimal(9000), close_date=NOON.date()),
        a_deal(opportunity_id="unpriced", amount=None),
        a_deal(opportunity_id="other", created_at=NOON + 200 * DAY),
    ]

    pipeline = influenced_pipeline(deals)

    assert (pipeline.opportunities, pipeline.won, pipeline.without_amount) == (3, 1, 1)
    assert pipeline.amount == {None: Decimal(1500)}
    assert pipeline.won_amount == {None: Decimal(500)}


def test_a_deal_counts_once_however_many_calls_there_were() -> None:
    assert influenced_pipeline([a_deal(call_times=(NOON, NOON, NOON))]).amount == {None: Decimal(1000)}


def test_currencies_are_never_added_up() -> None:
    deals = [a_deal(currency="EUR"), a_deal(opportunity_id="006B", currency="USD")]

    assert influenced_pipeline(deals).amount == {"EUR": Decimal(1000), "USD": Decimal(1000)}
