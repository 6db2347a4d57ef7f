"""Comparing what two stretches of speech are about, by their content words."""

import re

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_EMPTY = frozenset((
    "a", "an", "the", "and", "or", "but", "so", "if", "then", "than", "that", "this", "these", "those",
    "there", "here", "it", "its", "it's", "i", "you", "we", "they", "he", "she", "me", "us", "him", "her",
    "them", "my", "your", "our", "their", "his", "is", "are", "was", "were", "be", "been", "am", "do", "does",
    "did", "done", "have", "has", "had", "having", "can", "could", "will", "would", "should", "shall", "may",
    "might", "must", "to", "of", "in", "on", "at", "for", "with", "by", "from", "as", "into", "about", "out",
    "up", "down", "over", "off", "again", "very", "just", "really", "also", "too", "only", "not", "no", "yes",
    "yeah", "yep", "okay", "ok", "well", "oh", "um", "uh", "like", "know", "mean", "think", "guess", "say",
    "said", "get", "got", "go", "going", "gonna", "want", "need", "make", "sure", "thing", "things", "stuff",
    "what", "how", "when", "where", "why", "who", "which", "much", "many", "more", "most", "some", "any",
    "all", "one", "two", "other", "another", "each", "every", "let", "us", "i'm", "i'll", "i'd", "i've",
    "you're", "that's", "what's", "there's", "don't", "doesn't", "didn't", "isn't", "can't", "won't", "we're",
    "we've", "they're", "please", "thanks", "thank", "right", "now", "still", "even", "way", "lot", "kind",
    "sort", "bit", "little", "something", "anything", "everything", "nothing", "someone", "anyone", "people",
    "guys", "hi", "hello", "hey", "because", "cause", "while", "back", "come", "take", "look", "see", "give",
    "tell", "ask", "put", "use", "used", "using", "work", "works",
))  # fmt: skip
_SHORTEST = 2


def content_words(text: str) -> frozenset[str]:
    """Give the words of normalised text that carry its subject, plural endings removed."""
    return frozenset(
        _stem(word) for word in _WORD.findall(text) if word not in _EMPTY and len(word) > _SHORTEST
    )


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Share of the shorter one's content words that the other has too; 0 when either is empty."""
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > _SHORTEST:
            return word[: -len(ending)]
    return word
