"""The delivery ledger, the destinations' circuit breakers, and what Salesforce is asked for in return.

Revision ID: 0006
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0006"
down_revision = "0005"
branch_labels: str | None = None
depends_on: str | None = None

LEDGER = """
CREATE TABLE warehouse.deliveries (
    delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    destination text NOT NULL CHECK (destination IN
        ('salesforce', 'amplitude', 'slack', 'pagerduty', 'email')),
    subject text NOT NULL CHECK (subject IN ('session', 'alert', 'digest')),
    subject_id text NOT NULL,
    session_id text REFERENCES warehouse.sessions ON DELETE CASCADE,
    dedupe_id text NOT NULL,
    status text NOT NULL CHECK (status IN
        ('pending', 'sending', 'delivered', 'skipped', 'failed', 'uncertain')),
    reason text,
    revision integer NOT NULL DEFAULT 1,
    attempts integer NOT NULL DEFAULT 0,
    priority smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    gives_up_at timestamptz NOT NULL,
    claimed_until timestamptz,
    claimed_revision integer,
    payload_hash text,
    external_id text,
    warning text,
    last_error text,
    last_error_at timestamptz,
    delivered_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT deliveries_one_debt UNIQUE (subject, subject_id, destination)
);
CREATE INDEX deliveries_idx_due ON warehouse.deliveries (destination, priority, due_at)
    WHERE status = 'pending';
CREATE INDEX deliveries_idx_claimed ON warehouse.deliveries (claimed_until) WHERE status = 'sending';
CREATE INDEX deliveries_idx_session_id ON warehouse.deliveries (session_id);
CREATE INDEX deliveries_idx_unpaid ON warehouse.deliveries (destination, updated_at)
    WHERE status IN ('failed', 'uncertain');
CREATE INDEX deliveries_idx_delivered_at ON warehouse.deliveries (destination, delivered_at);

CREATE TABLE warehouse.destination_circuits (
    destination text PRIMARY KEY,
    state text NOT NULL CHECK (state IN ('closed', 'open', 'half_open')),
    failures integer NOT NULL DEFAULT 0,
    opened_at timestamptz,
    open_until timestamptz,
    last_error text,
    updated_at timestamptz NOT NULL
);
"""

OPPORTUNITIES = """
CREATE TABLE warehouse.opportunities (
    opportunity_id text PRIMARY KEY,
    lead_email text NOT NULL,
    name text,
    account_name text,
    amount numeric(18, 2),
    currency text,
    stage text,
    is_closed boolean NOT NULL,
    is_won boolean NOT NULL,
    close_date date,
    created_at timestamptz NOT NULL,
    changed_at timestamptz,
    owner_id text,
    owner_name text,
    seen_at timestamptz NOT NULL
);
CREATE INDEX opportunities_idx_lead_email ON warehouse.opportunities (lead_email);
"""

COMMENTS = {
    "deliveries": "The delivery ledger: one row per subject and destination, written with the analysis.",
    "deliveries.subject": "session, alert or digest: which table subject_id is a key of.",
    "deliveries.session_id": "The call it belongs to, if any.",
    "deliveries.dedupe_id": "What the destination recognises a repetition by; survives a better report.",
    "deliveries.reason": "Why it was skipped, e.g. not_configured, shadow_mode, no_identity.",
    "deliveries.revision": "Grows when what is to be told changes; a claim remembers which it took on.",
    "deliveries.attempts": "Since the debt last became due.",
    "deliveries.priority": "0 goes before 1, which is a call of a batch of old ones.",
    "deliveries.due_at": "When the next attempt may start.",
    "deliveries.gives_up_at": "An attempt that fails after this is the last.",
    "deliveries.claimed_until": "End of a worker's claim; afterwards it is pending again, or uncertain.",
    "deliveries.payload_hash": "SHA-256 of what was last delivered: the same is not sent again.",
    "deliveries.external_id": "What the destination calls it.",
    "deliveries.warning": "What the destination did not take of a delivery, by field.",
    "deliveries.last_error": "Class, status and code; never a body.",
    "destination_circuits": "Destinations that failed lately: while one is open nothing is tried there.",
    "opportunities": "Opportunities of known people, read back from Salesforce.",
    "opportunities.lead_email": "The person, as in warehouse.leads; of a known contact or converted lead.",
    "opportunities.currency": "ISO code; null in an organisation with a single currency.",
    "opportunities.seen_at": "When it was last read; one that is gone keeps an old time.",
}


def upgrade() -> None:
    """Create the ledger."""
    for script in (LEDGER, OPPORTUNITIES):
        op.execute(script)
    comment_on(COMMENTS)
