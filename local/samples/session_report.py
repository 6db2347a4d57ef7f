"""A performance in the form of ``SessionReport.to_dict()`` (livekit-agents 1.8.9), with envelope keys."""

from typing import Any

from local.samples.draws import identifier
from local.samples.performance import Performance
from local.samples.recording import Caller, Recording
from local.samples.usage import usage_of

_CLOSE_REASONS = {
    "CR_USER_INITIATED": "user_initiated",
    "CR_PARTICIPANT_DISCONNECTED": "participant_disconnected",
    "CR_COMPLETED": "task_completed",
    "CR_JOB_SHUTDOWN": "job_shutdown",
    "CR_ERROR": "error",
}

_OPTIONS = {
    "allow_interruptions": True,
    "discard_audio_if_uninterruptible": True,
    "min_interruption_duration": 0.5,
    "min_interruption_words": 0,
    "min_endpointing_delay": 0.3,
    "max_endpointing_delay": 2.5,
    "max_tool_steps": 3,
    "user_away_timeout": 15.0,
    "min_consecutive_speech_delay": 0.0,
    "preemptive_generation": {
        "enabled": False,
        "preemptive_tts": False,
        "max_speech_duration": 10.0,
        "max_retries": 3,
    },
    "recording_options": {"audio": False, "traces": True, "logs": True, "transcript": True},
}


def room_sid(name: str) -> str:
    """Return the room's sid of the sample called ``name``."""
    return identifier("RM_", f"{name}:room")


def job_id(name: str) -> str:
    """Return the agent job's id of the sample called ``name``."""
    return identifier("AJ_", f"{name}:job")


def report_of(name: str, recording: Recording, performance: Performance) -> dict[str, Any]:
    """Return the report, in the key order in which the SDK writes it, envelope keys last."""
    ended = round(performance.now + 0.4, 3)
    duration = ended - recording.start
    report: dict[str, Any] = {
        "job_id": job_id(name),
        "room_id": room_sid(name),
        "room": recording.room,
        "events": [*performance.events, _close_event(recording, performance, ended)],
        "audio_recording_path": None,
        "audio_recording_started_at": None,
        "options": _OPTIONS,
        "chat_history": {"items": performance.items},
        "timestamp": round(ended + 0.15, 3),
        "usage": usage_of(performance.items, duration, recording),
        "sdk_version": recording.sdk_version,
        "agent_name": recording.agent_name,
        "tags": sorted(recording.tags),
        "duration_ms": int(round(duration, 3) * 1000),
        "user_turns": sum(item.get("role") == "user" for item in performance.items),
        "errors": _error_counts(performance.events),
        "close_reason": recording.close_reason,
    }
    return report | _envelope(recording)


def metadata_of(caller: Caller) -> dict[str, str | None]:
    """Return the participant metadata as the product's own front end writes it."""
    said = {"email": caller.email, "name": caller.name, "phone": caller.phone, "time_zone": caller.time_zone}
    return {key: value for key, value in said.items() if value is not None}


def _close_event(recording: Recording, performance: Performance, ended: float) -> dict[str, Any]:
    fatal = [event["error"] for event in performance.events if event["type"] == "error"]
    error = fatal[-1] if recording.close_reason == "CR_ERROR" and fatal else None
    return {
        "type": "close",
        "error": error,
        "reason": _CLOSE_REASONS[recording.close_reason],
        "created_at": ended,
    }


def _error_counts(events: list[dict[str, Any]]) -> dict[str, int]:
    counts = dict.fromkeys(("llm", "stt", "tts", "realtime", "interruption"), 0)
    for event in events:
        if event["type"] == "error":
            counts[event["error"]["type"].removesuffix("_error")] += 1
    return counts


def _envelope(recording: Recording) -> dict[str, Any]:
    envelope: dict[str, Any] = {}
    if recording.caller.in_report:
        envelope["participant"] = {
            "identity": recording.caller.identity,
            "metadata": metadata_of(recording.caller),
            "attributes": {},
        }
    if recording.signals:
        envelope["signals"] = recording.signals
    if recording.connection:
        envelope["connection"] = recording.connection
    return envelope
