"""Telephony: one row per room or call, folded from events in any order.

Revision ID: 0004
"""

from alembic import op

from aftercall.warehouse.migrations.comments import comment_on

revision = "0004"
down_revision = "0003"
branch_labels: str | None = None
depends_on: str | None = None

CALLS = """
CREATE TABLE warehouse.telephony_calls (
    call_key text PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('livekit', 'twilio')),
    status text NOT NULL CHECK (status IN
        ('active', 'completed', 'busy', 'failed', 'no_answer', 'canceled', 'expired')),
    room_sid text,
    room_name text,
    job_id text,
    twilio_call_sid text,
    account_sid text,
    parent_call_sid text,
    direction text,
    from_number text,
    to_number text,
    caller_identity text,
    caller_email text,
    caller_name text,
    caller_phone text,
    caller_time_zone text,
    participants jsonb NOT NULL DEFAULT '[]',
    answered_by text,
    first_event_at timestamptz NOT NULL,
    last_event_at timestamptz NOT NULL,
    started_at timestamptz,
    completed_at timestamptz,
    duration_seconds integer,
    recording_location text,
    recording_status text,
    recording_duration_seconds integer,
    recording_channels smallint,
    report_missing_at timestamptz,
    expired_at timestamptz,
    ended_seen_at timestamptz,
    transcription_digest text,
    transcription_enqueued_at timestamptz,
    transcription_attempts integer NOT NULL DEFAULT 0,
    facts jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX telephony_calls_idx_room_sid ON warehouse.telephony_calls (room_sid);
CREATE INDEX telephony_calls_idx_twilio_call_sid ON warehouse.telephony_calls (twilio_call_sid);
CREATE INDEX telephony_calls_idx_active ON warehouse.telephony_calls (first_event_at)
    WHERE status = 'active';
CREATE INDEX telephony_calls_idx_completed_at ON warehouse.telephony_calls (completed_at);

CREATE TABLE warehouse.telephony_segments (
    call_key text NOT NULL,
    segment_key text NOT NULL,
    event_id text NOT NULL,
    sequence_id integer NOT NULL,
    track text NOT NULL,
    transcript text NOT NULL,
    confidence double precision,
    at timestamptz NOT NULL,
    final boolean NOT NULL,
    PRIMARY KEY (call_key, segment_key)
);
"""

COMMENTS = {
    "telephony_calls": "One row per LiveKit room or Twilio call, whatever order its events came in.",
    "telephony_calls.call_key": "Room sid or CallSid.",
    "telephony_calls.status": "active until its end; expired after two hours without one.",
    "telephony_calls.twilio_call_sid": "Of a room: the Twilio call its caller came by.",
    "telephony_calls.caller_email": "Of the caller's metadata or attributes, in lower case.",
    "telephony_calls.completed_at": "room_finished, or the end of the Twilio call.",
    "telephony_calls.recording_location": "A pointer: the audio itself is not fetched.",
    "telephony_calls.report_missing_at": "Set when no report came within 15 minutes of the room's end.",
    "telephony_calls.transcription_digest": "Of the transcription that was last sent to analysis.",
    "telephony_calls.facts": "What each event told, each with its weight: the state that events fold into.",
    "telephony_segments": "Utterances of a Twilio call's real-time transcription.",
    "telephony_segments.sequence_id": "Order within the call, not of arrival.",
}


def upgrade() -> None:
    """Create the telephony tables."""
    op.execute(CALLS)
    comment_on(COMMENTS)
