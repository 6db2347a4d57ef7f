"""Runs a parsed query over the records, with the refusals of fields and values that Salesforce makes."""

import operator
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.salesforce.identifiers import full_id
from local.stand_ins.salesforce.records import Records
from local.stand_ins.salesforce.schema import NUMBER_TYPES, TEXT_TYPES, Field, SObject
from local.stand_ins.salesforce.soql import Combination, Comparison, Condition, Literal, Order, Query
from local.stand_ins.salesforce.validation import date_time_text, parse_date_time
from local.stand_ins.store import Document

MOST_OF_ALL_FIELDS = 200
MOST_OFFSET = 2000
_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_READ: dict[str, Callable[[str], Any]] = {
    "number": float,
    "boolean": lambda text: text == "true",
    "moment": lambda text: date_time_text(parse_date_time(text)),
}

type Test = Callable[[Document], bool]


class Queries:
    """Answers queries about the records."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def run(self, query: Query) -> list[Document]:
        """Return the found records with the asked fields, each with its ``attributes``.  Raises ApiError."""
        sobject = self._object(query.sobject)
        columns = self._columns(sobject, query)
        found = self._matching(sobject, query)
        return [self._row(sobject, columns, record) for record in found]

    def _matching(self, sobject: SObject, query: Query) -> list[Document]:
        test = self._test(sobject, query.where)
        found = [record for record in self._records.each(sobject) if test(record)]
        for order in reversed(query.order):
            found = self._sorted(sobject, found, order)
        if query.offset > MOST_OFFSET:
            raise ApiError("NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {MOST_OFFSET}")
        end = None if query.limit is None else query.offset + query.limit
        return found[query.offset : end]

    def _object(self, name: str) -> SObject:
        found = self._records.schema.find(name)
        if found is None:
            raise ApiError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
        return found

    def _columns(self, sobject: SObject, query: Query) -> list[str]:
        columns: list[str] = []
        for name in query.fields:
            if name.startswith("FIELDS("):
                columns += self._group(sobject, name, query.limit)
            else:
                self._path(sobject, name)
                columns.append(name)
        if len({name.lower() for name in columns}) < len(columns):
            raise ApiError("INVALID_FIELD", "duplicate field selected")
        return columns

    def _group(self, sobject: SObject, name: str, limit: int | None) -> list[str]:
        group = name.removeprefix("FIELDS(").removesuffix(")")
        if group not in {"ALL", "CUSTOM", "STANDARD"}:
            raise ApiError("MALFORMED_QUERY", f"unexpected token: '{group}'")
        if group != "STANDARD" and not (limit is not None and limit <= MOST_OF_ALL_FIELDS):
            raise ApiError(
                "MALFORMED_QUERY", f"{name} is only supported with a LIMIT of {MOST_OF_ALL_FIELDS} or less"
            )
        return [
            field.name
            for field in sobject.fields.values()
            if group == "ALL" or field.custom == (group == "CUSTOM")
        ]

    def _path(self, sobject: SObject, name: str) -> list[Field]:
        """Return the fields that a name such as Owner.Name walks along, references first."""
        *relations, last = name.split(".")
        path: list[Field] = []
        targets = [sobject]
        for relation in relations:
            field = next((found for target in targets if (found := target.relation(relation))), None)
            if field is None:
                raise ApiError(
                    "INVALID_FIELD",
                    f"Didn't understand relationship '{relation}' in field path. If you are attempting to use"
                    " a custom relationship, be sure to append the '__r' after the custom relationship name.",
                )
            path.append(field)
            targets = self._records.schema.known(field.reference_to)
        field = next((found for target in targets if (found := target.field(last))), None)
        if field is None:
            raise ApiError(
                "INVALID_FIELD",
                f"No such column '{last}' on entity '{targets[0].name}'. If you are attempting to use a"
                " custom field, be sure to append the '__c' after the custom field name.",
            )
        return [*path, field]

    def _value(self, path: list[Field], record: Document | None) -> Any:  # noqa: ANN401 - whatever is stored
        for field in path[:-1]:
            record = self._records.find(record.get(field.name)) if record else None
        return record.get(path[-1].name) if record else None

    def _row(self, sobject: SObject, columns: Iterable[str], record: Document) -> Document:
        row = _attributes(sobject, record)
        for name in columns:
            path = self._path(sobject, name)
            place, at = row, record
            for field in path[:-1]:
                related = self._records.find(at.get(field.name))
                relation = str(field.relationship)
                if related is None:
                    place[relation] = None
                    break
                kind = self._records.schema.of_id(related["Id"])
                if place.get(relation) is None:
                    place[relation] = _attributes(kind, related) if kind else {}
                place, at = place[relation], related
            else:
                place[path[-1].name] = at.get(path[-1].name)
        return row

    def _sorted(self, sobject: SObject, found: list[Document], order: Order) -> list[Document]:
        path = self._path(sobject, order.field)
        _require_filterable(path[-1], "ordered by")
        empty = [one for one in found if self._value(path, one) is None]
        filled = [one for one in found if self._value(path, one) is not None]
        filled.sort(key=lambda one: _comparable(self._value(path, one)), reverse=order.descending)
        return [*empty, *filled] if order.nulls_first else [*filled, *empty]

    def _test(self, sobject: SObject, condition: Condition | None) -> Test:
        if condition is None:
            return lambda _record: True
        if isinstance(condition, Comparison):
            return self._comparison(sobject, condition)
        tests = [self._test(sobject, part) for part in condition.parts]
        return _combined(condition, tests)

    def _comparison(self, sobject: SObject, comparison: Comparison) -> Test:
        path = self._path(sobject, comparison.field)
        field = path[-1]
        _require_filterable(field, "filtered")
        if isinstance(comparison.values, Query):
            inner = self._object(comparison.values.sobject)
            columns = self._columns(inner, comparison.values)
            rows = self._matching(inner, comparison.values)
            inner_path = self._path(inner, columns[0]) if columns else []
            values = [value for row in rows if (value := self._value(inner_path, row)) is not None]
        else:
            values = [self._literal(field, comparison.operator, one) for one in comparison.values]
        return lambda record: _holds(comparison.operator, field, self._value(path, record), values)

    def _literal(self, field: Field, compared_by: str, literal: Literal) -> Any:  # noqa: ANN401 - by the field's type
        if literal.kind == "null":
            return None
        expected, kinds = _expected_literal(field)
        if literal.kind not in kinds:
            quoted = "should not" if "string" not in kinds else "should"
            raise ApiError(
                "INVALID_FIELD",
                f"value of filter criterion for field '{field.name}' must be of type {expected} and {quoted}"
                " be enclosed in quotes",
            )
        if literal.kind == "relative":
            return self._relative(field, compared_by, literal.text)
        if field.type in {"reference", "id"}:
            return _record_id(literal.text)
        return _READ.get(literal.kind, str)(literal.text)

    def _relative(self, field: Field, compared_by: str, word: str) -> tuple[str, str]:
        """Return the first and the last moment of a relative day, in the field's own form."""
        today = self._records.clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        name, _, number = word.partition(":")
        days = int(number or next(iter(re.findall(r"\d+", name)), 0))
        first, last = {
            "TODAY": (0, 0),
            "YESTERDAY": (-1, -1),
            "TOMORROW": (1, 1),
            "NEXT_N_DAYS": (1, days),
        }.get(name, (-days, 0))
        if compared_by not in {"=", "!=", *_ORDERINGS}:
            raise ApiError("INVALID_QUERY_FILTER_OPERATOR", f"{word} cannot be compared by {compared_by}")
        begin, end = today + timedelta(days=first), today + timedelta(days=last + 1, seconds=-1)
        return (_day_text(field, begin), _day_text(field, end))


def _combined(condition: Combination, tests: list[Test]) -> Test:
    if condition.operator == "not":
        return lambda record: not tests[0](record)
    if condition.operator == "and":
        return lambda record: all(test(record) for test in tests)
    return lambda record: any(test(record) for test in tests)


def _holds(compared_by: str, field: Field, value: Any, wanted: list[Any]) -> bool:  # noqa: ANN401 - by type
    if compared_by in {"includes", "excludes"}:
        if field.type != "multipicklist":
            raise ApiError("INVALID_QUERY_FILTER_OPERATOR", f"{compared_by} needs a multi-select picklist")
        chosen = set((value or "").lower().split(";"))
        included = any(set(str(one).lower().split(";")) <= chosen for one in wanted)
        return included == (compared_by == "includes")
    if compared_by in {"in", "not in"}:
        listed = any(_same(field, value, one) for one in wanted)
        return listed == (compared_by == "in")
    [one] = wanted
    if isinstance(one, tuple):
        return _within(compared_by, value, one)
    if compared_by == "like":
        return value is not None and _like(str(one)).fullmatch(str(value)) is not None
    if compared_by in {"=", "!="}:
        return _same(field, value, one) == (compared_by == "=")
    return (
        value is not None
        and one is not None
        and _ORDERINGS[compared_by](_comparable(value), _comparable(one))
    )


def _record_id(text: str) -> str:
    record_id = full_id(text)
    if record_id is None:
        raise ApiError("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {text}")
    return record_id


def _within(compared_by: str, value: Any, days: tuple[str, str]) -> bool:  # noqa: ANN401 - a stored value
    if value is None:
        return compared_by == "!="
    first, last = days
    if compared_by in {"=", "!="}:
        return bool(first <= value <= last) == (compared_by == "=")
    return _ORDERINGS[compared_by](value, first if compared_by in {"<", ">="} else last)


def _same(field: Field, value: Any, wanted: Any) -> bool:  # noqa: ANN401 - by the field's type
    if field.type in {"reference", "id"} or not isinstance(value, str) or not isinstance(wanted, str):
        return bool(value == wanted)
    return value.lower() == wanted.lower()


def _comparable(value: Any) -> Any:  # noqa: ANN401 - texts compare without capitals
    return value.lower() if isinstance(value, str) else value


def _like(pattern: str) -> re.Pattern[str]:
    parts = re.findall(r"\\.|[%_]|[^\\%_]+", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    text = "".join(wild.get(part) or re.escape(part.removeprefix("\\")) for part in parts)
    return re.compile(text, re.IGNORECASE | re.DOTALL)


def _expected_literal(field: Field) -> tuple[str, frozenset[str]]:
    if field.type in NUMBER_TYPES:
        return field.type, frozenset({"number"})
    if field.type == "boolean":
        return "boolean", frozenset({"boolean"})
    if field.type == "date":
        return "date", frozenset({"date", "relative"})
    if field.type == "datetime":
        return "dateTime", frozenset({"moment", "relative"})
    return ("string" if field.type in TEXT_TYPES else "ID"), frozenset({"string"})


def _require_filterable(field: Field, how: str) -> None:
    if not field.filterable:
        raise ApiError("INVALID_FIELD", f"field '{field.name}' can not be {how} in a query call")


def _day_text(field: Field, moment: datetime) -> str:
    return moment.date().isoformat() if field.type == "date" else date_time_text(moment)


def _attributes(sobject: SObject, record: Document) -> Document:
    url = f"/services/data/v59.0/sobjects/{sobject.name}/{record['Id']}"
    return {"attributes": {"type": sobject.name, "url": url}}
