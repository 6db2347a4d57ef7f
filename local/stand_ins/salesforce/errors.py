"""Salesforce's own way of refusing."""

from collections.abc import Sequence
from typing import Any


class ApiError(Exception):
    """A refusal, with the code, words, fields and HTTP status that Salesforce gives."""

    def __init__(self, code: str, message: str, fields: Sequence[str] = (), status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.fields = tuple(fields)
        self.status = status

    def as_body(self) -> list[dict[str, Any]]:
        """Return the body of an answer to a request."""
        error: dict[str, Any] = {"message": self.message, "errorCode": self.code}
        if self.fields:
            error["fields"] = list(self.fields)
        return [error]

    def as_result(self) -> dict[str, Any]:
        """Return it as one error in the results of a collection."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields)}


class MultipleChoicesError(Exception):
    """An external id that is not unique was found on several records."""

    def __init__(self, urls: Sequence[str]) -> None:
        super().__init__(f"{len(urls)} records have this external id")
        self.urls = list(urls)
