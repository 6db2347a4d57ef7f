"""Numbers and sums of money, exactly: every number of a text with its value, and no other."""

import math
import re
from collections.abc import Sequence
from typing import Final

from aftercall.language.normalisation import normalise
from aftercall.language.numbers import find_numbers
from aftercall.language.quantities import find_quantities, unit_words
from tests.evaluation.harness.baselines import quantulum_quantities
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import share

type Values = list[float]
type Sums = list[tuple[float, str]]

_NUMBER_SOURCES = ("NumberModel", "PercentModel", "AgeModel", "Numeral")
_ORDINAL_SOURCES = ("OrdinalModel", "Ordinal")
_MONEY_SOURCES = ("CurrencyModel", "AmountOfMoney")
_NUMERIC = re.compile(r"-?\d+(?:\.\d+)?(?:E[-+]?\d+)?%?", re.IGNORECASE)
_NO_UNIT_WORDS = unit_words((), ())

# What the sets and the tools call a currency, and its code. Small change is a currency of its own.
CURRENCIES: Final = {
    "dollar": "usd", "united states dollar": "usd", "us dollar": "usd", "cent": "usd", "euro": "eur",
    "pound": "gbp", "british pound": "gbp", "pound sterling": "gbp", "pence": "gbp", "penny": "gbp",
    "chinese yuan": "cny", "renminbi": "cny", "yuan": "cny", "japanese yen": "jpy", "yen": "jpy",
    "australian dollar": "aud", "canadian dollar": "cad", "hong kong dollar": "hkd",
    "new zealand dollar": "nzd", "swiss franc": "chf", "franc": "chf", "indian rupee": "inr", "rupee": "inr",
    "bitcoin": "btc", "finnish markka": "fim", "peseta": "esp", "netherlands guilder": "nlg",
    "costa rican colón": "crc", "georgian lari": "gel", "sri lankan rupee": "lkr", "israeli shekel": "ils",
    "saudi riyal": "sar", "riyal": "sar", "rial": "irr", "dinar": "dinar", "unnamed": "",
    "malaysian ringgit": "myr", "mexican peso": "mxn", "russian ruble": "rub", "korean won": "krw",
}  # fmt: skip
_CODES = frozenset(CURRENCIES.values()) | {"lbp", "kwd", "egp", "qar", "mnt", "money"}


def currency_code(name: str) -> str:
    """Give a currency's code by its name or code; the name itself where it is not known."""
    lowered = name.lower().strip()
    return CURRENCIES.get(lowered, lowered)


def our_numbers(row: Row) -> Values:
    return [number.value for number in find_numbers(normalise(row["text"]).text)]


def our_quantities(row: Row) -> Values:
    found = find_quantities(normalise(row["text"]).text, _NO_UNIT_WORDS)
    return [value for each in found for value in (each.value, each.upper) if value is not None]


def our_sums(row: Row) -> Sums:
    found = find_quantities(normalise(row["text"]).text, _NO_UNIT_WORDS)
    return [
        (quantity.value, currency_code(quantity.unit))
        for quantity in found
        if quantity.unit and currency_code(quantity.unit) in _CODES
    ]


def _quantulum_numbers(row: Row) -> Values:
    return [value for value, _ in quantulum_quantities(row["text"])]


def _quantulum_sums(row: Row) -> Sums:
    named = ((value, currency_code(unit)) for value, unit in quantulum_quantities(row["text"]))
    return [(value, code) for value, code in named if code in _CODES]


def labelled_numbers(row: Row) -> Values:
    if "results" in row:
        return [float(str(result["value"]).rstrip("%")) for result in row["results"]]
    return [float(row["value"])]


def labelled_sums(row: Row) -> Sums:
    if "results" in row:
        return [(float(result["value"]), currency_code(result["unit"])) for result in row["results"]]
    return [(float(row["value"]), currency_code(row["unit"]))]


def _of(row: Row, sources: tuple[str, ...]) -> bool:
    """Tell whether a row's source is one of some, and every value of it a plain number."""
    if not str(row.get("source", "")).split("/")[-1].endswith(sources):
        return False
    values = [result.get("value") for result in row["results"]] if "results" in row else [row.get("value")]
    return all(_NUMERIC.fullmatch(str(value)) for value in values)


def equal_values(labels: Sequence[Values], answers: Sequence[Values]) -> float:
    """Give the share of texts of which every number is right, in order."""
    return share(_equal(label, answer) for label, answer in zip(labels, answers, strict=True))


def equal_sums(labels: Sequence[Sums], answers: Sequence[Sums]) -> float:
    """Give the share of texts of which every sum and its currency are right, in order."""
    return share(
        _equal([value for value, _ in label], [value for value, _ in answer])
        and [code for _, code in label] == [code for _, code in answer]
        for label, answer in zip(labels, answers, strict=True)
    )


def all_found(labels: Sequence[Values], answers: Sequence[Values]) -> float:
    """Give the share of texts of which every labelled value is among those found."""
    return share(
        all(any(_equal([value], [found]) for found in answer) for value in label)
        for label, answer in zip(labels, answers, strict=True)
    )


def _equal(label: Values, answer: Values) -> bool:
    return len(label) == len(answer) and all(
        math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-9)
        for left, right in zip(label, answer, strict=True)
    )


NUMBERS = ProbedPart(
    "numbers",
    ("numbers",),
    (
        Probe(
            subset="numbers, percentages, ages",
            measure="exact",
            applies=lambda row: _of(row, _NUMBER_SOURCES),
            label=labelled_numbers,
            ours=our_numbers,
            baseline=_quantulum_numbers,
            baseline_name="quantulum3",
            score=equal_values,
            aim=0.80,
        ),
        Probe(
            subset="sums of money",
            measure="value found",
            applies=lambda row: _of(row, _MONEY_SOURCES),
            label=lambda row: [value for value, _ in labelled_sums(row)],
            ours=our_quantities,
            baseline=_quantulum_numbers,
            baseline_name="quantulum3",
            score=all_found,
            aim=0.95,
        ),
        Probe(
            subset="sums of money",
            measure="exact, with currency",
            applies=lambda row: _of(row, _MONEY_SOURCES),
            label=labelled_sums,
            ours=our_sums,
            baseline=_quantulum_sums,
            baseline_name="quantulum3",
            score=equal_sums,
        ),
        Probe(
            subset="ordinals",
            measure="exact",
            applies=lambda row: _of(row, _ORDINAL_SOURCES),
            label=labelled_numbers,
            ours=our_numbers,
            baseline=_quantulum_numbers,
            baseline_name="quantulum3",
            score=equal_values,
        ),
    ),
)
