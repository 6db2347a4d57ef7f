"""Spikes and bursts (spec 3.6)."""

from datetime import datetime, timedelta

from aftercall.analysis.rounding import percentile
from aftercall.reports.performance import Anomaly
from aftercall.session.models import Session

_FEWEST_SAMPLES = 4
_BURST = 2
_BURST_WITHIN = timedelta(seconds=60)


def find_anomalies(session: Session, spike_factor: float) -> tuple[Anomaly, ...]:
    """Find answers far slower or larger than this call's median, and errors close together."""
    latencies = [(item.at, item.item_id, item.latency_ms) for item in session.latencies]
    tokens = [(item.at, item.item_id, _number(item.total_tokens)) for item in session.latencies]
    return (
        *_spikes("latency_spike", latencies, spike_factor),
        *_spikes("token_spike", tokens, spike_factor),
        *_bursts(session),
    )


def _spikes(kind: str, samples: list[tuple[datetime, str, float | None]], factor: float) -> list[Anomaly]:
    values = [value for _, _, value in samples if value is not None]
    if len(values) < _FEWEST_SAMPLES:
        return []
    normal = percentile(values, 0.5)
    return [
        Anomaly(kind=kind, at=at, item_id=item_id, value=round(value, 1), normal=round(normal, 1))
        for at, item_id, value in samples
        if value is not None and normal > 0 and value > factor * normal
    ]


def _bursts(session: Session) -> list[Anomaly]:
    """Find failed tool calls within a minute of each other; the report gives no times for other errors."""
    failed = [call for call in session.tool_calls if call.failed]
    found: list[Anomaly] = []
    start = 0
    for end, call in enumerate(failed):
        while call.at - failed[start].at > _BURST_WITHIN:
            start += 1
        if end - start + 1 == _BURST:
            found.append(
                Anomaly(
                    kind="error_burst",
                    at=failed[start].at,
                    item_id=call.item_id,
                    value=float(_BURST),
                    normal=0.0,
                )
            )
    return found


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)
