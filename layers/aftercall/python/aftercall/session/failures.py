"""Whether the call itself worked.

A session failed when its close reason is an error, when the agent never spoke, or when an
unrecoverable error of recognition, language model or synthesis left the caller without an answer.

The report's error *counts* do not decide: LiveKit counts every error event, also those its retries
recovered from (``recoverable: true``), and lets up to three unrecoverable ones in a row pass while
the conversation goes on. So an error event counts as fatal when it is not recoverable and the agent
said nothing after it. When LiveKit itself gives up, the close reason says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftercall.session.models import ErrorCounts, Speaker, Turn

CLOSED_BY_ERROR = "closed_by_error"
AGENT_NEVER_SPOKE = "agent_never_spoke"
ERROR_CLOSE_REASONS = frozenset({"CR_ERROR", "ERROR"})

STAGES = {
    "llm_error": "llm",
    "stt_error": "stt",
    "tts_error": "tts",
    "realtime_model_error": "realtime",
    "interruption_detection_error": "interruption",
}
"""The SDK's error types and the stage each belongs to."""

FATAL_STAGES = frozenset({"llm", "stt", "tts", "realtime"})


@dataclass(frozen=True, slots=True)
class StageError:
    """One error event: its stage, when, and whether the SDK could go on by itself."""

    stage: str
    at: datetime | None
    recoverable: bool


def tell_failure_kind(
    close_reason: str | None,
    turns: Sequence[Turn],
    errors: Sequence[StageError],
    counts: ErrorCounts,
) -> str | None:
    """Give why the session failed (``llm_error``, ``agent_never_spoke``, ...), or None if it worked."""
    fatal = _fatal_stage(turns, errors)
    if close_reason is not None and close_reason.upper() in ERROR_CLOSE_REASONS:
        stage = fatal or _only_stage(counts)
        return f"{stage}_error" if stage else CLOSED_BY_ERROR
    if fatal is not None:
        return f"{fatal}_error"
    if not any(turn.speaker is Speaker.AGENT for turn in turns):
        return AGENT_NEVER_SPOKE
    return None


def _fatal_stage(turns: Sequence[Turn], errors: Sequence[StageError]) -> str | None:
    last_word = max((turn.at for turn in turns if turn.speaker is Speaker.AGENT), default=None)
    for error in reversed(errors):
        unanswered = last_word is None or error.at is None or error.at >= last_word
        if error.stage in FATAL_STAGES and not error.recoverable and unanswered:
            return error.stage
    return None


def _only_stage(counts: ErrorCounts) -> str | None:
    present = [stage for stage in sorted(FATAL_STAGES) if getattr(counts, stage) > 0]
    return present[0] if len(present) == 1 else None
