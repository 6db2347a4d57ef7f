"""Calls: sessions, transcripts, analysis results and what hangs on them (spec 8.1).

Revision ID: 0001
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

SESSIONS = """
CREATE TABLE warehouse.sessions (
    session_id text PRIMARY KEY CHECK (length(session_id) BETWEEN 1 AND 250),
    start_time timestamptz,
    end_time timestamptz,
    duration_seconds integer CHECK (duration_seconds >= 0),
    participant_id text,
    user_email text,
    user_name text,
    user_phone text,
    lead_email text,
    turn_count integer,
    interruption_count integer,
    qualification_tier text CHECK (qualification_tier IN ('Tier 1', 'Tier 2', 'Unknown')),
    lead_score integer CHECK (lead_score BETWEEN 0 AND 100),
    engagement_score double precision CHECK (engagement_score BETWEEN 0 AND 10),
    sentiment text CHECK (sentiment IN ('positive', 'neutral', 'negative')),
    meeting_booked boolean,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL CHECK (status IN ('completed', 'failed')),
    error_kind text CHECK (error_kind IS NULL OR status = 'failed'),
    error_count integer,
    form text,
    rank smallint NOT NULL,
    source_version text,
    agent_name text,
    agent_version text,
    industry text,
    company text,
    outcome text CHECK (outcome IN ('no_answer', 'transferred', 'callback', 'qualified', 'not_qualified')),
    close_reason text,
    user_turns integer,
    agent_turns integer,
    turn_balance double precision,
    speaking_balance double precision,
    average_turn_seconds double precision,
    tool_calls_count integer,
    dead_air_percent double precision,
    natural_ending boolean,
    satisfaction double precision,
    connection_quality_category text
        CHECK (connection_quality_category IN ('Excellent', 'Good', 'Fair', 'Poor')),
    packet_loss_percent double precision,
    jitter_ms double precision,
    bandwidth_in_bytes bigint,
    bandwidth_out_bytes bigint,
    device text,
    operating_system text,
    region text,
    room_name text,
    room_sid text,
    job_id text,
    twilio_call_sid text,
    recording_location text,
    recording_duration_seconds integer,
    recording_channels smallint,
    discovered_signals jsonb NOT NULL DEFAULT '{}',
    identity_sources jsonb NOT NULL DEFAULT '{}',
    reported_connection jsonb NOT NULL DEFAULT '{}',
    raw_reference jsonb,
    raw_sha256 text,
    received_at timestamptz NOT NULL,
    origin text NOT NULL,
    backfilled boolean NOT NULL DEFAULT false,
    occurred_at timestamptz GENERATED ALWAYS AS (coalesce(start_time, received_at)) STORED
);
CREATE INDEX sessions_idx_user_email ON warehouse.sessions (user_email);
CREATE INDEX sessions_idx_start_time ON warehouse.sessions (start_time);
CREATE INDEX sessions_idx_qualification_tier ON warehouse.sessions (qualification_tier);
CREATE INDEX sessions_idx_occurred_at ON warehouse.sessions (occurred_at);
CREATE INDEX sessions_idx_lead_email ON warehouse.sessions (lead_email, occurred_at);
CREATE INDEX sessions_idx_user_phone ON warehouse.sessions (user_phone);
CREATE INDEX sessions_idx_room_sid ON warehouse.sessions (room_sid);
CREATE INDEX sessions_idx_twilio_call_sid ON warehouse.sessions (twilio_call_sid);
"""

# A tsvector ends at 1 MB. 100,000 characters are about two hours of speech and stay below that
# limit whatever they are: no transcript can make its own insert fail.
TRANSCRIPTS = """
CREATE TABLE warehouse.transcripts (
    session_id text PRIMARY KEY REFERENCES warehouse.sessions ON DELETE CASCADE,
    transcript_json jsonb NOT NULL,
    transcript_text text NOT NULL,
    word_count integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    search tsvector GENERATED ALWAYS AS
        (to_tsvector('pg_catalog.english'::regconfig, left(transcript_text, 100000))) STORED
);
CREATE INDEX transcripts_idx_search ON warehouse.transcripts USING gin (search);
"""

ANALYSIS = """
CREATE TABLE warehouse.analysis_results (
    session_id text PRIMARY KEY REFERENCES warehouse.sessions ON DELETE CASCADE,
    sales_intelligence jsonb,
    lead_score_breakdown jsonb,
    quality_analysis jsonb,
    sentiment_analysis jsonb,
    objections jsonb,
    competitors jsonb,
    performance_analysis jsonb,
    content_gaps jsonb,
    action_items jsonb,
    executive_summary text,
    analyzed_at timestamptz NOT NULL,
    analyzer_version text NOT NULL,
    objection_report jsonb,
    content_gap_report jsonb,
    action_item_report jsonb,
    executive_summary_report jsonb
);
CREATE INDEX analysis_results_idx_analyzed_at ON warehouse.analysis_results (analyzed_at);

CREATE TABLE warehouse.analyzer_runs (
    session_id text NOT NULL REFERENCES warehouse.sessions ON DELETE CASCADE,
    analyzer text NOT NULL,
    version text NOT NULL,
    status text NOT NULL CHECK (status IN ('ok', 'failed')),
    error_kind text,
    finished_at timestamptz NOT NULL,
    PRIMARY KEY (session_id, analyzer)
);
CREATE INDEX analyzer_runs_idx_failed
    ON warehouse.analyzer_runs (analyzer, finished_at) WHERE status = 'failed';
"""

DETAILS = """
CREATE TABLE warehouse.tool_calls (
    session_id text NOT NULL REFERENCES warehouse.sessions ON DELETE CASCADE,
    ordinal integer NOT NULL,
    item_id text NOT NULL,
    call_id text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    at timestamptz NOT NULL,
    duration_ms double precision,
    failed boolean NOT NULL,
    arguments jsonb NOT NULL,
    output jsonb,
    query text,
    category text,
    results_found boolean,
    total_results integer,
    customer_name text,
    customer_email text,
    preferred_date text,
    preferred_time text,
    success boolean,
    meeting_link text,
    calendar_event_id text,
    PRIMARY KEY (session_id, ordinal)
);
CREATE INDEX tool_calls_idx_role_at ON warehouse.tool_calls (role, at);

CREATE TABLE warehouse.session_costs (
    session_id text NOT NULL REFERENCES warehouse.sessions ON DELETE CASCADE,
    ordinal integer NOT NULL,
    provider text NOT NULL,
    service text NOT NULL,
    model text,
    quantity double precision NOT NULL,
    unit text NOT NULL,
    cost_usd numeric(14, 6),
    PRIMARY KEY (session_id, ordinal)
);

CREATE TABLE warehouse.superseded_reports (
    session_id text NOT NULL REFERENCES warehouse.sessions ON DELETE CASCADE,
    raw_sha256 text NOT NULL,
    superseded_session_id text NOT NULL,
    form text,
    rank smallint NOT NULL,
    raw_reference jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    superseded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (session_id, raw_sha256)
);
"""

COMMENTS = {
    "sessions": "One row per call: one agent job in one room, or one Twilio call without an agent report.",
    "sessions.session_id": "{room_sid}.{job_id} of LiveKit, the raw form's own id, or the Twilio CallSid.",
    "sessions.start_time": "Null where the report could not be read; time windows use occurred_at.",
    "sessions.user_email": "Lower case; of participant metadata, the webhook, or a booking.",
    "sessions.user_phone": "E.164.",
    "sessions.lead_email": "The lead it counts for: user_email, else that of the same phone.",
    "sessions.engagement_score": "The overall quality score, 0 to 10.",
    "sessions.sentiment": "The caller's.",
    "sessions.error_kind": "Why the call failed, e.g. agent_never_spoke, no_report, or unreadable fields.",
    "sessions.error_count": "Unrecoverable STT, LLM, TTS and realtime errors the agent reported.",
    "sessions.form": "Which form of report arrived; null where none did.",
    "sessions.rank": "30 agent, 20 PostCallReport, 10 Twilio, 1 unreadable, 0 none came.",
    "sessions.company": "As said, else the e-mail's domain unless a free-mail provider's.",
    "sessions.turn_balance": "User turns / agent turns.",
    "sessions.speaking_balance": "User / agent speaking time.",
    "sessions.discovered_signals": "Spec 1.4 as understood, else as reported: what leads come from.",
    "sessions.identity_sources": "Who the report, its bookings and the webhooks say called; personal data.",
    "sessions.reported_connection": "What the report itself tells; the columns add the live feed.",
    "sessions.raw_reference": "Where the raw body lies in S3: bucket, key, sha256, size_bytes, key_id.",
    "sessions.received_at": "When we accepted the body that this row shows.",
    "sessions.origin": "api, inbox, replay, redrive, telephony or reconciliation.",
    "sessions.backfilled": "Came as a batch of old calls: no real-time alert.",
    "sessions.occurred_at": "start_time, else received_at: what every time window uses.",
    "transcripts": "The conversation, as JSON and as text.",
    "transcripts.transcript_json": "Array of {item_id, speaker, text, at, interrupted, final, confidence}.",
    "transcripts.search": "Of the first 100,000 characters (a tsvector ends at 1 MB), English stems.",
    "analysis_results": "What the nine analyzers understood; a part is null where its analyzer failed.",
    "analysis_results.competitors": "Array: every competitor spoken of.",
    "analysis_results.content_gaps": "Array of failed searches, unanswered questions and missing topics.",
    "analysis_results.action_items": "Array of things somebody has to do.",
    "analysis_results.executive_summary": "As text; the structure is in executive_summary_report.",
    "analysis_results.analyzer_version": "One version where all agree, else analyzer=version, ...",
    "analyzer_runs": "Which analyzer, in which version, read this call, and why one failed.",
    "tool_calls": "Every tool call; searches and bookings in columns of their own (spec 1.5).",
    "tool_calls.failed": "By the tool's own output first (success false), then is_error.",
    "session_costs": "What each provider's service cost, at the profile's prices.",
    "session_costs.cost_usd": "Null where the profile has no price.",
    "superseded_reports": "Other reports of the same call: kept in S3, not analysed into the tables.",
    "superseded_reports.superseded_session_id": "The id it arrived under; a Twilio CallSid may differ.",
}


def upgrade() -> None:
    """Create the tables of a call."""
    for script in (SESSIONS, TRANSCRIPTS, ANALYSIS, DETAILS):
        op.execute(script)
    comment_on(COMMENTS)
