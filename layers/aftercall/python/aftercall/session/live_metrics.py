"""The live metrics feed beside a report: what the report itself does not hold (spec 1.3, 1.6).

Source: LiveKit Agents' metrics classes ``LLMMetrics``, ``TTSMetrics``, ``STTMetrics`` and
``EOUMetrics`` (types ``llm_metrics`` and so on), whose delays are seconds; we keep milliseconds.
Unlike a report, a feed is refused for one wrong number: it has no other use than its numbers.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from pydantic import AwareDatetime

from aftercall.session.envelope import read_connection
from aftercall.session.errors import UnreadableReport
from aftercall.session.models import ConnectionQuality, Count, Milliseconds, Noun, Seconds
from aftercall.session.reading import (
    count,
    epoch_seconds,
    mapping,
    number,
    optional_text,
    require_mapping,
    require_sequence,
    seconds_as_ms,
)

MOST_METRICS = 20_000


class LiveMetricKind(StrEnum):
    """Which stage a metric measures."""

    LLM = "llm_metrics"
    TTS = "tts_metrics"
    STT = "stt_metrics"
    EOU = "eou_metrics"


class LiveMetric(Noun):
    """One measurement of one stage; fields of other stages are None."""

    kind: LiveMetricKind
    at: AwareDatetime | None = None
    speech_id: str | None = None
    provider: str | None = None
    model: str | None = None
    llm_ttft_ms: Milliseconds | None = None
    prompt_tokens: Count | None = None
    prompt_cached_tokens: Count | None = None
    completion_tokens: Count | None = None
    total_tokens: Count | None = None
    tts_ttfb_ms: Milliseconds | None = None
    tts_characters: Count | None = None
    tts_audio_seconds: Seconds | None = None
    stt_duration_ms: Milliseconds | None = None
    stt_audio_seconds: Seconds | None = None
    eou_delay_ms: Milliseconds | None = None
    transcription_delay_ms: Milliseconds | None = None


class LiveFeed(Noun):
    """One body of ``POST /sessions/{id}/metrics``."""

    metrics: tuple[LiveMetric, ...] = ()
    connection: ConnectionQuality | None = None
    ignored: Count = 0
    """Metrics of classes that are not read; they stay in the raw body."""


type _Reader = Callable[[object], object]


def _milliseconds(value: object) -> float | None:
    """Delays in seconds; a negative one is the SDK's word for none."""
    return seconds_as_ms(value)


def _seconds(value: object) -> float | None:
    seconds = number(value)
    return None if seconds is None or seconds < 0 else seconds


# The SDK's names, ours, and how to read them.
_FIELDS: Mapping[LiveMetricKind, tuple[tuple[str, str, _Reader], ...]] = {
    LiveMetricKind.LLM: (
        ("ttft", "llm_ttft_ms", _milliseconds),
        ("prompt_tokens", "prompt_tokens", count),
        ("prompt_cached_tokens", "prompt_cached_tokens", count),
        ("completion_tokens", "completion_tokens", count),
        ("total_tokens", "total_tokens", count),
    ),
    LiveMetricKind.TTS: (
        ("ttfb", "tts_ttfb_ms", _milliseconds),
        ("characters_count", "tts_characters", count),
        ("audio_duration", "tts_audio_seconds", _seconds),
    ),
    LiveMetricKind.STT: (
        ("duration", "stt_duration_ms", _milliseconds),
        ("audio_duration", "stt_audio_seconds", _seconds),
    ),
    LiveMetricKind.EOU: (
        ("end_of_utterance_delay", "eou_delay_ms", _milliseconds),
        ("transcription_delay", "transcription_delay_ms", _milliseconds),
    ),
}


def parse_live_feed(document: Mapping[str, object]) -> LiveFeed:
    """Read a feed: ``{"metrics": [...], "connection": {...}}`` or one metric by itself.

    Raises
    ------
    UnreadableReport
        Naming the field, such as ``metrics[3].ttft``.
    """
    if "type" in document and "metrics" not in document:
        entries: list[tuple[str, object]] = [("", document)]
    else:
        metrics = require_sequence(document.get("metrics", []), "metrics")
        entries = [(f"metrics[{index}].", entry) for index, entry in enumerate(metrics)]
    if len(entries) > MOST_METRICS:
        raise UnreadableReport("metrics", f"at most {MOST_METRICS} entries")
    read = [_metric(entry, prefix) for prefix, entry in entries]
    connection = None
    if document.get("connection") is not None:
        connection = read_connection(require_mapping(document["connection"], "connection"))
    if not entries and connection is None:
        raise UnreadableReport("body", "metrics (a list), connection (an object) or one metric with its type")
    known = tuple(metric for metric in read if metric is not None)
    return LiveFeed(metrics=known, connection=connection, ignored=len(read) - len(known))


def _metric(entry: object, prefix: str) -> LiveMetric | None:
    document = require_mapping(entry, prefix.rstrip(".") or "body")
    kind = _kind(document, prefix)
    if kind is None:
        return None
    values = {ours: _value(document, prefix, theirs, read) for theirs, ours, read in _FIELDS[kind]}
    if all(document.get(theirs) is None for theirs, _, _ in _FIELDS[kind]):
        raise UnreadableReport(f"{prefix}{_FIELDS[kind][0][0]}", "a number")
    metadata = mapping(document.get("metadata"))
    return LiveMetric.model_validate(
        {
            "kind": kind,
            "at": epoch_seconds(document.get("timestamp")),
            "speech_id": optional_text(document.get("speech_id")),
            "provider": optional_text(metadata.get("model_provider")),
            "model": optional_text(metadata.get("model_name")),
            **values,
        }
    )


def _kind(document: Mapping[str, object], prefix: str) -> LiveMetricKind | None:
    name = optional_text(document.get("type"))
    if name is None:
        raise UnreadableReport(f"{prefix}type", "the metric's class, such as llm_metrics")
    return LiveMetricKind(name) if name in frozenset(LiveMetricKind) else None


def _value(document: Mapping[str, object], prefix: str, name: str, read: _Reader) -> object:
    value = document.get(name)
    if value is not None and number(value) is None:
        raise UnreadableReport(f"{prefix}{name}", "a finite number")
    return read(value)
