"""What Voice_Call__c says, and the task that follows."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from aftercall.delivery.salesforce.call_values import (
    FollowUp,
    call_values,
    follow_up,
    is_too_old_for_a_task,
    local_day,
)
from aftercall.delivery.salesforce.fields import CALL_FIELDS, RICH_TEXT
from aftercall.delivery.salesforce.text import length
from aftercall.reports.call_record import CallRecord, SpokenTurn
from aftercall.session.models import DiscoveredSignals, Speaker
from tests.fakes.call_records import a_call, sample_call, sample_profile
from tests.fakes.clock import NOON

LINK = "https://calls.example/calls/RM_1.AJ_1"
SET_IN_SALESFORCE = {"Lead__c", "Contact__c", "Task_Id__c"}


def turn(text: str, speaker: Speaker = Speaker.USER, after: int = 0) -> SpokenTurn:
    return SpokenTurn(item_id=f"item_{after}", speaker=speaker, text=text, at=NOON + timedelta(seconds=after))


def tier_1(**given: Any) -> CallRecord:
    known: dict[str, Any] = {"qualification_tier": "Tier 1", "email": "sam@northwind.example"}
    return a_call(**known | given)


def task_of(record: CallRecord) -> FollowUp:
    task = follow_up(record, sample_profile())
    assert task is not None
    return task


def test_a_whole_call_fills_every_field() -> None:
    values = call_values(sample_call("01-hot-lead-booked"), LINK)

    assert values.keys() == {field.name for field in CALL_FIELDS} - SET_IN_SALESFORCE


def test_a_call_of_which_nothing_is_known_says_only_what_is_known() -> None:
    values = call_values(a_call(duration_seconds=None), None)

    assert values.keys() == {"Session_Id__c", "Call_Date__c", "Metrics_JSON__c"}


def test_the_transcript_says_who_spoke_and_when() -> None:
    record = a_call(transcript=(turn("Hello.", Speaker.AGENT), turn("Hi.", after=65)))

    assert call_values(record, LINK)["Transcript__c"] == (
        "<p><b>Agent</b> 00:00<br>Hello.</p><p><b>Caller</b> 01:05<br>Hi.</p>"
        f'<p><a href="{LINK}">Whole transcript</a></p>'
    )


def test_markup_in_a_transcript_is_shown_and_not_obeyed() -> None:
    record = a_call(transcript=(turn('<script>alert(1)</script> & <img src=x onerror="y">'),))
    text = str(call_values(record, None)["Transcript__c"])

    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in text


def test_a_long_transcript_is_cut_between_turns_and_keeps_its_link() -> None:
    record = a_call(transcript=tuple(turn("word " * 200, after=number) for number in range(200)))
    text = str(call_values(record, LINK)["Transcript__c"])

    assert length(text) <= RICH_TEXT
    assert text.endswith(f'</p><p>…</p><p><a href="{LINK}">Whole transcript</a></p>')


def test_an_address_that_is_too_long_is_left_out() -> None:
    assert "Transcript_URL__c" not in call_values(a_call(), "https://calls.example/" + "x" * 250)


def test_metrics_are_json_even_when_they_are_clipped() -> None:
    record = sample_call("06-very-long-call")
    document = json.loads(str(call_values(record, LINK)["Metrics_JSON__c"]))

    assert document["session_id"] == record.session_id
    assert document["performance"]["latency"]["samples"] > 0
    assert document["quality"]["score"] == record.engagement_score


def test_a_tier_1_call_makes_a_task() -> None:
    task = task_of(tier_1(name="Sam Northwind"))

    assert task.subject == "Follow up on voice trial call - Sam Northwind"


@pytest.mark.parametrize("tier", ["Tier 2", "Unknown", None])
def test_no_other_call_makes_a_task(tier: str | None) -> None:
    assert follow_up(tier_1(qualification_tier=tier), sample_profile()) is None


def test_a_call_from_an_old_batch_makes_no_task() -> None:
    assert follow_up(tier_1(backfilled=True), sample_profile()) is None


@pytest.mark.parametrize(
    ("urgency", "days", "priority"),
    [("high", 1, "High"), ("medium", 3, "Normal"), ("low", 7, "Normal"), (None, 3, "Normal")],
)
def test_urgency_decides_when_a_task_is_due(urgency: str | None, days: int, priority: str) -> None:
    task = task_of(tier_1(signals=DiscoveredSignals.model_validate({"urgency": urgency})))

    assert (task.due_in_days, task.priority) == (days, priority)


def test_a_hot_leads_task_has_high_priority_whatever_was_said() -> None:
    assert task_of(tier_1(lead_score=95)).priority == "High"


def test_a_task_tells_summary_takeaways_actions_and_ends_with_the_links() -> None:
    task = task_of(sample_call("01-hot-lead-booked"))
    values = task.values("https://org.example/00Q1", LINK, date(2026, 3, 10))
    text = str(values["Description"])

    assert text.startswith("Tallgrass Staffing")
    assert text.index("Key takeaways") < text.index("Next: ") < text.index("Action items")
    assert text.endswith(f"\n\nSalesforce record: https://org.example/00Q1\nTranscript: {LINK}")
    assert values["ActivityDate"] == "2026-03-11"
    assert values["Status"] == "Not Started"


def test_a_long_description_is_clipped_and_keeps_its_links() -> None:
    task = FollowUp("Subject", "word " * 20_000, 1, "High")
    text = str(task.values("https://org.example/00Q1", LINK, date(2026, 3, 10))["Description"])

    assert length(text) <= 32_000
    assert text.endswith(LINK)


def test_a_name_that_is_a_formula_is_text_in_the_subject() -> None:
    task = task_of(tier_1(name="=HYPERLINK(1)"))

    assert task.subject == "Follow up on voice trial call - '=HYPERLINK(1)"


def test_without_a_name_the_subject_has_the_address() -> None:
    assert task_of(tier_1()).subject == "Follow up on voice trial call - sam@northwind.example"


def test_a_call_from_long_ago_is_no_reason_for_a_task() -> None:
    record, profile = tier_1(), sample_profile()

    assert not is_too_old_for_a_task(record, profile, NOON + timedelta(days=14))
    assert is_too_old_for_a_task(record, profile, NOON + timedelta(days=14, seconds=1))


def test_tomorrow_is_counted_from_the_companys_day() -> None:
    late_in_new_york = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)

    assert local_day(sample_profile(), late_in_new_york) == date(2026, 3, 10)
