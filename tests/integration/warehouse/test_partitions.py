"""Monthly partitions of the metrics."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from aftercall.session.models import ResponseLatency
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import WarehouseUnavailable
from aftercall.warehouse.partitions import ensure_partitions
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import StoredCall
from tests.integration.warehouse import calls

NOW = datetime(2026, 3, 15, tzinfo=UTC)


def partitions_of_rows(connection: Connection) -> list[str]:
    rows = connection.execute("SELECT DISTINCT tableoid::regclass::text FROM warehouse.metrics ORDER BY 1")
    return [name for (name,) in rows.fetchall()]


def call_over_midnight(session_id: str = "RM_one.AJ_one") -> StoredCall:
    """A call that starts in one month and ends in the next."""
    start = datetime(2026, 3, 31, 23, 59, 50, tzinfo=UTC)
    latencies = (ResponseLatency(item_id="item_3", at=start, llm_ttft_ms=600.0),)
    session = calls.session(session_id, start=start, latencies=latencies)
    return calls.call(session, body=session_id, analyzed_at=start + timedelta(minutes=2))


def test_a_call_over_the_end_of_a_month_lies_in_two_partitions(warehouse: Connection) -> None:
    store_analysis(warehouse, call_over_midnight())
    assert partitions_of_rows(warehouse) == ["warehouse.metrics_2026_03", "warehouse.metrics_2026_04"]


def test_writers_that_need_the_same_new_month_at_once_all_succeed(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    connections = [open_connection() for _ in range(6)]
    work = [call_over_midnight(f"RM_{number}.AJ") for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(store_analysis, connections, work))
    assert "warehouse.metrics_default" not in partitions_of_rows(warehouse)


def test_a_clock_that_went_wrong_makes_no_partition_and_loses_no_row(warehouse: Connection) -> None:
    far = calls.session(start=datetime(2041, 7, 1, tzinfo=UTC))
    store_analysis(warehouse, calls.call(far))
    assert partitions_of_rows(warehouse) == ["warehouse.metrics_default"]


def test_rows_that_had_to_wait_move_into_their_partition(warehouse: Connection) -> None:
    early = calls.session(start=datetime(2026, 7, 2, tzinfo=UTC))
    store_analysis(warehouse, calls.call(early))
    assert partitions_of_rows(warehouse) == ["warehouse.metrics_default"]
    assert ensure_partitions(warehouse, [date(2026, 7, 1)], NOW + timedelta(days=100)) == 1
    assert partitions_of_rows(warehouse) == ["warehouse.metrics_2026_07"]
    assert ensure_partitions(warehouse, [date(2026, 7, 1)], NOW + timedelta(days=100)) == 0


def test_a_partition_that_cannot_be_made_in_time_does_not_stop_the_call(
    warehouse: Connection, open_connection: Callable[[], Connection]
) -> None:
    other = open_connection()
    with other.transaction():
        other.execute("LOCK TABLE warehouse.metrics_default IN ROW EXCLUSIVE MODE")
        store_analysis(warehouse, call_over_midnight())
    assert partitions_of_rows(warehouse) == ["warehouse.metrics_default"]


def test_a_connection_that_is_lost_is_said(warehouse: Connection) -> None:
    warehouse.close()
    with pytest.raises(WarehouseUnavailable):
        ensure_partitions(warehouse, [date(2026, 3, 1)], NOW)


@pytest.mark.parametrize("table", ["metrics", "transcripts"])
def test_deleting_a_session_takes_what_hangs_on_it(warehouse: Connection, table: str) -> None:
    store_analysis(warehouse, calls.call())
    warehouse.execute("DELETE FROM warehouse.sessions")
    assert calls.counts(warehouse)[table] == 0
