"""What this system needs for itself: dead letters, deliveries, reports, schedules."""

from datetime import timedelta

from tests.integration.alerts.alert_house import DEAD, AlertHouse

LOST = """
UPDATE warehouse.deliveries SET last_error = 'HTTP 400 INVALID_FIELD',
    status = CASE session_id WHEN 'RM_0001.AJ_0001' THEN 'uncertain' ELSE 'failed' END,
    last_error_at = %(now)s - interval '20 min', updated_at = %(now)s - interval '20 min'
WHERE destination = 'amplitude'
"""
UNREPORTED = """
INSERT INTO warehouse.telephony_calls
    (call_key, source, status, first_event_at, last_event_at, report_missing_at, facts)
VALUES (%(sid)s, 'livekit', 'completed', %(start)s, %(start)s, %(now)s, '{}')
"""
STUCK = """
INSERT INTO warehouse.schedule_runs VALUES ('reconcile_rooms', %(now)s, %(before)s, %(now)s, 'KeyError')
"""


def test_a_dead_letter_is_told_until_the_queue_is_empty(house: AlertHouse) -> None:
    house.sqs.depths = {DEAD: (2, 0, 0)}
    house.look()
    alert = house.fired("dead_letters:aftercall-sessions-standard-dlq.fifo")
    assert alert["message"] == "Dead-letter queue not empty: 2 in aftercall-sessions-standard-dlq.fifo"
    assert list(house.owed(alert["id"])) == ["raised slack"]

    house.sqs.depths = {}
    house.wait(4)
    assert house.alerts("dead_letters")[0]["resolved_by"] == "itself"


def test_an_empty_dead_letter_queue_alarms_nobody(house: AlertHouse) -> None:
    house.look()
    assert house.alerts("dead_letters") == []


def test_deliveries_that_were_given_up_or_are_uncertain_are_told_and_resolve(house: AlertHouse) -> None:
    house.calls(3)
    house.connection.execute(
        LOST,
        {"now": house.clock.now()},
    )
    house.look()

    alert = house.fired("deliveries_failing:amplitude")
    assert alert["message"] == "Deliveries to amplitude failing: 2 failed, 1 uncertain"
    assert alert["context"]["error_messages"] == {"HTTP 400 INVALID_FIELD": 3}

    house.connection.execute("UPDATE warehouse.deliveries SET status = 'delivered', last_error_at = NULL")
    house.wait(4)
    assert house.alerts("deliveries_failing")[0]["resolved_by"] == "itself"


def test_what_a_destination_refuses_is_no_outage_of_it(house: AlertHouse) -> None:
    house.calls(4)
    house.connection.execute(
        "UPDATE warehouse.deliveries SET status = 'failed', last_error = '400', last_error_at = %(now)s,"
        " updated_at = %(now)s WHERE destination = 'amplitude'",
        {"now": house.clock.now()},
    )
    house.look()
    assert house.alerts("api_failures") == []
    assert house.fired("deliveries_failing:amplitude")["severity"] == "P2"


def test_a_debt_that_is_half_an_hour_old_is_told_and_that_of_a_batch_is_not(house: AlertHouse) -> None:
    house.call()
    house.connection.execute("UPDATE warehouse.deliveries SET priority = 1 WHERE destination = 'salesforce'")
    house.clock.advance(minutes=29)
    house.look()
    assert house.alerts("deliveries_failing") == []

    house.wait(2)
    (alert,) = house.alerts("deliveries_failing")
    assert alert["message"] == "Deliveries to amplitude failing: oldest owed for 31 min"


def end_room(house: AlertHouse, number: int) -> None:
    house.connection.execute(
        UNREPORTED,
        {
            "sid": f"RM_lost_{number}",
            "start": house.clock.now() - timedelta(minutes=20),
            "now": house.clock.now(),
        },
    )


def test_three_rooms_without_a_report_are_told_and_resolve(house: AlertHouse) -> None:
    for number in range(2):
        end_room(house, number)
    house.look()
    assert house.alerts("reports_missing") == []

    end_room(house, 2)
    house.look()
    alert = house.fired("reports_missing")
    assert alert["message"] == "Reports missing: 3 rooms ended without one in last 60 min"
    assert set(alert["context"]["room_sids"]) == {"RM_lost_0", "RM_lost_1", "RM_lost_2"}

    house.wait(66, step=6)
    assert house.alerts("reports_missing")[0]["resolved_by"] == "itself"


def test_a_schedule_that_does_not_run_is_told_and_resolves_when_it_does(house: AlertHouse) -> None:
    house.look()  # from here on it is expected
    house.wait(8)
    assert house.alerts("schedule_late") == []

    house.wait(2)
    alert = house.fired("schedule_late:sweep_deliveries")
    assert alert["message"] == "Schedule did not run: sweep_deliveries came to its end never"

    house.connection.execute(
        "UPDATE warehouse.schedule_runs SET last_started_at = %(now)s, last_finished_at = %(now)s",
        {"now": house.clock.now()},
    )
    house.wait(4)
    assert house.alerts("schedule_late:sweep_deliveries")[0]["resolved_by"] == "itself"


def test_a_schedule_that_begins_and_never_ends_is_late_and_says_why(house: AlertHouse) -> None:
    now = house.clock.now()
    house.connection.execute(
        STUCK,
        {"now": now, "before": now - timedelta(minutes=16)},
    )
    house.look()
    alert = house.fired("schedule_late:reconcile_rooms")
    assert alert["message"] == "Schedule did not run: reconcile_rooms came to its end last 16 min ago"
    assert alert["context"]["last_error"] == "KeyError"


def test_the_check_records_its_own_runs(house: AlertHouse) -> None:
    house.look()
    found = house.connection.execute(
        "SELECT last_finished_at FROM warehouse.schedule_runs WHERE name = 'check_alerts'"
    ).fetchone()
    assert found == (house.clock.now(),)
