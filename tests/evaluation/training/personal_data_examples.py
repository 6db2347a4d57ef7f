"""Labelled words for the tagger: the training split, varied in case and names, and our own sentences."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pkgutil import get_data
from typing import Any, Final

from aftercall.language.personal_data_tokens import tokens_of
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import training_rows
from tests.evaluation.training import personal_data_sentences as sentences

PERSONAL_SETS: Final = ("pii",)
PLAIN_SETS: Final = ("dialogue_acts", "numbers", "time_expressions")
SEED: Final = 20261122
PLAIN_ROWS: Final = 3000
TAG_OF_TYPE: Final = {
    "PERSON": "PERSON", "ADDRESS": "ADDRESS", "STREET_ADDRESS": "ADDRESS", "EMAIL_ADDRESS": "EMAIL",
    "GPE": "CONTEXT", "LOCATION": "CONTEXT", "DATE_TIME": "CONTEXT", "TITLE": "CONTEXT", "AGE": "CONTEXT",
    "NRP": "CONTEXT", "ORGANIZATION": "CONTEXT", "URL": "O", "DOMAIN_NAME": "O", "IP_ADDRESS": "O",
}  # fmt: skip
_LISTS: Final = {
    "O": (sentences.COMPANIES, "ORGANIZATION"),
    "C": (sentences.CITIES, "GPE"),
    "V": (sentences.VENDORS, ""),
    "Q": (sentences.QUANTITIES, ""),
}
_PLACE = re.compile(r"\{([A-Z])\}")


@dataclass(frozen=True, slots=True)
class TaggedTurn:
    """A turn's tokens and their tags; ``weight`` is that of each token."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    weight: float = 1.0


def tagged(text: str, spans: Sequence[Any], weight: float = 1.0) -> TaggedTurn:
    """Give each token the tag of the labelled span it overlaps."""
    tokens = tokens_of(text)
    tags = []
    for start, end in tokens:
        types = [span["type"] for span in spans if span["start"] < end and start < span["end"]]
        tags.append(TAG_OF_TYPE.get(types[0], "NUMBER") if types else "O")
    return TaggedTurn(tuple(text[start:end] for start, end in tokens), tuple(tags), weight)


def training_turns(data: DataSets | None = None) -> list[TaggedTurn]:
    """Give every turn to train on, the same in every run."""
    data = data or DataSets(reported_only=False)
    choice = random.Random(SEED)  # noqa: S311 - nothing is kept secret, and every run is the same
    people = _people()
    turns: list[TaggedTurn] = []
    for row in training_rows(list(data.rows("pii"))):
        turn = tagged(row["text"], row["spans"])
        turns.append(turn)
        cased = any(token[0].isupper() for token in turn.tokens)
        turns.append(renamed(without_case(turn, 0.5) if cased else turn, people, choice))
        turns.append(renamed(turn if cased else with_case(turn, 0.5), people, choice))
    for name in PLAIN_SETS:
        rows = training_rows(list(data.rows(name)))
        sample = choice.sample(rows, min(PLAIN_ROWS, len(rows)))
        turns.extend(tagged(row["text"], (), 0.5) for row in sample)
    for _ in range(12):
        for sentence in sentences.CALLS:
            turn = filled(sentence, people, choice)
            turns.extend((turn, without_case(turn, 0.5)))
    return turns


def without_case(turn: TaggedTurn, weight: float) -> TaggedTurn:
    """Write a turn as a recogniser without punctuation would."""
    kept = [
        (token.lower(), tag)
        for token, tag in zip(turn.tokens, turn.tags, strict=True)
        if token[0].isalnum() or len(token) > 1 or tag in {"NUMBER", "EMAIL"}
    ]
    return TaggedTurn(tuple(token for token, _ in kept), tuple(tag for _, tag in kept), weight)


def with_case(turn: TaggedTurn, weight: float) -> TaggedTurn:
    """Write a chat's turn as a sentence: names and the first word with a capital, and a full stop."""
    tokens = [
        token.title() if tag in {"PERSON", "ADDRESS", "CONTEXT"} or place == 0 else token
        for place, (token, tag) in enumerate(zip(turn.tokens, turn.tags, strict=True))
    ]
    return TaggedTurn((*tokens, "."), (*turn.tags, "O"), weight)


def renamed(turn: TaggedTurn, people: Sequence[str], choice: random.Random) -> TaggedTurn:
    """Put other names in the place of the turn's, most of them, so that no name is learnt by heart."""
    tokens = list(turn.tokens)
    for place, tag in enumerate(turn.tags):
        if (
            tag == "PERSON"
            and len(tokens[place]) > 1
            and tokens[place][0].isalpha()
            and choice.random() < 0.7
        ):
            name = choice.choice(people if choice.random() < 0.7 else sentences.UNLISTED)
            tokens[place] = name.title() if tokens[place][0].isupper() else name.lower()
    return TaggedTurn(tuple(tokens), turn.tags, turn.weight)


def filled(sentence: str, people: Sequence[str], choice: random.Random) -> TaggedTurn:
    """Fill the places of one of our own sentences."""
    text, spans, end = "", [], 0
    for match in _PLACE.finditer(sentence):
        text += sentence[end : match.start()]
        value, kind = _value(match.group(1), people, choice)
        if kind:
            spans.append({"start": len(text), "end": len(text) + len(value), "type": kind})
        text, end = text + value, match.end()
    return tagged(text + sentence[end:], spans, 0.5)


def _value(place: str, people: Sequence[str], choice: random.Random) -> tuple[str, str]:
    given = choice.choice(people if choice.random() < 0.8 else sentences.UNLISTED).title()
    if place == "S":
        kind = choice.choice(sentences.STREET_KINDS)
        return f"{choice.randint(1, 9999)} {choice.choice(sentences.STREET_NAMES)} {kind}", "ADDRESS"
    if place == "N":
        return str(choice.randint(1_000, 9_999_999_999)), "ID"
    if place in {"F", "P"}:
        return given if place == "F" else f"{given} {choice.choice(people).title()}", "PERSON"
    values, kind = _LISTS[place]
    return choice.choice(values), kind


def _people() -> list[str]:
    content = json.loads(get_data("aftercall.language", "models/person_names.json") or b"{}")
    return sorted(name for name in content["given"] + content["family"] if len(name) > 2)
