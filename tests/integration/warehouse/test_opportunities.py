"""Opportunities of known people, kept as Salesforce last told them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from aftercall.reports.opportunity import Opportunity
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.opportunities import Kept, keep_opportunities, last_read_at, read_opportunities
from aftercall.warehouse.store import store_analysis
from tests.integration.warehouse import calls

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def a_deal(email: str, **given: Any) -> Opportunity:
    known: dict[str, Any] = {
        "opportunity_id": "006A",
        "email": email,
        "name": "Deal",
        "amount": Decimal("1200.50"),
        "currency": "USD",
        "stage": "Prospecting",
        "is_closed": False,
        "is_won": False,
        "created_at": NOW - timedelta(days=3),
    }
    return Opportunity.model_validate(known | given)


def a_caller(warehouse: Connection, **given: Any) -> str:
    """Store a call and give the caller's address."""
    stored = calls.call(**given)
    store_analysis(warehouse, stored)
    rows = warehouse.execute("SELECT email FROM warehouse.leads").fetchall()
    return str(rows[0][0])


def keep(
    warehouse: Connection,
    *deals: tuple[Opportunity, bool],
    at: datetime = NOW,
    everything: bool = True,
) -> Kept:
    return keep_opportunities(warehouse, deals, at, everything=everything)


def test_before_the_first_read_salesforce_is_not_connected(warehouse: Connection) -> None:
    assert last_read_at(warehouse) is None


def test_a_read_without_opportunities_is_a_read_all_the_same(warehouse: Connection) -> None:
    assert keep(warehouse) == Kept(0, 0)
    assert last_read_at(warehouse) == NOW


def test_a_callers_opportunity_is_kept_with_the_callers_calls(warehouse: Connection) -> None:
    email = a_caller(warehouse)

    keep(warehouse, (a_deal(email), True))
    (kept,) = read_opportunities(warehouse)

    assert (kept.email, kept.amount, kept.currency) == (email, Decimal("1200.50"), "USD")
    assert len(kept.call_times) == 1


def test_an_opportunity_of_somebody_unknown_is_not_kept(warehouse: Connection) -> None:
    assert keep(warehouse, (a_deal("stranger@x.example"), True)) == Kept(0, 0)


def test_what_changed_takes_the_place_of_what_was(warehouse: Connection) -> None:
    email = a_caller(warehouse)
    keep(warehouse, (a_deal(email), True))

    won = a_deal(email, stage="Closed Won", is_closed=True, is_won=True)
    keep(warehouse, (won, True), at=NOW + timedelta(hours=1), everything=False)

    (kept,) = read_opportunities(warehouse)
    assert (kept.stage, kept.is_won) == ("Closed Won", True)


def test_a_read_of_changes_forgets_nothing(warehouse: Connection) -> None:
    email = a_caller(warehouse)
    keep(warehouse, (a_deal(email), True))

    assert keep(warehouse, at=NOW + timedelta(hours=1), everything=False) == Kept(0, 0)
    assert len(read_opportunities(warehouse)) == 1


def test_a_read_of_everything_forgets_what_is_gone(warehouse: Connection) -> None:
    email = a_caller(warehouse)
    keep(warehouse, (a_deal(email), True), (a_deal(email, opportunity_id="006B"), True))

    told = keep(warehouse, (a_deal(email, opportunity_id="006B"), True), at=NOW + timedelta(hours=1))

    assert told == Kept(1, 1)
    assert [one.opportunity_id for one in read_opportunities(warehouse)] == ["006B"]


def test_of_several_contacts_it_is_the_primary_ones_if_that_one_called(warehouse: Connection) -> None:
    email = a_caller(warehouse)

    keep(warehouse, (a_deal("a@stranger.example"), True), (a_deal(email), False))

    (kept,) = read_opportunities(warehouse)
    assert kept.email == email


def test_more_than_one_batch_is_kept(warehouse: Connection) -> None:
    email = a_caller(warehouse)
    deals = [(a_deal(email, opportunity_id=f"006{number:04d}"), True) for number in range(1200)]

    assert keep(warehouse, *deals) == Kept(1200, 0)
    assert len(read_opportunities(warehouse)) == 1200
