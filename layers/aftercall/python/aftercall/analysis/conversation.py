"""A prepared session laid out for reading: clauses with their turns, acts and neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from aftercall.analysis.remembering import remembered_for_last
from aftercall.language.normalisation import normalise_words
from aftercall.language.quotes import quote
from aftercall.reports.evidence import Evidence
from aftercall.session.models import Speaker, Turn
from aftercall.session.prepared import DialogueAct, PreparedSession, TurnAnnotation


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or clause of one turn.

    Parameters
    ----------
    turn_index
        Position of its turn in the call.
    start, end
        Offsets in the turn's original text.
    text
        The clause, normalised.
    """

    turn: Turn
    turn_index: int
    start: int
    end: int
    text: str
    act: DialogueAct
    confidence: float
    sentiment: float

    def evidence(self) -> Evidence:
        """Quote the clause."""
        return quote(self.turn, self.start, self.end)

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn with its annotation and clauses."""

    index: int
    turn: Turn
    annotation: TurnAnnotation
    text: str
    clauses: tuple[Clause, ...]

    @property
    def by_user(self) -> bool:
        """Whether the caller speaks."""
        return self.turn.speaker is Speaker.USER


@dataclass(frozen=True, slots=True)
class Conversation:
    """All utterances of a call, in order.

    Parameters
    ----------
    has_cues
        Whether a cue reader looked at it: where none did, no cue means nothing.
    """

    utterances: tuple[Utterance, ...]
    started: datetime
    has_cues: bool = False
    user: tuple[Utterance, ...] = field(init=False)
    agent: tuple[Utterance, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "user", tuple(item for item in self.utterances if item.by_user))
        object.__setattr__(self, "agent", tuple(item for item in self.utterances if not item.by_user))

    def user_clauses(self) -> Iterator[Clause]:
        """Give the caller's clauses in order."""
        for utterance in self.user:
            yield from utterance.clauses

    def agent_clauses(self) -> Iterator[Clause]:
        """Give the agent's clauses in order."""
        for utterance in self.agent:
            yield from utterance.clauses

    def agent_before(self, index: int) -> Utterance | None:
        """Give the agent's last utterance before a turn."""
        return self._nearest(index, step=-1, by_user=False)

    def agent_after(self, index: int) -> Utterance | None:
        """Give the agent's utterance that answers a turn; ``None`` when there is none."""
        return self._nearest(index, step=1, by_user=False)

    def user_after(self, index: int) -> Utterance | None:
        """Give the caller's next utterance after a turn."""
        return self._nearest(index, step=1, by_user=True)

    def _nearest(self, index: int, *, step: int, by_user: bool) -> Utterance | None:
        position = index + step
        while 0 <= position < len(self.utterances):
            if self.utterances[position].by_user is by_user:
                return self.utterances[position]
            position += step
        return None


@remembered_for_last
def read_conversation(prepared: PreparedSession) -> Conversation:
    """Lay out a prepared session; the annotations decide where clauses begin and what they do.

    Remembered for the last one, because the analyzers of one process read the same call one after the other.
    """
    utterances = tuple(
        _utterance(index, turn, annotation)
        for index, (turn, annotation) in enumerate(
            zip(prepared.session.turns, prepared.annotations, strict=True)
        )
    )
    return Conversation(utterances, prepared.session.start_time, prepared.cue_model is not None)


def _utterance(index: int, turn: Turn, annotation: TurnAnnotation) -> Utterance:
    clauses = tuple(
        Clause(
            turn=turn,
            turn_index=index,
            start=act.start,
            end=act.end,
            text=normalise_words(turn.text, act.start, act.end).strip(),
            act=act.act,
            confidence=act.confidence,
            sentiment=act.sentiment,
        )
        for act in annotation.acts
    )
    return Utterance(index, turn, annotation, " ".join(clause.text for clause in clauses), clauses)
