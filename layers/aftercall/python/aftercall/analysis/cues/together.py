"""Putting cues and the findings of rules together.

Rules are exact where they fire and blind elsewhere; the cue reader sees what is said in other words and is
less sure. A finding of a rule stands where the reader sees anything there, a cue stands alone where the
reader is sure. Without a reader the rules' findings stand as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aftercall.analysis.conversation import Conversation, Utterance
from aftercall.language.quotes import quote
from aftercall.reports.evidence import Evidence, Finding
from aftercall.session.prepared import CueKind, CueSpan

_FEWEST_WORDS: Final = 5
_SHORT_CLAUSE: Final = 14


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in its turn."""

    utterance: Utterance
    span: CueSpan

    @property
    def confidence(self) -> float:
        """How sure the reader is."""
        return self.span.confidence

    @property
    def words(self) -> str:
        """The words it covers, in small letters."""
        return self.utterance.turn.text[self.span.start : self.span.end].lower()

    def evidence(self) -> Evidence:
        """Quote it; of very few words the clause that they stand in, since they say little alone."""
        if len(self.words.split()) < _FEWEST_WORDS:
            for clause in self.utterance.clauses:
                inside = clause.start <= self.span.start and self.span.end <= clause.end
                if inside and clause.words <= _SHORT_CLAUSE:
                    return clause.evidence()
        return quote(self.utterance.turn, self.span.start, self.span.end)

    def touches(self, evidence: Evidence) -> bool:
        """Tell whether a quote shares words with it."""
        return (
            evidence.item_id == self.utterance.turn.item_id
            and evidence.start < self.span.end
            and self.span.start < evidence.end
        )


@dataclass(frozen=True, slots=True)
class Trust:
    """From which confidence a cue counts.

    Parameters
    ----------
    alone
        By itself.
    beside_rule
        Where a rule found the same.
    """

    alone: float
    beside_rule: float


def cues_of(conversation: Conversation, kind: CueKind, least: float = 0.0) -> list[Cue]:
    """Give the caller's cues of a kind, in the order of the call."""
    return [
        Cue(utterance, span)
        for utterance in conversation.user
        if utterance.clauses
        for span in utterance.annotation.cues
        if span.kind is kind and span.confidence >= least
    ]


def together[F: Finding](
    conversation: Conversation,
    kind: CueKind,
    by_rules: Sequence[F],
    trust: Trust,
    build: Callable[[Cue, F | None], F | None],
) -> tuple[F, ...]:
    """Give the findings of rules that a cue supports, and those of cues that stand alone.

    Parameters
    ----------
    build
        Makes a finding of a cue, and of the rule's finding at the same place where there is one.
    """
    if not conversation.has_cues:
        return tuple(by_rules)
    return tuple(_together(cues_of(conversation, kind), by_rules, trust, build))


def _together[F: Finding](
    cues: Sequence[Cue], by_rules: Sequence[F], trust: Trust, build: Callable[[Cue, F | None], F | None]
) -> Iterator[F]:
    taken: set[int] = set()
    for cue in cues:
        here = [
            place
            for place, finding in enumerate(by_rules)
            if place not in taken and any(map(cue.touches, finding.evidence))
        ]
        needed = trust.beside_rule if here else trust.alone
        if cue.confidence < needed:
            continue
        taken.update(here)
        found = build(cue, by_rules[here[0]] if here else None)
        if found is not None:
            yield found
