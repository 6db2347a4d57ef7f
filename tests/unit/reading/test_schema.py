"""The schema of an answer is the report's own, without what is ours."""

import json

import pytest

from aftercall.reading.schema import answer_schema
from aftercall.reading.tasks import READING_TASKS


@pytest.mark.parametrize("analyzer", READING_TASKS)
def test_a_schema_needs_no_definitions_and_asks_for_quotes_everywhere(analyzer: str) -> None:
    schema = answer_schema(READING_TASKS[analyzer])
    text = json.dumps(schema)
    assert "$ref" not in text
    assert "$defs" not in text
    properties = schema["properties"]
    assert isinstance(properties, dict)
    for item in properties.values():
        finding = item["items"] if item["type"] == "array" else item
        assert "evidence" in finding["required"]
        assert "confidence" in finding["required"]
        assert not {"source", "tracking_id", "mentions", "deadline"} & finding["properties"].keys()


def test_every_field_of_a_task_is_a_field_of_its_report() -> None:
    for task in READING_TASKS.values():
        assert {field.name for field in task.fields} <= task.report.model_fields.keys()


@pytest.mark.parametrize("analyzer", READING_TASKS)
def test_no_verdict_can_be_proposed(analyzer: str) -> None:
    text = json.dumps(answer_schema(READING_TASKS[analyzer]))
    for verdict in ("tier", "bant", "score", "outcome", "qualified", "meeting_booked"):
        assert f'"{verdict}' not in text


def test_enumerations_are_the_reports_own() -> None:
    text = json.dumps(answer_schema(READING_TASKS["sales_intelligence"]))
    assert '"enum": ["decision_maker", "influencer", "needs_approval"]' in text
