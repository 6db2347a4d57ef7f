"""The part of SOQL that is understood: one object, conditions, order, limit.  Anything else is refused.

Source: Salesforce SOQL and SOSL Reference.  Aggregates but COUNT(), subqueries in SELECT, GROUP BY and TYPEOF
are outside of it, and are refused as malformed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from local.stand_ins.salesforce.errors import ApiError

LONGEST_QUERY = 100_000
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<string>'(?:[^'\\]|\\.)*')
    | (?P<moment>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))
    | (?P<date>\d{4}-\d{2}-\d{2})
    | (?P<number>[+-]?\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_]\w*(?:\.\w+)*(?::\d+)?)
    | (?P<operator><=|>=|!=|<>|=|<|>)
    | (?P<mark>[(),])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
RELATIVE_DAY = re.compile(
    r"(TODAY|YESTERDAY|TOMORROW|(?:LAST|NEXT)_N_DAYS:\d+|LAST_(?:7|30|90)_DAYS)", re.IGNORECASE
)
LIKE_ESCAPES = frozenset("%_")
LIST_OPERATORS = frozenset({"in", "not in", "includes", "excludes"})


@dataclass(frozen=True, slots=True)
class Literal:
    """A value in a query: ``kind`` is string, number, date, moment, relative, boolean or null."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against values: one value, several, or those that another query finds."""

    field: str
    operator: str
    values: "tuple[Literal, ...] | Query"


@dataclass(frozen=True, slots=True)
class Combination:
    """Conditions joined by ``and``, ``or``, or one with ``not``."""

    operator: str
    parts: "tuple[Condition, ...]"


type Condition = Comparison | Combination


@dataclass(frozen=True, slots=True)
class Order:
    """One key of the order; ``nulls_first`` is what SOQL does unless told otherwise."""

    field: str
    descending: bool
    nulls_first: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; ``fields`` is empty for COUNT()."""

    fields: tuple[str, ...]
    sobject: str
    where: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query and where it began."""

    kind: str
    text: str
    position: int

    @property
    def word(self) -> str:
        """Its text in lower case where it may be a keyword, else nothing."""
        return self.text.lower() if self.kind in {"name", "mark"} else ""


def malformed(message: str) -> ApiError:
    """Return the refusal of a query that cannot be read."""
    return ApiError("MALFORMED_QUERY", message)


def tokens_of(text: str) -> list[Token]:
    """Split a query.  Raises ApiError."""
    if len(text) > LONGEST_QUERY:
        raise ApiError(
            "QUERY_TOO_COMPLICATED", f"SOQL statements cannot be longer than {LONGEST_QUERY} characters."
        )
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            rest = text[position:].lstrip()
            raise malformed(f"unexpected token: '{rest[:1]}' at position {position}")
        tokens.append(Token(found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)))
        position = found.end()
    return tokens


def unescape(quoted: str, *, pattern: bool) -> str:
    r"""Return what a quoted text means; in a LIKE pattern ``\%`` and ``\_`` stay for the matcher.

    Raises ApiError for an escape that SOQL does not know.
    """

    def replace(found: re.Match[str]) -> str:
        letter = found[1]
        if letter in LIKE_ESCAPES:
            if pattern:
                return found[0]
        elif pattern and letter == "\\":
            return found[0]
        if letter not in _ESCAPES:
            raise malformed(
                f"Invalid string literal {quoted}. Illegal character sequence '\\{letter}' in string literal"
            )
        return _ESCAPES[letter]

    return re.sub(r"\\(.)", replace, quoted[1:-1], flags=re.DOTALL)


def parse(text: str) -> Query:
    """Read a query.  Raises ApiError."""
    parser = _Parser(text)
    query = parser.query()
    parser.expect_end()
    return query


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens_of(text)
        self._at = 0

    def query(self) -> Query:
        self._expect("select")
        fields = self._fields()
        self._expect("from")
        sobject = self._name("an object's name")
        where = self._disjunction() if self._accept("where") else None
        order: tuple[Order, ...] = ()
        if self._accept("order"):
            self._expect("by")
            order = self._listed(self._order)
        limit = self._whole_number() if self._accept("limit") else None
        offset = self._whole_number() if self._accept("offset") else 0
        return Query(fields, sobject, where, order, limit, offset)

    def expect_end(self) -> None:
        if self._at < len(self._tokens):
            raise self._unexpected()

    def _fields(self) -> tuple[str, ...]:
        if self._peek() == "count" and self._peek(1) == "(" and self._peek(2) == ")":
            self._at += 3
            return ()
        return self._listed(self._field)

    def _field(self) -> str:
        name = self._name("a field's name")
        if name.lower() == "fields" and self._accept("("):
            group = self._name("ALL, STANDARD or CUSTOM")
            self._expect(")")
            return f"FIELDS({group.upper()})"
        return name

    def _order(self) -> Order:
        field = self._name("a field's name")
        descending = self._accept("desc")
        if not descending:
            self._accept("asc")
        nulls_first = True
        if self._accept("nulls"):
            nulls_first = self._accept("first")
            if not nulls_first:
                self._expect("last")
        return Order(field, descending, nulls_first)

    def _disjunction(self) -> Condition:
        """Conditions joined by one kind of word: AND and OR side by side need brackets, as there."""
        parts = [self._condition()]
        joined_by = self._peek()
        if joined_by not in {"and", "or"}:
            return parts[0]
        while self._accept(joined_by):
            parts.append(self._condition())
        if self._peek() in {"and", "or"}:
            raise self._unexpected()
        return Combination(joined_by, tuple(parts))

    def _condition(self) -> Condition:
        if self._accept("not"):
            return Combination("not", (self._condition(),))
        if self._accept("("):
            inner = self._disjunction()
            self._expect(")")
            return inner
        field = self._name("a field's name")
        operator = self._operator()
        if operator in LIST_OPERATORS:
            self._expect("(")
            if self._peek() == "select" and operator in {"in", "not in"}:
                values: tuple[Literal, ...] | Query = self.query()
            else:
                values = self._listed(lambda: self._literal(operator))
            self._expect(")")
            return Comparison(field, operator, values)
        return Comparison(field, operator, (self._literal(operator),))

    def _operator(self) -> str:
        token = self._next("an operator")
        if token.kind == "operator":
            return "!=" if token.text == "<>" else token.text
        if token.word == "not":
            self._expect("in")
            return "not in"
        if token.word in {"like", "in", "includes", "excludes"}:
            return token.word
        self._at -= 1
        raise self._unexpected()

    def _literal(self, operator: str) -> Literal:
        token = self._next("a value")
        if token.kind == "string":
            return Literal("string", unescape(token.text, pattern=operator == "like"))
        if token.kind in {"number", "date", "moment"}:
            return Literal(token.kind, token.text)
        if token.word == "null":
            return Literal("null", "")
        if token.word in {"true", "false"}:
            return Literal("boolean", token.word)
        if RELATIVE_DAY.fullmatch(token.text):
            return Literal("relative", token.text.upper())
        self._at -= 1
        raise self._unexpected()

    def _listed[T](self, read: Callable[[], T]) -> tuple[T, ...]:
        items = [read()]
        while self._accept(","):
            items.append(read())
        return tuple(items)

    def _whole_number(self) -> int:
        token = self._next("a whole number")
        if token.kind != "number" or not token.text.isdigit():
            self._at -= 1
            raise self._unexpected()
        return int(token.text)

    def _name(self, expected: str) -> str:
        token = self._next(expected)
        if token.kind != "name" or ":" in token.text:
            self._at -= 1
            raise self._unexpected()
        return token.text

    def _peek(self, ahead: int = 0) -> str:
        place = self._at + ahead
        return self._tokens[place].word if place < len(self._tokens) else ""

    def _next(self, expected: str) -> Token:
        if self._at >= len(self._tokens):
            raise malformed(f"unexpected end of query: expected {expected}")
        self._at += 1
        return self._tokens[self._at - 1]

    def _accept(self, word: str) -> bool:
        if self._peek() != word:
            return False
        self._at += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            if self._at >= len(self._tokens):
                raise malformed(f"unexpected end of query: expected '{word}'")
            raise self._unexpected()

    def _unexpected(self) -> ApiError:
        token = self._tokens[self._at]
        return malformed(f"unexpected token: '{token.text}' at position {token.position}")
