"""Number words, and text cut into the tokens that numbers are made of."""

import re
from typing import Final, NamedTuple

ONES: Final = {
    "zero": 0, "nought": 0, "naught": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS: Final = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SMALL: Final = ONES | TEENS | TENS
HUNDRED: Final = 100
THOUSAND: Final = 1_000
_SCALE_NAMES: Final = {
    "hundred": HUNDRED, "thousand": THOUSAND, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "lakh": 10**5, "lkh": 10**5, "lac": 10**5, "crore": 10**7, "krore": 10**7,
}  # fmt: skip
SCALES: Final = (
    _SCALE_NAMES
    | {f"{name}s": value for name, value in _SCALE_NAMES.items()}
    | {
        "grand": THOUSAND,
        "thou": THOUSAND,
        "mln": 10**6,
        "mio": 10**6,
        "mil": 10**6,
        "bn": 10**9,
        "bil": 10**9,
    }
    | {"tn": 10**12, "trn": 10**12}
)
DOZENS: Final = frozenset({"dozen", "dozens", "doz", "dozs"})
SUFFIXES: Final = {
    "k": THOUSAND, "m": 10**6, "mm": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12, "tn": 10**12,
}  # fmt: skip
_ORDINAL_ONES: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
}  # fmt: skip
_ORDINAL_TEENS: Final = {f"{name}th": value for name, value in TEENS.items() if name != "twelve"}
_ORDINAL_TENS: Final = {f"{name[:-1]}ieth": value for name, value in TENS.items()}
ORDINALS: Final = (
    _ORDINAL_ONES
    | _ORDINAL_TEENS
    | {"twelfth": 12}
    | _ORDINAL_TENS
    | {"hundredth": 100, "thousandth": THOUSAND, "millionth": 10**6}
)
# What a second, a third and so on divide by. "seconds" are of time, never halves.
DENOMINATORS: Final = {
    **{name: value for name, value in ORDINALS.items() if name not in {"first", "second"}},
    **{f"{name}s": value for name, value in ORDINALS.items() if name not in {"first", "second"}},
    "half": 2, "halves": 2, "quarter": 4, "quarters": 4,
}  # fmt: skip
VULGAR: Final = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5,
    "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6, "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
    "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip

_INTEGER = (
    r"\d{1,3}(?:[ ]\d{3}){2,4}(?!\d)"  # 1 414 021 100
    r"|\d{1,3}(?: \d{3})+(?=,\d{2}(?![\d,]))"  # 1 234,56
    r"|\d{1,3} 000(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u202f']\d{3})+(?!\d)"
    r"|\d{1,3}(?: , \d{3})+(?!\d)"
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?![\d])"  # 1,200 and, in India, 12,34,567
    r"|\d+"
)
_TOKEN = re.compile(
    r"(?P<word>[a-z]+(?:'[a-z]+)?)"
    r"|(?P<continental>(?<![\d.])(?:\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,.])"  # 1.200,50
    r"|\d{1,3}(?:\.\d{3})+\.000(?![\d,]|\.\d)))"  # 5.000.000
    r"|(?P<apart>(?:(?<=[$€£])|(?<=[$€£] ))\d{1,12} \. \d{1,2}"
    r"(?=\s*(?:[mbt]r?illion|[^\w\s]|$)))"  # $ 3 . 2 million, as corpora cut it
    r"|(?P<dotted>\d+(?:\.\d+){2,})"  # an address, a version, a date: whole numbers
    rf"|(?P<literal>(?:(?:{_INTEGER})(?:\.\d+|,\d{{1,2}}(?![\d,]))?|(?<![\w.])\.\d+))"
    r"(?P<power>(?:x10\^|e|\^)[+-]?\d{1,3}\b)?"
    rf"(?:(?P<suffix>{'|'.join(sorted(SUFFIXES, key=len, reverse=True))}|st|nd|rd|th)(?![a-z\d]))?"
    r"|(?P<mark>[^\sa-z\d])"
)
_ORDINAL_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_LARGEST_POWER = 60


class Token(NamedTuple):
    """A word, a mark, or digits with their value."""

    start: int
    end: int
    text: str
    value: float | None = None
    ordinal: bool = False


NOTHING: Final = Token(0, 0, "")


def tokenise(text: str) -> list[Token]:
    """Cut normalised text into words, marks and numbers in digits."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            tokens.append(Token(match.start(), match.end(), match.group()))
        elif kind == "mark":
            token = match.group()
            tokens.append(Token(match.start(), match.end(), token, VULGAR.get(token)))
        elif kind == "continental":
            digits = match.group().replace(".", "").replace(",", ".")
            tokens.append(Token(match.start(), match.end(), match.group(), _decimal(digits)))
        elif kind == "apart":
            digits = match.group().replace(" ", "")
            tokens.append(Token(match.start(), match.end(), match.group(), _decimal(digits)))
        elif kind == "dotted":
            position = match.start()
            for part in match.group().split("."):
                tokens.append(Token(position, position + len(part), part, _decimal(part)))
                position += len(part) + 1
        else:
            tokens.append(_digits(match))
    return tokens


def _digits(match: re.Match[str]) -> Token:
    literal, power, suffix = match.group("literal", "power", "suffix")
    value = _with_power(_literal_value(literal), power)
    ordinal = suffix in _ORDINAL_SUFFIXES
    return Token(
        match.start(), match.end(), match.group(), value * SUFFIXES.get(suffix or "", 1), ordinal=ordinal
    )


def _literal_value(literal: str) -> float:
    plain = literal.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace("'", "")
    if re.fullmatch(r"\d+,\d{1,2}", plain):
        return _decimal(plain.replace(",", "."))
    return _decimal(plain.replace(",", ""))


def _decimal(digits: str) -> float:
    # More digits than any quantity has would be slow to read, and more than a float holds.
    return float(digits) if len(digits) <= _LARGEST_POWER else 0.0


def _with_power(value: float, power: str | None) -> float:
    if power is None:
        return value
    exponent = int(power.removeprefix("x10").lstrip("^e"))
    if abs(exponent) > _LARGEST_POWER or (power[0] == "^" and (value == 0 or abs(value) > HUNDRED)):
        return value
    return float(value**exponent) if power[0] == "^" else value * 10.0**exponent
