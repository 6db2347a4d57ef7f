"""Requests and answers of API Gateway's HTTP API (payload format 2.0), as plain values.

Source: AWS, "Working with AWS Lambda proxy integrations for HTTP APIs". Header names arrive in
lower case; a body arrives in base64 unless its media type is text, which for
``application/webhook+json`` it is not.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from aftercall.intake.problem import (
    PROBLEM_CONTENT_TYPE,
    Problem,
    body_too_large,
    invalid_body,
    unsupported_content_type,
)

# Lambda takes 6 MB with base64's third on top; 4 MB leaves room for the headers.
BODY_LIMIT_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it was sent.

    Parameters
    ----------
    path, query
        Exactly as sent: not decoded, the query without its question mark.
    headers
        Names in lower case.
    body
        The raw bytes that signatures cover.
    path_parameters
        Decoded parts of the path that the route names.
    """

    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    path_parameters: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str | None:
        """Give a header's value by its lower-case name; None where it is absent or blank."""
        return self.headers.get(name, "").strip() or None

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case; empty where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def require_media_type(self, *accepted: str) -> str:
        """Give the media type; refuses (415) one that is not accepted."""
        if self.media_type not in accepted:
            raise unsupported_content_type(accepted)
        return self.media_type


@dataclass(frozen=True, slots=True)
class Answer:
    """A 2xx answer: its status and the JSON object it says."""

    status: int
    document: Mapping[str, str | int]


def read_request(event: Mapping[str, object]) -> HttpRequest:
    """Read an API Gateway event; refuses a body that is too large (413) or no base64 (400)."""
    return HttpRequest(
        path=_text(event.get("rawPath")),
        query=_text(event.get("rawQueryString")),
        headers={name.lower(): value for name, value in _texts(event.get("headers")).items()},
        body=_body_of(event),
        path_parameters={name: unquote(value) for name, value in _texts(event.get("pathParameters")).items()},
    )


def _body_of(event: Mapping[str, object]) -> bytes:
    text = _text(event.get("body"))
    encoded = event.get("isBase64Encoded") is True
    # Measured before decoding, so that a huge body costs no memory.
    if len(text) > (BODY_LIMIT_BYTES * 4 // 3 + 4 if encoded else BODY_LIMIT_BYTES):
        raise body_too_large(BODY_LIMIT_BYTES)
    body = _decoded(text) if encoded else text.encode("utf-8", "surrogatepass")
    if len(body) > BODY_LIMIT_BYTES:
        raise body_too_large(BODY_LIMIT_BYTES)
    return body


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise invalid_body("body", "valid base64") from None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    return {name: text for name, text in value.items() if isinstance(name, str) and isinstance(text, str)}


def answer_event(answer: Answer) -> dict[str, object]:
    """Shape an answer for API Gateway."""
    return _event(answer.status, "application/json", answer.document, {})


def problem_event(problem: Problem) -> dict[str, object]:
    """Shape a problem answer for API Gateway."""
    return _event(problem.status, PROBLEM_CONTENT_TYPE, problem.to_json(), problem.headers)


def _event(
    status: int, content_type: str, document: Mapping[str, str | int], headers: Mapping[str, str]
) -> dict[str, object]:
    return {
        "statusCode": status,
        "headers": {"content-type": content_type, "cache-control": "no-store", **headers},
        "body": json.dumps(document, ensure_ascii=True),
        "isBase64Encoded": False,
    }
