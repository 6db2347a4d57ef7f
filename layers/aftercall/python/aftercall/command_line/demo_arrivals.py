"""What the demo's calls came to at the destinations: waited for, counted, said in a few lines."""

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import urllib3
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from aftercall.command_line.failures import CommandFailed
from aftercall.ledger.status import OPEN_STATUSES
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.delivery_readings import deliveries_of

POLL_SECONDS: Final = 0.25
STATE_SECONDS: Final = 10.0
OBJECTS: Final = {
    "Lead": ("lead", "leads"),
    "Contact": ("contact", "contacts"),
    "Voice_Call__c": ("voice call", "voice calls"),
    "Task": ("task", "tasks"),
}


def open_debts(connection: Connection, session_ids: Sequence[str]) -> int:
    """Count the calls that something is still owed of, to whomever.

    Raises WarehouseUnavailable.
    """
    return sum(
        any(entry.status in OPEN_STATUSES for entry in deliveries_of(connection, session_id))
        for session_id in session_ids
    )


def wait_for_deliveries(
    connection: Connection, session_ids: Sequence[str], seconds: float, tell: Callable[[int], None]
) -> int:
    """Wait until nothing is owed, at most so long; tell how many calls are through, give how many are not."""
    deadline = time.monotonic() + seconds
    while (owing := open_debts(connection, session_ids)) and time.monotonic() < deadline:
        tell(len(session_ids) - owing)
        time.sleep(POLL_SECONDS)
    tell(len(session_ids) - owing)
    return owing


def print_arrivals(console: Console, desk_url: str) -> None:
    """Say what each destination holds.  Raises CommandFailed where the desk does not answer."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column()
    for destination, words in arrivals(_state(desk_url)).items():
        table.add_row(destination, escape(words) if words else "[dim]nothing[/]")
    console.print("\nWhat was delivered\n", style="bold")
    console.print(table)


def arrivals(state: Mapping[str, Any]) -> dict[str, str]:
    """Put what arrived into words, by destination; empty where nothing did."""
    salesforce, amplitude = state["salesforce"], state["amplitude"]
    channels = Counter(f"#{message['channel']}" for message in state["slack"]["messages"])
    records = [counted(len(salesforce.get(name, ())), *words) for name, words in OBJECTS.items()]
    events = counted(len(amplitude["events"]), "event", "events")
    people = counted(len(amplitude["users"]), "person", "people")
    return {
        "Salesforce": ", ".join(part for part in records if part),
        "Amplitude": f"{events} of {people}" if events else "",
        "Slack": ", ".join(f"{count} in {name}" for name, count in sorted(channels.items())),
        "PagerDuty": counted(len(state["pagerduty"]["incidents"]), "incident", "incidents"),
        "E-mail": counted(len(state["mails"] or ()), "digest", "digests"),
    }


def counted(count: int, one: str, many: str) -> str:
    """Give a number with its noun; empty for none."""
    return f"{count} {one if count == 1 else many}" if count else ""


def _state(desk_url: str) -> dict[str, Any]:
    try:
        with urllib3.PoolManager() as pool:
            answer = pool.request("GET", f"{desk_url}/state.json", timeout=STATE_SECONDS, retries=False)
            state: dict[str, Any] = json.loads(answer.data)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        message = f"the desk of the stand-ins does not answer: {type(error).__name__}"
        raise CommandFailed(message, "`aftercall up` starts what does not run.") from error
    return state
