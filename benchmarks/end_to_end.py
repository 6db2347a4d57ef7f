"""From the report's POST to its row in Postgres, on the deployed local stack."""

import statistics
import time

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from benchmarks.cloud_run import measured_run
from benchmarks.tables import Result
from local.samples.catalogue import read_samples


def run() -> Result:
    """Time warm calls, one at a time, beside the same analysis in one process."""
    measured = measured_run()
    stored, accepted = measured.seconds_to_stored, measured.seconds_to_accepted
    in_process = _in_process_seconds()
    rows = [
        (
            name,
            *(f"{value * 1000:.0f}" for value in _spread(values)),
            f"{statistics.median(values) / in_process:.1f}",
        )
        for name, values in (("POST /sessions answered", accepted), ("row in Postgres", stored))
    ]
    return Result(
        title=f"End to end, warm, one call at a time ({measured.calls} calls; ms)",
        alternative=f"parsing and nine analyzers in one process: {in_process * 1000:.1f} ms a call",
        columns=("from POST to", "median", "p95", "worst", "ratio"),
        rows=rows,
        notes=(
            f"The first pass after a deployment (no call before) took {measured.cold_seconds:.1f} s a call.",
            "The emulator runs every function as a process of this machine: AWS differs, mostly cold.",
        ),
    )


def _spread(values: tuple[float, ...]) -> tuple[float, float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1], max(values)


def _in_process_seconds() -> float:
    profile = load_profile()
    times = []
    for sample in read_samples() * 2:
        begin = time.perf_counter()
        analyze_session(parse_report(sample.report, profile.tools), profile)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)
