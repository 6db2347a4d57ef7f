"""Personal data in a turn: what redaction will take out later."""

import re
from dataclasses import dataclass

_DIGIT_WORD = "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6",
    "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TOP_LEVEL = "com|co|net|org|io|us|uk|ca|edu|gov|biz|info|ai|app|dev|me|law|health|example|de|fr|au|nz|ie|in"

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# the address itself ("j dot ortiz", "sam underscore lee"), at, a domain of up to four words, dot, ending
_SPOKEN_EMAIL = re.compile(
    r"\b[a-z0-9]+(?:(?:\s*(?:\.|-|_)\s*|\s+(?:dot|period|underscore|dash|hyphen|minus)\s+)[a-z0-9]+)*"
    rf"\s+at\s+(?:[a-z0-9-]+\s+){{0,3}}?[a-z0-9-]+(?:\s*(?:\.|\bdot\b)\s*[a-z0-9-]+)*?\s*(?:\."
    rf"|\bdot\b)\s*(?:{_TOP_LEVEL})\b"
    rf"(?:\s*(?:\.|\bdot\b)\s*(?:{_TOP_LEVEL})\b)?",
    re.IGNORECASE,
)
_NOT_A_MAILBOX = frozenset((
    "look", "looking", "it", "is", "was", "up", "me", "us", "be", "here", "available", "live", "work",
    "works", "them",
))  # fmt: skip
_URL = re.compile(r"\bhttps?://[^\s<>\"]+|\bwww\.[^\s<>\"]+", re.IGNORECASE)
_CARD = re.compile(r"\b(?:\d[ -]?){12,18}\d\b")
_SOCIAL_SECURITY = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")
_PHONE = re.compile(
    r"(?<![\w.])(?:\+?\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?|\d{2,4}[ .-])?\d{3,4}[ .-]?\d{3,4}(?![\w-])"
)
_SPOKEN_DIGITS = re.compile(rf"\b(?:(?:{_DIGIT_WORD}|\d)[\s,.-]+){{6,}}(?:{_DIGIT_WORD}|\d)\b", re.IGNORECASE)
_IP_ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
_STREET = re.compile(
    r"\b\d{1,5}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][\w'-]*\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd"
    r"|Lane|Ln|Drive"
    r"|Dr|Court|Ct|Way|Place|Pl|Parkway|Pkwy|Highway|Hwy)\b\.?(?:\s*,?\s*(?:Suite|Apt|Unit|#)\s*\w+)?"
)
_NAME_WORD = r"[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)?"
_INTRODUCED = re.compile(
    r"(?:\b[Mm]y name is|\b[Mm]y name's|\b[Nn]ame is|\b[Nn]ame's|\b[Tt]his is|\b[Ii]t's|\b[Cc]all me"
    r"|\b[Ss]peaking with"
    rf"|\b(?:Mr|Mrs|Ms|Dr)\.?)\s+(?P<name>{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,2}})"
)
_ADDRESSED = re.compile(
    r"(?:\b(?:[Tt]hanks|[Tt]hank you|[Hh]i|[Hh]ello|[Hh]ey|[Pp]leasure|[Gg]oodbye|[Bb]ye|[Mm]eet you"
    r"|[Ss]orry)),?\s+"
    rf"(?P<name>{_NAME_WORD})(?=[,.!?]|$)"
)
_NOT_A_NAME = frozenset((
    "There", "Yes", "No", "Sure", "Great", "Perfect", "The", "This", "That", "And", "But", "For", "So",
    "Well", "Everyone", "Team", "Folks", "Again", "Then", "Just", "Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "June", "July",
    "August", "September", "October", "November", "December", "You", "Your", "I", "It", "What", "Who", "How",
    "Why", "When", "Where", "Are", "Is", "Do", "Does", "Can", "Could", "Would",
))  # fmt: skip
_SHORTEST_PHONE = 7
_LONGEST_PHONE = 15
_SHORTEST_CARD = 13
_LONGEST_CARD = 19
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of personal data: characters ``start`` up to ``end`` of the original text."""

    start: int
    end: int
    kind: str
    confidence: float


def find_personal_data(
    text: str, names: tuple[str, ...] = (), organisations: frozenset[str] = frozenset()
) -> tuple[PersonalData, ...]:
    """Find personal data in a turn's original text; spans never overlap.

    Parameters
    ----------
    text
        The original text.
    names
        Names of people known to the call (the caller's, or one given to a booking).
    organisations
        Words of the product's and its market's names, lower case: they are no person's.
    """
    found: list[PersonalData] = []
    _add(found, _EMAIL, text, "EMAIL", 0.99)
    found.extend(
        PersonalData(match.start(), match.end(), "EMAIL", 0.92)
        for match in _SPOKEN_EMAIL.finditer(text)
        if match.group().split()[0].lower() not in _NOT_A_MAILBOX
    )
    _add(found, _URL, text, "URL", 0.9)
    _add(found, _SOCIAL_SECURITY, text, "SSN", 0.95)
    found.extend(
        PersonalData(match.start(), match.end(), "CARD", 0.97)
        for match in _CARD.finditer(text)
        if _passes_luhn(re.sub(r"\D", "", match.group()))
    )
    found.extend(_spoken_digits(match) for match in _SPOKEN_DIGITS.finditer(text))
    found.extend(
        PersonalData(match.start(), match.end(), "PHONE", 0.9)
        for match in _PHONE.finditer(text)
        if _SHORTEST_PHONE <= len(re.sub(r"\D", "", match.group())) <= _LONGEST_PHONE
    )
    _add(found, _IP_ADDRESS, text, "IP_ADDRESS", 0.9)
    _add(found, _STREET, text, "ADDRESS", 0.8)
    _add_people(found, text, names, organisations)
    return _without_overlaps(found)


def spoken_email_address(text: str) -> str | None:
    """Write a spoken e-mail address as an address: "j dot ortiz at brightline dot co"."""
    match = _SPOKEN_EMAIL.search(text)
    if match is None:
        return None
    written = re.sub(r"\s+(?:dot|period)\s+|\s*\.\s*", ".", match.group().lower())
    written = re.sub(r"\s+underscore\s+", "_", written)
    written = re.sub(r"\s+(?:dash|hyphen|minus)\s+", "-", written)
    mailbox, _, domain = written.partition(" at ")
    return f"{mailbox.replace(' ', '')}@{domain.replace(' ', '')}"


def _add(
    found: list[PersonalData], pattern: re.Pattern[str], text: str, kind: str, confidence: float
) -> None:
    for match in pattern.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in ".,;":
            end -= 1
        found.append(PersonalData(start, end, kind, confidence))


def spoken_digits(text: str) -> str:
    """Write digits said one by one: "five double oh 3" is "5003"; other words are passed over."""
    digits = ""
    factor = 1
    for word in re.findall(r"[a-z]+|\d", text.lower()):
        if word in {"double", "triple"}:
            factor = 2 if word == "double" else 3
            continue
        digits += (word if word.isdigit() else _DIGITS.get(word, "")) * factor
        factor = 1
    return digits


def _spoken_digits(match: re.Match[str]) -> PersonalData:
    digits = spoken_digits(match.group())
    is_card = _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD and _passes_luhn(digits)
    kind = "CARD" if is_card else "PHONE" if len(digits) <= _LONGEST_PHONE else "NUMBER"
    return PersonalData(match.start(), match.end(), kind, 0.85)


def _add_people(
    found: list[PersonalData], text: str, names: tuple[str, ...], organisations: frozenset[str]
) -> None:
    for name in names:
        if len(name) >= _SHORTEST_NAME:
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            _add(found, pattern, text, "PERSON", 0.9)
    for pattern, confidence in ((_INTRODUCED, 0.75), (_ADDRESSED, 0.8)):
        for match in pattern.finditer(text):
            first = match.group("name").split()[0]
            if first not in _NOT_A_NAME and first.lower() not in organisations:
                found.append(PersonalData(match.start("name"), match.end("name"), "PERSON", confidence))


def _without_overlaps(found: list[PersonalData]) -> tuple[PersonalData, ...]:
    kept: list[PersonalData] = []
    for item in sorted(found, key=lambda item: (-item.confidence, item.start, -item.end)):
        if item.end > item.start and all(
            item.end <= other.start or item.start >= other.end for other in kept
        ):
            kept.append(item)
    return tuple(sorted(kept, key=lambda item: item.start))


def _passes_luhn(digits: str) -> bool:
    if not _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD or len(set(digits)) == 1:
        return False
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character)
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2  # noqa: PLR2004 - the Luhn rule
        total += value
    return total % 10 == 0
