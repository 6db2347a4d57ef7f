"""Salesforce's REST API as a service: which address does what, sessions, the API limit, the faults."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from local.stand_ins.faults import Fault, FaultSetting, FaultSwitch
from local.stand_ins.http_server import Answer, Request, Service, json_answer, text_answer
from local.stand_ins.journal import Journal
from local.stand_ins.salesforce import organisation
from local.stand_ins.salesforce.bodies import fields_of, json_of, shown_record
from local.stand_ins.salesforce.composite import delete_collection, run_collection, run_composite, writer_for
from local.stand_ins.salesforce.errors import ApiError, MultipleChoicesError
from local.stand_ins.salesforce.login import ConnectedApp, LoginRefusedError, Sessions
from local.stand_ins.salesforce.metadata import load_schema
from local.stand_ins.salesforce.queries import Queries
from local.stand_ins.salesforce.records import Records, Writer
from local.stand_ins.salesforce.soql import parse
from local.stand_ins.store import Document, Store

DAILY_REQUESTS = 15_000
PAGE = 2000
SMALLEST_PAGE = 200
USAGE = "salesforce/usage"
LONGEST_ADDRESS = 16_384
_VERSION = re.compile(r"(/services/data/v\d{2}\.\d)(/.*)?")
_RECORD = re.compile(r"/sobjects/(\w+)/(\w{15}|\w{18})")
_EXTERNAL = re.compile(r"/sobjects/(\w+)/(\w+)/(.+)")
_DESCRIBE = re.compile(r"/sobjects/(\w+)/describe")
_SOBJECT = re.compile(r"/sobjects/(\w+)")
_COLLECTION = re.compile(r"/composite/sobjects(?:/(\w+)(?:/(\w+))?)?")
_QUERY = re.compile(r"/query(?:All)?(?:/([\w-]+))?")
_DUPLICATES = re.compile(r"allowsave\s*=\s*true", re.IGNORECASE)


class SalesforceService(Service):
    """One organisation of Salesforce; ``daily_requests`` may be lowered to see the limit reached."""

    name = "salesforce"

    def __init__(
        self,
        store: Store,
        app: ConnectedApp,
        metadata: Path | None,
        switch: FaultSwitch,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._app = app
        self.sessions = Sessions(store, app, clock)
        self.records = Records(
            store,
            load_schema(metadata),
            clock,
            lambda name: switch.strike(self.name, f"/sobjects/{name}", only=Fault.ROW_LOCK) is not None,
        )
        self._queries = Queries(self.records)
        self._journal = Journal(store, self.name, clock)
        self._pages: dict[str, tuple[list[Document], int]] = {}
        self.daily_requests = DAILY_REQUESTS
        self.instance_url = ""
        organisation.settle(self.records)

    def respond(self, request: Request) -> Answer:
        """Answer a request, with the API's use in a header."""
        if request.path == "/services/oauth2/token" and request.method == "POST":
            return self._log_in(request)
        if request.path.rstrip("/") == "/services/data":
            return json_answer(200, [{"label": "Local", "url": "/services/data/v59.0", "version": "59.0"}])
        versioned = _VERSION.fullmatch(request.path)
        if versioned is None:
            return text_answer(404, "URL No Longer Exists")
        try:
            self.sessions.check(request.headers.get("authorization", ""))
            used = self._count_request()
        except ApiError as error:
            return json_answer(error.status, error.as_body())
        answer = self._answer(request, versioned[1], (versioned[2] or "").rstrip("/"))
        usage = {"Sforce-Limit-Info": f"api-usage={used}/{self.daily_requests}"}
        return Answer(answer.status, answer.body, answer.content_type, {**answer.headers, **usage})

    def refuse(self, setting: FaultSetting, _request: Request) -> Answer:
        """Answer for a fault in Salesforce's words."""
        if setting.fault is Fault.REQUEST_LIMIT:
            return json_answer(
                403, ApiError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.").as_body()
            )
        if setting.fault is Fault.UNAVAILABLE:
            return json_answer(503, ApiError("SERVER_UNAVAILABLE", "Server unavailable").as_body())
        return json_answer(
            500,
            ApiError(
                "UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId"
            ).as_body(),
        )

    def expire_sessions(self) -> None:
        """End every session, as an administrator may."""
        self.sessions.expire_all()

    def record(self, request: Request, answer: Answer, fault: Fault | None) -> None:
        """Note the request, without its body: the records hold what it wrote."""
        self._journal.note(request, answer.status, fault)

    def settle_at(self, url: str) -> None:
        """Take an address as the organisation's own: where clients are sent, and whom assertions are for."""
        self.instance_url = url
        self.sessions.audiences = (*self._app.audiences, url)

    def requests_used(self) -> int:
        """Return how many API requests were counted."""
        return int((self._store.get(USAGE, "requests") or {"used": 0})["used"])

    def forget(self) -> None:
        """Begin anew after the store was emptied."""
        self._pages.clear()
        organisation.settle(self.records)

    def _log_in(self, request: Request) -> Answer:
        form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        try:
            token = self.sessions.log_in(form)
        except LoginRefusedError as refusal:
            return json_answer(400, {"error": refusal.error, "error_description": refusal.description})
        user = organisation.integration_user(self.records, self._app.username)
        return json_answer(
            200,
            {
                "access_token": token,
                "scope": "api",
                "instance_url": self.instance_url,
                "id": f"{self.instance_url}/id/00D000000000001EAA/{user}",
                "token_type": "Bearer",
            },
        )

    def _count_request(self) -> int:
        with self._store.lock:
            used = self.requests_used()
            if used >= self.daily_requests:
                raise ApiError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", status=403)
            self._store.put(USAGE, "requests", {"used": used + 1})
            return used + 1

    def _answer(self, request: Request, prefix: str, path: str) -> Answer:
        try:
            return self._route(request, prefix, path)
        except ApiError as error:
            return json_answer(error.status, error.as_body())
        except MultipleChoicesError as error:
            return json_answer(300, [f"{prefix}/{url}" for url in error.urls])

    def _route(self, request: Request, prefix: str, path: str) -> Answer:
        if path == "/limits":
            return json_answer(200, self._limits())
        if path == "/composite" and request.method == "POST":
            return run_composite(
                json_of(request), self.records, partial(self._subrequest, prefix), prefix + "/"
            )
        if found := _COLLECTION.fullmatch(path):
            return self._collection(request, found[1], found[2])
        if found := _QUERY.fullmatch(path):
            return self._query(request, prefix, found[1])
        if path in {"", "/sobjects"}:
            summaries = [sobject.summary() for sobject in self.records.schema]
            return json_answer(200, {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": summaries})
        return self._object(request, prefix, path)

    def _subrequest(self, prefix: str, request: Request) -> Answer:
        return self._answer(request, prefix, request.path.removeprefix(prefix).rstrip("/"))

    def _object(self, request: Request, prefix: str, path: str) -> Answer:
        if found := _DESCRIBE.fullmatch(path):
            sobject = self.records.schema.get(found[1])
            fields = [field.described() for field in sobject.fields.values()]
            return json_answer(200, {**sobject.summary(), "fields": fields})
        if (found := _SOBJECT.fullmatch(path)) and request.method == "POST":
            sobject = self.records.schema.get(found[1])
            record_id = self.records.create(sobject, fields_of(request), self._writer(request))
            location = {"Location": f"{prefix}/sobjects/{sobject.name}/{record_id}"}
            return json_answer(201, {"id": record_id, "success": True, "errors": []}, location)
        if found := _SOBJECT.fullmatch(path):
            sobject = self.records.schema.get(found[1])
            return json_answer(200, {"objectDescribe": sobject.summary(), "recentItems": []})
        if found := _RECORD.fullmatch(path):
            return self._record(request, found[1], found[2])
        if found := _EXTERNAL.fullmatch(path):
            return self._by_external_id(request, found[1], (found[2], found[3]))
        raise ApiError("NOT_FOUND", "The requested resource does not exist", status=404)

    def _record(self, request: Request, name: str, record_id: str) -> Answer:
        sobject = self.records.schema.get(name)
        if request.method == "GET":
            return json_answer(
                200, shown_record(self.records.get(sobject, record_id), sobject.name, request.query)
            )
        if request.method == "PATCH":
            self.records.update(sobject, record_id, fields_of(request), self._writer(request))
            return Answer(204)
        if request.method == "DELETE":
            self.records.delete(sobject, record_id)
            return Answer(204)
        raise _no_such_method(request)

    def _by_external_id(self, request: Request, name: str, key: tuple[str, str]) -> Answer:
        sobject = self.records.schema.get(name)
        if request.method == "PATCH":
            record_id, created = self.records.upsert(sobject, key, fields_of(request), self._writer(request))
            document = {"id": record_id, "success": True, "errors": [], "created": created}
            return json_answer(201 if created else 200, document)
        field = self.records.external_id(sobject, key[0])
        found = self.records.by_external_id(sobject, field, key[1])
        if found is None:
            raise ApiError("NOT_FOUND", "The requested resource does not exist", status=404)
        return self._record(request, name, found["Id"])

    def _collection(self, request: Request, name: str | None, external_id: str | None) -> Answer:
        if request.method == "DELETE":
            ids = [one for one in request.query.get("ids", "").split(",") if one]
            return delete_collection(ids, self.records, wanted=request.query.get("allOrNone") == "true")
        kinds = {("POST", False): "create", ("PATCH", False): "update", ("PATCH", True): "upsert"}
        kind = kinds.get((request.method, external_id is not None))
        if kind is None or (name is not None and external_id is None):
            raise _no_such_method(request)
        if name is not None:
            self.records.external_id(self.records.schema.get(name), external_id or "")
        write = writer_for(self.records, self._writer(request), kind, external_id or "")
        return run_collection(json_of(request), self.records, write)

    def _query(self, request: Request, prefix: str, page: str | None) -> Answer:
        if page is not None:
            rows, start = self._pages.pop(page, ([], 0))
            if not rows:
                raise ApiError("INVALID_QUERY_LOCATOR", "invalid query locator")
            return self._page(request, prefix, rows, start)
        if "q" not in request.query:
            raise ApiError("MALFORMED_QUERY", "q: a query is missing")
        if len(request.query["q"]) > LONGEST_ADDRESS:
            return text_answer(414, "URI Too Long")
        query = parse(request.query["q"])
        rows = self._queries.run(query)
        if not query.fields:
            return json_answer(200, {"totalSize": len(rows), "done": True, "records": []})
        return self._page(request, prefix, rows, 0)

    def _page(self, request: Request, prefix: str, rows: list[Document], start: int) -> Answer:
        wished = re.search(r"batchSize=(\d+)", request.headers.get("sforce-query-options", ""))
        size = max(SMALLEST_PAGE, min(PAGE, int(wished[1]))) if wished else PAGE
        end = start + size
        document: dict[str, Any] = {
            "totalSize": len(rows),
            "done": end >= len(rows),
            "records": rows[start:end],
        }
        if end < len(rows):
            locator = f"01gLocal{len(self._pages):010d}-{end}"
            self._pages[locator] = (rows, end)
            document["nextRecordsUrl"] = f"{prefix}/query/{locator}"
        return json_answer(200, document)

    def _limits(self) -> dict[str, Any]:
        left = self.daily_requests - self.requests_used()
        return {
            "DailyApiRequests": {"Max": self.daily_requests, "Remaining": left},
            "DataStorageMB": {"Max": 5, "Remaining": 5},
        }

    def _writer(self, request: Request) -> Writer:
        allowed = _DUPLICATES.search(request.headers.get("sforce-duplicate-rule-header", "")) is not None
        return Writer(
            organisation.integration_user(self.records, self._app.username), allow_duplicates=allowed
        )


def _no_such_method(request: Request) -> ApiError:
    return ApiError("METHOD_NOT_ALLOWED", f"HTTP Method '{request.method}' not allowed.", status=405)
