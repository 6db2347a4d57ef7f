"""The items of a LiveKit chat history: messages, function calls and their outputs, handoffs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aftercall.session.assembly import unique_item_ids
from aftercall.session.models import Handoff, Speaker, ToolCall, Turn, TurnMetrics
from aftercall.session.reading import (
    boolean,
    clean_text,
    epoch_seconds,
    fraction,
    mapping,
    non_negative,
    optional_text,
    require_epoch_seconds,
    require_mapping,
    require_sequence,
    require_text,
    seconds_as_ms,
)
from aftercall.session.tool_calls import ReportedToolCall, understand_tool_call
from aftercall.session.tools import ToolCatalogue

SPEAKERS = {"user": Speaker.USER, "assistant": Speaker.AGENT}
EXPRESSION_MARKUP = re.compile(r"</?expr\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ChatItem:
    """One item: its JSON object, its id (made distinct) and its field path for error messages."""

    item_id: str
    kind: str
    document: Mapping[str, object]
    path: str


def read_items(chat_history: object) -> tuple[ChatItem, ...]:
    """Read the list of items; raises UnreadableReport where it or one of its items has no shape."""
    history = require_mapping(chat_history, "chat_history")
    listed = require_sequence(history.get("items"), "chat_history.items")
    documents = [require_mapping(item, f"chat_history.items[{index}]") for index, item in enumerate(listed)]
    names = unique_item_ids(
        optional_text(document.get("id")) or f"item_{index}" for index, document in enumerate(documents)
    )
    return tuple(
        ChatItem(
            item_id=item_id,
            kind=require_text(document.get("type"), f"chat_history.items[{index}].type"),
            document=document,
            path=f"chat_history.items[{index}]",
        )
        for index, (item_id, document) in enumerate(zip(names, documents, strict=True))
    )


def read_turns(items: Sequence[ChatItem]) -> Iterator[Turn]:
    """Give a turn for each message that caller or agent spoke; a message without words is none."""
    for item in items:
        if item.kind != "message":
            continue
        role = require_text(item.document.get("role"), f"{item.path}.role")
        text = read_content(item.document.get("content"), f"{item.path}.content")
        at = require_epoch_seconds(item.document.get("created_at"), f"{item.path}.created_at")
        speaker = SPEAKERS.get(role)
        if speaker is None:
            continue
        if speaker is Speaker.AGENT:
            text = EXPRESSION_MARKUP.sub("", text).strip()
        if not text:
            continue
        yield Turn(
            item_id=item.item_id,
            speaker=speaker,
            text=text,
            at=at,
            interrupted=speaker is Speaker.AGENT and boolean(item.document.get("interrupted")) is True,
            transcript_confidence=fraction(item.document.get("transcript_confidence")),
            metrics=read_turn_metrics(item.document.get("metrics")),
        )


def read_content(value: object, path: str) -> str:
    """Join the parts of a message by line: texts, and transcripts of audio; images say nothing."""
    if isinstance(value, str):
        return clean_text(value).strip()
    parts: list[str] = []
    for part in require_sequence(value, path):
        text = part if isinstance(part, str) else mapping(part).get("transcript")
        if isinstance(text, str):
            parts.append(clean_text(text))
    return "\n".join(parts).strip()


def read_turn_metrics(value: object) -> TurnMetrics:
    """Read a message's metrics: delays in seconds become milliseconds, odd values None."""
    metrics = mapping(value)
    if not metrics:
        return TurnMetrics()
    return TurnMetrics(
        started_speaking_at=epoch_seconds(metrics.get("started_speaking_at")),
        stopped_speaking_at=epoch_seconds(metrics.get("stopped_speaking_at")),
        eou_delay_ms=seconds_as_ms(metrics.get("end_of_turn_delay")),
        transcription_delay_ms=seconds_as_ms(metrics.get("transcription_delay")),
        llm_ttft_ms=seconds_as_ms(metrics.get("llm_node_ttft")),
        tts_ttfb_ms=seconds_as_ms(metrics.get("tts_node_ttfb")),
        playback_latency_ms=seconds_as_ms(metrics.get("playback_latency")),
        e2e_latency_ms=seconds_as_ms(metrics.get("e2e_latency")),
        llm_tokens_per_second=non_negative(metrics.get("llm_node_tps")),
    )


def read_tool_calls(items: Sequence[ChatItem], tools: ToolCatalogue) -> tuple[ToolCall, ...]:
    """Pair each function call with its output by ``call_id`` and type it by the catalogue.

    A call without output has failed: nothing came back. An output without a call says nothing.
    """
    outputs = _outputs_by_call(items)
    return tuple(
        understand_tool_call(_reported(item, outputs), tools)
        for item in items
        if item.kind == "function_call"
    )


def read_handoffs(items: Sequence[ChatItem]) -> tuple[Handoff, ...]:
    """Give the handoffs from one agent to another."""
    return tuple(
        Handoff(
            item_id=item.item_id,
            at=require_epoch_seconds(item.document.get("created_at"), f"{item.path}.created_at"),
            from_agent=optional_text(item.document.get("old_agent_id")),
            to_agent=optional_text(item.document.get("new_agent_id")),
        )
        for item in items
        if item.kind == "agent_handoff"
    )


def _outputs_by_call(items: Sequence[ChatItem]) -> dict[str, Mapping[str, object]]:
    outputs: dict[str, Mapping[str, object]] = {}
    for item in items:
        if item.kind == "function_call_output":
            call_id = require_text(item.document.get("call_id"), f"{item.path}.call_id")
            outputs.setdefault(call_id, item.document)
    return outputs


def _reported(item: ChatItem, outputs: Mapping[str, Mapping[str, object]]) -> ReportedToolCall:
    call_id = require_text(item.document.get("call_id"), f"{item.path}.call_id")
    at = require_epoch_seconds(item.document.get("created_at"), f"{item.path}.created_at")
    output = outputs.get(call_id, {})
    answered = epoch_seconds(output.get("created_at"))
    elapsed = None if answered is None else seconds_as_ms((answered - at).total_seconds())
    return ReportedToolCall(
        item_id=item.item_id,
        call_id=call_id,
        name=require_text(item.document.get("name"), f"{item.path}.name"),
        at=at,
        arguments=item.document.get("arguments"),
        output=output.get("output"),
        is_error=boolean(output.get("is_error")) is True,
        duration_ms=elapsed,
    )
