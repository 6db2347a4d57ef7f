"""Figures as a table for people, as Markdown for the documentation, and as JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.evaluation.harness.probes import Figure

_BEGIN = "<!-- figures: written by `make evaluate ARGUMENTS=--record` -->"
_END = "<!-- end of figures -->"
_HEADINGS = ("part", "set", "measure", "items", "ours", "baseline", "", "aim", "ms", "their ms")
_NUMBERS = frozenset({"items", "ours", "baseline", "aim", "ms", "their ms"})


def print_table(console: Console, figures: Iterable[Figure]) -> None:
    """Print a table; green where the aim is reached, yellow where it is not."""
    table = Table(*_HEADINGS, box=None, pad_edge=False)
    for column in table.columns:
        column.justify = "right" if column.header in _NUMBERS else "left"
        column.no_wrap = True
    previous = ""
    for figure in figures:
        cells = list(_cells(figure))
        if figure.part == previous:
            cells[0] = ""
        elif previous:
            table.add_section()
        previous = figure.part
        colour = {None: "bold", True: "bold green", False: "bold yellow"}[figure.reached]
        cells[4] = f"[{colour}]{cells[4]}[/]"
        table.add_row(*cells)
    console.print(table)


def as_markdown(figures: Sequence[Figure]) -> str:
    """Give the same table for a page of the documentation."""
    lines = ["| " + " | ".join(_HEADINGS) + " |", "|" + "---|" * len(_HEADINGS)]
    lines += ["| " + " | ".join(cell.strip() for cell in _cells(figure)) + " |" for figure in figures]
    return "\n".join(lines)


def record(figures: Sequence[Figure], page: Path) -> None:
    """Put the table between the marks of a page; parts that were not measured keep their lines."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    recorded, _, after = rest.partition(_END)
    head, ruler, *lines = as_markdown(figures).split("\n")
    measured = _by_part(lines)
    kept = _by_part(line for line in recorded.strip().split("\n")[2:] if line.startswith("| "))
    table = "\n".join([head, ruler, *(line for part in (kept | measured).values() for line in part)])
    page.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


def _by_part(lines: Iterable[str]) -> dict[str, list[str]]:
    """Sort the table's lines by their part, in the order they stand."""
    parts: dict[str, list[str]] = {}
    for line in lines:
        parts.setdefault(line.split("|")[1].strip(), []).append(line)
    return parts


def as_json(figures: Sequence[Figure]) -> str:
    """Give the figures for a program."""
    return json.dumps([asdict(figure) for figure in figures], indent=1)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.part,
        figure.subset,
        figure.measure,
        f"{figure.items:,}",
        f"{figure.ours:.3f}",
        _fraction(figure.baseline),
        figure.baseline_name,
        ("≤" if figure.lower_is_better and figure.aim is not None else "") + _fraction(figure.aim, 2),
        _fraction(figure.our_milliseconds, 2),
        _fraction(figure.baseline_milliseconds, 2),
    )


def _fraction(value: float | None, digits: int = 3) -> str:
    return "" if value is None else f"{value:.{digits}f}"
