"""A proposal whose quotes have been found, and what it is checked against."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from aftercall.profile.models import NamedTerm, Profile
from aftercall.reading.quoting import Place, words_of
from aftercall.reports.reader_notes import DiscardReason
from aftercall.session.models import Speaker
from aftercall.session.prepared import PreparedSession, QuantitySpan

type Values = dict[str, object]
type Shape = Callable[["Proposal"], Values | DiscardReason]
"""Gives the values as the report's model takes them, or why they are not believed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a Reader proposes for one field, with the places of its quotes.

    Parameters
    ----------
    values
        As proposed, without confidence and evidence.
    places
        Where its quotes stand; at least one.
    """

    values: Mapping[str, object]
    places: tuple[Place, ...]
    prepared: PreparedSession
    profile: Profile

    def quoted_words(self) -> str:
        """Give the words of all quotes, each between blanks."""
        turns = self.prepared.session.turns
        return "".join(
            words_of(turns[place.turn_index].text[place.start : place.end]).text for place in self.places
        )

    def question_words(self) -> str:
        """Give the words of what the agent said right before each quote."""
        turns = self.prepared.session.turns
        before = (
            turns[place.turn_index - 1]
            for place in self.places
            if place.turn_index > 0 and turns[place.turn_index - 1].speaker is Speaker.AGENT
        )
        return "".join(words_of(turn.text).text for turn in before)

    def quantities(self) -> Iterator[QuantitySpan]:
        """Give the quantities that begin inside a quote."""
        for place in self.places:
            for quantity in self.prepared.annotations[place.turn_index].quantities:
                if place.start <= quantity.start < place.end:
                    yield quantity

    def names(self, kind: str) -> set[str]:
        """Give the names of the vocabulary that stand in a quote, also those heard through a misspelling."""
        return {
            name.name
            for place in self.places
            for name in self.prepared.annotations[place.turn_index].names
            if name.kind == kind and place.start <= name.start < place.end
        }

    def says(self, phrase: str) -> bool:
        """Tell whether a phrase stands in a quote, word by word."""
        words = words_of(phrase).text
        return bool(words.strip()) and words in self.quoted_words()

    def speaks_of(self, text: str) -> bool:
        """Tell whether every word of a text stands in a quote, in any order."""
        quoted = set(self.quoted_words().split())
        words = words_of(text).text.split()
        return bool(words) and all(word in quoted for word in words)


def term_of(name: str, terms: tuple[NamedTerm, ...]) -> NamedTerm | None:
    """Give the term of the vocabulary that a name means, by its name or an alias."""
    wanted = words_of(name).text
    return next(
        (term for term in terms if any(words_of(spelling).text == wanted for spelling in term.spellings)),
        None,
    )
