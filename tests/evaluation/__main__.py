"""``python -m tests.evaluation [PART...] [--data PATH]``: accuracy against people's labels, as a table."""

import argparse
import sys
from pathlib import Path

from rich.console import Console

from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DATA, DataSets
from tests.evaluation.harness.table import as_json, as_markdown, print_table, record
from tests.evaluation.parts import PARTS
from tests.evaluation.parts.calls import HeldOut, misses

PAGE = Path(__file__).parents[2] / "docs" / "evaluation.md"


def main() -> int:
    """Measure the named parts, or all of them; 1 when nothing was found to measure on."""
    arguments = _arguments()
    data = DataSets(arguments.data or DATA, reported_only=arguments.data is None and not arguments.all)
    if arguments.misses:
        return _print_misses(data)
    figures = [
        figure
        for name in arguments.parts or PARTS
        for figure in PARTS[name].measure(data, baselines=not arguments.ours_only)
    ]
    if not figures:
        print(f"{data.path}: no set here that these parts can be measured on", file=sys.stderr)  # noqa: T201 - a command prints
        return 1
    _print(figures, arguments.format)
    if arguments.record:
        record(figures, PAGE)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=PARTS, help=", ".join(PARTS), metavar="PART")
    parser.add_argument(
        "--data", type=Path, help="a folder with sets under the usual names, or one file in their format"
    )
    parser.add_argument(
        "--all", action="store_true", help="the rows that models were trained on, too: not for reporting"
    )
    parser.add_argument("--record", action="store_true", help="put the table into docs/evaluation.md, too")
    parser.add_argument("--ours-only", action="store_true", help="leave the baselines out: faster")
    parser.add_argument(
        "--misses",
        action="store_true",
        help="instead: what was missed or wrong in each whole call, held-out ones left out",
    )
    parser.add_argument("--format", choices=["table", "markdown", "json"], default="table")
    return parser.parse_args()


def _print_misses(data: DataSets) -> int:
    try:
        print(*misses(data), sep="\n")  # noqa: T201 - a command prints
    except HeldOut as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - a command prints
        return 1
    return 0


def _print(figures: list[Figure], chosen: str) -> None:
    if chosen == "table":
        print_table(Console(width=180 if not sys.stdout.isatty() else None), figures)
    else:
        print(as_markdown(figures) if chosen == "markdown" else as_json(figures))  # noqa: T201 - a command prints


if __name__ == "__main__":
    sys.exit(main())
