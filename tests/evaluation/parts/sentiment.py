"""Sentiment and frustration by turn."""

from aftercall.language.emotions import find_emotions
from aftercall.language.normalisation import normalise
from aftercall.language.sentences import split_clauses
from aftercall.language.sentiment import score_turn
from tests.evaluation.harness.baselines import vader_compound, vader_sentiment
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import macro_f1
from tests.evaluation.harness.variants import without_case_and_punctuation

_NEUTRAL_WITHIN = 0.1
_FRUSTRATED_FROM = 0.2
_VADER_ANGRY_TO = -0.05
_SCORED = frozenset({"positive", "negative", "neutral"})


def turn_score(text: str) -> float:
    """Give a turn's sentiment as ``annotate`` does."""
    normalised = normalise(text)
    return score_turn([normalised.text[start:end] for start, end in split_clauses(normalised)])[0]


def our_sentiment(row: Row) -> str:
    """Give positive, negative or neutral."""
    score = turn_score(row["text"])
    if score > _NEUTRAL_WITHIN:
        return "positive"
    return "negative" if score < -_NEUTRAL_WITHIN else "neutral"


def our_frustration(row: Row) -> bool:
    """Tell whether a turn shows frustration."""
    text = _turn(row)
    emotions = find_emotions(normalise(text).text, turn_score(text))
    return emotions.get("frustration", 0.0) >= _FRUSTRATED_FROM


def _turn(row: Row) -> str:
    return str(row["dialogue"][row["turn_index"]]["text"])


SENTIMENT = ProbedPart(
    "sentiment",
    ("sentiment_utterances", "sentiment_goemotions"),
    (
        Probe(
            subset="mixed sources",
            measure="macro-F1",
            applies=lambda row: row.get("label") in _SCORED and "text" in row,
            label=lambda row: row["label"],
            ours=our_sentiment,
            baseline=lambda row: vader_sentiment(row["text"]),
            baseline_name="VADER",
            score=macro_f1,
            aim=0.61,
            each_source=True,
        ),
        Probe(
            subset="mixed sources, without case and punctuation",
            measure="macro-F1",
            applies=lambda row: row.get("label") in _SCORED and "text" in row,
            label=lambda row: row["label"],
            ours=lambda row: our_sentiment(without_case_and_punctuation(row)),
            baseline=lambda row: vader_sentiment(without_case_and_punctuation(row)["text"]),
            baseline_name="VADER",
            score=macro_f1,
        ),
    ),
)

FRUSTRATION = ProbedPart(
    "frustration",
    ("frustration",),
    (
        Probe(
            subset="angry against the rest",
            measure="macro-F1",
            applies=lambda row: "frustrated" in row,
            label=lambda row: bool(row["frustrated"]),
            ours=our_frustration,
            baseline=lambda row: vader_compound(_turn(row)) <= _VADER_ANGRY_TO,
            baseline_name="VADER",
            score=macro_f1,
            aim=0.69,
        ),
    ),
)
