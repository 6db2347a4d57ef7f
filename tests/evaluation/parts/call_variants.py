"""The same calls as other recognisers would have written them down."""

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

type Document = dict[str, Any]

_PUNCTUATION = re.compile(r"(?<=\w)[,.!?;:]+(?=\s|$)")
_FILLERS = ("um", "uh", "like", "you know", "i mean")
_FILLER_EVERY = 9
_FILLER = re.compile(r"\b(?:um+|uh+|er|erm|hmm+)\b,?\s*", re.IGNORECASE)


def without_punctuation(text: str) -> str:
    """Write a turn in lower case and without punctuation, as streaming recognisers do."""
    return _PUNCTUATION.sub("", text).lower()


def with_fillers(text: str) -> str:
    """Put a filler after every ninth word."""
    words = text.split(" ")
    for place in range(_FILLER_EVERY, len(words), _FILLER_EVERY):
        words[place] = f"{_FILLERS[place // _FILLER_EVERY % len(_FILLERS)]} {words[place]}"
    return " ".join(words)


def in_capitals(text: str) -> str:
    """Write a turn in capitals, as captions do."""
    return text.upper()


def without_fillers(text: str) -> str:
    """Leave out what speakers fill their pauses with, as recognisers do that tidy up."""
    return _FILLER.sub("", text)


VARIANTS: Final[Mapping[str, Callable[[str], str]]] = {
    "caller without punctuation": without_punctuation,
    "caller with fillers": with_fillers,
}

# Ways of writing that accuracy is not measured for, and under which scores have to hold still, too.
FURTHER_VARIANTS: Final[Mapping[str, Callable[[str], str]]] = {
    "caller in capitals": in_capitals,
    "caller without fillers": without_fillers,
}


def rewritten(document: Document, rewrite: Callable[[str], str]) -> Document:
    """Give a report in which every message of the caller is written otherwise."""
    changed = copy.deepcopy(document)
    for item in changed["chat_history"]["items"]:
        if item.get("type") == "message" and item.get("role") == "user":
            item["content"] = [rewrite(part) if isinstance(part, str) else part for part in item["content"]]
    return changed
