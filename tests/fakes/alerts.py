"""Alerts as the history keeps them."""

from typing import Any

from aftercall.reports.alert_record import AlertRecord
from tests.fakes.clock import NOON


def an_alert(**changes: Any) -> AlertRecord:
    """An alert for operators that has just been raised."""
    known: dict[str, Any] = {
        "alert_id": 7,
        "alert_type": "high",
        "alert_name": "latency_high",
        "dedup_key": "latency_high",
        "message": "Performance degradation: 1700ms average latency",
        "triggered_at": NOON,
        "last_seen_at": NOON,
    }
    return AlertRecord.model_validate(known | changes)
