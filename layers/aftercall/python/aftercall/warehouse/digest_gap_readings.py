"""What the hourly digests for product are computed from, and the content gaps of any other time.

A call belongs to the hour in which it was first stored with the report that stands: one that was late is in
the next hour's digest, and a replay is in none. Batches of old calls, and calls whose end nobody told us of
in time, are no news.
"""

from datetime import datetime, timedelta

from psycopg.rows import class_row

from aftercall.reports.digest_readings import FeatureReading, GapReading, LowEngagementReading
from aftercall.warehouse.connection import Connection, transaction

# A call that is being stored at the full hour is not seen yet: it belongs to the next hour.
STORED_WITHIN = timedelta(minutes=1)
MOST_GAPS = 500
MOST_ROWS = 500
LONGEST_QUOTE = 300
LONGEST_TEXT = 500

BY_TIME = """
WITH calls AS (
    SELECT * FROM warehouse.sessions WHERE occurred_at >= %(start)s AND occurred_at < %(end)s
        AND NOT (backfilled AND start_time IS NULL)
)
"""

BY_ARRIVAL = """
WITH calls AS (
    SELECT * FROM warehouse.sessions
    WHERE greatest(created_at, received_at) >= %(start)s AND greatest(created_at, received_at) < %(end)s
        AND occurred_at >= %(oldest)s AND NOT backfilled AND status = 'completed'
)
"""

GAPS = """, gaps AS (
    SELECT session_id, 'failed_search' AS kind, left(one ->> 'query', %(longest)s) AS text,
        CASE WHEN jsonb_typeof(one -> 'times') = 'number' THEN (one ->> 'times')::int ELSE 1 END AS times
    FROM calls JOIN warehouse.analysis_results AS done USING (session_id),
        jsonb_path_query(done.content_gap_report, '$.failed_searches[*]') AS one
    UNION ALL
    SELECT session_id, 'unanswered_question', left(one ->> 'question', %(longest)s), 1
    FROM calls JOIN warehouse.analysis_results AS done USING (session_id),
        jsonb_path_query(done.content_gap_report, '$.unanswered_questions[*]') AS one
), learned AS (
    SELECT DISTINCT gaps.kind, gaps.text, gaps.session_id, question.cluster_id
    FROM gaps JOIN warehouse.open_questions AS question
        ON question.session_id = gaps.session_id AND question.kind = gaps.kind AND question.text = gaps.text
)
SELECT gaps.kind, min(gaps.text) AS text, sum(gaps.times)::int AS times,
    count(DISTINCT gaps.session_id)::int AS calls, learned.cluster_id, min(cluster.representative)
        AS representative
FROM gaps LEFT JOIN learned USING (kind, text, session_id)
LEFT JOIN warehouse.question_clusters AS cluster USING (cluster_id)
WHERE btrim(gaps.text) <> ''
GROUP BY gaps.kind, lower(gaps.text), learned.cluster_id
ORDER BY sum(gaps.times) DESC, min(gaps.text) LIMIT %(most)s
"""

LOW_ENGAGEMENT = """
SELECT session_id, engagement_score AS score, sentiment,
    ARRAY(SELECT flag #>> '{}' FROM jsonb_path_query(done.quality_analysis, '$.red_flags[*].kind') AS flag)
        AS flags,
    ARRAY(SELECT left(open #>> '{}', %(longest)s) FROM jsonb_path_query(done.content_gap_report,
        '$.failed_searches[*].query') AS open)
    || ARRAY(SELECT left(open #>> '{}', %(longest)s) FROM jsonb_path_query(done.content_gap_report,
        '$.unanswered_questions[*].question') AS open) AS open_subjects
FROM calls LEFT JOIN warehouse.analysis_results AS done USING (session_id)
WHERE engagement_score < %(below)s AND outcome IS DISTINCT FROM 'no_answer'
ORDER BY engagement_score, session_id LIMIT %(most)s
"""

FEATURES = """
SELECT session_id, one ->> 'feature' AS feature,
    left(one #>> '{evidence,0,quote}', %(longest_quote)s) AS quote
FROM calls JOIN warehouse.analysis_results AS done USING (session_id),
    jsonb_path_query(done.sales_intelligence, '$.feature_requests[*]') AS one
WHERE btrim(one ->> 'feature') <> ''
ORDER BY occurred_at, session_id LIMIT %(most)s
"""


def gaps_between(connection: Connection, start: datetime, end: datetime) -> tuple[GapReading, ...]:
    """Give the gaps of calls that took place between two moments; in the caller's transaction."""
    return _gaps(connection, BY_TIME + GAPS, {"start": start, "end": end})


def read_hour_gaps(
    connection: Connection, start: datetime, end: datetime, news_within: timedelta
) -> tuple[GapReading, ...]:
    """Give an hour's gaps.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    with transaction(connection):
        return _gaps(connection, BY_ARRIVAL + GAPS, _hour(start, end, news_within))


def read_low_engagement(
    connection: Connection, start: datetime, end: datetime, news_within: timedelta, below: float
) -> tuple[LowEngagementReading, ...]:
    """Give an hour's calls with low engagement.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    parameters = {
        **_hour(start, end, news_within),
        "below": below,
        "longest": LONGEST_TEXT,
        "most": MOST_ROWS,
    }
    with transaction(connection), connection.cursor(row_factory=class_row(LowEngagementReading)) as cursor:
        return tuple(cursor.execute(BY_ARRIVAL + LOW_ENGAGEMENT, parameters))


def read_feature_requests(
    connection: Connection, start: datetime, end: datetime, news_within: timedelta
) -> tuple[FeatureReading, ...]:
    """Give an hour's feature requests.  Raises WarehouseUnavailable or RejectedByWarehouse."""
    parameters = {
        **_hour(start, end, news_within),
        "longest_quote": LONGEST_QUOTE,
        "most": MOST_ROWS,
    }
    with transaction(connection), connection.cursor(row_factory=class_row(FeatureReading)) as cursor:
        return tuple(cursor.execute(BY_ARRIVAL + FEATURES, parameters))


def _gaps(connection: Connection, query: str, bounds: dict[str, datetime]) -> tuple[GapReading, ...]:
    parameters = {**bounds, "longest": LONGEST_TEXT, "most": MOST_GAPS}
    with connection.cursor(row_factory=class_row(GapReading)) as cursor:
        return tuple(cursor.execute(query, parameters))


def _hour(start: datetime, end: datetime, news_within: timedelta) -> dict[str, datetime]:
    return {
        "start": start - STORED_WITHIN,
        "end": end - STORED_WITHIN,
        "oldest": start - news_within,
    }
