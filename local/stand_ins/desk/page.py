"""The page: the state made readable, with nothing from elsewhere in it and everything escaped."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from local.stand_ins.desk.mrkdwn import to_html
from local.stand_ins.faults import FAULTS
from local.stand_ins.salesforce.schema import Field, Schema, SObject
from local.stand_ins.slack import buttons_of

FOLDER = Path(__file__).parent
LONG_TEXT = 160
# Nothing is fetched from anywhere and no script runs; a mail may do even less, its frame is sandboxed.
SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
PLATFORM_FIELDS = frozenset(
    {"id", "name", "firstname", "lastname", "isdeleted", "createdbyid", "isunreadbyowner"}
    | {"createddate", "lastmodifieddate", "systemmodstamp", "tasksubtype"}
)
WIDE = frozenset({"html", "long"})


def render(state: dict[str, Any], schema: Schema, problem: str = "") -> bytes:
    """Return the page of a state; ``problem`` is said at the top."""
    template = _environment(state, schema).get_template("page.html.jinja")
    return template.render(state=state, faults_of=_known_faults(), problem=problem).encode()


def _environment(state: dict[str, Any], schema: Schema) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    names = _names(state["salesforce"])
    environment.globals["fields_of"] = lambda name, record: shown_fields(schema.get(name), record, names)
    environment.globals["has_object"] = lambda name: schema.find(name) is not None
    environment.filters |= {
        "mrkdwn": to_html,
        "when": when,
        "name_of": lambda record_id: names.get(record_id, record_id),
        "pretty": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "plain_blocks": _blocks,
    }
    return environment


def shown_fields(sobject: SObject, record: dict[str, Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return a record's filled fields, own ones first and long texts last, each with how it is shown."""
    chosen = [
        field
        for field in sobject.fields.values()
        if record.get(field.name) not in {None, False, ""} and field.name.lower() not in PLATFORM_FIELDS
    ]
    chosen.sort(key=lambda field: not field.custom)
    shown = [_shown(field, record[field.name], names) for field in chosen]
    return sorted(shown, key=lambda field: field["kind"] in WIDE)


def _shown(field: Field, value: Any, names: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - by the field's type
    kind = "text"
    if field.html:
        kind = "html"
    elif field.type == "multipicklist":
        kind, value = "tags", value.split(";")
    elif field.type == "url":
        kind = "link"
    elif field.type == "datetime":
        value = when(value)
    elif field.type == "reference":
        value = names.get(value, value)
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and kind == "text" and (len(value) > LONG_TEXT or "\n" in value):
        kind = "long"
    return {"label": field.label, "name": field.name, "custom": field.custom, "kind": kind, "value": value}


def when(moment: object) -> str:
    """Return a time as people read it, in UTC."""
    if isinstance(moment, int | float):
        read = datetime.fromtimestamp(moment, UTC)
    else:
        try:
            read = datetime.fromisoformat(str(moment)).astimezone(UTC)
        except ValueError:
            return str(moment)
    return read.strftime("%-d %b %Y, %H:%M:%S UTC")


def _blocks(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a message's blocks with what the page shows of each, its text alone where it has no blocks."""
    buttons: dict[str, list[dict[str, Any]]] = {}
    for button in buttons_of(message):
        buttons.setdefault(button["block_id"], []).append(button)
    shown = []
    for place, block in enumerate(message["blocks"]):
        texts = [block["text"]] if isinstance(block.get("text"), dict) else []
        shown.append(
            {
                "type": block["type"],
                "texts": [_text(one) for one in texts],
                "fields": [_text(one) for one in block.get("fields", [])],
                "elements": [_text(one) for one in block.get("elements", []) if one.get("type") in _TEXTS],
                "buttons": buttons.get(block.get("block_id", f"block{place}"), []),
            }
        )
    return shown


_TEXTS = frozenset({"mrkdwn", "plain_text"})


def _text(text: dict[str, Any]) -> Markup | str:
    return to_html(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])


def _names(salesforce: dict[str, Any]) -> dict[str, str]:
    """Return the names of all records by their ids."""
    records = [one for found in salesforce.values() if isinstance(found, list) for one in found]
    return {one["Id"]: one.get("Name") or one.get("Subject") or one["Id"] for one in records if "Id" in one}


def _known_faults() -> dict[str, list[str]]:
    return {name: sorted(faults) for name, faults in FAULTS.items()}
