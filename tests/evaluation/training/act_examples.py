"""Labelled clauses for the models of dialogue acts."""

import re
from collections.abc import Iterator
from typing import Any, Final

from aftercall.language.act_rules import ACT_EXTRAS, evidence_of
from aftercall.language.normalisation import normalise
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.fitting import Example
from tests.evaluation.training.speech import as_recognised

type Row = dict[str, Any]

ACT_SETS: Final = ("dialogue_acts",)
WEAK_SETS: Final = (
    "negotiation_strategies",
    "dialogues_long",
    "intents",
    "sentiment_goemotions",
    "action_items",
)

ANSWER_SETS: Final = ("intents",)

_ANSWERS = frozenset(("confirmation", "contentonly", "openinggreeting", "closinggreeting"))
_COMMITMENT = ACT_EXTRAS.index("commitment")
_CLAUSE_END = re.compile(r"[.!?]+")
_SENTENCE = re.compile(r"[^.!?]+[.!?]+")
_MASK = re.compile(r"\[[A-Z]+\]")
_SHORTEST, _LONGEST = 2, 30

# Everyday words, from common knowledge: they are missing from the labelled set.
COMMON_ACKNOWLEDGEMENTS: Final = (
    "yeah", "yes", "yep", "yup", "okay", "ok", "right", "sure", "mm-hmm", "mm", "hmm", "uh-huh", "mhm",
    "alright", "all right", "great", "good", "perfect", "cool", "fine", "nice", "exactly", "true",
    "absolutely", "definitely", "of course", "i see", "got it", "gotcha", "understood", "makes sense",
    "that makes sense", "fair enough", "oh", "ah", "oh okay", "oh yeah", "yeah yeah", "okay okay",
    "yeah okay", "okay yeah", "yeah sure", "yeah right", "right right", "right okay", "that's right",
    "that's true", "that's fine", "that's good", "that's great", "no",
    "okay thanks", "okay great", "okay perfect", "okay good", "okay cool", "sounds good", "no problem",
    "wonderful", "excellent", "awesome", "i understand", "i know", "yes please", "yes ma'am", "yes sir",
    "correct", "that is correct", "that's correct", "yeah exactly", "oh i see", "oh right", "very good",
    "indeed",
)  # fmt: skip
# Thanks, and beginnings that go on: no acknowledgements, though their words are those of some.
COMMON_OTHERS: Final = (
    "thank you", "thanks", "thank you very much", "thanks a lot", "so", "well", "okay so", "yeah so",
    "yeah but", "right so", "well so", "so well", "okay but", "yeah and", "yeah because", "and so",
)  # fmt: skip


def example_of(text: str, label: bool, source: str, group: str, weight: float = 1.0) -> Example:
    """Give a clause as the product would read it."""
    clause = normalise(text).text.strip()
    return Example(clause, evidence_of(clause).numbers(), int(label), source, group, weight)


def meeting_examples(label: str) -> list[Example]:
    """Give AMI's clauses, unpunctuated, with yes for one act."""
    rows = training_rows(DataSets(reported_only=False).rows(*ACT_SETS))
    return [example_of(row["text_asr"], row["label"] == label, "AMI", group_of(row)) for row in rows]


def punctuated_sentences() -> list[Example]:
    """Give sentences whose question mark was taken away: yes where there was one.

    The mark is a weak label (people forget it), but these are other speakers on other matters.
    """
    rows = training_rows(DataSets(reported_only=False).rows(*WEAK_SETS))
    found: dict[str, Example] = {}
    for row in rows:
        source = "marks " + str(row["source"]).split("-")[0].split("/")[0]
        for text in _texts(row):
            for match in _SENTENCE.finditer(_MASK.sub("", text)):
                spoken = as_recognised(match.group())
                if spoken not in found and _SHORTEST <= len(spoken.split()) <= _LONGEST:
                    asks = match.group().endswith("?")
                    found[spoken] = example_of(spoken, asks, source, group_of(row))
    return list(found.values())


def common_acknowledgements(weight: float) -> list[Example]:
    """Give the everyday words that acknowledge, and those that only look like them."""
    return [
        example_of(text, acknowledges, "AMI", f"common-{text}", weight)
        for acknowledges, texts in ((True, COMMON_ACKNOWLEDGEMENTS), (False, COMMON_OTHERS))
        for text in texts
    ]


def customer_answers(weight: float) -> list[Example]:
    """Give customers' short answers in chats: confirmations acknowledge, bare values and greetings do not."""
    found: dict[str, Example] = {}
    for row in _intents():
        spoken = as_recognised(row["text"])
        if row["label"] in _ANSWERS and spoken and spoken not in found:
            acknowledges = row["label"] == "confirmation"
            found[spoken] = example_of(spoken, acknowledges, "answers", group_of(row), weight)
    return list(found.values())


def customer_statements(weight: float) -> list[Example]:
    """Give what customers say of themselves and want, none of it a promise, as no commitments."""
    found: dict[str, Example] = {}
    for row in _intents():
        for part in _CLAUSE_END.split(row["text"]):
            spoken = as_recognised(part)
            example = example_of(spoken, False, "statements", group_of(row), weight)  # noqa: FBT003 - a label
            if spoken and not example.extras[_COMMITMENT]:
                found.setdefault(spoken, example)
    return list(found.values())


def _intents() -> list[Row]:
    return training_rows(DataSets(reported_only=False).rows(*ANSWER_SETS))


def _texts(row: Row) -> Iterator[str]:
    if row.get("kind") == "commitment":
        return
    if "turns" in row:
        yield from (str(turn["text"]) for turn in row["turns"])
    else:
        yield str(row["text"])
