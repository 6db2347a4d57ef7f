"""Whole calls as other recognisers would write the caller's turns: scores stay within a band.

A band is a little wider than the largest difference that was measured.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile import load_profile
from aftercall.session.models import QualificationTier
from aftercall.session.parsing import parse_report
from local.samples.catalogue import Sample, read_samples
from tests.evaluation.harness.probes import Figure
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.parts.call_variants import FURTHER_VARIANTS, VARIANTS, rewritten
from tests.evaluation.parts.calls import CALLS

WRITINGS = {**VARIANTS, **FURTHER_VARIANTS}
LEAD_SCORE_BAND = 8  # of 100
QUALITY_BAND = 1.5  # of 10
SENTIMENT_BAND = 0.25  # of -1 to 1
FIELDS_BAND = 0.12  # of the mean F1 over the labelled fields
COLLECTIONS = ("calls", "calls, development", "calls, held out")
SAMPLES = {sample.name: sample for sample in read_samples()}


@dataclass(frozen=True, slots=True)
class Scores:
    """What a report of a call is first looked at for."""

    lead: int
    quality: float
    sentiment: float
    tier: QualificationTier


def scores_of(document: dict[str, Any]) -> Scores:
    profile = load_profile()
    reports = analyze_session(parse_report(document, profile.tools), profile).reports
    assert reports.lead_score
    assert reports.quality
    assert reports.sentiment
    assert reports.sentiment.score is not None
    assert reports.sales_intelligence
    return Scores(
        lead=reports.lead_score.score,
        quality=reports.quality.score,
        sentiment=reports.sentiment.score,
        tier=reports.sales_intelligence.qualification_tier,
    )


@cache
def as_said(name: str) -> Scores:
    return scores_of(SAMPLES[name].report)


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=list(SAMPLES))
def test_the_same_call_written_otherwise_is_scored_alike(sample: Sample, writing: str) -> None:
    said, written = as_said(sample.name), scores_of(rewritten(sample.report, WRITINGS[writing]))

    assert abs(said.lead - written.lead) <= LEAD_SCORE_BAND
    assert abs(said.quality - written.quality) <= QUALITY_BAND
    assert abs(said.sentiment - written.sentiment) <= SENTIMENT_BAND
    assert said.tier is written.tier


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("writing", VARIANTS)
def test_labelled_calls_written_otherwise_are_read_nearly_as_well(collection: str, writing: str) -> None:
    figures = {
        figure.subset: figure.ours
        for figure in measured()
        if figure.part == collection and figure.subset.startswith("mean")
    }
    assert figures["mean over the fields"] - figures[f"mean, {writing}"] <= FIELDS_BAND


@cache
def measured() -> tuple[Figure, ...]:
    return tuple(CALLS.measure(DataSets(), baselines=False))
