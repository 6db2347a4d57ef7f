"""Problem answers (RFC 9457) for everything that is refused at the edge.

A refused request leaves nothing behind; its answer names the field and what was expected there,
and never repeats what was sent.
"""

import dataclasses
from dataclasses import dataclass

PROBLEM_CONTENT_TYPE = "application/problem+json"
_TYPE_PREFIX = "urn:aftercall:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem answer.

    Parameters
    ----------
    slug
        Last part of the problem's type, such as ``invalid-body``; listed in docs/intake.md.
    title
        What kind of problem it is; the same for every occurrence.
    status
        HTTP status.
    detail
        What is wrong with this request and what to do.
    field
        The field or header that is wrong, where there is one.
    headers
        Headers the answer carries beside its content type.
    """

    slug: str
    title: str
    status: int
    detail: str
    field: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

    def to_json(self) -> dict[str, str | int]:
        """Give the answer's body."""
        document: dict[str, str | int] = {
            "type": _TYPE_PREFIX + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.field is not None:
            document["field"] = self.field
        return document


class Refusal(Exception):
    """A request that is refused; carries its problem answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.slug}")
        self.problem = problem


def invalid_body(field_name: str, expected: str) -> Refusal:
    """400: a field of the body is missing or wrong."""
    return Refusal(
        Problem(
            "invalid-body", "The body cannot be read", 400, f"{field_name}: expected {expected}", field_name
        )
    )


def invalid_path(field_name: str, expected: str) -> Refusal:
    """400: a part of the path is wrong."""
    return Refusal(
        Problem(
            "invalid-path", "The path cannot be read", 400, f"{field_name}: expected {expected}", field_name
        )
    )


def missing_credentials(header: str, expected: str) -> Refusal:
    """401: the request carries no signature at all."""
    detail = f"The header {header} is missing: expected {expected}"
    challenge = {"WWW-Authenticate": 'Signature realm="aftercall"'}
    return Refusal(Problem("missing-signature", "The request is not signed", 401, detail, header, challenge))


def wrong_credentials(header: str, detail: str) -> Refusal:
    """403: the request carries a signature that does not hold."""
    return Refusal(Problem("wrong-signature", "The signature does not hold", 403, detail, header))


def stale_request(header: str, detail: str) -> Refusal:
    """403: the signature holds no longer, or not yet."""
    return Refusal(Problem("stale-signature", "The signature is not fresh", 403, detail, header))


def unknown_path() -> Refusal:
    """404: no endpoint has this path."""
    return Refusal(Problem("unknown-path", "There is no such endpoint", 404, "No endpoint has this path"))


def body_too_large(limit_bytes: int) -> Refusal:
    """413: the body is larger than a request may be; the inbox takes it."""
    detail = (
        f"The body may have at most {limit_bytes} bytes. "
        "Put larger session reports into the bucket under inbox/ instead"
    )
    return Refusal(Problem("body-too-large", "The body is too large", 413, detail))


def unsupported_content_type(accepted: tuple[str, ...]) -> Refusal:
    """415: the content type is none of those accepted."""
    detail = "Content-Type: expected " + " or ".join(accepted)
    return Refusal(
        Problem(
            "unsupported-content-type",
            "The content type is not supported",
            415,
            detail,
            "Content-Type",
            {"Accept-Post": ", ".join(accepted)},
        )
    )


def temporarily_unavailable() -> Problem:
    """503: something behind the edge failed; nothing was accepted, and a retry is safe."""
    return Problem(
        "temporarily-unavailable",
        "The request could not be taken in just now",
        503,
        "Nothing is lost by sending the same request again: what was taken in is not taken in twice",
        headers={"Retry-After": "5"},
    )
