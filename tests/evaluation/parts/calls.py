"""Whole calls: all nine analyzers against what a careful analyst reads in a call."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from aftercall.analysis.pipeline import analyze_session
from aftercall.command_line.labels import labels_of
from aftercall.embedding.cue_network import CueNetwork, load_cue_reader
from aftercall.embedding.minilm import MiniLM, load_embedder
from aftercall.profile import Profile, load_profile
from aftercall.session.models import Session
from aftercall.session.parsing import parse_report
from tests.evaluation.harness.call_scores import FieldScore, Labels, mean_f1, score_calls
from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.script_labels import labels_of_script
from tests.evaluation.harness.script_reports import report_of
from tests.evaluation.harness.scripts import read_scripts
from tests.evaluation.harness.splits import REPORTED_PARTS, part_of
from tests.evaluation.parts.call_keywords import keyword_labels
from tests.evaluation.parts.call_variants import VARIANTS, rewritten

type Pairs = list[tuple[Labels, Labels]]

_AIM = 0.75
_HELD_OUT = "held_out"
_HELD_OUT_PART = "calls, held out"
_REPORTED_SCRIPTS = "calls, scripts"
_NEVER_READ = frozenset((_HELD_OUT_PART, _REPORTED_SCRIPTS))
_SCRIPTS = "written_calls/scripts"


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of labelled calls, and the name of its lines in the table.

    Parameters
    ----------
    held_out
        Whether nobody who writes rules has seen its calls; then its misses are never shown either.
    """

    name: str
    folder: str
    held_out: bool = False


COLLECTIONS: Final = (
    Collection(_HELD_OUT_PART, f"written_calls/{_HELD_OUT}", held_out=True),
    Collection(_REPORTED_SCRIPTS, _SCRIPTS, held_out=True),
    Collection("calls, development", "written_calls/development"),
    Collection("calls", "calls"),
)


class HeldOut(Exception):
    """Asked to show what was missed in calls that nobody who writes rules may see."""


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """A call as reported, and what people read in it."""

    name: str
    document: dict[str, Any]
    labels: Labels


def labelled_calls(folder: Path) -> list[LabelledCall]:
    """Read every ``NN.gold.json`` with its ``NN.report.json``."""
    return [
        LabelledCall(
            name=gold.name.removesuffix(".gold.json"),
            document=json.loads(report.read_text(encoding="utf-8")),
            labels=json.loads(gold.read_text(encoding="utf-8")),
        )
        for gold in sorted(folder.glob("*.gold.json"))
        if (report := gold.with_name(gold.name.replace(".gold.json", ".report.json"))).is_file()
    ]


def scripted_calls(folder: Path, *, reported: bool) -> list[LabelledCall]:
    """Read the scripts of a folder: the three tenths that are reported, or those that train."""
    return [
        LabelledCall(script.name, report_of(script), labels_of_script(script))
        for script in read_scripts(folder)
        if (part_of(script.name) < REPORTED_PARTS) is reported
    ]


def our_labels(session: Session, profile: Profile) -> Labels:
    """Give what we read in a call as ``aftercall analyze`` does, with the networks where installed."""
    embedder, cue_reader = _networks()
    return labels_of(analyze_session(session, profile, embedder=embedder, cue_reader=cue_reader))


def labels_by_rules(session: Session, profile: Profile) -> Labels:
    """Give what we read in a call without any network."""
    return labels_of(analyze_session(session, profile))


@cache
def _networks() -> tuple[MiniLM | None, CueNetwork | None]:
    return load_embedder(), load_cue_reader()


@dataclass(frozen=True, slots=True)
class CallsPart:
    """The fields of the labels, and their mean, for every collection of calls that is there."""

    name: str = "calls"

    def measure(self, data: DataSets, *, baselines: bool = True) -> Iterator[Figure]:
        """Give the mean and every field; of the known collections in a folder, else of the calls in it."""
        profile = load_profile()
        for collection, calls in _collected(data.path):
            yield from _measured(collection.name, calls, profile, baselines=baselines)


def _collected(path: Path) -> list[tuple[Collection, list[LabelledCall]]]:
    """Read the known collections in a folder; a folder that has none is one itself."""
    found = [(collection, calls) for collection in COLLECTIONS if (calls := _calls_of(collection, path))]
    here = Collection("calls", ".", held_out=_HELD_OUT in path.resolve().parts)
    return found or [(here, calls) for calls in (labelled_calls(path),) if calls]


def _calls_of(collection: Collection, path: Path) -> list[LabelledCall]:
    if collection.folder == _SCRIPTS:
        return scripted_calls(path / _SCRIPTS, reported=collection.name == _REPORTED_SCRIPTS)
    return labelled_calls(path / collection.folder)


def _measured(part: str, calls: list[LabelledCall], profile: Profile, *, baselines: bool) -> Iterator[Figure]:
    ours, our_milliseconds = _read(calls, profile, our_labels)
    theirs, their_milliseconds = _read(calls, profile, keyword_labels) if baselines else ([], None)
    our_scores, their_scores = score_calls(ours), score_calls(theirs) if theirs else None
    yield Figure(
        part=part,
        subset="mean over the fields",
        measure="F1",
        items=len(calls),
        ours=mean_f1(our_scores),
        baseline=mean_f1(their_scores) if their_scores else None,
        baseline_name="keywords" if their_scores else "",
        # A figure of calls that the rules were written on is held to no aim.
        aim=_AIM if part in _NEVER_READ else None,
        our_milliseconds=our_milliseconds,
        baseline_milliseconds=their_milliseconds,
    )
    alone, alone_milliseconds = _read(calls, profile, labels_by_rules)
    yield Figure(
        part=part,
        subset="mean, rules alone",
        measure="F1",
        items=len(calls),
        ours=mean_f1(score_calls(alone)),
        our_milliseconds=alone_milliseconds,
    )
    yield from _variants(part, calls, profile)
    for place, mine in enumerate(our_scores):
        yield field_figure(part, mine, their_scores[place] if their_scores else None)


def _variants(part: str, calls: list[LabelledCall], profile: Profile) -> Iterator[Figure]:
    """Give the mean of the calls as other recognisers would write them; quotes are compared by words."""
    for name, rewrite in VARIANTS.items():
        changed = [replace(call, document=rewritten(call.document, rewrite)) for call in calls]
        pairs, milliseconds = _read(changed, profile, our_labels)
        yield Figure(
            part=part,
            subset=f"mean, {name}",
            measure="F1",
            items=len(calls),
            ours=mean_f1(score_calls(pairs)),
            our_milliseconds=milliseconds,
        )


def field_figure(part: str, ours: FieldScore, theirs: FieldScore | None = None) -> Figure:
    """Give a field's line of the table, with how often the kinds of its items were right."""
    kinds = f", kind {ours.kinds_right / ours.kinds_compared:.2f}" if ours.kinds_compared else ""
    return Figure(
        part=part,
        subset=f"  {ours.name}",
        measure=f"F1{kinds}",
        items=ours.labelled,
        ours=ours.f1,
        baseline=theirs.f1 if theirs else None,
        baseline_name="keywords" if theirs else "",
    )


def _read(
    calls: list[LabelledCall], profile: Profile, read: Callable[[Session, Profile], Labels]
) -> tuple[Pairs, float]:
    sessions = [parse_report(call.document, profile.tools) for call in calls]
    read(sessions[0], profile)
    started = time.process_time()
    answers = [read(session, profile) for session in sessions]
    milliseconds = (time.process_time() - started) * 1000 / len(calls)
    return [(call.labels, answer) for call, answer in zip(calls, answers, strict=True)], milliseconds


def misses(data: DataSets) -> Iterator[str]:
    """Tell, field by field, what our reading missed and what it said wrongly; never of held-out calls.

    Raises
    ------
    HeldOut
        When there is nothing else to tell of.
    """
    profile = load_profile()
    collected = _collected(data.path)
    shown = [(collection, calls) for collection, calls in collected if not collection.held_out]
    if collected and not shown:
        raise HeldOut(f"{data.path}: held out; only its figures are shown, never what was missed in it")
    for collection, calls in shown:
        for call in calls:
            answer = our_labels(parse_report(call.document, profile.tools), profile)
            for score in score_calls([(call.labels, answer)]):
                yield from (f"{collection.name} {call.name} {score.name}: {miss}" for miss in score.misses)


CALLS = CallsPart()
