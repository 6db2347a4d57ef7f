"""Reading values out of JSON that somebody else wrote.

Two manners: ``require_*`` names the field that is wrong and gives up; everything else gives ``None``
(or an empty container) for what cannot be used, because one odd detail must not cost a call.
Texts are cleaned on the way: Postgres' jsonb refuses NUL, and UTF-8 refuses lone surrogates.
"""

import ast
import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from aftercall.session.errors import UnreadableReport

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = datetime(2065, 1, 1, tzinfo=UTC)
"""Times outside are taken for damage; the span in seconds also fits a 32-bit integer column."""

LARGEST_COUNT = 2**53
LONGEST_DELAY_SECONDS = 86_400.0
DEEPEST_NESTING = 20
LONGEST_LITERAL = 20_000
SECOND_IN_MS = 1000.0

SECONDS_SINCE_1970 = f"seconds since 1970 as a number, between {EARLIEST.year} and {LATEST.year}"
MOMENT = f"a time in ISO 8601 or in seconds since 1970, between {EARLIEST.year} and {LATEST.year}"


def clean_text(text: str) -> str:
    """Give the text without NUL and with U+FFFD for each lone surrogate."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.replace("\x00", "")


def optional_text(value: object) -> str | None:
    """Give a text without blanks around it, or None when it is no text or empty."""
    if not isinstance(value, str):
        return None
    return clean_text(value).strip() or None


def texts(value: object) -> tuple[str, ...]:
    """Give the texts of a list, without empty ones; a lone text counts as a list of one."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return ()
    return tuple(text for text in map(optional_text, value) if text is not None)


def boolean(value: object) -> bool | None:
    """Give a JSON boolean (or its name as a text), else None."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return None


def number(value: object) -> float | None:
    """Give a finite number, else None; booleans are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        converted = float(value)
    except OverflowError:
        return None
    return converted if math.isfinite(converted) else None


def non_negative(value: object) -> float | None:
    """Give a finite number of at least 0, else None."""
    converted = number(value)
    return None if converted is None or converted < 0 else converted


def fraction(value: object) -> float | None:
    """Give a number from 0 to 1, else None."""
    converted = non_negative(value)
    return None if converted is None or converted > 1 else converted


def count(value: object) -> int | None:
    """Give a whole number from 0 to 2**53, else None."""
    converted = non_negative(value)
    if converted is None or converted > LARGEST_COUNT or not converted.is_integer():
        return None
    return int(converted)


def seconds_as_ms(value: object) -> float | None:
    """Give a delay in seconds as milliseconds; None when negative (the SDK's -1) or over a day."""
    converted = non_negative(value)
    if converted is None or converted > LONGEST_DELAY_SECONDS:
        return None
    return round(converted * SECOND_IN_MS, 3)


def milliseconds(value: object) -> float | None:
    """Give a delay in milliseconds; None when negative or over a day."""
    converted = non_negative(value)
    if converted is None or converted > LONGEST_DELAY_SECONDS * SECOND_IN_MS:
        return None
    return converted


def epoch_seconds(value: object) -> datetime | None:
    """Give the time of a number of seconds since 1970, else None."""
    converted = number(value)
    if converted is None or not EARLIEST.timestamp() <= converted <= LATEST.timestamp():
        return None
    return datetime.fromtimestamp(converted, UTC)


def moment(value: object) -> datetime | None:
    """Give the time of an ISO 8601 text (UTC where it names no offset) or of epoch seconds."""
    if not isinstance(value, str):
        return epoch_seconds(value)
    try:
        parsed = datetime.fromisoformat(value.strip())
        aware = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return aware if EARLIEST <= aware <= LATEST else None


def earlier(time: datetime, seconds: float) -> datetime:
    """Give the time that many seconds before, never before the earliest time accepted."""
    longest = (time - EARLIEST).total_seconds()
    return time - timedelta(seconds=min(seconds, longest))


def mapping(value: object) -> Mapping[str, object]:
    """Give a JSON object, also one that is written as a JSON text; empty when it is neither."""
    if isinstance(value, str):
        value = json_value(value)
    return value if isinstance(value, Mapping) else {}


def sequence(value: object) -> Sequence[object]:
    """Give a JSON list; empty when it is none."""
    return value if isinstance(value, list) else ()


def json_value(text: str) -> object:
    """Parse JSON, or a Python literal, which is what ``str()`` makes of a tool's return value.

    LiveKit writes a tool's output with ``str()``: a tool that returns a dict reports
    ``{'success': False}``. Gives None when the text is neither.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if len(text) > LONGEST_LITERAL or not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def clean_value(value: object, depth: int = 0) -> object:
    """Give a JSON value that every store accepts: clean texts, finite numbers, bounded nesting."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if number(value) is not None and abs(value) <= LARGEST_COUNT else None
    if isinstance(value, Mapping) and depth < DEEPEST_NESTING:
        return {clean_text(str(key)): clean_value(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple) and depth < DEEPEST_NESTING:
        return [clean_value(part, depth + 1) for part in value]
    return None


def clean_mapping(value: object) -> dict[str, object]:
    """Give a JSON object (or JSON text of one) cleaned; empty when it is none."""
    cleaned = clean_value(mapping(value))
    return cleaned if isinstance(cleaned, dict) else {}


def require_mapping(value: object, field: str) -> Mapping[str, object]:
    """Give a JSON object, or raise UnreadableReport naming the field."""
    if not isinstance(value, Mapping):
        raise UnreadableReport(field, "a JSON object")
    return value


def require_sequence(value: object, field: str) -> Sequence[object]:
    """Give a JSON list, or raise UnreadableReport naming the field."""
    if not isinstance(value, list):
        raise UnreadableReport(field, "a JSON list")
    return value


def require_text(value: object, field: str) -> str:
    """Give a text that is not empty, or raise UnreadableReport naming the field."""
    text = optional_text(value)
    if text is None:
        raise UnreadableReport(field, "a text that is not empty")
    return text


def require_epoch_seconds(value: object, field: str) -> datetime:
    """Give the time of epoch seconds, or raise UnreadableReport naming the field."""
    time = epoch_seconds(value)
    if time is None:
        raise UnreadableReport(field, SECONDS_SINCE_1970)
    return time


def require_moment(value: object, field: str) -> datetime:
    """Give a time (ISO 8601 or epoch seconds), or raise UnreadableReport naming the field."""
    time = moment(value)
    if time is None:
        raise UnreadableReport(field, MOMENT)
    return time
