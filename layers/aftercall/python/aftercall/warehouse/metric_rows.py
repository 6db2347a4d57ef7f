"""Rows of ``warehouse.metrics``: answers, models, speech and costs over time. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from aftercall.session.live_metrics import LiveMetric, LiveMetricKind
from aftercall.session.models import Session, UsageKind
from aftercall.warehouse.records import Record, integer
from aftercall.warehouse.stored_call import StoredCall

COLUMNS = (
    "session_id",
    "timestamp",
    "metric_type",
    "source",
    "batch_sha256",
    "item_id",
    "provider",
    "model",
    "eou_delay_ms",
    "llm_ttft_ms",
    "tts_ttfb_ms",
    "total_latency_ms",
    "e2e_latency_ms",
    "stt_duration_ms",
    "prompt_tokens",
    "prompt_cached_tokens",
    "completion_tokens",
    "total_tokens",
    "stt_audio_seconds",
    "tts_characters",
    "tts_audio_seconds",
    "cost_usd",
)


def report_metrics(call: StoredCall) -> list[Record]:
    """Give the metrics of a report: its latencies, usage and costs."""
    if call.session is None:
        return []
    return [
        {**dict.fromkeys(COLUMNS), "session_id": call.session_id, "source": "report", **values}
        for values in (*_latencies(call.session), *_usage(call.session), *_costs(call, call.session))
    ]


def _latencies(session: Session) -> Iterator[Record]:
    for latency in session.latencies:
        yield {
            "timestamp": latency.at,
            "metric_type": "latency",
            "item_id": latency.item_id,
            "eou_delay_ms": integer(latency.eou_delay_ms),
            "llm_ttft_ms": integer(latency.llm_ttft_ms),
            "tts_ttfb_ms": integer(latency.tts_ttfb_ms),
            "total_latency_ms": integer(latency.total_latency_ms),
            "e2e_latency_ms": integer(latency.e2e_latency_ms),
            "stt_duration_ms": integer(latency.stt_duration_ms),
            # Of this one answer, where the report tells them: a part of the row `tokens`, not beside it.
            "prompt_tokens": latency.prompt_tokens,
            "completion_tokens": latency.completion_tokens,
            "total_tokens": latency.total_tokens,
        }


def _usage(session: Session) -> Iterator[Record]:
    for usage in session.usage:
        is_model = usage.kind is UsageKind.LLM
        yield {
            "timestamp": session.end_time,
            "metric_type": "tokens" if is_model else "usage",
            "provider": usage.provider,
            "model": usage.model,
            "prompt_tokens": usage.prompt_tokens,
            "prompt_cached_tokens": usage.prompt_cached_tokens,
            "completion_tokens": usage.completion_tokens,
            "total_tokens": usage.total_tokens,
            "stt_audio_seconds": usage.audio_seconds if usage.kind is UsageKind.STT else None,
            "tts_characters": usage.characters if usage.kind is UsageKind.TTS else None,
            "tts_audio_seconds": usage.audio_seconds if usage.kind is UsageKind.TTS else None,
        }


def _costs(call: StoredCall, session: Session) -> Iterator[Record]:
    performance = call.reports.performance
    for item in performance.costs if performance else ():
        yield {
            "timestamp": session.end_time,
            "metric_type": "cost",
            "provider": item.provider,
            "model": item.model,
            "cost_usd": item.cost_usd,
        }


def live_metric_rows(metrics: Sequence[LiveMetric], received_at: datetime) -> list[Record]:
    """Give the metrics of a live batch, without session and batch; an unknown time is its arrival."""
    return [
        {
            "timestamp": metric.at or received_at,
            "metric_type": _live_type(metric),
            "item_id": metric.speech_id,
            "provider": metric.provider,
            "model": metric.model,
            "eou_delay_ms": integer(metric.eou_delay_ms),
            "llm_ttft_ms": integer(metric.llm_ttft_ms),
            "tts_ttfb_ms": integer(metric.tts_ttfb_ms),
            "stt_duration_ms": integer(metric.stt_duration_ms),
            "prompt_tokens": metric.prompt_tokens,
            "prompt_cached_tokens": metric.prompt_cached_tokens,
            "completion_tokens": metric.completion_tokens,
            "total_tokens": metric.total_tokens,
            "stt_audio_seconds": metric.stt_audio_seconds,
            "tts_characters": metric.tts_characters,
            "tts_audio_seconds": metric.tts_audio_seconds,
        }
        for metric in metrics
    ]


def _live_type(metric: LiveMetric) -> str:
    match metric.kind:
        case LiveMetricKind.LLM:
            return "tokens"
        case LiveMetricKind.EOU:
            return "latency"
        case LiveMetricKind.STT | LiveMetricKind.TTS:
            return "usage"


def months_of(records: Sequence[Record]) -> frozenset[date]:
    """Give the first days of the months (UTC) these rows lie in."""
    times = [record["timestamp"] for record in records]
    days = [time.astimezone(UTC).date() for time in times if isinstance(time, datetime)]
    return frozenset(day.replace(day=1) for day in days)
