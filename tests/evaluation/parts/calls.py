"""Whole calls: all nine analyzers against what a careful analyst reads in a call."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aftercall.analysis.pipeline import analyze_session
from aftercall.command_line.labels import labels_of
from aftercall.profile import Profile, load_profile
from aftercall.session.models import Session
from aftercall.session.parsing import parse_report
from tests.evaluation.harness.call_scores import FieldScore, Labels, mean_f1, score_calls
from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.parts.call_keywords import keyword_labels
from tests.evaluation.parts.call_variants import VARIANTS, rewritten

type Pairs = list[tuple[Labels, Labels]]

_AIM = 0.75


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


def our_labels(session: Session, profile: Profile) -> Labels:
    """Give what we read in a call."""
    return labels_of(analyze_session(session, profile))


@dataclass(frozen=True, slots=True)
class CallsPart:
    """The fields of the labels, and their mean."""

    name: str = "calls"

    def measure(self, data: DataSets, *, baselines: bool = True) -> Iterator[Figure]:
        """Give the mean and every field; of a folder of calls, or of its folder ``calls``."""
        calls = labelled_calls(data.path / "calls") or labelled_calls(data.path)
        if not calls:
            return
        profile = load_profile()
        ours, our_milliseconds = _read(calls, profile, our_labels)
        theirs, their_milliseconds = _read(calls, profile, keyword_labels) if baselines else ([], None)
        our_scores, their_scores = score_calls(ours), score_calls(theirs) if theirs else None
        yield Figure(
            part=self.name,
            subset="mean over the fields",
            measure="F1",
            items=len(calls),
            ours=mean_f1(our_scores),
            baseline=mean_f1(their_scores) if their_scores else None,
            baseline_name="keywords" if their_scores else "",
            aim=_AIM,
            our_milliseconds=our_milliseconds,
            baseline_milliseconds=their_milliseconds,
        )
        yield from _variants(self.name, calls, profile)
        for place, mine in enumerate(our_scores):
            yield _figure(self.name, mine, their_scores[place] if their_scores else None)


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


def _figure(part: str, ours: FieldScore, theirs: FieldScore | None) -> Figure:
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
    """Tell, field by field, what our reading missed and what it said wrongly."""
    profile = load_profile()
    for call in labelled_calls(data.path / "calls") or labelled_calls(data.path):
        answer = our_labels(parse_report(call.document, profile.tools), profile)
        for score in score_calls([(call.labels, answer)]):
            yield from (f"{call.name} {score.name}: {miss}" for miss in score.misses)


CALLS = CallsPart()
