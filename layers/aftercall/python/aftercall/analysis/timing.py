"""Silence and interruptions from real timings (spec 3.3)."""

import re

from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.reports.quality import InterruptionMoment, Silence
from aftercall.session.models import Session

_PERCENT = 100.0
_EAGER = re.compile(r"\b(?:yes|yeah|great|perfect|exactly|awesome|love|oh nice|cool|sure|that's it|right)\b")
_UPSET = re.compile(
    r"^(?:no\b|wait|stop|hold on|i said|listen|but\b|that's not|are you)|\b(?:not what|don't care|already"
    r"|just answer|enough)\b"
)


def silences(conversation: Conversation, longer_than: float) -> tuple[Silence, ...] | None:
    """Find gaps between turns that exceed a limit in seconds; ``None`` where no timings are known."""
    gaps: list[Silence] = []
    known = False
    for before, after in zip(conversation.utterances, conversation.utterances[1:], strict=False):
        stopped, started = before.turn.metrics.stopped_speaking_at, after.turn.metrics.started_speaking_at
        if stopped is None or started is None:
            continue
        known = True
        seconds = (started - stopped).total_seconds()
        if seconds > longer_than:
            gaps.append(Silence(after_item_id=before.turn.item_id, seconds=round(seconds, 3)))
    return tuple(gaps) if known else None


def dead_air_percent(gaps: tuple[Silence, ...] | None, session: Session) -> float | None:
    """Share of the call's duration that was dead air, in percent."""
    if gaps is None or session.duration_seconds <= 0:
        return None
    return round(min(_PERCENT, _PERCENT * sum(gap.seconds for gap in gaps) / session.duration_seconds), 2)


def interruption_moments(session: Session, conversation: Conversation) -> tuple[InterruptionMoment, ...]:
    """Read each interruption by what the caller said when cutting in."""
    by_item = {utterance.turn.item_id: utterance for utterance in conversation.utterances}
    moments: list[InterruptionMoment] = []
    for interruption in session.interruptions:
        cut = by_item.get(interruption.item_id)
        following = None
        if cut is not None:
            following = cut if cut.by_user else conversation.user_after(cut.index)
        moments.append(InterruptionMoment(item_id=interruption.item_id, reading=_reading(following)))
    return tuple(moments)


def _reading(utterance: Utterance | None) -> str:
    if utterance is None:
        return "unclear"
    feeling = utterance.annotation.sentiment
    if "frustration" in utterance.annotation.emotions or feeling < -0.3 or _UPSET.search(utterance.text):  # noqa: PLR2004 - clearly negative
        return "frustration"
    if "excitement" in utterance.annotation.emotions or feeling > 0.3 or _EAGER.match(utterance.text):  # noqa: PLR2004 - clearly positive
        return "excitement"
    return "unclear"
