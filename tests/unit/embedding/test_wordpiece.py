"""Word pieces, against what the package ``tokenizers`` 0.23.3 gave for the model's own tokenizer.json."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.embedding.minilm import MOST_PIECES
from aftercall.embedding.wordpiece import WordPieces, read_vocabulary

EXAMPLES = json.loads((Path(__file__).parents[2] / "fixtures" / "embedding" / "word_pieces.json").read_text())
VOCABULARY = read_vocabulary()
PIECES = WordPieces(VOCABULARY, MOST_PIECES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: ascii(example["text"][:30]))
def test_a_text_is_cut_as_the_model_was_trained(example: dict[str, object]) -> None:
    assert PIECES.numbers(str(example["text"])) == example["numbers"]


def test_the_vocabulary_is_complete() -> None:
    assert len(VOCABULARY) == 30_522
    assert VOCABULARY["[CLS]"] == 101
    assert VOCABULARY["[SEP]"] == 102


@given(st.text(max_size=300))
def test_any_text_stays_within_the_models_length(text: str) -> None:
    numbers = PIECES.numbers(text)
    assert 2 <= len(numbers) <= MOST_PIECES
    assert (numbers[0], numbers[-1]) == (101, 102)
