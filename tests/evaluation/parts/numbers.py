"""Numbers and sums of money, exactly: every number of a text with its value, and no other."""

import math
import re
from collections.abc import Sequence
from typing import Final

from aftercall.language.currencies import ALL_CODES, currency_code
from aftercall.language.money import with_sums
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

# Names that the sets and the tools use beside those the product knows. "Bucks" are dollars.
_NAMES: Final = {"unnamed": "usd", "": "usd", "cent": "usd", "pence": "gbp", "penny": "gbp"}
_SMALL_CHANGE: Final = frozenset({"cent", "pence", "penny"})
_MONEY: Final = frozenset((*ALL_CODES, *_NAMES.values()))


def code_of(name: str) -> str:
    """Give a currency's code by its name or code; the name itself where it is not known."""
    lowered = name.lower().strip()
    return _NAMES.get(lowered) or currency_code(lowered) or lowered


def our_cardinals(row: Row) -> Values:
    return [number.value for number in find_numbers(normalise(row["text"]).text) if not number.ordinal]


def our_ordinals(row: Row) -> Values:
    return [number.value for number in find_numbers(normalise(row["text"]).text) if number.ordinal]


def our_numbers(row: Row) -> Values:
    """Give what a row's labels are about: the sets of percentages and of ages label nothing else."""
    if not row["source"].endswith(("PercentModel", "AgeModel")):
        return our_cardinals(row)
    ages = row["source"].endswith("AgeModel")
    found = find_quantities(normalise(row["text"]).text, _NO_UNIT_WORDS)
    return [
        quantity.value if quantity.upper is None else quantity.upper
        for quantity in found
        if (quantity.age if ages else quantity.unit == "percent")
    ]


def our_quantities(row: Row) -> Values:
    found = find_quantities(normalise(row["text"]).text, _NO_UNIT_WORDS)
    return [value for each in found for value in (each.value, each.upper) if value is not None]


def our_sums(row: Row) -> Sums:
    # Each amount by itself: a range has two labels where both of its ends name their currency.
    text = normalise(row["text"]).text
    numbers = [number for number in find_numbers(text) if not number.ordinal]
    return [(each.value, code_of(each.code)) for each in with_sums(text, numbers) if each.code]


def _quantulum_numbers(row: Row) -> Values:
    return [value for value, _ in quantulum_quantities(row["text"])]


def _quantulum_values(row: Row) -> Values:
    return [_sum(value, unit)[0] for value, unit in quantulum_quantities(row["text"])]


def _quantulum_sums(row: Row) -> Sums:
    named = (_sum(value, unit) for value, unit in quantulum_quantities(row["text"]))
    return [(value, code) for value, code in named if code in _MONEY]


def _sum(value: float, unit: str) -> tuple[float, str]:
    """Give a sum in its currency: cents are a hundredth of it."""
    small = unit.lower().strip() in _SMALL_CHANGE
    return (value / 100 if small else value, code_of(unit))


def labelled_numbers(row: Row) -> Values:
    if "results" in row:
        return [float(str(result["value"]).rstrip("%")) for result in row["results"]]
    return [float(row["value"])]


def labelled_sums(row: Row) -> Sums:
    if "results" in row:
        return [_sum(float(result["value"]), result["unit"]) for result in row["results"]]
    return [_sum(float(row["value"]), row["unit"])]


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
            baseline=_quantulum_values,
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
            ours=our_ordinals,
            baseline=_quantulum_numbers,
            baseline_name="quantulum3",
            score=equal_values,
        ),
    ),
)
