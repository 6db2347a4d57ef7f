"""Leads and the history of alerts (spec 8.1).

Revision ID: 0003
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0003"
down_revision = "0002"
branch_labels: str | None = None
depends_on: str | None = None

LEADS = """
CREATE TABLE warehouse.leads (
    email text PRIMARY KEY,
    name text,
    latest_session_id text REFERENCES warehouse.sessions ON DELETE SET NULL,
    team_size integer,
    monthly_volume integer,
    integration_needs jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(integration_needs) = 'array'),
    industry text,
    location text,
    use_case text,
    current_tool text,
    pain_points jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(pain_points) = 'array'),
    decision_timeline text CHECK (decision_timeline IN
        ('this_week', 'this_month', 'this_quarter', 'next_quarter', 'evaluating')),
    budget_authority text CHECK (budget_authority IN ('decision_maker', 'influencer', 'needs_approval')),
    urgency text CHECK (urgency IN ('high', 'medium', 'low')),
    qualification_tier text CHECK (qualification_tier IN ('Tier 1', 'Tier 2', 'Unknown')),
    lead_score integer CHECK (lead_score BETWEEN 0 AND 100),
    first_call_date timestamptz NOT NULL,
    last_call_date timestamptz NOT NULL,
    total_calls integer NOT NULL CHECK (total_calls > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    phone text,
    company text
);
CREATE INDEX leads_idx_qualification_tier ON warehouse.leads (qualification_tier);
CREATE INDEX leads_idx_lead_score ON warehouse.leads (lead_score);
CREATE INDEX leads_idx_last_call_date ON warehouse.leads (last_call_date);
CREATE INDEX leads_idx_latest_session_id ON warehouse.leads (latest_session_id);
CREATE INDEX leads_idx_phone ON warehouse.leads (phone);
"""

ALERTS = """
CREATE TABLE warehouse.alerts_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_type text NOT NULL CHECK (alert_type IN ('critical', 'high', 'business', 'quality', 'executive')),
    alert_name text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('P1', 'P2', 'P3')),
    message text NOT NULL,
    context jsonb,
    session_id text REFERENCES warehouse.sessions ON DELETE SET NULL,
    triggered_at timestamptz NOT NULL,
    sent_to text,
    acknowledged_at timestamptz,
    acknowledged_by text,
    resolved_at timestamptz
);
CREATE INDEX alerts_history_idx_triggered_at ON warehouse.alerts_history (triggered_at);
CREATE INDEX alerts_history_idx_alert_type_severity ON warehouse.alerts_history (alert_type, severity);
CREATE INDEX alerts_history_idx_session_id ON warehouse.alerts_history (session_id);
"""

COMMENTS = {
    "leads": "One row per person known by e-mail, computed anew from that person's calls at each write.",
    "leads.latest_session_id": "The call that happened last, not the one that was stored last.",
    "leads.team_size": "Like every signal here: of the newest call that told.",
    "leads.qualification_tier": "Of the newest call that told; Unknown only where none did.",
    "leads.total_calls": "Counted, never incremented: a replay changes nothing.",
    "alerts_history": "Every alert that was sent, and what became of it.",
    "alerts_history.severity": "critical P1, high P2, business P2, quality P3, executive P3.",
    "alerts_history.sent_to": "Channel or e-mail.",
}


def upgrade() -> None:
    """Create leads and alerts."""
    for script in (LEADS, ALERTS):
        op.execute(script)
    comment_on(COMMENTS)
