"""Requests of any shape: what hypothesis draws for the fuzzing of the deployed stack."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from local.folder import PROJECT
from local.samples.catalogue import read_sample

ENDPOINTS = (
    "/sessions",
    "/sessions/RM_1.AJ_1/metrics",
    "/webhooks/livekit",
    "/webhooks/twilio/call-status",
    "/webhooks/twilio/recording",
    "/webhooks/twilio/transcription",
    "/webhooks/twilio/amd",
)
SAMPLES = PROJECT / "docs" / "samples"
HEADER_NAMES = (
    "Accept-Encoding",
    "Authorization",
    "Content-Type",
    "I-Twilio-Idempotency-Token",
    "X-Aftercall-Signature",
    "X-Aftercall-Timestamp",
    "X-LiveKit-Signature",
    "X-LiveKit-Timestamp",
    "X-Twilio-Signature",
    "X-Twilio-Webhooks-Signature-Settings",
)
ODD_TEXTS = ("", "\x00", "\ud800", "9" * 400, "1e999", "2026-13-45T99:99:99Z", "a" * 3000, "🙂" * 70, "NaN")
ODD_NUMBERS = (-1, 0, 2**63, -(2**63), 10**30, 1e308, -0.0, float("nan"), float("inf"))

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(ODD_TEXTS)
    | st.sampled_from(ODD_NUMBERS)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
header_values = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)
headers = st.dictionaries(st.sampled_from(HEADER_NAMES), header_values, max_size=6)
form_fields = st.dictionaries(
    st.sampled_from(
        [
            "AnsweredBy",
            "CallDuration",
            "CallStatus",
            "CallbackSource",
            "Direction",
            "From",
            "RecordingDuration",
            "RecordingSid",
            "RecordingStatus",
            "SequenceId",
            "SequenceNumber",
            "Timestamp",
            "Track",
            "TranscriptionData",
            "TranscriptionEvent",
        ]
    )
    | st.text(max_size=5),
    st.text(max_size=20)
    | st.sampled_from(["completed", "inbound_track", "transcription-content", '{"transcript": "yes"}', "7"]),
    max_size=9,
)


def _document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


REPORTS = [
    _document(SAMPLES / f"{form}.json") for form in ("livekit_report", "post_call_report", "raw_session")
]
WEBHOOKS = read_sample("01-hot-lead-booked").webhooks


@st.composite
def changed(draw: st.DrawFn, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """One of the documents, with up to three of its values replaced, removed or repeated."""
    document: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 3))):
        _change(draw, document)
    return document


def _change(draw: st.DrawFn, document: dict[str, Any]) -> None:
    holder: Any = document
    while True:
        place = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        below = holder[place]
        if not isinstance(below, dict | list) or not below or draw(st.booleans()):
            break
        holder = below
    match draw(st.sampled_from(["replace", "replace", "remove", "repeat"])):
        case "remove":
            del holder[place]
        case "repeat" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[place]))
        case _:
            holder[place] = draw(values)
    if not document:
        document["emptied"] = True


def as_bytes(document: object) -> bytes:
    """The document as a sender would post it; lone surrogates and NaN travel as Python writes them."""
    return json.dumps(document).encode()
