"""Reading cues with a small network on onnxruntime: one pass over each of the caller's turns.

The network and what its outputs mean come with the Lambda layer ``cues`` (package ``aftercall_cues``; how it
was trained stands in docs/models/cues.md), the runtime with the layer ``embeddings``. Where either is
missing there is no reader, which is no error.
"""

import importlib.util
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aftercall.embedding.runtime import load_network
from aftercall.embedding.wordpiece import END, START, WordPieces, read_vocabulary
from aftercall.session.prepared import CueKind, CueSpan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_PACKAGE = "aftercall_cues"
NEEDED_PACKAGES = ("numpy", "onnxruntime", MODEL_PACKAGE)
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


class _Network(Protocol):
    """The part of onnxruntime's session that is used."""

    def run(self, outputs: None, inputs: "dict[str, NDArray[np.int64]]") -> list[Any]:
        """Run the network."""
        ...


@dataclass(frozen=True, slots=True)
class CueSettings:
    """What the network's outputs mean, as its training wrote it down.

    Parameters
    ----------
    name
        The model and its version.
    kinds
        Each probability's kind, in order.
    values
        For each kind, its questions ("category") with the answers to choose from, in the order of the
        network's second output.
    least
        Probability from which a word piece belongs to a cue.
    widest_gap
        How many pieces below that may lie within one cue.
    most_before, most_pieces
        How many pieces of the agent's words and of the caller's are read at once.
    """

    name: str
    kinds: tuple[CueKind, ...]
    values: Mapping[CueKind, Mapping[str, tuple[str, ...]]]
    least: float
    widest_gap: int
    most_before: int
    most_pieces: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word piece and where its word stands."""

    number: int
    start: int
    end: int


class CueNetwork:
    """Reads the cues of a turn; made by :func:`load_cue_reader`."""

    def __init__(self, network: _Network, pieces: WordPieces, settings: CueSettings) -> None:
        self._network = network
        self._pieces = pieces
        self._settings = settings
        self.name = settings.name

    def read(self, before: str, text: str) -> tuple[CueSpan, ...]:
        """Give the cues of a caller's turn, of a long one window by window."""
        spoken = [piece.number for piece in self._cut(before)][-self._settings.most_before :]
        pieces = self._cut(text)
        size = self._settings.most_pieces
        return tuple(
            cue
            for start in range(0, len(pieces), size)
            for cue in self._read_window(spoken, pieces[start : start + size])
        )

    def _cut(self, text: str) -> list[_Piece]:
        return [
            _Piece(number, match.start(), match.end())
            for match in _WORD.finditer(text)
            for number in self._pieces.of_word(match.group())
        ]

    def _read_window(self, spoken: Sequence[int], pieces: Sequence[_Piece]) -> Iterator[CueSpan]:
        import numpy as np  # noqa: PLC0415 - only where the layer is

        begin, end = self._pieces.mark(START), self._pieces.mark(END)
        numbers = [begin, *spoken, end, *(piece.number for piece in pieces), end]
        first = len(spoken) + 2
        types = [0] * first + [1] * (len(pieces) + 1)
        inputs = {
            "input_ids": np.array([numbers], dtype=np.int64),
            "token_type_ids": np.array([types], dtype=np.int64),
        }
        likely, answers = (
            output[0][first : first + len(pieces)] for output in self._network.run(None, inputs)
        )
        for column, kind in enumerate(self._settings.kinds):
            chances = likely[:, column].tolist()
            for start, stop in _runs(chances, self._settings.least, self._settings.widest_gap):
                yield CueSpan(
                    start=pieces[start].start,
                    end=pieces[stop - 1].end,
                    kind=kind,
                    confidence=round(max(chances[start:stop]), 3),
                    values=self._values(kind, answers[start:stop].mean(axis=0).tolist()),
                )

    def _values(self, kind: CueKind, scores: Sequence[float]) -> dict[str, str]:
        found: dict[str, str] = {}
        place = 0
        for owner, questions in self._settings.values.items():
            for question, choices in questions.items():
                if owner is kind:
                    own = scores[place : place + len(choices)]
                    found[question] = choices[max(range(len(own)), key=own.__getitem__)]
                place += len(choices)
        return found


def _runs(chances: Sequence[float], least: float, widest_gap: int) -> Iterator[tuple[int, int]]:
    """Give the stretches of likely pieces, those closer than the gap as one."""
    begin = last = -1
    for place, chance in enumerate(chances):
        if chance < least:
            continue
        if begin >= 0 and place - last - 1 > widest_gap:
            yield begin, last + 1
            begin = -1
        begin = place if begin < 0 else begin
        last = place
    if begin >= 0:
        yield begin, last + 1


def load_cue_reader() -> CueNetwork | None:
    """Load the network; None where its packages are not installed."""
    if importlib.util.find_spec(MODEL_PACKAGE) is None:
        return None
    import aftercall_cues  # noqa: PLC0415 - only where the layer is

    folder = Path(str(aftercall_cues.__file__)).parent
    network = load_network(folder / "cues.onnx")
    if network is None:
        return None
    settings = read_settings((folder / "cues.json").read_text(encoding="utf-8"))
    return CueNetwork(network, WordPieces(read_vocabulary(), settings.most_pieces), settings)


def read_settings(text: str) -> CueSettings:
    """Read the file beside the network.

    Raises
    ------
    ValueError
        When it names a kind that the product does not know.
    """
    fields = json.loads(text)
    return CueSettings(
        name=fields["name"],
        kinds=tuple(map(CueKind, fields["kinds"])),
        values={
            CueKind(kind): {question: tuple(choices) for question, choices in questions.items()}
            for kind, questions in fields["values"].items()
        },
        least=fields["least"],
        widest_gap=fields["widest_gap"],
        most_before=fields["most_before"],
        most_pieces=fields["most_pieces"],
    )
