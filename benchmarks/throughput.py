"""Calls per second through parsing and all nine analyzers on this machine."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from benchmarks.tables import Result
from local.samples.catalogue import read_samples

ROUNDS: Final = 12


def run() -> Result:
    """Analyse the sample calls again and again, in one process and in one process per core."""
    reports = [sample.report for sample in read_samples()]
    cores = os.cpu_count() or 1
    work([reports[0]])
    one = _calls_per_second(reports, 1)
    many = _calls_per_second(reports, cores)
    return Result(
        title="Calls per second through parsing and nine analyzers (the sample calls, mixed lengths)",
        alternative="one process",
        columns=("processes", "calls/s", "calls/day", "ratio"),
        rows=[
            ("1", f"{one:.0f}", f"{one * 86400:,.0f}", "1.00"),
            (str(cores), f"{many:.0f}", f"{many * 86400:,.0f}", f"{many / one:.2f}"),
        ],
        notes=("Pure CPU work without AWS around it; on Lambda each call has its own nine functions.",),
    )


def work(reports: list[dict[str, Any]]) -> int:
    """Parse and analyse these reports; gives how many."""
    profile = load_profile()
    for report in reports:
        analyze_session(parse_report(report, profile.tools), profile)
    return len(reports)


def _calls_per_second(reports: list[dict[str, Any]], processes: int) -> float:
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(work, [reports[:1]] * processes))  # so that no start of a process is measured
        begin = time.perf_counter()
        calls = sum(pool.map(work, [reports] * ROUNDS))
        return calls / (time.perf_counter() - begin)
