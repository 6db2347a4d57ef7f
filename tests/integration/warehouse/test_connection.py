"""The one connection of a warm container."""

from aftercall.warehouse.connection import Connection, ReusedConnection, transaction


class Seconds:
    """A monotonic clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


def test_a_warm_container_keeps_its_connection(warehouse_url: str) -> None:
    reused = ReusedConnection(lambda: warehouse_url, Seconds())
    first = reused.get()
    assert reused.get() is first
    reused.close()


def test_a_connection_that_died_while_nobody_used_it_is_replaced_before_use(
    warehouse_url: str, warehouse: Connection
) -> None:
    clock = Seconds()
    reused = ReusedConnection(lambda: warehouse_url, clock)
    process_id = reused.get().info.backend_pid
    warehouse.execute("SELECT pg_terminate_backend(%s)", [process_id])
    clock.time = 60.0
    replaced = reused.get()
    assert replaced.execute("SELECT 1").fetchone() == (1,)
    assert replaced.info.backend_pid != process_id
    reused.close()


def test_limits_end_with_their_transaction(warehouse: Connection) -> None:
    query = "SELECT current_setting('statement_timeout')"
    with transaction(warehouse):
        inside = warehouse.execute(query).fetchone()
    assert (inside, warehouse.execute(query).fetchone()) == (("6s",), ("0",))


def test_nothing_is_prepared_on_the_server(warehouse: Connection) -> None:
    for _ in range(10):
        warehouse.execute("SELECT %s::int", [1])
    prepared = warehouse.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
    assert prepared == (0,)


def test_a_server_that_acknowledges_nothing_is_given_up_within_seconds(warehouse: Connection) -> None:
    limits = warehouse.info.get_parameters()
    assert int(limits["tcp_user_timeout"]) < 1000 * 5
    assert int(limits["keepalives_interval"]) * int(limits["keepalives_count"]) < 5
    assert int(limits["connect_timeout"]) < 5
