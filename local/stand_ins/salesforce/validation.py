"""What a field takes: each value is checked and brought into the form in which it is stored."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.salesforce.identifiers import full_id
from local.stand_ins.salesforce.schema import NUMBER_TYPES, TEXT_TYPES, Field, Schema

EMAIL = re.compile(
    r"[^@\s,;<>()\[\]\\\"]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})")
INTEGER_LIMIT = 2**31
SHOWN_LENGTH = 80


def stored_value(field: Field, value: object, schema: Schema) -> Any:  # noqa: ANN401 - JSON of any kind
    """Return a value as it is stored, null and empty text as None.  Raises ApiError."""
    if value is None or (value == "" and field.type != "boolean"):
        return None
    if field.type in TEXT_TYPES:
        return _text(field, value)
    if field.type in NUMBER_TYPES:
        return _number(field, value)
    if field.type in {"reference", "id"}:
        return _reference(field, value, schema)
    return _OTHERS[field.type](value)


def parse_date_time(value: object) -> datetime:
    """Read a date and time with its zone; one without is refused, as there.  Raises ApiError."""
    found = DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise unreadable("datetime", value)
    try:
        return datetime.fromisoformat(value).astimezone(UTC)  # type: ignore[arg-type] # a match is a text
    except ValueError:
        raise unreadable("datetime", value) from None


def date_time_text(moment: datetime) -> str:
    """Return a time in the form in which Salesforce answers, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def unreadable(kind: str, value: object) -> ApiError:
    """Return the refusal of JSON that is of the wrong kind."""
    word = {str: "STRING", bool: "TRUE" if value else "FALSE", dict: "OBJECT", list: "ARRAY"}.get(
        type(value), "NUMBER"
    )
    return ApiError(
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of {kind} from VALUE_{word} value {str(value)[:SHOWN_LENGTH]}"
        " or request may be missing a required field at [line:1, column:1]",
    )


def _text(field: Field, value: object) -> str | None:
    if isinstance(value, dict | list):
        raise unreadable("string", value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        return None
    if len(text) > field.length:
        shown = text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "..."
        raise ApiError(
            "STRING_TOO_LONG",
            f"{field.label}: data value too large: {shown} (max length={field.length})",
            [field.name],
        )
    if field.type == "email" and not EMAIL.fullmatch(text):
        raise ApiError("INVALID_EMAIL_ADDRESS", f"{field.label}: invalid email address: {text}", [field.name])
    if field.type == "picklist":
        return _picked(field, text)
    if field.type == "multipicklist":
        return ";".join(
            dict.fromkeys(_picked(field, part.strip()) for part in text.split(";") if part.strip())
        )
    return text


def _picked(field: Field, value: str) -> str:
    """Return a picklist's own spelling of a value."""
    known = next((one for one in field.values if one.lower() == value.lower()), None)
    if known is None and field.restricted:
        raise ApiError(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            f"{field.label}: bad value for restricted picklist field: {value}",
            [field.name],
        )
    return known or value


def _number(field: Field, value: object) -> int | float:
    if isinstance(value, bool | dict | list):
        raise unreadable("double", value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise unreadable("double", value) from None
    if not number.is_finite():
        raise unreadable("double", value)
    if field.type == "int":
        if number != number.to_integral_value():
            raise unreadable("int", value)
        if abs(number) >= min(INTEGER_LIMIT, 10**field.precision):
            raise _out_of_range(field, value)
        return int(number)
    rounded = number.quantize(Decimal(1).scaleb(-field.scale), ROUND_HALF_UP)
    if abs(rounded) >= Decimal(10) ** (field.precision - field.scale):
        raise _out_of_range(field, value)
    return float(rounded)


def _out_of_range(field: Field, value: object) -> ApiError:
    return ApiError(
        "NUMBER_OUTSIDE_VALID_RANGE",
        f"{field.label}: value outside of valid range on numeric field: {value}",
        [field.name],
    )


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise unreadable("boolean", value)


def _date(value: object) -> str:
    """Read a date; of a date and time the day in UTC is taken, as there."""
    if isinstance(value, str) and DATE_TIME.fullmatch(value):
        return parse_date_time(value).date().isoformat()
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise unreadable("date", value)
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise unreadable("date", value) from None


def _reference(field: Field, value: object, schema: Schema) -> str:
    record_id = full_id(value)
    target = schema.of_id(record_id) if record_id else None
    if record_id is None or target is None or target.name not in field.reference_to:
        raise ApiError(
            "MALFORMED_ID",
            f"{field.label}: id value of incorrect type: {str(value)[:SHOWN_LENGTH]}",
            [field.name],
        )
    return record_id


_OTHERS: dict[str, Callable[[object], Any]] = {
    "boolean": _boolean,
    "date": _date,
    "datetime": lambda value: date_time_text(parse_date_time(value)),
}
