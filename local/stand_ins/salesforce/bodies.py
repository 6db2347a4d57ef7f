"""What stands in the bodies of requests and answers: JSON, the fields given, a record as it is shown."""

import json
from collections.abc import Mapping
from typing import Any

from local.stand_ins.http_server import Request
from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.store import Document


def json_of(request: Request) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a request's JSON.  Raises ApiError."""
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise ApiError("JSON_PARSER_ERROR", f"The HTTP entity body is not JSON: {error}") from None


def fields_of(request: Request) -> dict[str, Any]:
    """Return the fields that a request gives.  Raises ApiError."""
    document = json_of(request)
    if not isinstance(document, dict):
        raise ApiError("JSON_PARSER_ERROR", "The HTTP entity body is required to be an object")
    return document


def shown_record(record: Document, name: str, query: Mapping[str, str]) -> Document:
    """Return a record as it is retrieved, whole or with the fields asked for.  Raises ApiError."""
    wanted = [one for one in query.get("fields", "").split(",") if one]
    url = f"/services/data/v59.0/sobjects/{name}/{record['Id']}"
    known = {field.lower(): field for field in record}
    unknown = next((one for one in wanted if one.lower() not in known), None)
    if unknown is not None:
        raise ApiError("INVALID_FIELD", f"No such column '{unknown}' on entity '{name}'.")
    fields = {known[one.lower()]: record[known[one.lower()]] for one in wanted} if wanted else record
    return {"attributes": {"type": name, "url": url}, **fields}
