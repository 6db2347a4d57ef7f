"""Embedders: one that knows a text by its words, one to which all texts are the same."""

import hashlib
from dataclasses import dataclass, field


@dataclass(slots=True)
class WordEmbedder:
    """Counts words into a few buckets and remembers what it was asked."""

    name: str = "words"
    asked: list[str] = field(default_factory=list)

    def embed(self, text: str) -> list[float]:
        self.asked.append(text)
        values = [0.0] * 64
        for word in text.lower().split():
            values[hashlib.sha256(word.strip("?.,").encode()).digest()[0] % 64] += 1.0
        return values


@dataclass(frozen=True, slots=True)
class Alike:
    """Gives every text the same embedding."""

    name: str = "alike"

    def embed(self, text: str) -> list[float]:
        return [1.0] * 8
