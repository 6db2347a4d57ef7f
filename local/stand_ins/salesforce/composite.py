"""Composite requests: up to 25 subrequests, or up to 200 records, for the price of one API call."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from local.stand_ins.http_server import Answer, Request, json_answer
from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.salesforce.records import Records, Writer
from local.stand_ins.salesforce.schema import SObject

MOST_SUBREQUESTS = 25
MOST_QUERIES = 5
MOST_RECORDS = 200
FIRST_FAILURE = 400
REFERENCE_ID = re.compile(r"[A-Za-z0-9]\w*", re.ASCII)
_REFERENCE = re.compile(r"@\{(\w+)((?:\.\w+|\[\d+\])*)\}", re.ASCII)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]", re.ASCII)
HALTED = "The transaction was rolled back since another operation in the same transaction failed."

type Respond = Callable[[Request], Answer]


class _RolledBackError(Exception):
    """Ends the transaction of an all-or-none request."""


@contextmanager
def all_or_none(records: Records, *, wanted: bool) -> Iterator[None]:
    """Take back what was written when a failure ends the block, where that is wanted."""
    if not wanted:
        yield
        return
    try:
        with records.store.transaction():
            yield
    except _RolledBackError:
        return


@dataclass(frozen=True, slots=True)
class _Subrequest:
    reference: str
    method: str
    url: str
    body: Any
    headers: Mapping[str, str]


def run_composite(document: object, records: Records, respond: Respond, prefix: str) -> Answer:
    """Run subrequests one after the other, each with the results of those before it.  Raises ApiError."""
    subrequests = _subrequests(document, prefix)
    wanted = isinstance(document, dict) and document.get("allOrNone") is True
    results: dict[str, Any] = {}
    answers: list[dict[str, Any]] = []
    with all_or_none(records, wanted=wanted):
        for subrequest in subrequests:
            answer = _run_one(subrequest, results, respond)
            answers.append(answer)
            if answer["httpStatusCode"] < FIRST_FAILURE:
                results[subrequest.reference] = answer["body"]
            elif wanted:
                answers = _halted(subrequests, answers)
                raise _RolledBackError
    return json_answer(200, {"compositeResponse": answers})


def _subrequests(document: object, prefix: str) -> list[_Subrequest]:
    given = document.get("compositeRequest") if isinstance(document, dict) else None
    if not isinstance(given, list) or not given:
        raise ApiError("JSON_PARSER_ERROR", "compositeRequest: expected a list of subrequests")
    if len(given) > MOST_SUBREQUESTS:
        raise ApiError(
            "PROCESSING_HALTED",
            f"Limit exceeded: {len(given)} subrequests, at most {MOST_SUBREQUESTS}",
        )
    subrequests = [_subrequest(one, prefix) for one in given]
    references = [one.reference for one in subrequests]
    if len(set(references)) < len(references):
        raise ApiError("INVALID_INPUT", "Duplicate reference ids were provided")
    queries = sum("/query" in one.url or "/composite/sobjects" in one.url for one in subrequests)
    if queries > MOST_QUERIES:
        raise ApiError(
            "PROCESSING_HALTED",
            f"Limit exceeded: at most {MOST_QUERIES} subrequests can be queries or collections",
        )
    return subrequests


def _subrequest(given: object, prefix: str) -> _Subrequest:
    if not isinstance(given, dict):
        raise ApiError("JSON_PARSER_ERROR", "compositeRequest: expected objects")
    reference, method, url = given.get("referenceId"), given.get("method"), given.get("url")
    if not isinstance(reference, str) or not REFERENCE_ID.fullmatch(reference):
        raise ApiError(
            "INVALID_INPUT",
            f"Provided referenceId ('{reference}') must start with a letter or a number, and it can contain"
            " only letters, numbers and underscores ('_').",
        )
    if method not in {"GET", "POST", "PATCH", "PUT", "DELETE"}:
        raise ApiError("INVALID_INPUT", f"Unsupported method: {method}")
    nested = isinstance(url, str) and "/composite" in url and "/composite/sobjects" not in url
    if not isinstance(url, str) or not url.startswith(prefix) or nested:
        raise ApiError("INVALID_INPUT", f"The url of a subrequest must begin with {prefix}, got {url}")
    headers = {str(name).lower(): str(value) for name, value in (given.get("httpHeaders") or {}).items()}
    return _Subrequest(reference, method, url, given.get("body"), headers)


def _run_one(subrequest: _Subrequest, results: Mapping[str, Any], respond: Respond) -> dict[str, Any]:
    try:
        url = _REFERENCE.sub(lambda found: quote(str(_resolve(found, results)), safe=""), subrequest.url)
        body = _filled(subrequest.body, results)
    except ApiError as error:
        return _answer(subrequest, error.status, error.as_body(), {})
    parts = urlsplit(url)
    content = b"" if body is None else json.dumps(body).encode()
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    answer = respond(Request(subrequest.method, unquote(parts.path), query, subrequest.headers, content))
    document = json.loads(answer.body) if answer.body else None
    headers = {name: value for name, value in answer.headers.items() if name == "Location"}
    return _answer(subrequest, answer.status, document, headers)


def _answer(subrequest: _Subrequest, status: int, body: object, headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "body": body,
        "httpHeaders": dict(headers),
        "httpStatusCode": status,
        "referenceId": subrequest.reference,
    }


def _filled(body: Any, results: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a body with the values that its references stand for."""
    if isinstance(body, str):
        whole = _REFERENCE.fullmatch(body)
        if whole:
            return _resolve(whole, results)
        return _REFERENCE.sub(lambda found: str(_resolve(found, results)), body)
    if isinstance(body, dict):
        return {name: _filled(value, results) for name, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, results) for value in body]
    return body


def _resolve(found: re.Match[str], results: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    reference, path = found[1], found[2]
    refusal = ApiError(
        "PROCESSING_HALTED",
        f"Invalid reference specified. No value for {reference}{path} found in {reference}."
        " Referenced ID could be missing or the referenced subrequest failed",
    )
    if reference not in results:
        raise refusal
    value = results[reference]
    for step in _STEP.finditer(path):
        try:
            value = value[step[1]] if step[1] else value[int(step[2])]
        except (KeyError, IndexError, TypeError):
            raise refusal from None
    if value is None or isinstance(value, dict | list):
        raise refusal
    return value


def _halted(subrequests: Sequence[_Subrequest], answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the answers of a request that was taken back: the failure, and its word about all others."""
    body = ApiError("PROCESSING_HALTED", HALTED).as_body()
    halted = [_answer(one, FIRST_FAILURE, body, {}) for one in subrequests]
    halted[len(answers) - 1] = answers[-1]
    return halted


type WriteOne = Callable[[SObject, dict[str, Any]], tuple[str, bool | None]]


def run_collection(document: object, records: Records, write: WriteOne) -> Answer:
    """Write up to 200 records; each has its own result.  Raises ApiError."""
    given = document.get("records") if isinstance(document, dict) else None
    if not isinstance(given, list) or not given:
        raise ApiError("JSON_PARSER_ERROR", "records: expected a list of records")
    _refuse_too_many(len(given))
    wanted = isinstance(document, dict) and document.get("allOrNone") is True
    return json_answer(
        200, _each(given, records, lambda one: _write_record(one, records, write), wanted=wanted)
    )


def delete_collection(ids: Sequence[str], records: Records, *, wanted: bool) -> Answer:
    """Delete up to 200 records; each has its own result.  Raises ApiError."""
    _refuse_too_many(len(ids))

    def delete(record_id: object) -> dict[str, Any]:
        sobject = records.schema.of_id(str(record_id))
        if sobject is None:
            raise ApiError("MALFORMED_ID", f"malformed id {record_id}")
        records.delete(sobject, str(record_id))
        return {"id": record_id, "success": True, "errors": []}

    return json_answer(200, _each(ids, records, delete, wanted=wanted))


def _write_record(given: object, records: Records, write: WriteOne) -> dict[str, Any]:
    kind = given.get("attributes", {}).get("type") if isinstance(given, dict) else None
    if not isinstance(given, dict) or not isinstance(kind, str):
        raise ApiError("INVALID_INPUT", "each record needs attributes with its type")
    sobject = records.schema.find(kind)
    if sobject is None:
        raise ApiError("INVALID_TYPE", f"sObject type '{kind}' is not supported.")
    record_id, created = write(
        sobject, {name: value for name, value in given.items() if name != "attributes"}
    )
    result = {"id": record_id, "success": True, "errors": []}
    return result if created is None else {**result, "created": created}


def _each(
    given: Sequence[object], records: Records, run: Callable[[object], dict[str, Any]], *, wanted: bool
) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = []
    with all_or_none(records, wanted=wanted):
        for one in given:
            try:
                results.append(run(one))
            except ApiError as error:
                results.append({"success": False, "errors": [error.as_result()]})
        if wanted and not all(result["success"] for result in results):
            halted = {"statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK", "message": HALTED, "fields": []}
            taken_back = {"success": False, "errors": [halted]}
            results = [taken_back if result["success"] else result for result in results]
            raise _RolledBackError
    return results


def _refuse_too_many(number: int) -> None:
    if number > MOST_RECORDS:
        raise ApiError(
            "EXCEEDED_ID_LIMIT",
            f"record limit reached. cannot submit more than {MOST_RECORDS} records into this call",
        )


def writer_for(records: Records, writer: Writer, kind: str, external_id: str = "") -> WriteOne:
    """Return how a collection writes one record: create, update, or upsert by an external id."""

    def create(sobject: SObject, values: dict[str, Any]) -> tuple[str, bool | None]:
        return records.create(sobject, values, writer), None

    def update(sobject: SObject, values: dict[str, Any]) -> tuple[str, bool | None]:
        record_id = next((values.pop(name) for name in list(values) if name.lower() == "id"), None)
        if not isinstance(record_id, str):
            raise ApiError("MISSING_ARGUMENT", "Id not specified in an update call")
        records.update(sobject, record_id, values, writer)
        return record_id, None

    def upsert(sobject: SObject, values: dict[str, Any]) -> tuple[str, bool | None]:
        key = next((values.pop(name) for name in list(values) if name.lower() == external_id.lower()), None)
        if key is None:
            raise ApiError("MISSING_ARGUMENT", f"{external_id} not specified")
        return records.upsert(sobject, (external_id, str(key)), values, writer)

    return {"create": create, "update": update, "upsert": upsert}[kind]
