"""Metrics over time, partitioned by month, and the live feed they may also come from (spec 8.1).

Revision ID: 0002
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0002"
down_revision = "0001"
branch_labels: str | None = None
depends_on: str | None = None

# A sequence instead of an identity: PostgreSQL before 17 gives partitions no identity column.
METRICS = """
CREATE SEQUENCE warehouse.metrics_id_seq;
CREATE TABLE warehouse.metrics (
    id bigint NOT NULL DEFAULT nextval('warehouse.metrics_id_seq'),
    session_id text NOT NULL REFERENCES warehouse.sessions ON DELETE CASCADE,
    timestamp timestamptz NOT NULL,
    metric_type text NOT NULL CHECK (metric_type IN ('latency', 'tokens', 'usage', 'cost')),
    source text NOT NULL CHECK (source IN ('report', 'live')),
    batch_sha256 text CHECK ((batch_sha256 IS NULL) = (source = 'report')),
    item_id text,
    provider text,
    model text,
    eou_delay_ms integer,
    llm_ttft_ms integer,
    tts_ttfb_ms integer,
    total_latency_ms integer,
    e2e_latency_ms integer,
    stt_duration_ms integer,
    prompt_tokens bigint,
    prompt_cached_tokens bigint,
    completion_tokens bigint,
    total_tokens bigint,
    stt_audio_seconds double precision,
    tts_characters bigint,
    tts_audio_seconds double precision,
    cost_usd numeric(14, 6),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, timestamp)
) PARTITION BY RANGE (timestamp);
ALTER SEQUENCE warehouse.metrics_id_seq OWNED BY warehouse.metrics.id;
CREATE INDEX metrics_idx_session_timestamp ON warehouse.metrics (session_id, timestamp);
CREATE INDEX metrics_idx_timestamp ON warehouse.metrics (timestamp);
CREATE TABLE warehouse.metrics_default PARTITION OF warehouse.metrics DEFAULT;
"""

# Attaching a ready table locks less than CREATE ... PARTITION OF, and lets rows that had to go
# to the default partition (a clock far ahead, a partition that could not be made in time) move over.
ENSURE_PARTITION = """
CREATE FUNCTION warehouse.ensure_metrics_partition(day date) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', day)::date;
    next_day date := (date_trunc('month', day) + interval '1 month')::date;
    name text := 'metrics_' || to_char(day, 'YYYY_MM');
BEGIN
    IF to_regclass('warehouse.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- The foreign key of a new partition needs this lock; a table lock also makes this session see
    -- the partition somebody else made meanwhile, which an advisory lock does not.
    LOCK TABLE warehouse.sessions IN SHARE ROW EXCLUSIVE MODE;
    IF to_regclass('warehouse.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE warehouse.metrics_default IN ACCESS EXCLUSIVE MODE;
    EXECUTE format('CREATE TABLE warehouse.%I (LIKE warehouse.metrics INCLUDING DEFAULTS '
        'INCLUDING CONSTRAINTS)', name);
    EXECUTE format('WITH moved AS (DELETE FROM warehouse.metrics_default '
        'WHERE timestamp >= %L AND timestamp < %L RETURNING *) '
        'INSERT INTO warehouse.%I SELECT * FROM moved',
        first_day::timestamp AT TIME ZONE 'UTC', next_day::timestamp AT TIME ZONE 'UTC', name);
    EXECUTE format('ALTER TABLE warehouse.metrics ATTACH PARTITION warehouse.%I '
        'FOR VALUES FROM (%L) TO (%L)', name,
        first_day::timestamp AT TIME ZONE 'UTC', next_day::timestamp AT TIME ZONE 'UTC');
    RETURN true;
END $$;
SELECT warehouse.ensure_metrics_partition((now() AT TIME ZONE 'UTC')::date);
SELECT warehouse.ensure_metrics_partition(((now() + interval '1 month') AT TIME ZONE 'UTC')::date);
"""

LIVE = """
CREATE TABLE warehouse.live_metrics (
    session_id text NOT NULL,
    raw_sha256 text NOT NULL,
    raw_reference jsonb NOT NULL,
    rows jsonb NOT NULL,
    connection jsonb,
    received_at timestamptz NOT NULL,
    applied_at timestamptz,
    PRIMARY KEY (session_id, raw_sha256)
);
CREATE INDEX live_metrics_idx_pending ON warehouse.live_metrics (received_at) WHERE applied_at IS NULL;

CREATE VIEW warehouse.session_tokens AS
SELECT session_id, source, sum(prompt_tokens)::bigint AS prompt_tokens,
    sum(completion_tokens)::bigint AS completion_tokens, sum(total_tokens)::bigint AS total_tokens
FROM warehouse.metrics AS counted
WHERE metric_type = 'tokens' AND (source = 'report' OR NOT EXISTS (
    SELECT FROM warehouse.metrics AS reported WHERE reported.session_id = counted.session_id
        AND reported.metric_type = 'tokens' AND reported.source = 'report'))
GROUP BY session_id, source;
"""

COMMENTS = {
    "metrics": "Performance over time, one partition a month; the default takes what lies far off.",
    "metrics.metric_type": "latency: an answer; tokens: a model; usage: speech in or out; cost: a service.",
    "metrics.source": "report: of the whole call; live: from the metrics feed. Never add the two up.",
    "metrics.batch_sha256": "Of the live batch the row came with.",
    "metrics.item_id": "The agent's turn.",
    "metrics.total_latency_ms": "eou_delay + llm_ttft + tts_ttfb, where all three are known.",
    "metrics.e2e_latency_ms": "As the agent measured it; latency targets prefer it.",
    "metrics.cost_usd": "Null where the profile has no price.",
    "live_metrics": "Batches of the live metrics feed; one whose session is not there yet waits here.",
    "live_metrics.rows": "Rows for metrics, as read from the batch.",
    "live_metrics.connection": "Connection quality the batch reported.",
    "live_metrics.applied_at": "Null until the session is there.",
}


def upgrade() -> None:
    """Create the time series."""
    for script in (METRICS, ENSURE_PARTITION, LIVE):
        op.execute(script)
    op.execute(
        "COMMENT ON VIEW warehouse.session_tokens IS "
        "'Tokens of a session: those of its report, else those of the live feed.'"
    )
    comment_on(COMMENTS)
