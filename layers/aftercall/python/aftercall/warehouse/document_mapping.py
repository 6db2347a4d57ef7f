"""From an analysed call to its MongoDB documents. Pure.

The specification's validators take no null, no integer where a double is asked for, and know the
caller as ``prospect``: what is not known is left out, numbers are cast, and an unknown lead is
``anonymous:{session_id}``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aftercall.reports.completed import CompletedReports
from aftercall.reports.evidence import Evidence, Finding
from aftercall.session.models import Session, Speaker
from aftercall.session.prepared import TurnAnnotation
from aftercall.session.reading import clean_text
from aftercall.warehouse.signals import discovered_signals
from aftercall.warehouse.stored_call import StoredCall

type Document = dict[str, Any]

SPEAKERS = {Speaker.USER: "prospect", Speaker.AGENT: "agent"}
OPENING, DISCOVERY, DISCUSSION, CLOSING = 1, 2, 3, 4
PHASES = 4
POSITIVE_FROM, NEGATIVE_TO = 0.2, -0.2
TIMES_OF_DAY = ((5, "night"), (12, "morning"), (17, "afternoon"), (22, "evening"), (24, "night"))


def transcript_document(call: StoredCall, session: Session, lead: str | None) -> Document:
    """Give the document of ``transcripts``; ``lead`` is the lead's e-mail, if there is one."""
    keywords = keywords_by_item(call.reports)
    sentiments = {annotation.item_id: annotation.sentiment for annotation in call.annotations}
    messages = [
        _without_absent(
            {
                "itemId": clean_text(turn.item_id),
                "speaker": SPEAKERS[turn.speaker],
                "text": clean_text(turn.text),
                "timestamp": turn.at,
                "phase": place * PHASES // len(session.turns) + 1,
                "sentiment": sentiment_word(sentiments.get(turn.item_id)),
                "keywords": sorted(keywords.get(turn.item_id, ())),
            }
        )
        for place, turn in enumerate(session.turns)
    ]
    return {
        "callId": call.session_id,
        "leadId": lead_id(call.session_id, lead),
        "messages": messages,
        "analysis": _without_absent(
            {
                "totalWords": sum(len(turn.text.split()) for turn in session.turns),
                "averageSentiment": _average_sentiment(session, call.reports, call.annotations),
                "keyMoments": list(key_moments(call.reports)),
                "objectionTypes": _objection_types(call.reports),
            }
        ),
        "timestamp": session.start_time,
        "rawSha256": call.raw.sha256,
    }


def lead_id(session_id: str, lead: str | None) -> str:
    """Give what ``leadId`` says: the lead's e-mail, else that this call's caller is unknown."""
    return lead or f"anonymous:{session_id}"


def outcome_document(call: StoredCall, session: Session, time_zone: str) -> Document | None:
    """Give the document of ``outcomes``; None when no outcome was understood.

    ``time_zone`` is the IANA name used where the caller's own is not known.
    """
    summary = call.reports.executive_summary
    if summary is None:
        return None
    local_start = session.start_time.astimezone(_zone(session.participant.time_zone, time_zone))
    quality = call.reports.quality
    return {
        "callId": call.session_id,
        "outcome": summary.outcome.value,
        "factors": _without_absent(
            {
                "engagementLevel": None if quality is None else float(quality.score),
                "phaseCompleted": phase_completed(session, call.reports),
                "objectionHandling": _objection_handling(call.reports),
                "timeOfDay": next(name for hour, name in TIMES_OF_DAY if local_start.hour < hour),
                "dayOfWeek": local_start.isoweekday(),
            }
        ),
        "learningPatterns": list(learning_patterns(call.reports)),
        "timestamp": session.start_time,
    }


def _without_absent(values: Mapping[str, Any]) -> Document:
    return {name: value for name, value in values.items() if value is not None}


def sentiment_word(value: float | None) -> str | None:
    """Give positive, neutral or negative for a value in -1 to 1."""
    if value is None:
        return None
    if value >= POSITIVE_FROM:
        return "positive"
    return "negative" if value <= NEGATIVE_TO else "neutral"


def _average_sentiment(
    session: Session, reports: CompletedReports, annotations: Sequence[TurnAnnotation]
) -> float | None:
    """The caller's: as the sentiment analyzer has it, else the mean over the caller's turns."""
    if reports.sentiment is not None and reports.sentiment.score is not None:
        return float(reports.sentiment.score)
    of_caller = {turn.item_id for turn in session.user_turns}
    values = [annotation.sentiment for annotation in annotations if annotation.item_id in of_caller]
    return float(sum(values) / len(values)) if values else None


def phase_completed(session: Session, reports: CompletedReports) -> int:
    """Tell how far the call came: 1 opening, 2 discovery, 3 discussion, 4 closing; 0 if nobody answered.

    Discovery is completed when something of the caller's business was learned, discussion when the
    offer was talked about, closing when the call ended as calls do or a meeting was booked.
    """
    intelligence, quality = reports.sales_intelligence, reports.quality
    talked = intelligence is not None and any(
        (intelligence.buying_signals, intelligence.features_discussed, intelligence.feature_requests)
    )
    reached = {
        OPENING: bool(session.user_turns and session.agent_turns),
        DISCOVERY: bool(discovered_signals(intelligence, session.signals)),
        DISCUSSION: talked or bool(reports.objections and reports.objections.objections),
        CLOSING: bool(quality and quality.natural_ending)
        or bool(reports.action_items and reports.action_items.meeting_booked),
    }
    return max((phase for phase, done in reached.items() if done), default=0) if reached[OPENING] else 0


def _objection_types(reports: CompletedReports) -> list[str] | None:
    if reports.objections is None:
        return None
    return sorted({objection.category.value for objection in reports.objections.objections})


def _objection_handling(reports: CompletedReports) -> float | None:
    """Share of objections that were resolved; None without an objection."""
    if reports.objections is None or not reports.objections.objections:
        return None
    found = reports.objections.objections
    return sum(objection.resolved for objection in found) / len(found)


def named_findings(reports: CompletedReports) -> Iterator[tuple[str, str, Finding]]:
    """Give kind, name and finding of everything in a call that has a name of its own."""
    intelligence, objections = reports.sales_intelligence, reports.objections
    if intelligence is not None:
        yield from (("competitor", one.name, one) for one in intelligence.competitors)
        yield from (("integration", one.name, one) for one in intelligence.integration_needs)
        yield from (("feature", one.feature, one) for one in intelligence.features_discussed)
        yield from (("use_case", one.value, one) for one in intelligence.use_cases)
        yield from (("buying_signal", one.kind, one) for one in intelligence.buying_signals)
    if objections is not None:
        yield from (("objection", one.category.value, one) for one in objections.objections)


def keywords_by_item(reports: CompletedReports) -> dict[str, set[str]]:
    """Give, per turn, the names of what was found in it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, name, finding in named_findings(reports):
        for evidence in finding.evidence:
            found[evidence.item_id].add(clean_text(name).lower())
    return dict(found)


def key_moments(reports: CompletedReports) -> Iterator[Document]:
    """Give the turns that mattered: buying signals, objections and the caller's emotions."""
    for kind, name, finding in named_findings(reports):
        if kind in {"buying_signal", "objection"}:
            yield _moment(kind, name, finding.evidence[0])
    for emotion in reports.sentiment.emotions if reports.sentiment else ():
        yield _moment("emotion", emotion.emotion, emotion.evidence[0])


def _moment(kind: str, name: str, evidence: Evidence) -> Document:
    return _without_absent(
        {"kind": kind, "name": clean_text(name), "itemId": clean_text(evidence.item_id), "at": evidence.at}
    )


def learning_patterns(reports: CompletedReports) -> Iterator[Document]:
    """Give what later learning compares outcomes by: names and judgements, no quotes."""
    for kind, name, finding in named_findings(reports):
        yield {"kind": kind, "name": clean_text(name), "confidence": float(finding.confidence)}
    for objection in reports.objections.objections if reports.objections else ():
        yield {
            "kind": "objection_handling",
            "name": objection.category.value,
            "severity": objection.severity.value,
            "resolved": objection.resolved,
        }


def _zone(callers: str | None, default: str) -> ZoneInfo:
    for name in filter(None, (callers, default)):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")
