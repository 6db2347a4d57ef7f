"""Latency, tokens, cost and errors of one call."""

from datetime import timedelta

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.analysis.rounding import percentile
from aftercall.reports.performance import PerformanceReport
from aftercall.session.models import (
    ConnectionQuality,
    ErrorCounts,
    ResponseLatency,
    Session,
    Usage,
    UsageKind,
)
from tests.unit.analysis.calls import CALL_START, PROFILE, call, search

SHORT = "A: Hi.\nU: hello there\nA: How can I help?\nU: a quote please"


def performance(session: Session) -> PerformanceReport:
    report = analyze_session(session, PROFILE).reports.performance
    assert report is not None
    return report


def answers(*totals: float, end_to_end: float | None = None) -> list[ResponseLatency]:
    return [
        ResponseLatency(
            item_id=f"item_{number}",
            at=CALL_START + timedelta(seconds=number),
            eou_delay_ms=total / 4,
            llm_ttft_ms=total / 2,
            tts_ttfb_ms=total / 4,
            total_latency_ms=total,
            e2e_latency_ms=end_to_end,
        )
        for number, total in enumerate(totals)
    ]


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 2.5), (0.95, 3.85), (1.0, 4)])
def test_percentiles_interpolate_between_closest_ranks(share: float, expected: float) -> None:
    assert percentile([4, 1, 3, 2], share) == pytest.approx(expected)


def test_latency_is_end_to_end_where_measured_else_the_sum() -> None:
    summed = performance(call(SHORT, latencies=answers(800, 1000))).latency
    measured = performance(call(SHORT, latencies=answers(800, 1000, end_to_end=1500))).latency
    assert summed is not None
    assert measured is not None
    assert (summed.average_ms, measured.average_ms) == (900, 1500)
    assert (summed.target_met, measured.target_met) == (True, False)


def test_each_stage_has_its_own_statistics_and_target() -> None:
    stages = {stage.name: stage for stage in performance(call(SHORT, latencies=answers(1600, 1600))).stages}
    assert stages["llm_ttft"].average_ms == 800
    assert stages["llm_ttft"].target_met is False
    assert stages["tts_ttfb"].target_average_ms == 300


def test_cached_prompt_tokens_are_priced_as_cached() -> None:
    usage = Usage(
        kind=UsageKind.LLM, provider="openai", model="gpt-4o", prompt_tokens=1_000_000,
        prompt_cached_tokens=400_000, completion_tokens=100_000,
    )  # fmt: skip
    report = performance(call(SHORT, seconds=0, usage=(usage,)))
    assert report.costs[0].cost_usd == pytest.approx(0.6 * 2.5 + 0.4 * 1.25 + 0.1 * 10)
    assert report.tokens is not None
    assert report.tokens.completion_share == pytest.approx(0.0909, abs=1e-4)


def test_speech_is_priced_by_the_minute_and_by_the_character_and_transport_by_the_minute() -> None:
    usage = (
        Usage(kind=UsageKind.STT, provider="deepgram", model="nova-3", audio_seconds=120),
        Usage(kind=UsageKind.TTS, provider="cartesia", model="sonic", characters=2000),
    )
    report = performance(call(SHORT, seconds=120, usage=usage))
    assert {item.service: item.cost_usd for item in report.costs} == {
        "stt": pytest.approx(0.0154),
        "tts": pytest.approx(0.1),
        "transport": pytest.approx(0.02),
    }
    assert report.total_cost_usd == pytest.approx(0.1354)


def test_a_service_without_a_price_is_named_and_left_out_of_the_total() -> None:
    usage = (
        Usage(kind=UsageKind.LLM, provider="acme", model="acme-1", prompt_tokens=10, completion_tokens=5),
    )
    report = performance(call(SHORT, seconds=60, usage=usage))
    assert report.unpriced == ("llm acme/acme-1",)
    assert report.total_cost_usd == pytest.approx(0.01)


def test_a_spike_is_an_answer_far_beyond_the_calls_median() -> None:
    report = performance(call(SHORT, latencies=answers(800, 900, 850, 820, 2600)))
    assert [(item.kind, item.item_id, item.normal) for item in report.anomalies] == [
        ("latency_spike", "item_4", 850.0)
    ]


def test_failed_tools_close_together_are_a_burst() -> None:
    tools = [search("x", found=False, after=n).model_copy(update={"failed": True}) for n in (0, 1)]
    report = performance(call(SHORT, tool_calls=tools))
    assert [item.kind for item in report.anomalies] == ["error_burst"]
    assert report.error_count == 2


def test_errors_cost_reliability() -> None:
    assert performance(call(SHORT)).reliability_score == 10
    assert performance(call(SHORT, errors=ErrorCounts(llm=2))).reliability_score == 5


@pytest.mark.parametrize(
    ("loss", "jitter", "category"),
    [(0.1, 5, "Excellent"), (0.1, 20, "Good"), (2.0, 20, "Fair"), (0.1, 60, "Poor"), (None, None, None)],
)
def test_the_connection_category_needs_both_limits(
    loss: float | None, jitter: float | None, category: str | None
) -> None:
    connection = ConnectionQuality(packet_loss_percent=loss, jitter_ms=jitter)
    assert performance(call(SHORT, connection=connection)).connection_category == category


def test_what_was_not_measured_is_null() -> None:
    report = performance(call(SHORT, seconds=0))
    assert report.latency is None
    assert report.tokens is None
    assert report.latency_score is None
    assert report.total_cost_usd is None
    assert report.connection_category is None
