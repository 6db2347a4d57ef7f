"""The formulas of validation rules on ranges and blanks: AND, OR, NOT, ISBLANK and comparisons.

A formula outside of this is refused when the metadata is read, rather than passed over.
"""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z]\w*)"""
    r"""|(?P<operator><=|>=|<>|!=|=|<|>|&&|\|\|)|(?P<mark>[(),]))"""
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
}

type Record = Mapping[str, Any]
type Formula = Callable[[Record], Any]


class UnreadableFormulaError(ValueError):
    """A formula uses what this stand-in does not know; the message names it."""


def read_formula(text: str) -> Formula:
    """Return a formula as a function of a record.  Raises UnreadableFormulaError."""
    reader = _Reader(text)
    formula = reader.comparison()
    reader.end()
    return formula


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def comparison(self) -> Formula:
        left = self._value()
        kind, word = self._peek()
        if kind != "operator":
            return left
        if word not in _COMPARE:
            raise self._unknown(word)
        self._next()
        right, compare = self._value(), _COMPARE[word]

        def compared(record: Record) -> bool:
            values = left(record), right(record)
            # A comparison with an empty field is not true, whichever way it is asked.
            return None not in values and compare(*values)

        return compared

    def end(self) -> None:
        if self._peek()[0]:
            raise self._unknown(self._peek()[1])

    def _value(self) -> Formula:
        kind, word = self._next()
        if kind == "number":
            number = float(word)
            return lambda _record: number
        if kind == "string":
            return lambda _record: word[1:-1]
        if kind == "mark" and word == "(":
            inner = self.comparison()
            self._expect(")")
            return inner
        if kind != "name":
            raise self._unknown(word)
        if self._peek()[1] == "(":
            return self._call(word.upper())
        return lambda record: record.get(word)

    def _call(self, name: str) -> Formula:
        self._expect("(")
        given = [self.comparison()]
        while self._peek()[1] == ",":
            self._next()
            given.append(self.comparison())
        self._expect(")")
        functions: dict[str, Formula] = {
            "AND": lambda record: all(one(record) for one in given),
            "OR": lambda record: any(one(record) for one in given),
            "NOT": lambda record: not given[0](record),
            "ISBLANK": lambda record: given[0](record) in {None, ""},
        }
        if name not in functions:
            raise self._unknown(name)
        return functions[name]

    def _expect(self, word: str) -> None:
        if self._next()[1] != word:
            raise self._unknown(word)

    def _peek(self) -> tuple[str, str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            rest = self._text[self._at :].strip()
            if rest:
                raise self._unknown(rest)
            return "", ""
        return found.lastgroup, found[found.lastgroup]

    def _next(self) -> tuple[str, str]:
        kind, word = self._peek()
        found = _TOKEN.match(self._text, self._at)
        self._at = found.end() if found else len(self._text)
        return kind, word

    def _unknown(self, word: str) -> UnreadableFormulaError:
        return UnreadableFormulaError(f"{word!r} at character {self._at} of the formula {self._text!r}")
