"""A stand-in of Amazon Bedrock's Converse endpoint: written-down answers, and a switch for faults.

It is not a model: it answers each tool with the file below ``bedrock_answers`` that was chosen, in
the form of the service (source: Amazon Bedrock API reference, Converse). The files are written by
hand for the sample call 01-hot-lead-booked and for the drills of the tests.

    python -m local.bedrock_stand_in --port 8090 --answers good --fault none
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME=http://127.0.0.1:8090 READER_MODEL_ID=... aftercall analyze ... --reader
"""

import argparse
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ANSWERS_FOLDER = Path(__file__).with_name("bedrock_answers")
FAULT_PATH = "/_fault"
SLOW_SECONDS = 30.0
HUGE_ITEMS = 4_000


class Fault(StrEnum):
    """What goes wrong with each answer."""

    NONE = "none"
    THROTTLED = "throttled"
    THROTTLED_ONCE = "throttled_once"
    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    REJECTED = "rejected"
    REFUSED = "refused"
    IN_WORDS = "in_words"
    NOT_JSON = "not_json"
    INPUT_IS_TEXT = "input_is_text"
    TRUNCATED = "truncated"
    HUGE = "huge"
    SLOW = "slow"
    DRIPPING = "dripping"


_ERRORS = {
    Fault.THROTTLED: (HTTPStatus.TOO_MANY_REQUESTS, "ThrottlingException"),
    Fault.THROTTLED_ONCE: (HTTPStatus.TOO_MANY_REQUESTS, "ThrottlingException"),
    Fault.DENIED: (HTTPStatus.FORBIDDEN, "AccessDeniedException"),
    Fault.UNAVAILABLE: (HTTPStatus.SERVICE_UNAVAILABLE, "ServiceUnavailableException"),
    Fault.REJECTED: (HTTPStatus.BAD_REQUEST, "ValidationException"),
}


@dataclass(slots=True)
class StandInState:
    """What the stand-in does next, and what it was asked; shared by its threads."""

    answers: Mapping[str, Any]
    fault: Fault = Fault.NONE
    requests: list[dict[str, Any]] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


class BedrockStandIn(ThreadingHTTPServer):
    """The stand-in, listening on 127.0.0.1; ``state`` may be changed while it runs."""

    daemon_threads = True

    def __init__(self, state: StandInState, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.state = state

    @property
    def url(self) -> str:
        """The address for ``AWS_ENDPOINT_URL_BEDROCK_RUNTIME``."""
        return f"http://127.0.0.1:{self.server_address[1]}"


def load_answers(name: str) -> dict[str, Any]:
    """Read a file of answers: one tool input for each tool's name."""
    document: dict[str, Any] = json.loads((ANSWERS_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return document


@contextmanager
def running(state: StandInState) -> Iterator[BedrockStandIn]:
    """Run the stand-in in a thread of this process."""
    server = BedrockStandIn(state)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        state.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BedrockStandIn

    def do_POST(self) -> None:
        """Answer Converse, or turn the switch."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == FAULT_PATH:
            self.server.state.fault = Fault(json.loads(body)["fault"])
            self._send(HTTPStatus.OK, b"{}")
            return
        parts = self.path.strip("/").split("/")
        if len(parts) != 3 or parts[0] != "model" or parts[2] != "converse":  # noqa: PLR2004 - /model/ID/converse
            self._send_error(HTTPStatus.NOT_FOUND, "ResourceNotFoundException")
            return
        self.server.state.models.append(parts[1])
        self._converse(json.loads(body))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: requests hold transcripts."""

    def _converse(self, request: dict[str, Any]) -> None:
        state = self.server.state
        state.requests.append(request)
        fault = state.fault
        if fault in _ERRORS:
            if fault is Fault.THROTTLED_ONCE:
                state.fault = Fault.NONE
            self._send_error(*_ERRORS[fault])
            return
        if fault is Fault.SLOW:
            state.stopping.wait(SLOW_SECONDS)
        if fault is Fault.NOT_JSON:
            self._send(HTTPStatus.OK, b"<html>the answer of a proxy</html>")
            return
        body = json.dumps(self._answer(request, fault)).encode()
        self._send(HTTPStatus.OK, body, dripping=fault is Fault.DRIPPING)

    def _answer(self, request: dict[str, Any], fault: Fault) -> dict[str, Any]:
        tool = request["toolConfig"]["toolChoice"]["tool"]["name"]
        proposals: Any = self.server.state.answers.get(tool, {})
        if fault is Fault.INPUT_IS_TEXT:
            proposals = '{"team_size": {"value": 24,'
        if fault is Fault.HUGE:
            one = {"problem": "x" * 100, "confidence": 0.9, "evidence": [{"turn": "T2", "quote": "Hi"}]}
            proposals = {"pain_points": [one] * HUGE_ITEMS}
        content: list[dict[str, Any]] = [
            {"toolUse": {"toolUseId": "stand_in_1", "name": tool, "input": proposals}}
        ]
        stop_reason = "tool_use"
        if fault is Fault.REFUSED:
            content, stop_reason = [{"text": "I cannot help with that."}], "content_filtered"
        if fault is Fault.IN_WORDS:
            content, stop_reason = [{"text": "The caller seems to be a hot lead!"}], "end_turn"
        if fault is Fault.TRUNCATED:
            stop_reason = "max_tokens"
        return {
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": stop_reason,
            "usage": {"inputTokens": 2400, "outputTokens": 310, "totalTokens": 2710},
            "metrics": {"latencyMs": 900},
        }

    def _send_error(self, status: HTTPStatus, code: str) -> None:
        self._send(status, json.dumps({"message": code}).encode(), error=code)

    def _send(
        self, status: HTTPStatus, body: bytes, *, error: str | None = None, dripping: bool = False
    ) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if error is not None:
                self.send_header("x-amzn-ErrorType", error)
            self.end_headers()
            for chunk in _drops(body) if dripping else (body,):
                self.wfile.write(chunk)
                self.wfile.flush()
                if dripping and self.server.state.stopping.wait(0.1):
                    break
        except OSError:
            # Whoever asked has stopped waiting, which is what some faults are for.
            self.close_connection = True


def _drops(body: bytes) -> Iterator[bytes]:
    return (body[index : index + 1] for index in range(len(body)))


def main() -> None:
    """Run the stand-in until it is interrupted."""
    parser = argparse.ArgumentParser(description="A stand-in of Amazon Bedrock's Converse endpoint.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument(
        "--answers", default="good", choices=sorted(p.stem for p in ANSWERS_FOLDER.glob("*.json"))
    )
    parser.add_argument("--fault", default=Fault.NONE, type=Fault, choices=list(Fault))
    chosen = parser.parse_args()
    with running(StandInState(load_answers(chosen.answers), chosen.fault)) as server:
        print(f"AWS_ENDPOINT_URL_BEDROCK_RUNTIME={server.url}", flush=True)  # noqa: T201 - for the shell
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
