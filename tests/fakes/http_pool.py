"""A urllib3 pool that reaches nothing: it answers from a list and remembers what it was asked."""

from dataclasses import dataclass, field

import urllib3


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    url: str
    body: bytes
    headers: dict[str, str]
    timeout: urllib3.Timeout


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = 202
    data: bytes = b"{}"


@dataclass(slots=True)
class FakePool(urllib3.PoolManager):
    """Gives the next of ``answers`` (an exception is raised); when none is left, ``202``."""

    answers: list[Answer | Exception] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def request(  # type: ignore[override] # the part of the signature that the clients use
        self,
        method: str,
        url: str,
        *,
        body: bytes,
        headers: dict[str, str],
        timeout: urllib3.Timeout,
        retries: bool,
        redirect: bool = True,
    ) -> Answer:
        assert retries is False
        self.requests.append(Request(method, url, body, headers, timeout))
        answer = self.answers.pop(0) if self.answers else Answer()
        if isinstance(answer, Exception):
            raise answer
        return answer
