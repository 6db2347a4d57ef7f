"""How long the caller waited for each answer (spec 1.3)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from aftercall.session.models import ResponseLatency, Speaker, Turn


def measure_latencies(turns: Sequence[Turn]) -> tuple[ResponseLatency, ...]:
    """Pair each user turn with the agent turn right after it; both sides' delays make the latency.

    The end-of-utterance delay is measured on the user's side, the rest on the agent's. A pair of
    which nothing was measured is left out; the sum exists only where all three parts do.
    """
    return tuple(latency for latency in _paired(turns) if _measured(latency))


def total_of(
    eou_delay_ms: float | None, llm_ttft_ms: float | None, tts_ttfb_ms: float | None
) -> float | None:
    """Sum of the three delays in milliseconds, or None when one is unknown."""
    if eou_delay_ms is None or llm_ttft_ms is None or tts_ttfb_ms is None:
        return None
    return eou_delay_ms + llm_ttft_ms + tts_ttfb_ms


def _paired(turns: Sequence[Turn]) -> Iterator[ResponseLatency]:
    for before, after in pairwise(turns):
        if before.speaker is not Speaker.USER or after.speaker is not Speaker.AGENT:
            continue
        eou_delay = before.metrics.eou_delay_ms
        answer = after.metrics
        yield ResponseLatency(
            item_id=after.item_id,
            at=after.at,
            eou_delay_ms=eou_delay,
            llm_ttft_ms=answer.llm_ttft_ms,
            tts_ttfb_ms=answer.tts_ttfb_ms,
            total_latency_ms=total_of(eou_delay, answer.llm_ttft_ms, answer.tts_ttfb_ms),
            e2e_latency_ms=answer.e2e_latency_ms,
            stt_duration_ms=before.metrics.stt_duration_ms,
        )


def _measured(latency: ResponseLatency) -> bool:
    measures = (
        latency.eou_delay_ms,
        latency.llm_ttft_ms,
        latency.tts_ttfb_ms,
        latency.e2e_latency_ms,
        latency.stt_duration_ms,
    )
    return any(measure is not None for measure in measures)
