"""What takes more than one call, learned once an hour: safe to repeat, to overlap and to be cut off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercall.language.embeddings import Embedder
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.open_questions import count_clusters, learn_open_questions
from aftercall.warehouse.recurring_issues import count_recurring_issues
from aftercall.warehouse.usage_baselines import compute_baselines

LONGEST_RUN = timedelta(minutes=3)
"""Of taking calls in; the rest waits for the next run. Counting comes after it and takes seconds."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What one run did; ``complete`` is False where calls wait for the next run."""

    calls: int
    clusters: int
    issues: int
    baselines: int
    complete: bool


def learn_across_calls(
    connection: Connection,
    embedder: Embedder | None,
    time_zone: str,
    now: Callable[[], datetime],
) -> Learned:
    """Take in new calls, then count clusters, issues and baselines anew.

    Parameters
    ----------
    embedder
        None compares questions by their words alone.
    time_zone
        IANA name of the company's zone, for the hours of the week.

    Raises
    ------
    WarehouseUnavailable
        What was taken in so far is kept; the next run goes on from there.
    RejectedByWarehouse
        A statement is refused, which is a fault of ours.
    """
    begun = now()
    calls, complete = 0, False
    while not complete and now() - begun < LONGEST_RUN:
        taken = learn_open_questions(connection, embedder, now())
        calls, complete = calls + taken, taken == 0
    return Learned(
        calls=calls,
        clusters=count_clusters(connection, begun),
        issues=count_recurring_issues(connection, begun),
        baselines=compute_baselines(connection, time_zone, begun),
        complete=complete,
    )
