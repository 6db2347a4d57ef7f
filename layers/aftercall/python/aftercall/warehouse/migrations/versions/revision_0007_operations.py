"""Alerts that are open or cleared, digests, and whether schedules run.

Revision ID: 0007
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0007"
down_revision = "0006"
branch_labels: str | None = None
depends_on: str | None = None

ALERTS = """
ALTER TABLE warehouse.alerts_history
    ADD COLUMN dedup_key text,
    ADD COLUMN last_seen_at timestamptz,
    ADD COLUMN sent_at timestamptz,
    ADD COLUMN resolved_by text;
UPDATE warehouse.alerts_history SET dedup_key = alert_name || ':' || id, last_seen_at = triggered_at;
ALTER TABLE warehouse.alerts_history
    ALTER COLUMN dedup_key SET NOT NULL,
    ALTER COLUMN last_seen_at SET NOT NULL;
CREATE UNIQUE INDEX alerts_history_one_open ON warehouse.alerts_history (dedup_key)
    WHERE resolved_at IS NULL;
CREATE INDEX alerts_history_idx_dedup_key ON warehouse.alerts_history (dedup_key, triggered_at);
"""

DIGESTS = """
CREATE TABLE warehouse.digests (
    digest_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN
        ('daily', 'weekly', 'content_gaps', 'low_engagement', 'feature_requests')),
    period_start timestamptz NOT NULL,
    period_end timestamptz NOT NULL,
    figures jsonb NOT NULL,
    written_at timestamptz NOT NULL,
    CONSTRAINT digests_one_per_period UNIQUE (kind, period_start)
);
"""

SCHEDULES = """
CREATE TABLE warehouse.schedule_runs (
    name text PRIMARY KEY,
    last_started_at timestamptz NOT NULL,
    last_finished_at timestamptz,
    last_error_at timestamptz,
    last_error text
);
"""

COMMENTS = {
    "alerts_history.dedup_key": "One alert of a key is open at a time; PagerDuty folds by it.",
    "alerts_history.last_seen_at": "When its condition last held.",
    "alerts_history.sent_at": "When the first of its messages was delivered.",
    "alerts_history.resolved_by": "'itself' when its condition cleared, else who.",
    "digests": "Every digest that was due and had something to say, with its figures.",
    "digests.kind": "daily and weekly go by e-mail, the others hourly to Slack.",
    "digests.period_start": "In the profile's zone a midnight, a Monday's midnight or a full hour.",
    "schedule_runs": "When each scheduled function last began and ended.",
    "schedule_runs.last_error": "Class of the error of the last run that failed.",
}


def upgrade() -> None:
    """Extend alerts, create digests and schedule runs."""
    for script in (ALERTS, DIGESTS, SCHEDULES):
        op.execute(script)
    comment_on(COMMENTS)
