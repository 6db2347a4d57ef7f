"""Written text as a speech recogniser would have given it."""

import re

_SIGNS = re.compile(r"[^a-z0-9' ]+")
_BLANKS = re.compile(r"\s+")


def as_recognised(text: str) -> str:
    """Give a text in lower case, without punctuation."""
    plain = _SIGNS.sub(" ", text.lower().replace("\u2019", "'"))
    return _BLANKS.sub(" ", plain).strip()
