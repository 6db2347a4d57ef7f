"""A cue reader that sees what it is told to see."""

from dataclasses import dataclass, field

from aftercall.session.prepared import CueKind, CueSpan


@dataclass(frozen=True, slots=True)
class Seen:
    """Words to see, as what, and how surely."""

    words: str
    kind: CueKind
    confidence: float = 0.95
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ToldCues:
    """Gives a cue wherever a turn holds the words of one; remembers what it was asked."""

    seen: tuple[Seen, ...] = ()
    name: str = "told"
    asked: list[tuple[str, str]] = field(default_factory=list)

    def read(self, before: str, text: str) -> tuple[CueSpan, ...]:
        self.asked.append((before, text))
        return tuple(
            CueSpan(
                start=text.index(item.words),
                end=text.index(item.words) + len(item.words),
                kind=item.kind,
                confidence=item.confidence,
                values=item.values,
            )
            for item in self.seen
            if item.words in text
        )
