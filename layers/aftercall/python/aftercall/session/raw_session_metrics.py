"""The performance metrics of a raw session (spec 1.3): one record per answer, in milliseconds."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime

from aftercall.session.latencies import measure_latencies, total_of
from aftercall.session.models import ResponseLatency, Speaker, Turn, TurnTaking, Usage, UsageKind
from aftercall.session.reading import (
    count,
    mapping,
    milliseconds,
    moment,
    non_negative,
    optional_text,
    sequence,
)
from aftercall.session.turn_taking import measure_turn_taking


def read_latencies(value: object, turns: Sequence[Turn], start: datetime) -> tuple[ResponseLatency, ...]:
    """Read the latencies; without any record they are measured from the turns.

    A record belongs to the turn its ``item_id`` names, else to the first agent turn at or after
    its timestamp, else to the last one. A record that tells no time gets its turn's, else the
    session's start.
    """
    answers = {turn.item_id: turn for turn in turns if turn.speaker is Speaker.AGENT}
    ordered = list(answers.values())
    records = _records(value)
    if not records:
        return measure_latencies(turns)
    return tuple(_latency(record, index, answers, ordered, start) for index, record in enumerate(records))


def read_metric_usage(value: object) -> tuple[Usage, ...]:
    """Sum what the records say was used, by kind of model."""
    records = _records(value)
    usage = (
        Usage(
            kind=UsageKind.LLM,
            prompt_tokens=_sum_of_counts(records, "prompt_tokens"),
            completion_tokens=_sum_of_counts(records, "completion_tokens"),
            total_tokens=_sum_of_totals(records),
        ),
        Usage(kind=UsageKind.STT, audio_seconds=_sum_of_seconds(records, "stt_audio_duration")),
        Usage(
            kind=UsageKind.TTS,
            characters=_sum_of_counts(records, "tts_characters_count"),
            audio_seconds=_sum_of_seconds(records, "tts_audio_duration"),
        ),
    )
    return tuple(entry for entry in usage if entry != Usage(kind=entry.kind))


def read_turn_taking(value: object, turns: Sequence[Turn]) -> TurnTaking:
    """Measure turn-taking, and take the reported length and balance where nothing was measured.

    The spec's ``turn_balance`` is a ratio of speaking times: our ``speaking_balance``.
    """
    measured = measure_turn_taking(turns)
    reported = mapping(value)
    updates: dict[str, float | None] = {}
    if measured.average_turn_seconds is None:
        updates["average_turn_seconds"] = non_negative(reported.get("average_turn_duration"))
    if measured.speaking_balance is None:
        updates["speaking_balance"] = non_negative(reported.get("turn_balance"))
    return measured.model_copy(update=updates)


def _records(value: object) -> list[Mapping[str, object]]:
    listed = [value] if isinstance(value, Mapping) else sequence(value)
    return [record for record in map(mapping, listed) if record]


def _latency(
    record: Mapping[str, object],
    index: int,
    answers: Mapping[str, Turn],
    ordered: Sequence[Turn],
    start: datetime,
) -> ResponseLatency:
    at = moment(record.get("timestamp"))
    turn = answers.get(optional_text(record.get("item_id")) or "") or _answer_at(at, ordered)
    eou_delay = milliseconds(record.get("eou_delay"))
    llm_ttft = milliseconds(record.get("llm_ttft"))
    tts_ttfb = milliseconds(record.get("tts_ttfb"))
    total = total_of(eou_delay, llm_ttft, tts_ttfb)
    return ResponseLatency(
        item_id=turn.item_id if turn else f"metric_{index}",
        at=at or (turn.at if turn else start),
        eou_delay_ms=eou_delay,
        llm_ttft_ms=llm_ttft,
        tts_ttfb_ms=tts_ttfb,
        total_latency_ms=milliseconds(record.get("total_latency")) if total is None else total,
        e2e_latency_ms=milliseconds(record.get("e2e_latency")),
        prompt_tokens=count(record.get("prompt_tokens")),
        completion_tokens=count(record.get("completion_tokens")),
        total_tokens=_total_tokens(record),
        stt_duration_ms=milliseconds(record.get("stt_duration")),
    )


def _answer_at(at: datetime | None, ordered: Sequence[Turn]) -> Turn | None:
    if at is None or not ordered:
        return None
    position = bisect_left(ordered, at, key=lambda turn: turn.at)
    return ordered[min(position, len(ordered) - 1)]


def _total_tokens(record: Mapping[str, object]) -> int | None:
    reported = count(record.get("total_tokens"))
    prompt, completion = count(record.get("prompt_tokens")), count(record.get("completion_tokens"))
    if reported is None and prompt is not None and completion is not None:
        return prompt + completion
    return reported


def _sum_of_totals(records: Sequence[Mapping[str, object]]) -> int | None:
    known = [total for record in records if (total := _total_tokens(record)) is not None]
    return sum(known) if known else None


def _sum_of_counts(records: Sequence[Mapping[str, object]], name: str) -> int | None:
    known = [found for record in records if (found := count(record.get(name))) is not None]
    return sum(known) if known else None


def _sum_of_seconds(records: Sequence[Mapping[str, object]], name: str) -> float | None:
    known = [found for record in records if (found := non_negative(record.get(name))) is not None]
    return sum(known) if known else None
