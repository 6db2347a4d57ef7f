"""Section 8.1 of the specification, transcribed: what every one of its tables must have."""

TEXT = "text"
INTEGER = "integer"
BIGINT = "bigint"
TIME = "timestamp with time zone"
JSON = "jsonb"
FLOAT = "double precision"
BOOLEAN = "boolean"

TABLES: dict[str, dict[str, str]] = {
    "sessions": {
        "session_id": TEXT,
        "start_time": TIME,
        "end_time": TIME,
        "duration_seconds": INTEGER,
        "participant_id": TEXT,
        "user_email": TEXT,
        "user_name": TEXT,
        "turn_count": INTEGER,
        "interruption_count": INTEGER,
        "qualification_tier": TEXT,
        "lead_score": INTEGER,
        "engagement_score": FLOAT,
        "sentiment": TEXT,
        "meeting_booked": BOOLEAN,
        "created_at": TIME,
    },
    "transcripts": {
        "session_id": TEXT,
        "transcript_json": JSON,
        "transcript_text": TEXT,
        "word_count": INTEGER,
        "created_at": TIME,
    },
    "metrics": {
        "id": BIGINT,
        "session_id": TEXT,
        "timestamp": TIME,
        "metric_type": TEXT,
        "eou_delay_ms": INTEGER,
        "llm_ttft_ms": INTEGER,
        "tts_ttfb_ms": INTEGER,
        "total_latency_ms": INTEGER,
        "prompt_tokens": BIGINT,
        "completion_tokens": BIGINT,
        "total_tokens": BIGINT,
        "stt_duration_ms": INTEGER,
        "created_at": TIME,
    },
    "leads": {
        "email": TEXT,
        "name": TEXT,
        "latest_session_id": TEXT,
        "team_size": INTEGER,
        "monthly_volume": INTEGER,
        "integration_needs": JSON,
        "industry": TEXT,
        "location": TEXT,
        "use_case": TEXT,
        "current_tool": TEXT,
        "pain_points": JSON,
        "decision_timeline": TEXT,
        "budget_authority": TEXT,
        "urgency": TEXT,
        "qualification_tier": TEXT,
        "lead_score": INTEGER,
        "first_call_date": TIME,
        "last_call_date": TIME,
        "total_calls": INTEGER,
        "updated_at": TIME,
    },
    "analysis_results": {
        "session_id": TEXT,
        "sales_intelligence": JSON,
        "lead_score_breakdown": JSON,
        "quality_analysis": JSON,
        "sentiment_analysis": JSON,
        "objections": JSON,
        "competitors": JSON,
        "performance_analysis": JSON,
        "content_gaps": JSON,
        "action_items": JSON,
        "executive_summary": TEXT,
        "analyzed_at": TIME,
        "analyzer_version": TEXT,
    },
    "alerts_history": {
        "id": BIGINT,
        "alert_type": TEXT,
        "alert_name": TEXT,
        "severity": TEXT,
        "message": TEXT,
        "context": JSON,
        "session_id": TEXT,
        "triggered_at": TIME,
        "sent_to": TEXT,
        "acknowledged_at": TIME,
        "acknowledged_by": TEXT,
        "resolved_at": TIME,
    },
}

COLUMNS = {(table, column): kind for table, columns in TABLES.items() for column, kind in columns.items()}

INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sessions", ("user_email",)),
    ("sessions", ("start_time",)),
    ("sessions", ("qualification_tier",)),
    ("transcripts", ("search",)),
    ("metrics", ("session_id", "timestamp")),
    ("metrics", ("timestamp",)),
    ("leads", ("qualification_tier",)),
    ("leads", ("lead_score",)),
    ("leads", ("last_call_date",)),
    ("analysis_results", ("analyzed_at",)),
    ("alerts_history", ("triggered_at",)),
    ("alerts_history", ("alert_type", "severity")),
)

PRIMARY_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sessions", ("session_id",)),
    ("transcripts", ("session_id",)),
    ("metrics", ("id", "timestamp")),
    ("leads", ("email",)),
    ("analysis_results", ("session_id",)),
    ("alerts_history", ("id",)),
)

FOREIGN_KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("transcripts", ("session_id",)),
    ("metrics", ("session_id",)),
    ("leads", ("latest_session_id",)),
    ("analysis_results", ("session_id",)),
    ("alerts_history", ("session_id",)),
)
