"""What a call cost, provider by provider, at the profile's prices (spec 3.6)."""

from collections.abc import Sequence

from aftercall.profile.models import LanguageModelPrice, Prices, SpeechPrice
from aftercall.reports.performance import CostItem
from aftercall.session.models import Session, Usage, UsageKind

_MILLION = 1_000_000
_THOUSAND = 1_000
_SECONDS_IN_MINUTE = 60
_ANY_MODEL = "*"
_UNKNOWN = "unknown"


def find_costs(
    session: Session, prices: Prices
) -> tuple[tuple[CostItem, ...], float | None, tuple[str, ...]]:
    """Price every usage entry and the transport.

    Returns
    -------
    items, total, unpriced
        The total in US dollars covers the priced items; ``None`` where nothing could be priced.
        ``unpriced`` names the services the profile has no price for.
    """
    items = [item for usage in session.usage if (item := _item(usage, prices)) is not None]
    if session.duration_seconds:
        minutes = session.duration_seconds / _SECONDS_IN_MINUTE
        items.append(
            CostItem(
                provider=prices.transport_provider,
                service="transport",
                quantity=round(minutes, 4),
                unit="minutes",
                cost_usd=round(minutes * prices.transport_per_minute, 6),
            )
        )
    priced = [item.cost_usd for item in items if item.cost_usd is not None]
    unpriced = tuple(
        dict.fromkeys(
            f"{item.service} {item.provider}/{item.model or _UNKNOWN}"
            for item in items
            if item.cost_usd is None
        )
    )
    return (tuple(items), round(sum(priced), 6) if priced else None, unpriced)


def _item(usage: Usage, prices: Prices) -> CostItem | None:
    if usage.kind is UsageKind.LLM:
        return _language_model(usage, prices.language_models)
    if usage.kind is UsageKind.STT and usage.audio_seconds is not None:
        return _speech(
            usage, prices.speech_to_text, "stt", usage.audio_seconds / _SECONDS_IN_MINUTE, "minutes"
        )
    if usage.kind is UsageKind.TTS and usage.characters is not None:
        return _speech(usage, prices.text_to_speech, "tts", float(usage.characters), "characters")
    if usage.kind is UsageKind.TTS and usage.audio_seconds is not None:
        return _speech(
            usage, prices.text_to_speech, "tts", usage.audio_seconds / _SECONDS_IN_MINUTE, "minutes"
        )
    return None


def _language_model(usage: Usage, prices: Sequence[LanguageModelPrice]) -> CostItem:
    prompt, completion = usage.prompt_tokens or 0, usage.completion_tokens or 0
    cached = min(usage.prompt_cached_tokens or 0, prompt)
    price = next(
        (
            item
            for item in prices
            if _same(item.provider, usage.provider) and _model_is(item.model, usage.model)
        ),
        None,
    )
    cost = None
    if price is not None:
        cost = (
            (prompt - cached) * price.input + cached * price.cached_input + completion * price.output
        ) / _MILLION
    return CostItem(
        provider=usage.provider or _UNKNOWN,
        service="llm",
        model=usage.model,
        quantity=float(prompt + completion),
        unit="tokens",
        cost_usd=None if cost is None else round(cost, 6),
    )


def _speech(
    usage: Usage, prices: Sequence[SpeechPrice], service: str, quantity: float, unit: str
) -> CostItem:
    price = next(
        (
            item
            for item in prices
            if _same(item.provider, usage.provider) and _model_is(item.model, usage.model)
        ),
        None,
    )
    cost = None
    if price is not None and unit == "minutes" and price.per_minute is not None:
        cost = quantity * price.per_minute
    elif price is not None and unit == "characters" and price.per_thousand_characters is not None:
        cost = quantity * price.per_thousand_characters / _THOUSAND
    return CostItem(
        provider=usage.provider or _UNKNOWN,
        service=service,
        model=usage.model,
        quantity=round(quantity, 4),
        unit=unit,
        cost_usd=None if cost is None else round(cost, 6),
    )


def _same(provider: str, used: str | None) -> bool:
    return used is not None and used.lower().startswith(provider.lower())


def _model_is(model: str, used: str | None) -> bool:
    """Match a model exactly, as any, or with the date that providers append to a snapshot's name."""
    if model == _ANY_MODEL:
        return True
    if used is None:
        return False
    name = used.lower().rsplit("/", 1)[-1]
    return name == model.lower() or (name.startswith(f"{model.lower()}-20"))
