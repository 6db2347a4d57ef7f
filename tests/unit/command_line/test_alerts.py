"""``aftercall alerts``: what needs no warehouse."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from aftercall.command_line.alerts import alert_table, shown, since
from aftercall.reports.alert_record import AlertRecord, AlertType
from tests.unit.command_line.conftest import Run

NOW = datetime(2026, 3, 4, 16, 10, tzinfo=UTC)


def record(alert_id: int, message: str, **changes: object) -> AlertRecord:
    return AlertRecord.model_validate(
        {
            "alert_type": AlertType.CRITICAL,
            "alert_name": "error_rate_critical",
            "dedup_key": "error_rate_critical",
            "message": message,
            "alert_id": alert_id,
            "triggered_at": NOW - timedelta(minutes=7),
            "last_seen_at": NOW,
            **changes,
        }
    )


def test_the_table_fits_eighty_columns_and_cuts_nothing() -> None:
    alerts = [
        record(7, "Critical error rate: 20% errors in last 5 min"),
        record(
            1_234_567,
            "Critical API failure: a_tool_with_a_rather_long_name_that_somebody_gave_it returning errors",
            acknowledged_at=NOW,
        ),
        record(8, "Agent [red]down[/red]", resolved_at=NOW),
    ]
    out = StringIO()
    Console(file=out, width=80).print(alert_table(alerts, NOW))

    lines = out.getvalue().splitlines()
    assert max(len(line) for line in lines) <= 80
    told = "".join("".join(lines).split())
    assert "returningerrors" in told
    assert "[red]down[/red]" in told
    assert "7minopen" in told
    assert "acknowledged" in told
    assert "resolved" in told


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2 d"),
    ],
)
def test_an_age_is_said_as_shortly_as_it_helps(age: timedelta, expected: str) -> None:
    assert since(NOW - age, NOW) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"eou_delay_ms": 300, "stt_duration_ms": None}, "eou_delay_ms: 300, stt_duration_ms: unknown"),
        (["RM_1.AJ_1", "RM_2.AJ_2"], "RM_1.AJ_1, RM_2.AJ_2"),
        ([], "none"),
        ({}, "none"),
        (NOW, "2026-03-04 16:10:00 UTC"),
        (0.5, "0.5"),
    ],
)
def test_a_value_of_the_context_is_one_line(value: object, expected: str) -> None:
    assert shown(value) == expected


@pytest.mark.parametrize(
    "arguments", [["show"], ["ack"], ["resolve"], ["list", "17"], ["show", "0"], ["mend", "1"]]
)
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run("alerts", *arguments).exit_code == 2
