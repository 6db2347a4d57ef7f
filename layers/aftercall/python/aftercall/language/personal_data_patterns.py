"""What can be told by its form alone: addresses of mail and web, numbers of telephones, cards and accounts.

Every pattern is bounded and begins where no longer match can have begun, so that reading is linear.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aftercall.language.number_words import ONES, TEENS, TENS
from aftercall.language.personal_data_tokens import CUES, is_common
from aftercall.language.phrases import words_in

_DIGIT_WORD = "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple"
_SPOKEN = frozenset(_DIGIT_WORD.split("|"))
_MAY_BE_A_DIGIT = re.compile(r"[0-9]|[^\x00-\x7f]")
_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TOP_LEVEL = "com|co|net|org|io|us|uk|ca|edu|gov|biz|info|ai|app|dev|me|law|health|example|de|fr|au|nz|ie|in"
_NUMBER_WORD = rf"{_DIGIT_WORD}|{'|'.join((*TEENS, *TENS))}"
_NOT_A_MAILBOX = frozenset((
    "look", "looking", "it", "is", "was", "up", "me", "us", "be", "here", "available", "live", "work",
    "works", "them",
))  # fmt: skip
_EMAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
# the address itself ("j dot ortiz", "sam underscore lee"), at, a domain of up to four words, dot, ending
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.'])(?:[b-hj-z] ){0,14}[a-z0-9]{1,40}"
    r"(?:(?: ?[._-] ?| (?:dot|period|underscore|dash|hyphen|minus) )[a-z0-9]{1,40}){0,6}"
    rf"(?: (?:{_NUMBER_WORD}|\d{{1,4}})){{0,4}}"
    r" at (?:[a-z0-9-]{1,40} ){0,3}?[a-z0-9-]{1,40}(?: ?(?:\.|\bdot\b) ?[a-z0-9-]{1,40}){0,3}?"
    rf" ?(?:\.|\bdot\b) ?(?:{_TOP_LEVEL})\b(?: ?(?:\.|\bdot\b) ?(?:{_TOP_LEVEL})\b)?",
    re.IGNORECASE,
)
# "ray123 gmailcom": an address whose marks a recogniser or a chat's cleaning has eaten
_EATEN_EMAIL = re.compile(
    r"(?<!\w)(?:[a-z0-9]{1,40} \d{1,6} )?[a-z0-9]{0,40}"
    r"(?:(?:gmail|gmil|gmial|gamil|hotmail|yahoo|yahoomail|ymail|outlook|icloud|mail|aol) ?(?:dot )?com"
    r"|(?:gmail|yahoo|hotmail|rediffmail)(?:in|net|couk|co))\b",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b(?:password|passcode)\s(?:(?:is|was)\s|:\s?)?(?P<value>[A-Za-z]{3,30} \d{1,6}|[^\s,]{4,40})",
    re.IGNORECASE,
)
_DOT_WITHIN = re.compile(r"\.\w")
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|net|org|io|edu|gov|info|biz|dev|app|co\.uk|com?\.[a-z]{2})"
    r"\b(?![@-])(?:/[^\s<>\"]*)?"
)
_SPOKEN_DIGITS = re.compile(
    rf"\b(?:(?:{_DIGIT_WORD}|\d)[\s,.-]{{1,3}}){{6,}}(?:{_DIGIT_WORD}|\d)\b", re.IGNORECASE
)
# four to six digits, which only count beside a word that asks for such a number
_FEW_SPOKEN_DIGITS = re.compile(
    rf"\b(?:(?:{_DIGIT_WORD}|\d)[\s,.-]{{1,3}}){{2,5}}(?:{_DIGIT_WORD}|\d)\b", re.IGNORECASE
)
_ABOUT_A_NUMBER = re.compile(
    r"\b(?:last four|zip|postcode|postal|ending|ends|account|policy|pin|passcode|code|ssn|social|card"
    r"|extension|ext|claim|order|booking|confirmation|reservation|member\w*|reference|ticket)\b",
    re.IGNORECASE,
)
_NUMBERS_IN_WORDS = re.compile(
    rf" (?:(?P<tens>{'|'.join((*TEENS, *TENS))})(?: (?P<ones>{'|'.join(ONES)}))?)\b"
)
_SPELLED = re.compile(r"(?<![\w'])(?:[A-Za-z][ ,.-]{1,2}){3,14}[A-Za-z](?![\w'])")
_SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])")
_IP_ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\w)")
_IP_6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])")
_DIGIT_RUN = re.compile(
    r"(?<![\w.,$\u20ac\u00a3-])(?:\+ ?)?\(?\d[\d ().\u2010-\u2015/-]*\d(?: ?(?:x|ext\.?) ?\d{1,6})?\b"
)
_DATE = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s.*)?|(?:19|20)\d\d ?- ?(?:19|20)\d\d"
    r"|(?:0\d|1[0-2])[0-3]\d(?:19|20)\d\d|[0-3]\d(?:0\d|1[0-2])(?:19|20)\d\d"
)
_MIXED = re.compile(r"(?<![\w.])(?=[A-Za-z]{0,4}\d)[A-Za-z0-9]{7,34}(?!\w)")
_CUT_CODE = re.compile(
    r"(?<!\w)(?:[A-Za-z]{1,3} )?\d{1,4}(?: [A-Za-z]{1,3} \d{1,4}){1,6}(?: [A-Za-z]{1,3})?(?!\w)"
    r"|(?<!\w)[A-Za-z]{1,3} \d{1,4} [A-Za-z]{1,3}(?!\w)"
)
_UNITS = frozenset((
    "am", "pm", "gb", "mb", "kb", "tb", "kg", "km", "cm", "mm", "ft", "in", "lb", "lbs", "oz", "st", "nd",
    "rd", "th", "k", "m", "x", "a", "i", "hr", "hrs", "min", "sec", "yr", "yrs", "mo", "wk", "usd", "eur",
    "gbp", "inr", "rs", "no", "ok", "u", "r", "q",
))  # fmt: skip
_FEWEST_CHUNKS = 3
_STREET = re.compile(
    r"(?<![\w.])\d{1,5}\s(?:[NSEW]\.?\s)?(?:[A-Z][\w'-]{0,30}\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard"
    r"|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Parkway|Pkwy|Highway|Hwy)\b\.?"
    r"(?:,?\s(?:Suite|Apt\.?|Unit|#)\s?\w{1,8})?"
)
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 15
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_FEWEST_DIGITS_OF_MIXED = 5
_FEWEST_ASKED_DIGITS = 4
_LONGEST_OCTET = 255


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One piece of personal data: characters ``start`` up to ``end`` of the original text."""

    start: int
    end: int
    kind: str
    confidence: float


def find_forms(text: str) -> Iterator[PersonalData]:
    """Give everything that its form alone tells; spans may overlap."""
    lower = text.lower()
    yield from _mail_addresses(text, lower)
    if "pass" in lower:
        yield from _passwords(text)
    dotted = _DOT_WITHIN.search(text) is not None
    if "://" in text or "www." in lower:
        yield from _each(_LINK, text, "URL", 0.91)
    if dotted:
        yield from _each(_DOMAIN, text, "URL", 0.86)
    if dotted or text.count(":") > 1:
        yield from _addresses_of_machines(text)
    written = _MAY_BE_A_DIGIT.search(text) is not None and any(map(str.isdigit, text))
    if written or not text.isascii() or not _SPOKEN.isdisjoint(words_in(lower)):
        yield from map(_spoken, _SPOKEN_DIGITS.finditer(text))
        few = list(_FEW_SPOKEN_DIGITS.finditer(text))
        if few and _ABOUT_A_NUMBER.search(text):
            yield from map(_asked, few)
    if written:
        yield from _each(_SOCIAL_SECURITY, text, "SSN", 0.95)
        yield from _each(_STREET, text, "ADDRESS", 0.96)
        yield from _digit_runs(text)
        yield from _codes(text)


def find_spelled(text: str) -> Iterator[PersonalData]:
    """Give what is spelled letter by letter: "O, K, A, F, O, R"."""
    yield from _each(_SPELLED, text, "PERSON", 0.7)


def spoken_email_address(text: str) -> str | None:
    """Write a spoken e-mail address as an address: "j dot ortiz at brightline dot co"."""
    match = _SPOKEN_EMAIL.search(text)
    if match is None:
        return None
    said = match.group().lower()
    mailbox, _, domain = said.partition(" at ")
    said = f"{_NUMBERS_IN_WORDS.sub(_in_digits, mailbox)} at {domain}"
    written = re.sub(r"\s+(?:dot|period)\s+|\s*\.\s*", ".", said)
    written = re.sub(r"\s+underscore\s+", "_", written)
    written = re.sub(r"\s+(?:dash|hyphen|minus)\s+", "-", written)
    mailbox, _, domain = written.partition(" at ")
    return f"{mailbox.replace(' ', '')}@{domain.replace(' ', '')}"


def _in_digits(match: re.Match[str]) -> str:
    tens, ones = match.group("tens"), match.group("ones")
    return str((TEENS | TENS).get(tens or "", 0) + ONES.get(ones or "", 0))


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


def passes_luhn(digits: str) -> bool:
    """Tell whether digits can be a payment card's: 13 to 19 of them with a right check digit."""
    if not _SHORTEST_CARD <= len(digits) <= _LONGEST_CARD or len(set(digits)) == 1:
        return False
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character)
        if index % 2:
            value = value * 2 - 9 if value > 4 else value * 2  # noqa: PLR2004 - the Luhn rule
        total += value
    return total % 10 == 0


def _each(pattern: re.Pattern[str], text: str, kind: str, confidence: float) -> Iterator[PersonalData]:
    for match in pattern.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in ".,;:!?)":
            end -= 1
        yield PersonalData(start, end, kind, confidence)


def _spoken(match: re.Match[str]) -> PersonalData:
    digits = spoken_digits(match.group())
    kind = "CARD" if passes_luhn(digits) else "PHONE" if len(digits) <= _LONGEST_PHONE else "NUMBER"
    return PersonalData(match.start(), match.end(), kind, 0.85)


def _asked(match: re.Match[str]) -> PersonalData:
    few = len(spoken_digits(match.group())) < _FEWEST_ASKED_DIGITS
    return PersonalData(match.start(), match.start() if few else match.end(), "NUMBER", 0.72)


def _mail_addresses(text: str, lower: str) -> Iterator[PersonalData]:
    if "@" in text:
        yield from _each(_EMAIL, text, "EMAIL", 0.99)
    if " at " in lower:
        for match in _SPOKEN_EMAIL.finditer(text):
            if match.group().partition(" at ")[0].rsplit(maxsplit=1)[-1].lower() not in _NOT_A_MAILBOX:
                yield PersonalData(match.start(), match.end(), "EMAIL", 0.92)
    if any(name in lower for name in ("mail", "yahoo", "outlook", "icloud", "aol", "gmil", "gmial", "gamil")):
        yield from _each(_EATEN_EMAIL, text, "EMAIL", 0.88)


def _passwords(text: str) -> Iterator[PersonalData]:
    for match in _PASSWORD.finditer(text):
        if not is_common(match.group("value").split()[0].lower().strip(".?!:")):
            yield PersonalData(match.start("value"), match.end("value"), "PASSWORD", 0.8)


def _codes(text: str) -> Iterator[PersonalData]:
    for match in _MIXED.finditer(text):
        value = match.group()
        if sum(map(str.isdigit, value)) >= _FEWEST_DIGITS_OF_MIXED and not _DATE.fullmatch(value):
            yield PersonalData(match.start(), match.end(), "ID", 0.8)
    yield from _cut_codes(text)


def _cut_codes(text: str) -> Iterator[PersonalData]:
    """Give codes that were cut where letters meet digits: "wh 5 jf 45"."""
    for match in _CUT_CODE.finditer(text):
        chunks = list(re.finditer(r"\w+", match.group()))
        while chunks and _is_word(chunks[0].group()):
            chunks.pop(0)
        while chunks and _is_word(chunks[-1].group()):
            chunks.pop()
        letters = [chunk.group() for chunk in chunks if chunk.group().isalpha()]
        strange = any(len(each) > 1 for each in letters) or len(letters) > 1
        if len(chunks) >= _FEWEST_CHUNKS and strange and not any(map(_is_word, letters)):
            start = match.start() + chunks[0].start()
            yield PersonalData(start, match.start() + chunks[-1].end(), "ID", 0.75)


def _is_word(chunk: str) -> bool:
    """Tell whether letters are a word or a unit rather than a piece of a code."""
    lower = chunk.lower()
    return lower.isalpha() and (lower in _UNITS or lower in CUES or (len(lower) > 1 and is_common(lower)))


def _addresses_of_machines(text: str) -> Iterator[PersonalData]:
    for match in _IP_ADDRESS.finditer(text):
        if all(int(octet) <= _LONGEST_OCTET for octet in match.group().split(".")):
            yield PersonalData(match.start(), match.end(), "IP_ADDRESS", 0.96)
    for match in _IP_6.finditer(text):
        value = match.group()
        if "::" in value or value.count(":") == 7:  # noqa: PLR2004 - eight groups
            yield PersonalData(match.start(), match.end(), "IP_ADDRESS", 0.96)


def _digit_runs(text: str) -> Iterator[PersonalData]:
    """Give runs of digits that are long enough for a telephone or a card and are no date."""
    for match in _DIGIT_RUN.finditer(text):
        value = match.group()
        digits = re.sub(r"\D", "", value.split("x")[0].split("e")[0])
        if len(digits) < _SHORTEST_PHONE or _DATE.fullmatch(value):
            continue
        if passes_luhn(digits):
            yield PersonalData(match.start(), match.end(), "CARD", 0.97)
        elif len(digits) <= _LONGEST_PHONE and value.count("(") == value.count(")"):
            plain = value.isdigit() and len(digits) not in {10, 11}
            yield PersonalData(match.start(), match.end(), "NUMBER" if plain else "PHONE", 0.9)
        else:
            yield PersonalData(match.start(), match.end(), "NUMBER", 0.85)
