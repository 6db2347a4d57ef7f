"""The critical alerts (spec 7.1): calls are replayed until each fires, and until it resolves."""

from datetime import timedelta

from tests.integration.alerts.alert_house import BACKFILL, PAGERDUTY, SLACK, STANDARD, AlertHouse

ACTIVE_ROOM = """
INSERT INTO warehouse.telephony_calls (call_key, source, status, first_event_at, last_event_at, facts)
VALUES ('RM_long', 'livekit', 'active', %(now)s, %(now)s, '{}')
"""


def test_agent_down_fires_after_five_usual_gaps_and_resolves_with_the_next_call(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=12)  # a call every 5 minutes: 25 are five gaps
    house.call()
    house.wait(24)
    assert house.alerts("agent_down") == []

    house.wait(2)
    alert = house.fired("agent_down")
    assert alert["message"] == "Voice agent appears down - no sessions in 26 min"
    assert (alert["alert_type"], alert["severity"]) == ("critical", "P1")
    assert alert["context"]["usual_gap_minutes"] == 5.0
    assert alert["context"]["action"].startswith("Check LiveKit Cloud status")
    assert list(house.owed(alert["id"])) == ["raised pagerduty"]
    assert house.sqs.in_queue(PAGERDUTY), "PagerDuty's function is woken"

    house.call()
    house.wait(4)
    (alert,) = house.alerts("agent_down")
    assert alert["resolved_by"] == "itself"
    assert house.owed(alert["id"])["raised pagerduty"]["revision"] == 2, "PagerDuty is owed the end as well"


def test_a_busy_agent_is_missed_after_ten_minutes(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=60)
    house.call()
    house.wait(8)
    assert house.alerts("agent_down") == []
    house.wait(4)
    assert house.fired("agent_down")


def test_nobody_is_paged_outside_business_hours(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=60)
    house.call()
    house.clock.advance(hours=8)
    house.wait(30)
    assert house.alerts("agent_down") == []


def test_the_morning_counts_from_opening_time(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=60)
    house.call()
    house.clock.time += timedelta(hours=20, minutes=55)  # 8:05 on Thursday
    house.look()
    assert house.alerts("agent_down") == []
    house.wait(6)
    assert house.fired("agent_down")["context"]["silent_minutes"] == 11


def test_a_call_that_goes_on_is_life(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=60)
    house.call()
    house.connection.execute(ACTIVE_ROOM, {"now": house.clock.now()})
    house.wait(110, step=10)
    assert house.alerts("agent_down") == []
    house.wait(20, step=10)
    assert house.fired("agent_down"), "after two hours it is not believed any more"


def test_a_batch_of_old_calls_is_no_life(house: AlertHouse) -> None:
    house.usual(sessions_an_hour=60)
    house.call()
    house.clock.advance(minutes=9)
    house.calls(3, origin="inbox")
    house.wait(2)
    assert house.fired("agent_down")


def test_error_rate_above_ten_percent_pages_and_resolves(house: AlertHouse) -> None:
    house.calls(8)
    failed = house.calls(2, failed="llm_error")
    house.look()

    alert = house.fired("error_rate_critical")
    assert alert["message"] == "Critical error rate: 20% errors in last 5 min"
    assert alert["context"]["error_kinds"] == {"llm_error": 2}
    assert alert["context"]["affected_users"] == 2
    assert set(alert["context"]["affected_sessions"]) == set(failed)
    assert house.alerts("error_rate_high") == [], "P1 suppresses P2 of one cause"

    house.wait(4)
    house.calls(10)
    house.wait(8)
    assert house.alerts("error_rate_critical")[0]["resolved_by"] == "itself"


def test_two_failures_of_nine_calls_are_no_sample(house: AlertHouse) -> None:
    house.calls(7)
    house.calls(2, failed="llm_error")
    house.look()
    assert house.alerts("error_rate_critical") == []


def test_three_failures_are_a_sample_where_calls_are_few(house: AlertHouse) -> None:
    for _ in range(3):
        house.call(failed="stt_error")
        house.wait(10)
    assert house.fired("error_rate_critical")["message"] == "Critical error rate: 100% errors in last 40 min"


def test_old_calls_and_late_reports_do_not_count_as_errors(house: AlertHouse) -> None:
    house.calls(12, failed="llm_error", origin="inbox")
    house.calls(12, failed="llm_error", ended=timedelta(hours=2))
    house.look()
    assert house.alerts("error_rate_critical") == []


def test_latency_above_two_seconds_pages_with_its_components_and_resolves(house: AlertHouse) -> None:
    house.calls(10, latency_ms=2400, parts=(300, 1500, 300))
    house.look()

    alert = house.fired("latency_critical")
    assert alert["message"] == "Critical latency degradation: 2400ms average"
    components = {"stt_duration_ms": None, "eou_delay_ms": 300, "llm_ttft_ms": 1500, "tts_ttfb_ms": 300}
    assert alert["context"]["components_ms"] == components
    assert house.alerts("latency_high") == []

    house.wait(6)
    house.calls(10, latency_ms=900)
    house.wait(6)
    assert house.alerts("latency_critical")[0]["resolved_by"] == "itself"


def test_without_end_to_end_latency_its_parts_are_added_up(house: AlertHouse) -> None:
    house.calls(10, parts=(300, 1800, 300))
    house.look()
    assert house.fired("latency_critical")["message"] == "Critical latency degradation: 2400ms average"


def test_a_fast_agent_alarms_nobody(house: AlertHouse) -> None:
    house.calls(12, latency_ms=1400)
    house.look()
    assert house.alerts("latency_critical") == house.alerts("latency_high") == []


def test_a_backlog_above_a_hundred_pages_and_resolves(house: AlertHouse) -> None:
    house.calls(5)
    house.sqs.depths = {STANDARD: (90, 11, 4), BACKFILL: (40, 0, 0)}
    house.look()

    alert = house.fired("queue_backlog")
    assert alert["message"] == "Analytics queue backlog: 101 messages"
    context = alert["context"]
    assert (context["calls_per_minute"], context["minutes_to_drain"], context["in_flight"]) == (0.5, 202, 4)
    assert context["queue_age_seconds"] == 1

    house.sqs.depths = {STANDARD: (3, 0, 0)}
    house.wait(4)
    assert house.alerts("queue_backlog")[0]["resolved_by"] == "itself"


def test_a_batch_of_thousands_in_the_backfill_queue_pages_nobody(house: AlertHouse) -> None:
    house.sqs.depths = {STANDARD: (100, 0, 0), BACKFILL: (5000, 0, 0)}
    house.look()
    assert house.alerts("queue_backlog") == []


def test_while_sqs_does_not_answer_a_backlog_stays_open(house: AlertHouse) -> None:
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    house.look()
    house.sqs.depths_fail = True
    house.wait(20)
    assert house.fired("queue_backlog")


def test_a_tool_that_fails_pages_with_its_codes_and_resolves(house: AlertHouse) -> None:
    search = "unleash_search_knowledge"
    house.call(tool=(search, {"success": True}))
    failed = house.calls(2, tool=(search, {"success": False, "error_code": "HTTP_503"}))
    failed += house.calls(1, tool=(search, {"success": False, "error": "Maya's card 4111 was refused"}))
    house.look()

    alert = house.fired(f"api_failures:{search}")
    assert alert["message"] == f"Critical API failure: {search} returning errors"
    assert alert["context"]["error_messages"] == {"HTTP_503": 2, "unspecified": 1}
    assert alert["context"]["error_rate"] == "75%"
    assert set(alert["context"]["affected_sessions"]) == set(failed)

    house.wait(8)
    house.calls(3, tool=(search, {"success": True}))
    house.wait(8)
    assert house.alerts("api_failures")[0]["resolved_by"] == "itself"


def test_two_failed_searches_are_no_outage(house: AlertHouse) -> None:
    house.calls(2, tool=("unleash_search_knowledge", {"success": False}))
    house.look()
    assert house.alerts("api_failures") == []


def test_a_destination_that_is_down_pages_and_suppresses_the_lesser_alert(house: AlertHouse) -> None:
    house.calls(3)
    fail_deliveries(house, "salesforce", "HTTP 503 SERVER_UNAVAILABLE")
    house.wait(40, step=10)

    alert = house.fired("api_failures:salesforce")
    assert alert["message"] == "Critical API failure: salesforce returning errors"
    assert alert["context"]["error_messages"] == {"HTTP 503 SERVER_UNAVAILABLE": 3}
    assert alert["context"]["left_alone"] is True
    assert house.alerts("deliveries_failing:salesforce") == []

    deliver(house, "salesforce")
    house.wait(6)
    assert house.alerts("api_failures:salesforce")[0]["resolved_by"] == "itself"


def test_that_pagerduty_is_down_is_said_in_slack(house: AlertHouse) -> None:
    house.connection.execute(
        "INSERT INTO warehouse.destination_circuits (destination, state, failures, open_until, updated_at)"
        " VALUES ('pagerduty', 'open', 5, %s, %s)",
        [house.clock.now() + timedelta(minutes=5), house.clock.now()],
    )
    house.look()

    alert = house.fired("api_failures:pagerduty")
    assert set(house.owed(alert["id"])) == {"raised pagerduty", "raised slack"}
    assert house.sqs.in_queue(SLACK)


def test_a_destination_that_asks_once_to_be_left_alone_pages_nobody(house: AlertHouse) -> None:
    house.connection.execute(
        "INSERT INTO warehouse.destination_circuits (destination, state, failures, open_until, updated_at)"
        " VALUES ('slack', 'open', 1, %s, %s)",
        [house.clock.now() + timedelta(minutes=5), house.clock.now()],
    )
    house.look()
    assert house.alerts("api_failures") == []


def fail_deliveries(house: AlertHouse, destination: str, error: str) -> None:
    """Let what is owed to a destination have failed just now, and its circuit be open."""
    now = house.clock.now()
    house.connection.execute(
        "UPDATE warehouse.deliveries SET attempts = 1, last_error = %s, last_error_at = %s"
        " WHERE destination = %s",
        [error, now, destination],
    )
    house.connection.execute(
        "INSERT INTO warehouse.destination_circuits (destination, state, failures, open_until, updated_at)"
        " VALUES (%s, 'open', 5, %s, %s)",
        [destination, now + timedelta(minutes=1), now],
    )


def deliver(house: AlertHouse, destination: str) -> None:
    now = house.clock.now()
    house.connection.execute(
        "UPDATE warehouse.deliveries SET status = 'delivered', delivered_at = %s WHERE destination = %s",
        [now, destination],
    )
    house.connection.execute(
        "UPDATE warehouse.destination_circuits SET state = 'closed' WHERE destination = %s", [destination]
    )
