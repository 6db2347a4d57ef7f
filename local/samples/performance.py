"""A dialogue gets its clock: who spoke when, how long each stage took."""

import json
from dataclasses import dataclass, field
from typing import Any

from local.samples.dialogue import Speech, StageError, Step, ToolUse
from local.samples.draws import Draws
from local.samples.recording import Recording

AWAY_AFTER_SECONDS = 15.0
"""LiveKit's default ``user_away_timeout``."""

RETRY_AFTER_SECONDS = 1.5
"""How far apart two failures of the same request lie."""

_REQUEST_LABELS = {
    "llm": "livekit.plugins.openai.llm.LLM",
    "stt": "livekit.plugins.deepgram.stt.STT",
    "tts": "livekit.plugins.elevenlabs.tts.TTS",
}


@dataclass(slots=True)
class Performance:
    """What the session recorded; times are epoch seconds, delays are seconds."""

    now: float
    items: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    caller_stopped_at: float | None = None
    reply_ready_at: float | None = None
    last_was_interrupted: bool = False


def perform(steps: list[Step], recording: Recording, draws: Draws) -> Performance:
    """Play the steps from the recording's start on and return what was recorded."""
    performance = Performance(now=recording.start)
    if recording.with_configuration_item:
        performance.items.append(_configuration_item(recording, draws))
    performance.now = round(performance.now + draws.between(0.5, 0.9), 3)
    for step in steps:
        match step:
            case Speech(speaker="CALLER"):
                _caller_speaks(performance, step, recording, draws)
            case Speech():
                _agent_speaks(performance, step, recording, draws)
            case ToolUse():
                _tool_runs(performance, step, recording, draws)
            case StageError():
                _stage_fails(performance, step, recording)
    return performance


def _seconds_of_speech(text: str, words_a_second: float) -> float:
    """Return how long the text takes to say, with a breath at each pause that punctuation marks."""
    breaths = 0.18 * sum(text.count(mark) for mark in ",.?!;")
    return max(0.5, round(len(text.split()) / words_a_second + breaths * 0.6, 3))


def _caller_speaks(performance: Performance, speech: Speech, recording: Recording, draws: Draws) -> None:
    pace, marks = recording.pace, speech.marks
    overlap = (
        -draws.between(0.15, 0.45) if performance.last_was_interrupted else draws.between(*pace.caller_gap)
    )
    pause = marks.get("pause", 0.0)
    _note_absence(performance, pause)
    started = round(performance.now + overlap + pause, 3)
    stopped = round(started + _seconds_of_speech(speech.text, draws.between(*pace.caller_rate)), 3)
    transcription = draws.between(0.14, 0.24)
    turn = marks.get("turn", max(draws.between(*pace.end_of_turn), round(transcription + 0.05, 3)))
    performance.items.append(
        {
            "id": draws.token("item_"),
            "type": "message",
            "role": "user",
            "content": [speech.text],
            "interrupted": False,
            "transcript_confidence": marks.get("confidence", draws.between(*pace.confidence)),
            "extra": {},
            "metrics": {
                "started_speaking_at": started,
                "stopped_speaking_at": stopped,
                "transcription_delay": transcription,
                "end_of_turn_delay": turn,
                "on_user_turn_completed_delay": draws.between(0.004, 0.02),
                "stt_metadata": _metadata(recording.models.stt),
            },
            "created_at": round(stopped + transcription, 3),
        }
    )
    performance.now = stopped
    performance.caller_stopped_at = stopped
    performance.reply_ready_at = round(stopped + turn, 3)
    performance.last_was_interrupted = False


def _agent_speaks(performance: Performance, speech: Speech, recording: Recording, draws: Draws) -> None:
    pace, marks = recording.pace, speech.marks
    llm = marks.get("llm", draws.between(*pace.llm))
    tts = marks.get("tts", draws.between(*pace.tts))
    playback = draws.between(0.008, 0.03)
    ready = performance.reply_ready_at if performance.reply_ready_at is not None else performance.now
    started = round(ready + marks.get("pause", 0.0) + llm + tts + playback, 3)
    stopped = round(started + _seconds_of_speech(speech.text, draws.between(*pace.agent_rate)), 3)
    metrics: dict[str, Any] = {
        "started_speaking_at": started,
        "stopped_speaking_at": stopped,
        "llm_node_ttft": llm,
        "llm_node_tps": draws.between(58, 112),
        "llm_node_ttfs": round(llm + draws.between(0.06, 0.2), 3),
        "tts_node_ttfb": tts,
        "playback_latency": playback,
        "llm_metadata": _metadata(recording.models.llm),
        "tts_metadata": _metadata(recording.models.tts),
    }
    if performance.caller_stopped_at is not None:
        metrics["e2e_latency"] = round(started - performance.caller_stopped_at, 3)
    performance.items.append(
        {
            "id": draws.token("item_"),
            "type": "message",
            "role": "assistant",
            "content": [speech.text],
            "interrupted": speech.interrupted,
            "extra": {},
            "metrics": metrics,
            "created_at": started,
        }
    )
    performance.now = stopped
    performance.caller_stopped_at = performance.reply_ready_at = None
    performance.last_was_interrupted = speech.interrupted


def _tool_runs(performance: Performance, use: ToolUse, recording: Recording, draws: Draws) -> None:
    ready = performance.reply_ready_at if performance.reply_ready_at is not None else performance.now
    called = round(ready + draws.between(*recording.pace.llm), 3)
    answered = round(called + draws.between(*recording.pace.tool), 3)
    call_id = draws.token("call_", 24)
    performance.items.append(
        {
            "id": draws.token("item_"),
            "type": "function_call",
            "call_id": call_id,
            "arguments": use.arguments,
            "name": use.name,
            "created_at": called,
            "extra": {},
        }
    )
    performance.items.append(
        {
            "id": draws.token("item_"),
            "type": "function_call_output",
            "name": use.name,
            "call_id": call_id,
            "output": _with_meeting(use.output, draws) if use.name == "book_sales_meeting" else use.output,
            "is_error": use.is_error,
            "created_at": answered,
            "reply_required": True,
        }
    )
    performance.now = performance.reply_ready_at = answered


def _stage_fails(performance: Performance, failure: StageError, recording: Recording) -> None:
    moment = performance.reply_ready_at if performance.reply_ready_at is not None else performance.now
    if performance.events:
        moment = round(max(moment, performance.events[-1]["created_at"] + RETRY_AFTER_SECONDS), 3)
    provider, model = getattr(recording.models, failure.stage)
    performance.events.append(
        {
            "type": "error",
            "error": {
                "type": f"{failure.stage}_error",
                "timestamp": moment,
                "label": _REQUEST_LABELS[failure.stage],
                "recoverable": failure.recoverable,
            },
            "source": {"model": model, "provider": provider},
            "created_at": moment,
        }
    )


def _note_absence(performance: Performance, pause: float) -> None:
    if pause <= AWAY_AFTER_SECONDS:
        return
    left = round(performance.now + AWAY_AFTER_SECONDS, 3)
    returned = round(performance.now + pause, 3)
    for old, new, moment in (("listening", "away", left), ("away", "speaking", returned)):
        performance.events.append(
            {"type": "user_state_changed", "old_state": old, "new_state": new, "created_at": moment}
        )


def _with_meeting(output: str, draws: Draws) -> str:
    if not output.startswith("{") or not (answer := json.loads(output))["success"]:
        return output
    link = f"https://meet.pandadoc.example/{draws.token('', 10)}"
    return json.dumps({**answer, "meeting_link": link, "calendar_event_id": draws.token("evt_", 16)})


def _metadata(provider_and_model: tuple[str, str]) -> dict[str, str]:
    provider, model = provider_and_model
    return {"model_name": model, "model_provider": provider}


def _configuration_item(recording: Recording, draws: Draws) -> dict[str, Any]:
    return {
        "id": draws.token("item_"),
        "type": "agent_config_update",
        "instructions": (
            "You help people who are trying PandaDoc. Answer from the knowledge base, learn how they work, "
            "and offer a meeting with sales where a team would profit from one."
        ),
        "tools_added": ["unleash_search_knowledge", "book_sales_meeting"],
        "created_at": round(recording.start, 3),
    }
