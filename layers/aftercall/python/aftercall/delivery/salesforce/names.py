"""Names as Salesforce keeps them: a first and a last one."""

from dataclasses import dataclass

LONGEST_FIRST_NAME = 40
LONGEST_LAST_NAME = 80


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in two parts; ``first`` is None for a single name."""

    first: str | None
    last: str


def split_name(name: str | None) -> PersonName | None:
    """Split a name: the last word is the last name, unless a comma says what comes first."""
    words = (name or "").split()
    if not words:
        return None
    last, comma, first = " ".join(words).partition(",")
    if comma and first.strip() and last.strip():
        return PersonName(first.strip(), last.strip())
    return PersonName(" ".join(words[:-1]) or None, words[-1])
