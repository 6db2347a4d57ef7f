"""Cutting text into the word pieces that the embedding model was trained on.

Own code instead of the package ``tokenizers``, which brings 12 MB to the layer and a client for a model hub
to the lock file for what is sixty lines: BERT's uncased word pieces (Devlin et al. 2019, section 4.1, and Wu
et al. 2016). tests/unit/embedding compares it with what that package gives.
"""

import pkgutil
import unicodedata
from collections.abc import Iterator, Mapping

UNKNOWN = "[UNK]"
START = "[CLS]"
END = "[SEP]"
_CONTINUED = "##"
_LONGEST_WORD = 100


class WordPieces:
    """Gives the numbers of a text's word pieces.

    Parameters
    ----------
    vocabulary
        Number of each piece; pieces that continue a word begin with ``##``.
    most
        How many pieces a text may have, its two marks included; the rest is cut off.
    """

    def __init__(self, vocabulary: Mapping[str, int], most: int) -> None:
        self._vocabulary = vocabulary
        self._most = most
        self._unknown = vocabulary[UNKNOWN]

    def numbers(self, text: str) -> list[int]:
        """Give the pieces of a text between the marks of its start and end."""
        found: list[int] = [self._vocabulary[START]]
        for word in words_of(text):
            found.extend(self._pieces(word))
            if len(found) >= self._most - 1:
                break
        return [*found[: self._most - 1], self._vocabulary[END]]

    def of_word(self, word: str) -> list[int]:
        """Give the pieces of one word, whatever its case and accents."""
        return self._pieces(_plain(word))

    def mark(self, name: str) -> int:
        """Give the number of a mark such as :data:`START`."""
        return self._vocabulary[name]

    def _pieces(self, word: str) -> list[int]:
        """Cut a word into the longest known pieces, from its start; one unknown piece where that fails."""
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        pieces: list[int] = []
        start = 0
        while start < len(word):
            mark = _CONTINUED if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self._vocabulary), None)
            if end is None:
                return [self._unknown]
            pieces.append(self._vocabulary[mark + word[start:end]])
            start = end
        return pieces


def read_vocabulary() -> dict[str, int]:
    """Give the number of each word piece."""
    data = pkgutil.get_data("aftercall.embedding", "data/vocabulary.txt")
    pieces = (data or b"").decode().split("\n")
    return {piece: number for number, piece in enumerate(pieces) if piece}


def words_of(text: str) -> Iterator[str]:
    """Give the words and single punctuation marks of a text, in lower case and without accents."""
    word: list[str] = []
    for character in _plain(text):
        alone = _is_punctuation(character) or _is_ideograph(character)
        if alone or character.isspace():
            if word:
                yield "".join(word)
                word = []
            if alone:
                yield character
        else:
            word.append(character)
    if word:
        yield "".join(word)


def _plain(text: str) -> str:
    """Blank out white space, drop control characters and accents, and make everything lower case."""
    cleaned = "".join(
        " " if character.isspace() else character for character in text if not _is_control(character)
    )
    decomposed = unicodedata.normalize("NFD", cleaned)
    return "".join(character for character in decomposed if unicodedata.category(character) != "Mn").lower()


def _is_control(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character in "\0\ufffd" or unicodedata.category(character) in {"Cc", "Cf", "Cn", "Co"}


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and not character.isalnum() and character != " "
    return unicodedata.category(character).startswith("P")


# Chinese, Japanese kanji and Korean hanja: each character is a word of its own.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


def _is_ideograph(character: str) -> bool:
    code = ord(character)
    return code >= _IDEOGRAPHS[1][0] and any(first <= code <= last for first, last in _IDEOGRAPHS)
