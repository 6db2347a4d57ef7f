"""How long each function takes to import: the part of a cold start that is ours."""

import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.tables import Result

ROOT: Final = Path(__file__).parent.parent
FUNCTIONS: Final = ROOT / "functions"
PACKAGE: Final = ROOT / "layers" / "aftercall" / "python"
RUNS: Final = 5
TARGET_MS: Final = 150
ALTERNATIVE: Final = "aws_lambda_powertools event_handler and parser, the usual edge of a webhook Lambda"

_IMPORT: Final = """
import sys, time
if {preload!r}: __import__({preload!r})
begin = time.perf_counter()
{statement}
print((time.perf_counter() - begin) * 1000, "boto3" in sys.modules)
"""


def run() -> Result:
    """Import every handler in fresh interpreters; median of five, boto3's share apart."""
    alternative = _median(
        "import aws_lambda_powertools.event_handler, aws_lambda_powertools.utilities.parser", "boto3", None
    )
    boto3 = _median("import boto3", "", None)
    rows = []
    for folder in sorted(path.parent for path in FUNCTIONS.glob("*/handler.py")):
        _, uses_boto3 = _once("import handler", "", folder)
        own = _median("import handler", "boto3", folder)
        verdict = ""
        if folder.name.startswith("receive_"):
            verdict = "yes" if own < TARGET_MS else f"no: over {TARGET_MS}"
        rows.append(
            (
                folder.name,
                f"{own:.0f}",
                f"{boto3:.0f}" if uses_boto3 else "0 (at first use)",
                verdict,
                f"{own / alternative:.2f}",
            )
        )
    return Result(
        title="Import time of every function (ms, median of five fresh interpreters)",
        alternative=f"{ALTERNATIVE}: {alternative:.0f} ms",
        columns=("function", "own", "boto3's share", f"webhook under {TARGET_MS}", "ratio"),
        rows=rows,
        notes=(
            f"boto3 alone: {boto3:.0f} ms; it comes with AWS's runtime.",
            "AWS adds its own start of the runtime to this; a warm Lambda pays nothing.",
        ),
    )


def _median(statement: str, preload: str, folder: Path | None) -> float:
    return statistics.median(_once(statement, preload, folder)[0] for _ in range(RUNS))


def _once(statement: str, preload: str, folder: Path | None) -> tuple[float, bool]:
    paths = [str(PACKAGE)] + ([str(folder)] if folder else [])
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT.format(preload=preload, statement=statement)],
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    milliseconds, uses_boto3 = done.stdout.split()
    return float(milliseconds), uses_boto3 == "True"
