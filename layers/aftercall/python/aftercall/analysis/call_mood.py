"""What a whole call tells of the caller's mood, weighed together by one small trained model.

No single turn says whether a caller was glad to have called: it is how often they laugh, thank and refuse,
how they sound at the end beside the beginning, how often the agent has to apologise, and whether anything
came of the call. Each of these is a number here; the model (``call_mood``) knows what they are worth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.analysis.mood import Felt, balance, trend
from aftercall.analysis.rounding import clamp
from aftercall.language.linear_model import load_model
from aftercall.reports.quality import Trend
from aftercall.reports.sales_intelligence import Attitude
from aftercall.session.models import ToolCall
from aftercall.session.prepared import DialogueAct

MODEL_NAME: Final = "call_mood"
ATTITUDES: Final = (Attitude.NEGATIVE, Attitude.NEUTRAL, Attitude.POSITIVE)
TRENDS: Final = (Trend.DECLINING, Trend.IMPROVING, Trend.STABLE)
MOOD_LABELS: Final = (*(item.value for item in ATTITUDES), *(item.value for item in TRENDS), "frustrated")

_CALLER_WORDS: Final = {
    "thanks": frozenset((
        "thank", "thanks", "thx", "cheers", "ta", "appreciate", "appreciated", "grateful", "obliged", "bless",
    )),
    "laughs": frozenset(("ha", "haha", "hahaha", "heh", "hee", "lol")),
    "warm": frozenset((
        "lovely", "great", "perfect", "beautiful", "brilliant", "nice", "good", "wonderful", "excellent",
        "awesome", "cool", "sweet", "fantastic", "super", "love", "sold", "wow", "angel", "star",
        "sweetheart", "darling", "honey", "dear", "pal",
    )),
    "refuses": frozenset((
        "no", "not", "never", "can't", "won't", "don't", "doesn't", "didn't", "isn't", "wasn't", "nothing",
        "nobody", "cant", "wont", "dont", "doesnt", "didnt", "isnt", "wasnt",
    )),
}  # fmt: skip
_AGENT_WORDS: Final = {
    "agent_regrets": frozenset((
        "sorry", "apologize", "apologise", "apologies", "afraid", "inconvenience", "regret",
    )),
    "agent_takes_in": frozenset(("understand", "understood", "understandable", "fair")),
    "agent_cannot": frozenset(("don't", "can't", "cannot", "couldn't", "isn't", "unable", "unfortunately")),
    "agent_is_glad": frozenset((
        "ha", "glad", "happy", "wonderful", "love", "great", "perfect", "pleasure", "lovely",
        "congratulations", "delighted",
    )),
}  # fmt: skip
_OPENERS: Final = frozenset(("oh", "ooh", "wow", "huh", "well", "yay", "yes"))
_EMOTIONS: Final = ("excitement", "frustration", "confusion", "confidence", "hesitation")
_PART = 3
_END = 4
_FEWEST_AT_END = 2
_MOST_COUNTED = 3
_PATIENCE = 3.0  # so that one warm word does not fill a call of one turn
_LONG = 30.0
_MANY_WORDS = 40.0
_LIKELIER_THAN_NOT = 0.5
_FEW_TURNS = 3
_FRUSTRATED_MOMENTS = 2
_POSITIVE_FROM = 0.28
_NEGATIVE_TO = -0.3

MOOD_EXTRAS: Final = (
    "balance", "warmth", "cold", "warmth_begins", "warmth_ends", "cold_begins",
    "cold_ends", "frustrated_turns", "mean", "begins", "ends", "last_turns", "negative", "positive",
    "negative_last", *_EMOTIONS, *_CALLER_WORDS, *(f"{name}_ends" for name in _CALLER_WORDS), "opens_warmly",
    "opens_warmly_ends", *_AGENT_WORDS, *(f"{name}_ends" for name in _AGENT_WORDS), "agent_exclaims",
    "agent_exclaims_ends", "booked", "failed_tools", "questions", "turns", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mood:
    """How the caller felt over a whole call.

    Parameters
    ----------
    score
        From -1 to 1: how much likelier a positive call is than a negative one.
    """

    attitude: Attitude
    score: float
    trend: Trend
    frustrated: bool


def mood_of(
    conversation: Conversation, felt: Sequence[Felt], tools: Sequence[ToolCall], frustrated: int
) -> Mood:
    """Judge a call in which the caller speaks, some turns of it in frustration.

    A call of a few turns holds too little to weigh: there the rules for single turns decide.
    """
    course = trend(felt) or Trend.STABLE
    if len(conversation.user) <= _FEW_TURNS:
        return _by_rules(balance(felt), course, frustrated)
    return _weighed(mood_evidence(conversation, felt, tools, frustrated), course)


def _by_rules(score: float, course: Trend, frustrated: int) -> Mood:
    vexed = frustrated >= _FRUSTRATED_MOMENTS or (frustrated > 0 and score < _NEGATIVE_TO)
    if score > _POSITIVE_FROM:
        attitude = Attitude.POSITIVE
    else:
        attitude = Attitude.NEGATIVE if vexed or score < _NEGATIVE_TO else Attitude.NEUTRAL
    return Mood(attitude, score, course, vexed)


def _weighed(evidence: Sequence[float], course: Trend) -> Mood:
    """Judge by the model; the trend only where the model is surer of a change than of none."""
    scores = load_model(MODEL_NAME).scores("", extras=evidence)
    attitudes = _likelihoods(scores[: len(ATTITUDES)])
    trends = _likelihoods(scores[len(ATTITUDES) : -1])
    likeliest = TRENDS[trends.index(max(trends))]
    changes = likeliest is not Trend.STABLE and max(trends) > _LIKELIER_THAN_NOT
    return Mood(
        attitude=ATTITUDES[attitudes.index(max(attitudes))],
        score=attitudes[-1] - attitudes[0],
        trend=likeliest if changes else course,
        frustrated=scores[-1] > 0,
    )


def mood_evidence(
    conversation: Conversation, felt: Sequence[Felt], tools: Sequence[ToolCall], frustrated: int
) -> tuple[float, ...]:
    """Give what :data:`MOOD_EXTRAS` names for a call in which the caller speaks."""
    user, agent = conversation.user, conversation.agent
    return (
        balance(felt),
        *_felt_parts(felt),
        min(_MOST_COUNTED, frustrated) / _MOST_COUNTED,
        *_sentiments([utterance.annotation.sentiment for utterance in user]),
        *(_emotion(user, name) for name in _EMOTIONS),
        *_shares(user, [_says(words) for words in _CALLER_WORDS.values()]),
        *_shares(user, [_opens]),
        *_shares(agent, [_says(words) for words in _AGENT_WORDS.values()]),
        *_shares(agent, [_exclaims]),
        float(any(tool.booking is not None and tool.booking.success for tool in tools)),
        min(_MOST_COUNTED, sum(_failed(tool) for tool in tools)) / _MOST_COUNTED,
        _share(user, _asks),
        min(1.0, len(user) / _LONG),
        min(1.0, sum(len(item.annotation.tokens) for item in user) / len(user) / _MANY_WORDS),
    )


def _felt_parts(felt: Sequence[Felt]) -> tuple[float, ...]:
    part = max(1, round(len(felt) / _PART))
    length = len(felt) + _PATIENCE
    return (
        clamp(sum(turn.warm for turn in felt) * _PART / length, 0.0, _PART),
        clamp(sum(turn.cold for turn in felt) * _PART / length, 0.0, _PART),
        *(
            min(_MOST_COUNTED, sum(values)) / _MOST_COUNTED
            for values in (
                [turn.warm for turn in felt[:part]],
                [turn.warm for turn in felt[-part:]],
                [turn.cold for turn in felt[:part]],
                [turn.cold for turn in felt[-part:]],
            )
        ),
    )


def _sentiments(values: Sequence[float]) -> tuple[float, ...]:
    part = max(1, round(len(values) / _PART))
    last = values[-_PART:]
    return (
        _mean(values),
        _mean(values[:part]),
        _mean(values[-part:]),
        _mean(last),
        _mean([float(value < 0) for value in values]),
        _mean([float(value > 0) for value in values]),
        _mean([float(value < 0) for value in last]),
    )


def _emotion(user: Sequence[Utterance], name: str) -> float:
    total = sum(utterance.annotation.emotions.get(name, 0.0) for utterance in user)
    return total * _PART / (len(user) + _PATIENCE)


type _Test = Callable[[Utterance], bool]


def _shares(turns: Sequence[Utterance], tests: Sequence[_Test]) -> tuple[float, ...]:
    """Give for each test the share of all turns, then for each that of the last turns."""
    last = turns[-max(_FEWEST_AT_END, len(turns) // _END) :]
    return (*(_share(turns, test) for test in tests), *(_share(last, test) for test in tests))


def _share(turns: Sequence[Utterance], test: _Test) -> float:
    return _mean([float(test(utterance)) for utterance in turns])


def _says(words: frozenset[str]) -> _Test:
    return lambda utterance: not words.isdisjoint(utterance.annotation.tokens)


def _opens(utterance: Utterance) -> bool:
    return utterance.annotation.tokens[:1] != () and utterance.annotation.tokens[0] in _OPENERS


def _exclaims(utterance: Utterance) -> bool:
    return "!" in utterance.turn.text


def _asks(utterance: Utterance) -> bool:
    return any(clause.act is DialogueAct.QUESTION for clause in utterance.clauses)


def _failed(tool: ToolCall) -> bool:
    return tool.failed or (tool.search is not None and not tool.search.results_found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _likelihoods(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    raised = [exp(score - highest) for score in scores]
    total = sum(raised)
    return [value / total for value in raised]
