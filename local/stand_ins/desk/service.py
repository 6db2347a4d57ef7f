"""The desk's addresses: page, state, fault switches, a button's press, and what an administrator does."""

import json
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from local.stand_ins.desk import page
from local.stand_ins.desk.state import ReadMails, state_of
from local.stand_ins.faults import FaultSetting, UnknownFaultError
from local.stand_ins.http_server import Answer, Request, Service, json_answer
from local.stand_ins.running import StandIns
from local.stand_ins.salesforce import organisation
from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.slack import NoSuchButtonError

SETTINGS = "desk/settings"
PRESS_SECONDS = 30.0
SEE_OTHER = 303


class DeskRefusedError(Exception):
    """What was asked of the desk cannot be done; the message says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class DeskService(Service):
    """The desk of running stand-ins."""

    name = "desk"

    def __init__(self, stand_ins: StandIns, read_mails: ReadMails) -> None:
        self._stand_ins = stand_ins
        self._read_mails = read_mails

    def respond(self, request: Request) -> Answer:
        """Do what the request asks; from a page of another origin nothing is taken."""
        try:
            _refuse_strangers(request)
            return self._route(request)
        except DeskRefusedError as refusal:
            return json_answer(refusal.status, {"error": str(refusal)})
        except (UnknownFaultError, NoSuchButtonError, ApiError, ValueError) as error:
            if _is_form(request):
                return self._page(str(error))
            return json_answer(400, {"error": str(error)})

    def _route(self, request: Request) -> Answer:
        name = request.path.removeprefix("/faults/")
        match request.method, request.path:
            case "GET", "/":
                return self._page()
            case "GET", "/state.json":
                return json_answer(200, state_of(self._stand_ins, self._read_mails))
            case "GET", "/faults":
                return json_answer(200, self._stand_ins.switch.as_document())
            case "PUT", path if path.startswith("/faults/"):
                self._set_fault(name, json.loads(request.body))
            case "DELETE", path if path.startswith("/faults"):
                self._stand_ins.switch.clear(None if path in {"/faults", "/faults/"} else name)
            case "POST" | "PUT", path if path in self._actions():
                return self._act(request, self._actions()[path])
            case _:
                raise DeskRefusedError(f"the desk has no {request.method} {request.path}", 404)
        return json_answer(200, self._stand_ins.switch.as_document())

    def _actions(self) -> Mapping[str, Callable[[dict[str, Any]], object]]:
        return {
            "/faults/set": self._set_fault_from_form,
            "/faults/clear": lambda given: self._stand_ins.switch.clear(given["name"]),
            "/reset": lambda _given: self._reset(),
            "/slack/interactions": lambda given: self._stand_ins.store.put(SETTINGS, "interactions", given),
            "/slack/press": self._press,
            "/salesforce/seed": self._seed,
            "/salesforce/convert": self._convert,
            "/salesforce/settings": self._set_limits,
        }

    def _act(self, request: Request, action: Callable[[dict[str, Any]], object]) -> Answer:
        """Run an action; a form is answered with the page, anything else with what came of it."""
        if _is_form(request):
            action(dict(parse_qsl(request.body.decode("utf-8", "replace"))))
            return Answer(SEE_OTHER, headers={"Location": "/"})
        given = json.loads(request.body or b"{}")
        if not isinstance(given, dict):
            raise DeskRefusedError("expected a JSON object")
        return json_answer(200, {"result": action(given)})

    def _page(self, problem: str = "") -> Answer:
        state = state_of(self._stand_ins, self._read_mails)
        body = page.render(state, self._stand_ins.salesforce.records.schema, problem)
        headers = {"Content-Security-Policy": page.SECURITY_POLICY, "Cache-Control": "no-store"}
        return Answer(400 if problem else 200, body, "text/html; charset=utf-8", headers)

    def _set_fault(self, name: str, document: object) -> None:
        if not isinstance(document, dict):
            raise DeskRefusedError('expected a JSON object such as {"fault": "503", "times": 3}')
        setting = FaultSetting.from_document(name, document)
        self._stand_ins.switch.set(name, setting.fault, setting.times, setting.seconds, setting.match)

    def _set_fault_from_form(self, given: dict[str, Any]) -> None:
        times = int(given["times"]) if given.get("times") else None
        seconds = float(given["seconds"]) if given.get("seconds") else None
        self._set_fault(given["name"], {"fault": given.get("fault"), "times": times, "seconds": seconds})

    def _reset(self) -> None:
        kept = self._stand_ins.store.get(SETTINGS, "interactions")
        self._stand_ins.reset()
        if kept is not None:
            self._stand_ins.store.put(SETTINGS, "interactions", kept)

    def _press(self, given: dict[str, Any]) -> dict[str, Any]:
        """Press a message's button, and tell what the application answered."""
        target = given if given.get("url") else self._stand_ins.store.get(SETTINGS, "interactions")
        if not target:
            raise DeskRefusedError("url: no address for interactions was told to the desk")
        pressed = self._stand_ins.slack.press(
            str(given.get("message")), str(given.get("action")), given.get("person") or "avery.stone"
        )
        status, body = _post(
            str(target["url"]), pressed.body, {**pressed.headers, **target.get("headers", {})}
        )
        return {"status": status, "body": body}

    def _seed(self, given: dict[str, Any]) -> list[str]:
        records = self._stand_ins.salesforce.records
        return [organisation.seed(records, str(given.get("object")), one) for one in given.get("records", [])]

    def _convert(self, given: dict[str, Any]) -> dict[str, Any]:
        records = self._stand_ins.salesforce.records
        return organisation.convert_lead(records, str(given.get("lead_id")), given.get("opportunity"))

    def _set_limits(self, given: dict[str, Any]) -> None:
        salesforce = self._stand_ins.salesforce
        salesforce.daily_requests = int(given.get("daily_requests", salesforce.daily_requests))
        salesforce.sessions.seconds = int(given.get("session_seconds", salesforce.sessions.seconds))


def _refuse_strangers(request: Request) -> None:
    """Refuse what a page from elsewhere, open in the same browser, might send here."""
    host = request.headers.get("host", "")
    if host.partition(":")[0] not in {"127.0.0.1", "localhost"}:
        raise DeskRefusedError("this desk is at 127.0.0.1", 403)
    origin = request.headers.get("origin")
    if request.method != "GET" and origin is not None and origin != f"http://{host}":
        raise DeskRefusedError("a page from elsewhere has nothing to say here", 403)


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Post to an application and return its answer; 0 when there was none."""
    address = urlsplit(url)
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=PRESS_SECONDS)
    try:
        path = f"{address.path or '/'}{'?' + address.query if address.query else ''}"
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        return 0, f"no answer: {type(error).__name__}"
    finally:
        connection.close()
