"""Run the benchmarks and print their tables."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Final

from rich.console import Console

from benchmarks.tables import Result, print_result

NAMES: Final = (
    "imports",
    "sizes",
    "understanding",
    "analysis",
    "throughput",
    "end_to_end",
    "deliveries",
    "cost",
)


def main(chosen: list[str]) -> int:
    """Run the named benchmarks, or all of them; gives the exit code."""
    unknown = [name for name in chosen if name not in NAMES]
    console = Console(highlight=False)
    if unknown:
        console.print(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    for name in chosen or NAMES:
        run: Callable[[], Result] = import_module(f"benchmarks.{name}").run
        print_result(console, run())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
