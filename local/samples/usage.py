"""The ``usage`` list of a report: what the call consumed at each provider."""

from typing import Any

from local.samples.recording import Recording

_TOKENS_A_WORD = 1.35
_INSTRUCTION_TOKENS = 1480
_CACHED_SHARE = 0.72


def usage_of(
    items: list[dict[str, Any]], duration_seconds: float, recording: Recording
) -> list[dict[str, Any]]:
    """Return the usage entries of livekit-agents 1.8.9 (tokens, characters, seconds of audio)."""
    spoken = [item for item in items if item.get("role") == "assistant"]
    heard = [item for item in items if item.get("role") == "user"]
    prompt, completion = _tokens(items)
    (llm, llm_model), (stt, stt_model), (tts, tts_model) = (
        recording.models.llm,
        recording.models.stt,
        recording.models.tts,
    )
    speaking = sum(
        item["metrics"]["stopped_speaking_at"] - item["metrics"]["started_speaking_at"] for item in spoken
    )
    return [
        {
            "type": "llm_usage",
            "provider": llm,
            "model": llm_model,
            "input_tokens": prompt,
            "input_cached_tokens": int(prompt * _CACHED_SHARE) // 128 * 128,
            "output_tokens": completion,
        },
        {
            "type": "stt_usage",
            "provider": stt,
            "model": stt_model,
            "audio_duration": round(duration_seconds, 2),
        },
        {
            "type": "tts_usage",
            "provider": tts,
            "model": tts_model,
            "characters_count": sum(len(item["content"][0]) for item in spoken),
            "audio_duration": round(speaking, 2),
        },
        {
            "type": "eot_usage",
            "provider": "livekit",
            "model": "turn-detector-v1",
            "total_requests": len(heard),
        },
    ]


def _tokens(items: list[dict[str, Any]]) -> tuple[int, int]:
    """Return prompt and completion tokens: a request for each reply and tool call, each with all history."""
    prompt = completion = 0
    history = _INSTRUCTION_TOKENS
    for item in items:
        size = _size(item)
        if item.get("role") == "assistant" or item["type"] == "function_call":
            prompt += history
            completion += size
        history += size
    return prompt, completion


def _size(item: dict[str, Any]) -> int:
    text = (
        item["content"][0] if item["type"] == "message" else item.get("arguments") or item.get("output") or ""
    )
    return round(len(text.split()) * _TOKENS_A_WORD) + 4
