"""The live metrics feed: batches that may come before their session, after it, or twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercall.profile.models import ConnectionLimits
from aftercall.session.live_metrics import LiveFeed
from aftercall.session.models import ConnectionQuality
from aftercall.session.raw_reference import RawReference
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.locks import lock_session
from aftercall.warehouse.metric_rows import live_metric_rows, months_of
from aftercall.warehouse.partitions import ensure_partitions
from aftercall.warehouse.records import upsert_record
from aftercall.warehouse.session_row import connection_columns


@dataclass(frozen=True, slots=True)
class LiveBatch:
    """One body of ``POST /sessions/{id}/metrics``.

    Parameters
    ----------
    received_at
        Aware UTC; of several batches the latest tells how the connection was.
    connection_category
        Excellent, Good, Fair or Poor by the profile's limits, where the feed tells of the connection.
    """

    session_id: str
    raw: RawReference
    received_at: datetime
    feed: LiveFeed
    connection_category: str | None = None


def connection_category(limits: Sequence[ConnectionLimits], quality: ConnectionQuality) -> str | None:
    """Give the first category whose limits hold, else Poor; None where nothing was measured."""
    loss, jitter = quality.packet_loss_percent, quality.jitter_ms
    if loss is None and jitter is None:
        return None
    for limit in limits:
        if (loss or 0.0) < limit.packet_loss_percent_below and (jitter or 0.0) < limit.jitter_ms_below:
            return limit.category
    return "Poor"


def store_live_batch(connection: Connection, batch: LiveBatch, now: datetime) -> bool:
    """Keep a batch and, where its session is there, add it to the metrics; tell whether it was.

    Raises WarehouseUnavailable or RejectedByWarehouse; nothing was written then.
    """
    rows = live_metric_rows(batch.feed.metrics, batch.received_at)
    ensure_partitions(connection, months_of(rows), now)
    record: dict[str, object] = {
        "session_id": batch.session_id,
        "raw_sha256": batch.raw.sha256,
        "raw_reference": batch.raw.to_json(),
        "rows": rows,
        "connection": _connection(batch),
        "received_at": batch.received_at,
        "applied_at": None,
    }
    with transaction(connection):
        lock_session(connection, batch.session_id)
        upsert_record(connection, "live_metrics", ["session_id", "raw_sha256"], record)
        return apply_pending_metrics(connection, batch.session_id, now)


def _connection(batch: LiveBatch) -> dict[str, object] | None:
    if batch.feed.connection is None:
        return None
    return {**connection_columns(batch.feed.connection), "category": batch.connection_category}


def apply_pending_metrics(connection: Connection, session_id: str, now: datetime) -> bool:
    """Add all batches of a session to its metrics, if it is there; tell whether it is.

    The caller holds the session's lock. Batches are written anew each time, so that nothing
    depends on whether the session or the batch came first.
    """
    present = connection.execute(
        "SELECT FROM warehouse.sessions WHERE session_id = %s", [session_id]
    ).fetchone()
    if present is None:
        return False
    pending = connection.execute(
        "UPDATE warehouse.live_metrics SET applied_at = %s WHERE session_id = %s RETURNING raw_sha256",
        [now, session_id],
    ).fetchall()
    if not pending:
        return True
    connection.execute(
        "DELETE FROM warehouse.metrics WHERE session_id = %s AND source = 'live'", [session_id]
    )
    connection.execute(INSERT_LIVE, [session_id])
    connection.execute(FILL_CONNECTION, [session_id])
    return True


INSERT_LIVE = """
INSERT INTO warehouse.metrics (session_id, source, batch_sha256, timestamp, metric_type, item_id, provider,
    model, eou_delay_ms, llm_ttft_ms, tts_ttfb_ms, stt_duration_ms, prompt_tokens, prompt_cached_tokens,
    completion_tokens, total_tokens, stt_audio_seconds, tts_characters, tts_audio_seconds)
SELECT batch.session_id, 'live', batch.raw_sha256, entry.timestamp, entry.metric_type, entry.item_id,
    entry.provider, entry.model, entry.eou_delay_ms, entry.llm_ttft_ms, entry.tts_ttfb_ms,
    entry.stt_duration_ms, entry.prompt_tokens, entry.prompt_cached_tokens, entry.completion_tokens,
    entry.total_tokens, entry.stt_audio_seconds, entry.tts_characters, entry.tts_audio_seconds
FROM warehouse.live_metrics AS batch
CROSS JOIN LATERAL jsonb_populate_recordset(NULL::warehouse.metrics, batch.rows) AS entry
WHERE batch.session_id = %s
"""

# What the report itself says of the connection comes first; of several batches the latest speaks.
FILL_CONNECTION = """
UPDATE warehouse.sessions AS call SET
    packet_loss_percent = (told.both ->> 'packet_loss_percent')::float,
    jitter_ms = (told.both ->> 'jitter_ms')::float,
    bandwidth_in_bytes = (told.both ->> 'bandwidth_in_bytes')::bigint,
    bandwidth_out_bytes = (told.both ->> 'bandwidth_out_bytes')::bigint,
    device = told.both ->> 'device',
    operating_system = told.both ->> 'operating_system',
    region = told.both ->> 'region',
    connection_quality_category = told.both ->> 'category'
FROM (
    SELECT session_id, jsonb_strip_nulls(batch.connection) || reported.reported_connection AS both
    FROM warehouse.live_metrics AS batch JOIN warehouse.sessions AS reported USING (session_id)
    WHERE session_id = %s AND connection IS NOT NULL ORDER BY batch.received_at DESC, batch.raw_sha256 LIMIT 1
) AS told
WHERE call.session_id = told.session_id
"""
