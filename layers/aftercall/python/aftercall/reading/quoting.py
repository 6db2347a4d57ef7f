"""Finding a quote in the transcript: exact after normalisation, with offsets of our own.

Case, punctuation, apostrophes and spacing do not count, because speech recognition has them by
chance; words do, all of them and in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.session.models import Speaker
from aftercall.session.prepared import PreparedSession

_APOSTROPHES = "'\u2019\u2018\u02bc`"
_SIGNS = "$€£%"
SHORTEST_QUOTE = 2
LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: characters ``start`` up to ``end`` of the original text of a turn."""

    turn_index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text between single blanks, with a blank at either end, and where each character is from."""

    text: str
    origins: tuple[int, ...]


def words_of(text: str) -> Words:
    """Reduce a text to its words; the origins point into the text given."""
    characters: list[str] = [" "]
    origins: list[int] = [0]
    for index, original in enumerate(text):
        if original in _APOSTROPHES:
            continue
        if _is_word(text, index):
            for character in original.casefold():
                characters.append(character)
                origins.append(index)
        elif characters[-1] != " ":
            characters.append(" ")
            origins.append(index)
    if characters[-1] != " ":
        characters.append(" ")
        origins.append(len(text))
    return Words("".join(characters), tuple(origins))


def _is_word(text: str, index: int) -> bool:
    character = text[index]
    if character.isalnum() or character in _SIGNS:
        return True
    between_digits = 0 < index < len(text) - 1 and text[index - 1].isdigit() and text[index + 1].isdigit()
    return character in ".," and between_digits


class Transcript:
    """The texts a Reader was shown, ready to be searched."""

    def __init__(self, prepared: PreparedSession, texts: Sequence[str]) -> None:
        self._turns = prepared.session.turns
        self._words = tuple(words_of(text) for text in texts)

    def speaker(self, place: Place) -> Speaker:
        """Tell who says it."""
        return self._turns[place.turn_index].speaker

    def find(self, quote: str, turn_index: int | None) -> list[Place]:
        """Find a quote: in the turn named, if it stands there, else wherever it stands.

        Returns
        -------
        list of Place
            Empty when it stands nowhere; one place for each turn it stands in otherwise.
        """
        needle = words_of(quote[: LONGEST_QUOTE + 1]).text
        if len(quote) > LONGEST_QUOTE or len(needle.strip()) < SHORTEST_QUOTE:
            return []
        if turn_index is not None and 0 <= turn_index < len(self._words):
            place = self._within(turn_index, needle)
            if place is not None:
                return [place]
        return [place for index in range(len(self._words)) if (place := self._within(index, needle))]

    def _within(self, turn_index: int, needle: str) -> Place | None:
        words = self._words[turn_index]
        position = words.text.find(needle)
        if position < 0:
            return None
        first, last = position + 1, position + len(needle) - 2
        return Place(turn_index, words.origins[first], words.origins[last] + 1)
