"""Calls of 25 turns, each seen for the first time: CPU and memory beside the usual tools.

Every way of reading runs in a process of its own, so that its memory is its own; ``python -m
benchmarks.understanding WAY`` is such a process.
"""

import gc
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final, TypedDict

from aftercall.analysis.pipeline import analyze_session
from aftercall.embedding import cue_network, minilm
from aftercall.profile import load_profile
from aftercall.session.models import Session
from aftercall.session.parsing import parse_report
from benchmarks import neighbours
from benchmarks.long_calls import different_calls
from benchmarks.tables import Result

TURNS: Final = 25
ROUNDS: Final = 3
WAYS: Final = ("nine analyzers", "nine analyzers, networks", "the usual tools")
TARGETS_MS: Final = {"nine analyzers": 30, "nine analyzers, networks": 150}
_OURS, _WITH_NETWORKS, _THEIRS = WAYS


class Measured(TypedDict):
    """What one process measured: the CPU time of each call, and its own peak of memory."""

    milliseconds: list[float]
    peak_mb: float


def run() -> Result:
    """Read the same calls in each way, one after the other, three times; of those the quickest."""
    there = {_OURS: True, _WITH_NETWORKS: minilm.installed(), _THEIRS: neighbours.installed()}
    milliseconds: dict[str, list[float]] = {}
    memory: dict[str, float] = {}
    for way in [way for _ in range(ROUNDS) for way in WAYS if there[way]]:
        answer = _in_own_process(way)
        before = milliseconds.get(way, answer["milliseconds"])
        milliseconds[way] = [min(pair) for pair in zip(before, answer["milliseconds"], strict=True)]
        memory[way] = answer["peak_mb"]
    ours = statistics.median(milliseconds[_OURS])
    rows = [
        _row(way, statistics.median(milliseconds[way]), memory[way], ours)
        if there[way]
        else (way, "not installed", "", "", "", "")
        for way in WAYS
    ]
    return Result(
        title=f"Reading a call of {TURNS} turns for the first time (CPU, {len(milliseconds[_OURS])} calls)",
        alternative=neighbours.NAMES,
        columns=("way", "ms a call", "ms a turn", "peak MB", "target", "ratio to ours"),
        rows=rows,
        notes=(
            "Median over the calls, of each the quickest of three runs; models loaded and words known,",
            "as in a warm Lambda: as many other calls are read first. Nothing else of a call is remembered.",
            "Peak MB is the peak resident memory of a process that did nothing else, imports included.",
            "The networks read cues in each of the caller's turns and give questions their embeddings.",
            "The usual tools only score sentiment and find personal data and dates: a part of the work.",
        ),
    )


def _row(way: str, milliseconds: float, peak_mb: float, ours: float) -> tuple[str, ...]:
    target = TARGETS_MS.get(way)
    verdict = "" if target is None else f"<{target} {'met' if milliseconds < target else 'missed'}"
    per_turn = f"{milliseconds / TURNS:.2f}"
    return (way, f"{milliseconds:.1f}", per_turn, f"{peak_mb:.0f}", verdict, f"{milliseconds / ours:.2f}")


def _in_own_process(way: str) -> Measured:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.understanding", way],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    answer: Measured = json.loads(done.stdout)
    return answer


def measure(way: str) -> Measured:
    """Read every second call to get warm and measure the others, each once."""
    profile = load_profile()
    sessions = [parse_report(call, profile.tools) for call in different_calls(TURNS)]
    read = _reading(way)
    for session in sessions[::2]:
        read(session)
    milliseconds = []
    for session in sessions[1::2]:
        gc.collect()
        begin = time.process_time()
        read(session)
        milliseconds.append((time.process_time() - begin) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"milliseconds": milliseconds, "peak_mb": peak}


def _reading(way: str) -> Callable[[Session], object]:
    if way == _THEIRS:
        return neighbours.read_with_neighbours
    profile = load_profile()
    if way == _OURS:
        return lambda session: analyze_session(session, profile)
    embedder, cue_reader = minilm.load_embedder(), cue_network.load_cue_reader()
    return lambda session: analyze_session(session, profile, embedder=embedder, cue_reader=cue_reader)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(sys.argv[1])))
