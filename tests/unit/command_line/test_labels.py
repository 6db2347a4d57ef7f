"""``aftercall analyze --labels``: our report in the format in which people label calls."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.folder import PROJECT
from local.samples.catalogue import SAMPLES
from tests.unit.command_line.conftest import Run

CALLS = PROJECT / "tests" / "evaluation" / "data" / "calls"
HOT_LEAD = SAMPLES / "01-hot-lead-booked" / "report.json"


def labels(run: Run, file: Path) -> dict[str, Any]:
    printed = run("analyze", file, "--labels")
    assert printed.exit_code == 0
    document: dict[str, Any] = json.loads(printed.stdout)
    return document


@pytest.mark.parametrize("name", ["01", "06", "08"])
def test_labels_have_the_fields_that_people_fill_in(run: Run, name: str) -> None:
    gold = json.loads((CALLS / f"{name}.gold.json").read_text())

    assert labels(run, CALLS / f"{name}.report.json").keys() == gold.keys()


def test_items_of_lists_have_the_keys_that_people_fill_in(run: Run) -> None:
    gold = json.loads((CALLS / "08.gold.json").read_text())

    answered = labels(run, CALLS / "08.report.json")

    compared = 0
    for field, items in gold.items():
        if items and answered[field] and isinstance(items, list) and isinstance(items[0], dict):
            assert answered[field][0].keys() == items[0].keys(), field
            compared += 1
    assert compared >= 5


def test_personal_data_is_quoted_from_its_turn(run: Run) -> None:
    report = json.loads(HOT_LEAD.read_text())
    said = {item["id"]: json.dumps(item, ensure_ascii=False) for item in report["chat_history"]["items"]}

    found = labels(run, HOT_LEAD)["pii"]

    assert found
    assert all(item["text"] in said[item["item_id"]] for item in found)


def test_the_arguments_of_a_booking_count_as_personal_data(run: Run) -> None:
    document = json.loads((CALLS / "08.report.json").read_text())
    (booking,) = (
        item
        for item in document["chat_history"]["items"]
        if item.get("name") == "book_sales_meeting" and item["type"] == "function_call"
    )
    arguments = json.loads(booking["arguments"])

    found = [
        item for item in labels(run, CALLS / "08.report.json")["pii"] if item["item_id"] == booking["id"]
    ]

    assert {item["text"] for item in found} == {arguments["customer_name"], arguments["customer_email"]}
