"""The HTTP server that every stand-in runs on: threads, optional TLS, and faults beneath the service."""

import json
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from local.stand_ins.faults import DEFAULT_SLOW_SECONDS, Fault, FaultSetting, FaultSwitch

LARGEST_BODY = 64 * 1024 * 1024
IDLE_SECONDS = 60.0
HANDSHAKE_SECONDS = 10.0
GARBAGE = (
    b"<html><head><title>502 Proxy Error</title></head><body>upstream said \xff\xfe nothing</body></html>"
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names in lower case, the path decoded and without its query."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: int
    body: bytes = b""
    content_type: str = "application/json;charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(status: int, document: object, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer with a JSON body."""
    return Answer(status, json.dumps(document).encode(), headers=headers or {})


def text_answer(status: int, text: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer with a plain body."""
    return Answer(status, text.encode(), "text/plain; charset=utf-8", headers or {})


class Service:
    """What a stand-in is above HTTP.

    ``refuse`` gives the service's own words for a fault; ``record`` is told of every request and its answer.
    """

    name = ""

    def respond(self, request: Request) -> Answer:
        """Do what the request asks."""
        raise TypeError(f"{type(self).__name__} answers nothing: {request.method} {request.path}")

    def refuse(self, setting: FaultSetting, _request: Request) -> Answer:
        """Answer for a fault in the service's own words."""
        return json_answer(int(setting.fault), {"error": HTTPStatus(int(setting.fault)).phrase})

    def expire_sessions(self) -> None:
        """End the sessions of all clients, where the service has sessions."""

    def record(self, request: Request, answer: Answer, fault: Fault | None) -> None:
        """Note what was asked and answered; a status of 0 says that no answer was sent."""


class StandInServer(ThreadingHTTPServer):
    """One stand-in, listening on 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, service: Service, switch: FaultSwitch, port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.service = service
        self.switch = switch
        self.tls = tls
        self.stopping = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        scheme = "https" if self.tls else "http"
        return f"{scheme}://127.0.0.1:{self.server_address[1]}"

    def finish_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Handle a connection in its own thread, where a slow TLS handshake holds up nobody else."""
        if self.tls is None:
            super().finish_request(request, client_address)
            return
        request.settimeout(HANDSHAKE_SECONDS)
        with self.tls.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Stay silent on clients that went away or distrust the certificate; anything else is said."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits for a delayed acknowledgement
    wbufsize = -1
    timeout = IDLE_SECONDS
    server: StandInServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: requests hold personal data."""

    def _serve(self) -> None:
        request = self._read()
        if request is None:
            return
        service = self.server.service
        setting = self.server.switch.strike(service.name, request.path)
        answer = service.respond(request) if setting is None else self._faulty(request, setting)
        fault = setting.fault if setting else None
        dropped = fault in {Fault.DROP_BEFORE, Fault.DROP_AFTER}
        service.record(request, Answer(0) if dropped else answer, fault)
        if dropped:
            self._drop()
        else:
            self._send(answer)

    def _faulty(self, request: Request, setting: FaultSetting) -> Answer:
        """Answer a request that a fault strikes; of a dropped one nobody sees the answer."""
        service = self.server.service
        match setting.fault:
            case Fault.GARBAGE:
                return Answer(HTTPStatus.OK, GARBAGE, "text/html")
            case Fault.DROP_BEFORE:
                return Answer(0)
            case Fault.DROP_AFTER:
                return service.respond(request)
            case Fault.SLOW:
                answer = service.respond(request)
                self.server.stopping.wait(
                    DEFAULT_SLOW_SECONDS if setting.seconds is None else setting.seconds
                )
                return answer
            case Fault.EXPIRED_SESSION:
                service.expire_sessions()
                return service.respond(request)
            case _:
                return service.refuse(setting, request)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _serve  # noqa: N815 - http.server calls them so

    def _read(self) -> Request | None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            self._send(text_answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large"))
            return None
        parts = urlsplit(self.path)
        return Request(
            method=self.command,
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )

    def _send(self, answer: Answer) -> None:
        try:
            self.send_response(answer.status)
            if answer.body:
                self.send_header("Content-Type", answer.content_type)
            if answer.status != HTTPStatus.NO_CONTENT:
                self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            self.wfile.flush()
        except OSError:
            # Whoever asked has stopped waiting, which is what some faults are for.
            self.close_connection = True

    def _drop(self) -> None:
        """Reset the connection without an answer, as a crash of the other side does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        plain = self.connection
        if isinstance(plain, ssl.SSLSocket):
            descriptor = plain.detach()
            socket.close(descriptor)
        else:
            plain.close()


@contextmanager
def serving(server: StandInServer) -> Iterator[StandInServer]:
    """Run a server in a thread of this process."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
