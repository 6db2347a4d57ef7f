"""Sentiment (spec 3.4): how the caller felt, when, and why."""

from collections.abc import Sequence

from aftercall.analysis.call_mood import mood_evidence, mood_of
from aftercall.analysis.conversation import Conversation, Utterance, read_conversation
from aftercall.analysis.mood import Felt, felt_in, tells_of_the_present
from aftercall.analysis.questions import count_repeats, user_questions
from aftercall.analysis.rounding import clamp, mean
from aftercall.analysis.segments import quarter_of
from aftercall.language.quotes import quote_turn
from aftercall.profile.models import Profile
from aftercall.reports.quality import Trend
from aftercall.reports.sales_intelligence import Attitude
from aftercall.reports.sentiment import EmotionMoment, SegmentSentiment, SentimentPoint, SentimentReport
from aftercall.session.models import Level
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "3"

_SEGMENTS = ("opening", "discovery", "discussion", "closing")
_STRONG = 0.35
_HIGH_FROM = 0.8
_MEDIUM_FROM = 0.55
_NAMED_FROM = 0.4  # said in words of frustration, not only guessed from the rest
_LONGEST_TRIGGER = 160
_ENOUGH_TURNS = 10


def analyze(prepared: PreparedSession, profile: Profile) -> SentimentReport:  # noqa: ARG001 - one signature for all
    """Judge the caller's sentiment over the call, by quarter and by moment.

    Method: each turn is scored when the session is prepared; what the whole call shows is weighed by a
    small trained model. ``pitch`` is null: no audio is analysed.
    """
    conversation = read_conversation(prepared)
    user = conversation.user
    if not user:
        return SentimentReport(confidence=0.0)
    values = [utterance.annotation.sentiment for utterance in user]
    repeats = count_repeats(user_questions(conversation))
    emotions = _emotions(conversation)
    frustrating = _frustrating(conversation)
    felt = felt_in(conversation, frustrating)
    mood = mood_of(conversation, felt, prepared.session.tool_calls, len(frustrating))
    vexed = frustrating or _cold_turns(user, felt)
    frustrated = mood.frustrated and bool(vexed)
    return SentimentReport(
        overall=mood.attitude,
        score=round(mood.score, 4),
        confidence=_confidence(values),
        segments=_segments(conversation),
        trend=mood.trend,
        progression=tuple(
            SentimentPoint(
                item_id=utterance.turn.item_id, at=utterance.turn.at, value=utterance.annotation.sentiment
            )
            for utterance in user
        ),
        emotions=emotions,
        frustrated=frustrated,
        frustration_evidence=tuple(
            quote_turn(utterance.turn) for utterance in (vexed if frustrated else frustrating)
        ),
        enthusiasm_evidence=tuple(
            quote_turn(utterance.turn) for utterance in user if "excitement" in utterance.annotation.emotions
        ),
        repeated_questions=repeats,
        caller_confidence=_caller_confidence(user),
        follow_up_tone=_tone(mood.attitude, mood.trend, frustrated=frustrated),
    )


def evidence_of(prepared: PreparedSession) -> tuple[float, ...]:
    """Give what the model of whole calls sees in a call in which the caller speaks."""
    conversation = read_conversation(prepared)
    frustrating = _frustrating(conversation)
    felt = felt_in(conversation, frustrating)
    return mood_evidence(conversation, felt, prepared.session.tool_calls, len(frustrating))


def _frustrating(conversation: Conversation) -> list[Utterance]:
    return [
        utterance
        for utterance in conversation.user
        if _is_frustrated(utterance) and not tells_of_the_present(conversation, utterance)
    ]


def _cold_turns(user: Sequence[Utterance], felt: Sequence[Felt]) -> list[Utterance]:
    """Give the turns that show an anger which no word names: those that push back, else the most negative."""
    cold = [utterance for utterance, turn in zip(user, felt, strict=True) if turn.cold]
    lowest = min(user, key=lambda utterance: utterance.annotation.sentiment)
    return cold or ([lowest] if lowest.annotation.sentiment < 0 else [])


def _confidence(values: Sequence[float]) -> float:
    """Grow with the number of turns that carry feeling and with their agreement."""
    felt = [value for value in values if value]
    if not felt:
        return 0.3
    agreement = abs(sum(felt)) / sum(abs(value) for value in felt)
    amount = min(1.0, len(values) / _ENOUGH_TURNS)
    return round(clamp(0.3 + 0.3 * amount + 0.35 * agreement * amount, 0.0, 0.95), 2)


def _segments(conversation: Conversation) -> tuple[SegmentSentiment, ...]:
    count = len(conversation.utterances)
    user: list[list[float]] = [[] for _ in _SEGMENTS]
    agent: list[list[float]] = [[] for _ in _SEGMENTS]
    for utterance in conversation.utterances:
        place = user if utterance.by_user else agent
        place[quarter_of(utterance.index, count)].append(utterance.annotation.sentiment)
    return tuple(
        SegmentSentiment(
            name=name,
            user=_rounded(user[index]),
            agent=_rounded(agent[index]),
            turns=len(user[index]) + len(agent[index]),
        )
        for index, name in enumerate(_SEGMENTS)
    )


def _rounded(values: Sequence[float]) -> float | None:
    value = mean(values)
    return None if value is None else round(value, 4)


def _is_frustrated(utterance: Utterance) -> bool:
    annotation = utterance.annotation
    intensity = annotation.emotions.get("frustration", 0.0)
    return intensity >= _MEDIUM_FROM or (intensity >= _NAMED_FROM and annotation.sentiment < -_STRONG)


def _emotions(conversation: Conversation) -> tuple[EmotionMoment, ...]:
    moments: list[EmotionMoment] = []
    for utterance in conversation.user:
        before = conversation.agent_before(utterance.index)
        trigger = _shortened(before.turn.text) if before is not None else None
        for emotion, intensity in sorted(utterance.annotation.emotions.items()):
            moments.append(
                EmotionMoment(
                    emotion=emotion,
                    intensity=_level(intensity),
                    trigger=trigger,
                    confidence=round(clamp(0.4 + intensity / 2, 0.0, 0.9), 2),
                    evidence=(quote_turn(utterance.turn),),
                )
            )
    return tuple(moments)


def _level(intensity: float) -> Level:
    if intensity >= _HIGH_FROM:
        return Level.HIGH
    return Level.MEDIUM if intensity >= _MEDIUM_FROM else Level.LOW


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TRIGGER else text[:_LONGEST_TRIGGER].rsplit(" ", 1)[0] + " …"


def _caller_confidence(user: Sequence[Utterance]) -> Level | None:
    """Weigh confident against hesitant turns; ``None`` where neither shows."""
    sure = sum(utterance.annotation.emotions.get("confidence", 0.0) for utterance in user)
    unsure = sum(utterance.annotation.emotions.get("hesitation", 0.0) for utterance in user)
    if not sure and not unsure:
        return None
    share = sure / (sure + unsure)
    return Level.HIGH if share > 2 / 3 else Level.LOW if share < 1 / 3 else Level.MEDIUM


def _tone(overall: Attitude, trend: Trend | None, *, frustrated: bool) -> str:
    if frustrated:
        return "Apologise first, answer what stayed open, keep it short."
    if overall is Attitude.NEGATIVE:
        return "Be factual and address the concern before anything else."
    if trend is Trend.DECLINING:
        return "Check what was left open before offering a next step."
    if overall is Attitude.POSITIVE:
        return "Warm and direct: the caller left in a good mood."
    return "Neutral and helpful; let the facts lead."
