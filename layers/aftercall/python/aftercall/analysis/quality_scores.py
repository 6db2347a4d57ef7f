"""From measures to scores of 0 to 10 (spec 3.3)."""

from collections.abc import Sequence

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.rounding import clamp, mean, score_of_ten
from aftercall.language.acts import acknowledges
from aftercall.reports.quality import QualityComponent
from aftercall.session.models import Session

_FULL = 10.0
_TWO_TURNS = 2
_ENGAGED_TURNS = 10
_WEIGHTS = {
    "turn_balance": 1.5,
    "questions": 1.5,
    "interruptions": 1.0,
    "interruptions_per_minute": 0.5,
    "dead_air_percent": 1.0,
    "natural_ending": 1.5,
    "sentiment": 2.0,
    "question_resolution": 2.0,
}


def range_score(name: str, actual: float | None, low: float, high: float) -> QualityComponent:
    """Score a measure that should lie within limits; it falls with the relative distance from them."""
    if actual is None:
        return QualityComponent(name=name, actual=None, target_low=low, target_high=high)
    distance = low - actual if actual < low else max(0.0, actual - high)
    reference = low if actual < low else high
    score = _FULL * (1 - distance / reference) if reference else _FULL
    return QualityComponent(
        name=name,
        actual=round(actual, 4),
        target_low=low,
        target_high=high,
        met=distance == 0,
        score=score_of_ten(score),
    )


def balance_score(name: str, actual: float | None, low: float, high: float) -> QualityComponent:
    """Score a ratio: half and double are equally far from balance."""
    return range_score(name, actual, low, high)


def below_score(name: str, actual: float | None, limit: float) -> QualityComponent:
    """Score a measure that should stay below a limit: full marks at none, half at the limit."""
    if actual is None:
        return QualityComponent(name=name, actual=None, target_high=limit)
    score = _FULL if not actual else _FULL * (1 - actual / (2 * limit)) if limit else 0.0
    return QualityComponent(
        name=name, actual=round(actual, 4), target_high=limit, met=actual < limit, score=score_of_ten(score)
    )


def trend_score(end: float | None, change: float | None) -> QualityComponent:
    """Score the mood at the end and its change: positive or improving meets the target."""
    if end is None or change is None:
        return QualityComponent(name="sentiment", actual=None, target_low=0.0)
    met = end > 0 or change > 0
    return QualityComponent(
        name="sentiment",
        actual=end,
        target_low=0.0,
        met=met,
        score=score_of_ten(5.0 + 5.0 * end + 2.0 * change),
    )


def overall_score(components: Sequence[QualityComponent], conversation: Conversation) -> float:
    """Weigh the components that could be measured; a call without a real exchange gets half."""
    scored = [
        (component.score, _WEIGHTS.get(component.name, 1.0))
        for component in components
        if component.score is not None
    ]
    if not scored or not conversation.user or not conversation.agent:
        return 0.0
    total = sum(score * weight for score, weight in scored) / sum(weight for _, weight in scored)
    exchanged = min(len(conversation.user), len(conversation.agent))
    return score_of_ten(total * (1.0 if exchanged > _TWO_TURNS else 0.5))


def satisfaction(
    values: Sequence[float], resolution: float | None, *, natural: bool | None, engaged: int
) -> float | None:
    """Estimate satisfaction (0 to 10) from mood, resolution, ending and engagement."""
    mood = mean(values)
    if mood is None:
        return None
    parts = [(5.0 + 5.0 * clamp(2 * mood, -1, 1), 2.0), (_FULL * min(1.0, engaged / _ENGAGED_TURNS), 0.5)]
    if resolution is not None:
        parts.append((_FULL * resolution, 1.5))
    if natural is not None:
        parts.append((_FULL * natural, 1.0))
    return score_of_ten(sum(value * weight for value, weight in parts) / sum(weight for _, weight in parts))


def agent_effectiveness(
    conversation: Conversation, session: Session, resolution: float | None
) -> float | None:
    """Judge the agent 0 to 10: questions answered, tools that worked, listening."""
    if not conversation.agent or not conversation.user:
        return None
    listening = (
        mean(
            [float(any(acknowledges(clause.text) for clause in item.clauses)) for item in conversation.agent]
        )
        or 0.0
    )
    parts = [(_FULL * min(1.0, listening * 2), 1.0)]
    if resolution is not None:
        parts.append((_FULL * resolution, 2.0))
    if session.tool_calls:
        useful = [
            not call.failed and (call.search is None or call.search.results_found)
            for call in session.tool_calls
        ]
        parts.append((_FULL * sum(useful) / len(useful), 1.0))
    return score_of_ten(sum(value * weight for value, weight in parts) / sum(weight for _, weight in parts))
