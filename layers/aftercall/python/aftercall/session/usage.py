"""What the models of a call used: tokens, characters, seconds of audio."""

from collections.abc import Mapping

from aftercall.session.models import Usage, UsageKind
from aftercall.session.reading import count, non_negative, optional_text, sequence

KINDS = {"llm_usage": UsageKind.LLM, "stt_usage": UsageKind.STT, "tts_usage": UsageKind.TTS}


def read_usage(value: object) -> tuple[Usage, ...]:
    """Read LiveKit's ``usage`` entries; what is no JSON object among them is left out."""
    return tuple(_usage(entry) for entry in sequence(value) if isinstance(entry, Mapping))


def read_usage_totals(totals: Mapping[str, object]) -> tuple[Usage, ...]:
    """Read the SDK's flat summary (``llm_prompt_tokens``, ``tts_characters_count``, ...)."""
    prompt, completion = count(totals.get("llm_prompt_tokens")), count(totals.get("llm_completion_tokens"))
    both = prompt is not None and completion is not None
    usage = (
        Usage(
            kind=UsageKind.LLM,
            prompt_tokens=prompt,
            prompt_cached_tokens=count(totals.get("llm_prompt_cached_tokens")),
            completion_tokens=completion,
            total_tokens=(prompt or 0) + (completion or 0) if both else None,
        ),
        Usage(kind=UsageKind.STT, audio_seconds=non_negative(totals.get("stt_audio_duration"))),
        Usage(
            kind=UsageKind.TTS,
            characters=count(totals.get("tts_characters_count")),
            audio_seconds=non_negative(totals.get("tts_audio_duration")),
        ),
    )
    return tuple(entry for entry in usage if entry != Usage(kind=entry.kind))


def _usage(document: Mapping[str, object]) -> Usage:
    prompt = _first_count(document, "input_tokens", "prompt_tokens")
    completion = _first_count(document, "output_tokens", "completion_tokens")
    kind = _kind(document)
    total = count(document.get("total_tokens"))
    if total is None and kind is UsageKind.LLM and (prompt is not None or completion is not None):
        total = (prompt or 0) + (completion or 0)
    return Usage(
        kind=kind,
        provider=optional_text(document.get("provider")),
        model=optional_text(document.get("model")),
        prompt_tokens=prompt,
        prompt_cached_tokens=_first_count(document, "input_cached_tokens", "prompt_cached_tokens"),
        completion_tokens=completion,
        total_tokens=total,
        characters=count(document.get("characters_count")),
        audio_seconds=non_negative(document.get("audio_duration")),
    )


def _kind(document: Mapping[str, object]) -> UsageKind:
    """Tell the kind by its name, or where a version leaves the name out (1.5 to 1.7) by its fields.

    Only speech synthesis counts characters; only the two speech models measure audio; the
    language model counts tokens alone. The SDK drops fields that are zero.
    """
    name = document.get("type")
    if isinstance(name, str):
        return KINDS.get(name, UsageKind.OTHER)
    if "characters_count" in document:
        return UsageKind.TTS
    if "audio_duration" in document:
        return UsageKind.STT
    token_counts = ("input_tokens", "output_tokens", "prompt_tokens", "completion_tokens")
    if any(key in document for key in token_counts):
        return UsageKind.LLM
    return UsageKind.OTHER


def _first_count(document: Mapping[str, object], *keys: str) -> int | None:
    return next((found for key in keys if (found := count(document.get(key))) is not None), None)
