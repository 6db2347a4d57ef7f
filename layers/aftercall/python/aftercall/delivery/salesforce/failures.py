"""What Salesforce answers when it does not do what it is asked: codes and field names, never its words.

A message of Salesforce's may hold what was sent, or what an administrator wrote; only the error's code and
names of fields that we sent ourselves are kept.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

CODE = re.compile(r"[A-Za-z_]{1,60}")
NAME = re.compile(r"\w+")
MISSING_COLUMN = re.compile(r"No such column '(\w+)'")
"""The message of a query quotes some of the query: its other words mean nothing."""

LIMIT_EXCEEDED = "REQUEST_LIMIT_EXCEEDED"
HALTED = "PROCESSING_HALTED"
WAIT_FOR_LIMIT = timedelta(hours=1)
"""The limit is of 24 hours that roll on: calls come free again bit by bit."""

BUSY_CODES = frozenset({"UNABLE_TO_LOCK_ROW", "DUPLICATE_VALUE", "CONCURRENT_PER_ORG_LONG_TXN"})
"""The row is in use, or somebody was faster: the same again will do."""
MOVED_CODES = frozenset(
    {"ENTITY_IS_DELETED", "NOT_FOUND", "CANNOT_UPDATE_CONVERTED_LEAD", "INVALID_CROSS_REFERENCE_KEY"}
)
"""What was found a moment ago is gone, merged or converted: it is looked for anew."""
DOWN_CODES = frozenset(
    {"SERVER_UNAVAILABLE", "QUERY_TIMEOUT", "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION"}
    | {"STORAGE_LIMIT_EXCEEDED", "API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED", "INVALID_TYPE"}
)
"""Nothing arrives until something changes there; INVALID_TYPE is a metadata that nobody deployed."""
FIELD_CODES = frozenset(
    {"INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"}
    | {"STRING_TOO_LONG", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "NUMBER_OUTSIDE_VALID_RANGE"}
    | {"INVALID_EMAIL_ADDRESS", "INVALID_MULTISELECT_PICKLIST", "FIELD_INTEGRITY_EXCEPTION"}
    | {"FIELD_FILTER_VALIDATION_EXCEPTION", "INACTIVE_OWNER_OR_USER", "INVALID_CROSS_REFERENCE_KEY"}
)
"""One value is refused: the rest is delivered without it."""
OWNER_CODES = frozenset({"INACTIVE_OWNER_OR_USER"})


class SalesforceUnavailable(Exception):
    """Nothing was done, or nobody knows: an upsert makes trying again safe.

    Parameters
    ----------
    error
        For an operator: what failed, status and code.
    after
        What Salesforce asked to wait.
    destination_down
        False where only this delivery is concerned.
    refused
        The errors that a request was refused with.
    """

    def __init__(
        self,
        error: str,
        after: timedelta | None = None,
        *,
        destination_down: bool = True,
        refused: "Collection[Refusal]" = (),
    ) -> None:
        super().__init__(error)
        self.error = error
        self.codes = frozenset(refusal.code for refusal in refused)
        self.after = after
        self.destination_down = destination_down


class SalesforceRejected(Exception):
    """Salesforce refuses it, and would again; names code, object and fields."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error of an answer.

    Parameters
    ----------
    names
        Every word of it that could be a field's name; only those that were sent mean anything.
    """

    code: str
    names: frozenset[str] = frozenset()

    def fields_among(self, sent: Collection[str]) -> tuple[str, ...]:
        """Give which of the fields that were sent it names."""
        named = tuple(sorted(self.names.intersection(sent)))
        if not named and self.code in OWNER_CODES:
            return tuple(name for name in ("OwnerId",) if name in sent)
        return named


def refusals(content: object) -> tuple[Refusal, ...]:
    """Read the errors of an answer's body, whatever came."""
    errors = content if isinstance(content, list) else [content]
    return tuple(_refusal(error) for error in errors if isinstance(error, Mapping))


def _refusal(error: Mapping[str, object]) -> Refusal:
    code = error.get("errorCode") or error.get("error") or ""
    fields = error.get("fields")
    named = frozenset(name for name in fields if isinstance(name, str)) if isinstance(fields, list) else None
    message = str(error.get("message", ""))
    words = named or frozenset(MISSING_COLUMN.findall(message) or NAME.findall(message))
    return Refusal(code if isinstance(code, str) and CODE.fullmatch(code) else "unknown", words)


def codes(found: Collection[Refusal]) -> str:
    """Give the codes for an operator."""
    return ", ".join(sorted({refusal.code for refusal in found})) or "no error code"


def raise_if_passing(found: Collection[Refusal], where: str) -> None:
    """Raise SalesforceUnavailable for errors that pass."""
    for refusal in found:
        if refusal.code == LIMIT_EXCEEDED:
            raise SalesforceUnavailable(f"{where}: {LIMIT_EXCEEDED}", WAIT_FOR_LIMIT)
        if refusal.code in DOWN_CODES:
            raise SalesforceUnavailable(f"{where}: {refusal.code}")
        if refusal.code in BUSY_CODES:
            raise SalesforceUnavailable(f"{where}: {refusal.code}", destination_down=False)
