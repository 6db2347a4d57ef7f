"""Open questions of each call, put into clusters across calls.

Only calls whose analysis is new or was made anew are read. A call's own rows are replaced, never added to, so
that a second run, a replay or a run that was cut off leaves the same rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.language.embeddings import Embedder
from aftercall.language.question_clusters import Subject, kept_subject, nearest, subject_of
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.records import Record, replace_records

CALLS_AT_ONCE = 50
MOST_CLUSTERS = 2_000
"""A new question is compared with this many clusters, the ones that were asked last."""
LONGEST_TEXT = 500

# Whoever learns first lets others wait: two runs at once take turns, batch by batch.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('aftercall:learn', 0))"

UNLEARNED = """
SELECT call.session_id, call.occurred_at, analysis.analyzed_at, analysis.content_gap_report
FROM warehouse.analysis_results AS analysis JOIN warehouse.sessions AS call USING (session_id)
LEFT JOIN warehouse.learned_calls AS learned USING (session_id)
WHERE learned.analyzed_at IS DISTINCT FROM analysis.analyzed_at
ORDER BY call.occurred_at, call.session_id LIMIT %s
"""

KNOWN = """
SELECT cluster_id, representative, embedding, embedding_model FROM warehouse.question_clusters
ORDER BY last_seen_at DESC NULLS FIRST, cluster_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question nobody answered or a search that found nothing."""

    kind: str
    text: str
    topic: str | None


def learn_open_questions(connection: Connection, embedder: Embedder | None, now: datetime) -> int:
    """Take in one batch of calls and return how many; 0 when there is nothing left.

    Raises WarehouseUnavailable or RejectedByWarehouse: nothing of the batch was kept.
    """
    with transaction(connection):
        connection.execute(LOCK)
        with connection.cursor(row_factory=dict_row) as cursor:
            calls = cursor.execute(UNLEARNED, [CALLS_AT_ONCE]).fetchall()
        if calls:
            clusters = _Clusters(connection, embedder, now)
            for call in calls:
                _learn(connection, clusters, call, now)
    return len(calls)


def _learn(connection: Connection, clusters: "_Clusters", call: Mapping[str, Any], now: datetime) -> None:
    session_id = call["session_id"]
    found = list(open_questions(call["content_gap_report"] or {}))
    rows = [clusters.row(session_id, place, one, call["occurred_at"]) for place, one in enumerate(found)]
    replace_records(connection, "open_questions", session_id, rows)
    learned: Record = {"session_id": session_id, "analyzed_at": call["analyzed_at"], "learned_at": now}
    replace_records(connection, "learned_calls", session_id, [learned])


def open_questions(report: Mapping[str, Any]) -> Iterator[OpenQuestion]:
    """Read the open questions of a stored report, whatever version wrote it."""
    for item in _items(report, "unanswered_questions"):
        if isinstance(item.get("question"), str) and item["question"].strip():
            yield OpenQuestion(
                "unanswered_question", item["question"][:LONGEST_TEXT], _text(item.get("topic"))
            )
    for item in _items(report, "failed_searches"):
        if isinstance(item.get("query"), str) and item["query"].strip():
            yield OpenQuestion("failed_search", item["query"][:LONGEST_TEXT], _text(item.get("category")))


def _items(report: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    items = report.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _text(value: object) -> str | None:
    return value[:LONGEST_TEXT] if isinstance(value, str) and value else None


class _Clusters:
    """The clusters there are, while a batch is taken in."""

    def __init__(self, connection: Connection, embedder: Embedder | None, now: datetime) -> None:
        self._connection = connection
        self._embedder = embedder
        self._now = now
        rows = connection.execute(KNOWN, [MOST_CLUSTERS]).fetchall()
        self._known: dict[int, Subject] = {number: kept_subject(*kept) for number, *kept in rows}

    def row(self, session_id: str, ordinal: int, question: OpenQuestion, at: datetime) -> Record:
        """Give the row of a question, making its cluster when it is the first of its kind."""
        subject = subject_of(question.text, self._embedder)
        cluster = nearest(subject, self._known.items())
        if cluster is None:
            cluster = self._begin(subject, question.topic)
            self._known[cluster] = subject
        return {
            "session_id": session_id,
            "ordinal": ordinal,
            "kind": question.kind,
            "text": question.text,
            "topic": question.topic,
            "at": at,
            "embedding": subject.embedding,
            "embedding_model": subject.model,
            "cluster_id": cluster,
        }

    def _begin(self, subject: Subject, topic: str | None) -> int:
        made = self._connection.execute(
            "INSERT INTO warehouse.question_clusters "
            "(representative, topic, embedding, embedding_model, updated_at) "
            "VALUES (%s, %s, %s, %s, %s) RETURNING cluster_id",
            [subject.text, topic, subject.embedding, subject.model, self._now],
        ).fetchone()
        if made is None:  # an INSERT without ON CONFLICT always returns its row
            raise RuntimeError("question_clusters: the new row came back empty")
        return int(made[0])


def count_clusters(connection: Connection, now: datetime) -> int:
    """Count every cluster anew from the questions that are kept, rank them, and drop the empty ones.

    The representative is the first question still kept: when a call is erased, its words go too.
    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    with transaction(connection):
        connection.execute(LOCK)
        connection.execute(
            "DELETE FROM warehouse.question_clusters AS cluster WHERE NOT EXISTS "
            "(SELECT FROM warehouse.open_questions AS one WHERE one.cluster_id = cluster.cluster_id)"
        )
        return connection.execute(COUNT, {"now": now}).rowcount


COUNT = """
WITH counted AS (
    SELECT cluster_id, count(*) FILTER (WHERE kind = 'unanswered_question') AS unanswered,
        count(*) FILTER (WHERE kind = 'failed_search') AS failed,
        count(DISTINCT session_id) AS calls,
        count(DISTINCT session_id) FILTER (WHERE at > %(now)s - interval '7 days') AS this_week,
        count(DISTINCT session_id) FILTER (WHERE at <= %(now)s - interval '7 days'
            AND at > %(now)s - interval '35 days') AS before,
        min(at) AS first_seen, max(at) AS last_seen
    FROM warehouse.open_questions WHERE at <= %(now)s GROUP BY cluster_id
), first AS (
    SELECT DISTINCT ON (cluster_id) cluster_id, text, topic, embedding, embedding_model
    FROM warehouse.open_questions ORDER BY cluster_id, at, session_id, ordinal
), ranked AS (
    SELECT *, row_number() OVER (
        ORDER BY this_week + before DESC, this_week DESC, calls DESC, last_seen DESC, cluster_id) AS rank
    FROM counted JOIN first USING (cluster_id)
)
UPDATE warehouse.question_clusters AS cluster SET
    representative = text, topic = ranked.topic, embedding = ranked.embedding,
    embedding_model = ranked.embedding_model, unanswered_questions = unanswered, failed_searches = failed,
    calls = ranked.calls, calls_this_week = this_week, calls_a_week_before = before / 4.0,
    trend = CASE
        WHEN this_week + before = 0 THEN 'quiet' WHEN before = 0 THEN 'new'
        WHEN this_week >= before / 4.0 * 1.5 AND this_week - before / 4.0 >= 1 THEN 'rising'
        WHEN this_week <= before / 4.0 / 1.5 AND before / 4.0 - this_week >= 1 THEN 'falling'
        ELSE 'stable' END,
    rank = ranked.rank, first_seen_at = first_seen, last_seen_at = last_seen, updated_at = %(now)s
FROM ranked WHERE cluster.cluster_id = ranked.cluster_id
"""
