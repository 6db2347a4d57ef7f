"""CPU time and memory of reading one call, against the length of its transcript."""

import gc
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Final

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from benchmarks import neighbours
from benchmarks.long_calls import call_of
from benchmarks.tables import Result

LENGTHS: Final = (2, 25, 100, 250, 500, 1000, 2000)
RUNS: Final = 3
SHORT_CALL: Final = 25
LONGEST_COMPARED: Final = 100


def run() -> Result:
    """Analyse calls of growing length in one process; medians of three."""
    profile = load_profile()
    analyze_session(parse_report(call_of(SHORT_CALL), profile.tools), profile)
    compared = neighbours.installed()
    measured = []
    for turns in LENGTHS:
        document = call_of(turns)
        text = json.dumps(document)
        loading = _median_cpu_ms(partial(json.loads, text))
        parsing = _median_cpu_ms(partial(parse_report, document, profile.tools))
        session = parse_report(document, profile.tools)
        reading = _median_cpu_ms(partial(analyze_session, session, profile))
        tracemalloc.start()
        analyze_session(session, profile)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        theirs = (
            _median_cpu_ms(partial(neighbours.read_with_neighbours, session))
            if compared and turns <= LONGEST_COMPARED
            else None
        )
        measured.append(
            (turns, len(session.turns), len(text) / 1000, loading, parsing, reading, peak, theirs)
        )
    per_turn = next(reading / turns for asked, turns, *_, reading, _, _ in measured if asked == SHORT_CALL)
    rows = [
        (
            f"{turns} turns",
            f"{kilobytes:.0f}",
            f"{loading:.1f}",
            f"{parsing:.1f}",
            f"{reading:.1f}",
            f"{reading / turns:.2f}",
            f"{peak:.1f}",
            f"{peak / turns * 1000:.0f}",
            f"{theirs / reading:.1f} x" if theirs is not None else "",
            f"{reading / turns / per_turn:.2f}",
        )
        for _, turns, kilobytes, loading, parsing, reading, peak, theirs in measured
    ]
    return Result(
        title="Analysis of one call: CPU time against transcript length (ms, median of three, one process)",
        alternative=f"the same work per turn at {SHORT_CALL} turns: {per_turn:.2f} ms (1.00 is linear)",
        columns=(
            *("call", "kB", "json", "parse", "nine analyzers", "per turn", "peak MB", "kB a turn"),
            *("usual tools", "ratio"),
        ),
        rows=rows,
        notes=(
            "Longer calls are the sample calls one after the other; past 600 turns they repeat.",
            "Peak MB is what Python allocates on top of the session while reading (tracemalloc).",
            f"Usual tools: CPU of {neighbours.NAMES} on the same turns, in times of ours"
            + (f"; up to {LONGEST_COMPARED} turns." if compared else "; not installed."),
        ),
    )


def _median_cpu_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        gc.collect()
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)
