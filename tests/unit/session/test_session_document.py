"""docs/session.md names fields that exist, and forgets none of the specification's signals."""

import re
from collections.abc import Iterator
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from aftercall.session.models import ConnectionQuality, DiscoveredSignals, Session
from tests.unit.session.reports import ROOT

DOCUMENT = (ROOT / "docs" / "session.md").read_text(encoding="utf-8")
FIELD_BY_FIELD = DOCUMENT[DOCUMENT.index("## Field by field") : DOCUMENT.index("## A failed session")]
TABLE_FIELDS = sorted(set(re.findall(r"^\| [^|]+ \| `([a-z_.\[\]]+)`", FIELD_BY_FIELD, flags=re.MULTILINE)))
SIGNAL_FIELDS = sorted(set(re.findall(r"`(signals\.[a-z_]+)`", DOCUMENT)))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    if get_origin(annotation) in (UnionType, tuple):
        for part in get_args(annotation):
            yield from _models(part)


@pytest.mark.parametrize("path", TABLE_FIELDS + SIGNAL_FIELDS)
def test_each_field_of_the_tables_exists(path: str) -> None:
    model: type[BaseModel] = Session
    for name in path.replace("[]", "").split("."):
        assert name in model.model_fields
        model = next(_models(model.model_fields[name].annotation), model)


def test_every_signal_and_connection_field_is_in_the_document() -> None:
    written = {path.split(".")[1] for path in SIGNAL_FIELDS}

    assert written == set(DiscoveredSignals.model_fields)
    assert {f"connection.{name}" for name in ConnectionQuality.model_fields} <= set(TABLE_FIELDS)
