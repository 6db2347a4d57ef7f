"""Across calls: clusters of open questions, recurring issues, usage baselines, the history of scores.

Revision ID: 0005
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0005"
down_revision = "0004"
branch_labels: str | None = None
depends_on: str | None = None

TRENDS = "('new', 'rising', 'stable', 'falling', 'quiet')"

CLUSTERS = f"""
CREATE TABLE warehouse.question_clusters (
    cluster_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    representative text NOT NULL,
    topic text,
    embedding text,
    embedding_model text,
    unanswered_questions integer NOT NULL DEFAULT 0,
    failed_searches integer NOT NULL DEFAULT 0,
    calls integer NOT NULL DEFAULT 0,
    calls_this_week integer NOT NULL DEFAULT 0,
    calls_a_week_before double precision NOT NULL DEFAULT 0,
    trend text NOT NULL DEFAULT 'new' CHECK (trend IN {TRENDS}),
    rank integer,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    updated_at timestamptz NOT NULL
);
CREATE INDEX question_clusters_idx_rank ON warehouse.question_clusters (rank);
CREATE INDEX question_clusters_idx_last_seen_at ON warehouse.question_clusters (last_seen_at);

CREATE TABLE warehouse.open_questions (
    session_id text NOT NULL REFERENCES warehouse.sessions ON DELETE CASCADE,
    ordinal integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('unanswered_question', 'failed_search')),
    text text NOT NULL,
    topic text,
    at timestamptz NOT NULL,
    embedding text,
    embedding_model text,
    cluster_id bigint NOT NULL REFERENCES warehouse.question_clusters ON DELETE CASCADE,
    PRIMARY KEY (session_id, ordinal)
);
CREATE INDEX open_questions_idx_cluster_id ON warehouse.open_questions (cluster_id, at);

CREATE TABLE warehouse.learned_calls (
    session_id text PRIMARY KEY REFERENCES warehouse.sessions ON DELETE CASCADE,
    analyzed_at timestamptz NOT NULL,
    learned_at timestamptz NOT NULL
);
"""

ISSUES = f"""
CREATE TABLE warehouse.recurring_issues (
    kind text NOT NULL CHECK (kind IN ('anomaly', 'failed_tool', 'failed_call', 'failed_analyzer')),
    name text NOT NULL,
    calls integer NOT NULL,
    occurrences integer NOT NULL,
    calls_this_week integer NOT NULL,
    calls_a_week_before double precision NOT NULL,
    trend text NOT NULL CHECK (trend IN {TRENDS}),
    rank integer NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (kind, name)
);
CREATE INDEX recurring_issues_idx_rank ON warehouse.recurring_issues (rank);
"""

BASELINES = """
CREATE TABLE warehouse.usage_baselines (
    weekday smallint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    time_zone text NOT NULL,
    median_sessions double precision NOT NULL,
    basis text NOT NULL CHECK (basis IN ('four_weeks', 'seven_days')),
    samples integer NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (weekday, hour)
);
"""

# A view, not a table: a call that comes in late, moves to another lead or is erased changes it at once.
HISTORY = """
CREATE VIEW warehouse.lead_score_history AS
SELECT person, session_id, occurred_at, lead_score,
    lag(lead_score) OVER calls AS previous_score,
    lead_score - lag(lead_score) OVER calls AS change
FROM (
    SELECT coalesce(lead_email, user_phone) AS person, session_id, occurred_at, lead_score
    FROM warehouse.sessions
    WHERE lead_score IS NOT NULL AND coalesce(lead_email, user_phone) IS NOT NULL
) AS scored
WINDOW calls AS (PARTITION BY person ORDER BY occurred_at, session_id);
"""

COMMENTS = {
    "question_clusters": "What callers keep asking without an answer, or the knowledge base lacks.",
    "question_clusters.representative": "The first question of it that is still kept, word for word.",
    "question_clusters.embedding": "Of the representative: signed bytes in base64; null without an embedder.",
    "question_clusters.calls": "In how many calls, of all that are kept; weeks are counted back from now.",
    "question_clusters.calls_a_week_before": "Mean of the four weeks before this week.",
    "question_clusters.trend": "This week against the four before; quiet when nothing in five weeks.",
    "question_clusters.rank": "1 is what most calls of the last five weeks have in common.",
    "open_questions": "Unanswered questions and failed searches of each call, each in its cluster.",
    "open_questions.text": "The caller's or the agent's words; gone with its session.",
    "learned_calls": "Which analysis of a call is in open_questions: another one is taken in again.",
    "recurring_issues": "What went wrong in two calls or more of the last five weeks.",
    "recurring_issues.kind": "anomaly, failed_tool (its name), failed_call (error_kind), failed_analyzer.",
    "usage_baselines": "Normal number of sessions for each hour of the week.",
    "usage_baselines.weekday": "0 is Monday, in time_zone.",
    "usage_baselines.basis": "The same hour of four weeks, else the same hour of seven days.",
}


def upgrade() -> None:
    """Create what is kept across calls."""
    for script in (CLUSTERS, ISSUES, BASELINES, HISTORY):
        op.execute(script)
    comment_on(COMMENTS)
    op.execute(
        "COMMENT ON VIEW warehouse.lead_score_history IS "
        "'Scores of a person, known by e-mail or else by phone, each with the one before.'"
    )
