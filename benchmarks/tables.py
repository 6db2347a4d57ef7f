"""How a benchmark's result is printed: a title, what it was measured against, a table, notes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Result:
    """One benchmark's table.

    Parameters
    ----------
    title
        What was measured.
    alternative
        What it is compared with.
    columns, rows
        The table; the last column is the ratio to the alternative where there is one.
    notes
        Assumptions, and what the figures do not say.
    """

    title: str
    alternative: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())


def print_result(console: Console, result: Result) -> None:
    """Print one result."""
    console.print(f"\n[bold]{result.title}[/]")
    console.print(f"beside: {result.alternative}", style="dim")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(result.columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=number == 0)
    for row in result.rows:
        table.add_row(*row)
    console.print(table)
    for note in result.notes:
        console.print(f"- {note}", style="dim")
