"""The delivery ledger on a terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from aftercall.ledger.circuit import Circuit, CircuitState
from aftercall.ledger.status import OPEN_STATUSES, DeliveryStatus

if TYPE_CHECKING:
    from aftercall.warehouse.delivery_readings import DestinationStanding, LedgerEntry

COLOURS: Final = {
    DeliveryStatus.DELIVERED: "green",
    DeliveryStatus.FAILED: "red",
    DeliveryStatus.UNCERTAIN: "yellow",
    DeliveryStatus.SKIPPED: "dim",
}


def print_standings(console: Console, standings: "Sequence[DestinationStanding]", now: datetime) -> None:
    """Print where each destination stands."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for status in DeliveryStatus:
        table.add_column(status, justify="right", no_wrap=True)
    table.add_column("oldest", justify="right", no_wrap=True)
    table.add_column("circuit")
    for one in standings:
        table.add_row(
            one.destination,
            *(_count(status, one.counts.get(status, 0)) for status in DeliveryStatus),
            "" if one.oldest_debt is None else age(now - one.oldest_debt),
            circuit_words(one.circuit, now),
        )
    console.print(table)


def print_entries(console: Console, entries: "Sequence[LedgerEntry]") -> None:
    """Print one line for each row, and what an operator needs to know of it below."""
    for entry in entries:
        status = DeliveryStatus(entry.status)
        about = "" if entry.subject == "session" else f" {entry.subject} {entry.subject_id}"
        console.print(
            f"  {entry.destination + about:<24} {_coloured(status, f'{status:<10}')} {_words(entry)}",
            soft_wrap=True,
        )


def _words(entry: "LedgerEntry") -> str:
    parts = []
    if entry.delivered_at is not None:
        parts.append(f"delivered {moment(entry.delivered_at)}")
    if entry.external_id:
        parts.append(entry.external_id)
    if entry.reason:
        parts.append(entry.reason)
    if entry.status in OPEN_STATUSES:
        parts.append(f"due {moment(entry.due_at)}, attempt {entry.attempts + 1}")
    if entry.last_error and entry.status != DeliveryStatus.DELIVERED:
        parts.append(f"last error: {entry.last_error}")
    if entry.warning:
        parts.append(f"not taken: {entry.warning}")
    return escape(" · ".join(parts))


def circuit_words(circuit: Circuit, now: datetime) -> str:
    """Say in words whether a destination is tried."""
    if circuit.state is CircuitState.CLOSED:
        return "closed" if not circuit.failures else f"closed, {circuit.failures} failed in a row"
    since = "" if circuit.opened_at is None else f" for {age(now - circuit.opened_at)}"
    reason = f": {escape(circuit.last_error)}" if circuit.last_error else ""
    return f"[red]{circuit.state.replace('_', ' ')}[/]{since}{reason}"


def age(passed: timedelta) -> str:
    """Give a length of time in its largest unit."""
    seconds = max(0, round(passed.total_seconds()))
    for name, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {name}"
    return f"{seconds} s"


def moment(at: datetime) -> str:
    """Give a time as the other commands do."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _count(status: DeliveryStatus, count: int) -> str:
    return _coloured(status, str(count)) if count else "[dim]·[/]"


def _coloured(status: DeliveryStatus, text: str) -> str:
    colour = COLOURS.get(status)
    return text if colour is None else f"[{colour}]{text}[/]"
