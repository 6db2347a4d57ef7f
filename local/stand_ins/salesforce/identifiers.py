"""Salesforce's record ids: 15 characters that tell capitals apart, 18 that also say which are capitals."""

import string

_BASE_62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHECK = string.ascii_uppercase + "012345"
SHORT, LONG = 15, 18
INSTANCE = "5e"  # characters 4 and 5 name the instance that made the record


def checksum(short: str) -> str:
    """Return the three characters that make a 15-character id safe where capitals are lost."""
    return "".join(
        _CHECK[sum(1 << place for place, letter in enumerate(short[start : start + 5]) if letter.isupper())]
        for start in (0, 5, 10)
    )


def make_id(prefix: str, number: int) -> str:
    """Return the 18-character id of an object's record number."""
    digits = ""
    while number:
        number, digit = divmod(number, len(_BASE_62))
        digits = _BASE_62[digit] + digits
    short = prefix + INSTANCE + digits.rjust(SHORT - len(prefix) - len(INSTANCE), "0")
    return short + checksum(short)


def full_id(text: object) -> str | None:
    """Return an id in its 18-character form, or None when it cannot be one."""
    if not isinstance(text, str) or not text.isascii() or not text.isalnum():
        return None
    if len(text) == SHORT:
        return text + checksum(text)
    return text if len(text) == LONG and text[SHORT:] == checksum(text[:SHORT]) else None
