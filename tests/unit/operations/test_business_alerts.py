"""When a call is news for sales."""

from datetime import timedelta

import pytest

from aftercall.operations.business_alerts import business_alerts
from aftercall.reports.alert_record import AlertSeverity, AlertType
from aftercall.reports.call_record import CallRecord
from tests.fakes.call_records import a_call, sample_call, sample_profile
from tests.fakes.clock import NOON

SOON = NOON + timedelta(minutes=6)


def names(call: CallRecord) -> list[str]:
    return [alert.alert_name for alert in business_alerts(call, sample_profile(), SOON)]


def recent(name: str) -> CallRecord:
    return sample_call(name).model_copy(update={"occurred_at": NOON, "end_time": SOON})


def test_a_score_above_the_threshold_is_a_hot_lead() -> None:
    threshold = sample_profile().lead_score.hot_above
    assert names(a_call(lead_score=threshold + 1)) == ["hot_lead"]
    assert names(a_call(lead_score=threshold)) == []


def test_a_booking_that_succeeded_is_a_meeting() -> None:
    assert names(a_call(meeting_booked=True)) == ["meeting_booked"]
    assert names(a_call(meeting_booked=False)) == []


def test_a_competitors_product_is_told_and_paper_is_not() -> None:
    (alert,) = business_alerts(recent("04-competitor-switcher"), sample_profile(), SOON)
    assert alert.alert_name == "competitor_mentioned"
    assert isinstance(alert.context["competitors"], list)
    assert alert.context["competitors"][0] == "DocuSign"
    assert "manual" not in alert.context["competitors"]
    assert "competitor_mentioned" not in names(recent("03-angry-caller"))


@pytest.mark.parametrize(
    "changes",
    [
        {"backfilled": True},
        {"status": "failed"},
        {"occurred_at": NOON - timedelta(days=1), "end_time": NOON - timedelta(days=1)},
    ],
)
def test_a_backfilled_failed_or_old_call_is_no_news(changes: dict[str, object]) -> None:
    assert names(a_call(lead_score=95, meeting_booked=True, **changes)) == []


def test_an_alert_is_of_its_call_and_has_the_severity_of_its_type() -> None:
    (alert,) = business_alerts(a_call(lead_score=95), sample_profile(), SOON)
    assert alert.dedup_key == "hot_lead:RM_1.AJ_1"
    assert alert.session_id == "RM_1.AJ_1"
    assert alert.alert_type is AlertType.BUSINESS
    assert alert.severity is AlertSeverity.P2
