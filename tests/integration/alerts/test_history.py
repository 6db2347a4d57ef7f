"""The history of alerts: one open alert of a key, whoever looks, and what people do with it."""

import threading
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftercall.delivery.draining import Drain
from aftercall.intake.acknowledgements import Acknowledgement
from aftercall.intake.queue_batch import QueueBatch
from aftercall.ledger.debts import Claim, Destination
from aftercall.ledger.outcomes import Delivered, Outcome
from aftercall.reports.alert_record import AlertType, NewAlert
from aftercall.settings.alerts import AcknowledgementSettings, AlertCheckSettings
from aftercall.steps.destination_gate import DestinationGate
from aftercall.warehouse.alerts import AlertAnswer, acknowledge_alert, list_alerts, resolve_alert
from aftercall.warehouse.alerts_history import raise_business_alerts
from aftercall.warehouse.ledger import WarehouseLedger
from functions.acknowledge_alert.handler import build_consumer
from functions.check_alerts.handler import build_check
from tests.integration.alerts.alert_house import ENVIRONMENT, PAGERDUTY, STANDARD, AlertHouse


def pile_up(house: AlertHouse, messages: int = 200) -> dict[str, Any]:
    """Let the queue be too long and look: gives the alert."""
    house.sqs.depths = {STANDARD: (messages, 0, 0)}
    house.look()
    return house.fired("queue_backlog")


def test_an_alert_is_raised_once_and_then_seen_again(house: AlertHouse) -> None:
    alert = pile_up(house)
    house.sqs.depths = {STANDARD: (900, 0, 0)}
    house.wait(6)

    seen = house.fired("queue_backlog")
    assert seen["message"] == "Analytics queue backlog: 200 messages"
    assert seen["context"]["latest"] == "Analytics queue backlog: 900 messages"
    assert seen["last_seen_at"] == house.clock.now()
    assert house.owed(alert["id"])["raised pagerduty"]["revision"] == 1, "nobody is told twice"


def test_two_checks_at_once_raise_one_alert(house: AlertHouse) -> None:
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    settings = AlertCheckSettings.from_environment(ENVIRONMENT)
    checks = [build_check(settings, house.clients(), house.clock.now) for _ in range(4)]
    start = threading.Barrier(len(checks))
    failures: list[BaseException] = []

    def look(number: int) -> None:
        try:
            start.wait()
            checks[number].run()
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=look, args=(number,)) for number in range(len(checks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for check in checks:
        check.connection().close()

    assert failures == []
    alert = house.fired("queue_backlog")
    assert list(house.owed(alert["id"])) == ["raised pagerduty"]


def test_after_its_end_an_alert_is_silent_for_its_cool_down(house: AlertHouse) -> None:
    pile_up(house)
    house.sqs.depths = {}
    house.wait(4)
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    house.wait(28)
    assert len(house.alerts("queue_backlog")) == 1

    house.wait(2)
    assert len(house.alerts("queue_backlog")) == 2


def test_a_short_relief_ends_nothing(house: AlertHouse) -> None:
    pile_up(house)
    house.sqs.depths = {}
    house.wait(2)
    house.sqs.depths = {STANDARD: (200, 0, 0)}
    house.wait(2)
    assert house.fired("queue_backlog")


@pytest.fixture
def consumer(house: AlertHouse) -> QueueBatch:
    settings = AcknowledgementSettings.from_environment(
        {"POSTGRES_SECRET_NAME": "postgres", "PAGERDUTY_WAKE_QUEUE_URL": PAGERDUTY}
    )
    return build_consumer(settings, house.clients(), house.clock.now)


def deliver(consumer: QueueBatch, *bodies: str) -> list[str]:
    """Hand messages over as Lambda does; gives the ids of those that are not done."""
    records = [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)]
    failures = consumer.handle({"Records": records})["batchItemFailures"]
    cast("Any", consumer.work).__self__.connection().close()
    return [failure["itemIdentifier"] for failure in failures]


def test_the_first_who_acknowledges_is_remembered_and_pagerduty_is_told_once(
    house: AlertHouse, consumer: QueueBatch
) -> None:
    alert = pile_up(house)
    house.sqs.messages.clear()
    first = Acknowledgement(alert["id"], "maya", house.clock.now())
    second = Acknowledgement(alert["id"], "noah", house.clock.now())

    assert deliver(consumer, first.to_json(), second.to_json(), first.to_json()) == []

    acknowledged = house.fired("queue_backlog")
    assert (acknowledged["acknowledged_by"], acknowledged["acknowledged_at"]) == ("maya", house.clock.now())
    assert house.owed(alert["id"])["raised pagerduty"]["revision"] == 2
    assert len(house.sqs.in_queue(PAGERDUTY)) == 1


def test_an_alert_nobody_knows_is_dropped_and_said(
    house: AlertHouse, consumer: QueueBatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deliver(consumer, Acknowledgement(4711, "maya", house.clock.now()).to_json()) == []
    assert '"event": "alert_unknown"' in capsys.readouterr().out


@pytest.mark.parametrize(
    "body", ["", "[]", '{"version": 1}', '{"version": 1, "alert_id": 1, "by": "m", "at": ""}']
)
def test_what_is_no_acknowledgement_goes_to_the_dead_letters(
    house: AlertHouse, consumer: QueueBatch, body: str
) -> None:
    assert deliver(consumer, body) == ["0"]


def test_an_acknowledged_alert_still_resolves_itself(house: AlertHouse) -> None:
    alert = pile_up(house)
    now = house.clock.now()
    assert acknowledge_alert(house.connection, alert["id"], "maya", now, now) is AlertAnswer.DONE
    house.sqs.depths = {}
    house.wait(4)
    assert house.alerts("queue_backlog")[0]["resolved_by"] == "itself"


def test_an_acknowledgement_that_comes_after_the_end_tells_nobody(house: AlertHouse) -> None:
    alert = pile_up(house)
    now = house.clock.now()
    assert resolve_alert(house.connection, alert["id"], "maya", now) is AlertAnswer.DONE
    revision = house.owed(alert["id"])["raised pagerduty"]["revision"]
    assert acknowledge_alert(house.connection, alert["id"], "noah", now, now) is AlertAnswer.DONE
    assert house.owed(alert["id"])["raised pagerduty"]["revision"] == revision


def test_an_alert_that_is_resolved_by_hand_returns_after_its_cool_down(house: AlertHouse) -> None:
    alert = pile_up(house)
    now = house.clock.now()
    assert resolve_alert(house.connection, alert["id"], "maya", now) is AlertAnswer.DONE
    assert resolve_alert(house.connection, alert["id"], "noah", now) is AlertAnswer.ALREADY
    assert resolve_alert(house.connection, 4711, "noah", now) is AlertAnswer.UNKNOWN

    house.wait(28)
    assert house.alerts("queue_backlog")[0]["resolved_by"] == "maya"
    assert len(house.alerts("queue_backlog")) == 1
    house.wait(2)
    assert len(house.alerts("queue_backlog")) == 2


def test_a_team_without_pagerduty_hears_of_critical_alerts_in_slack(house: AlertHouse) -> None:
    profile = house.check.profile
    alerts = profile.alerts.model_copy(update={"critical_to_slack": True})
    house.with_profile(profile.model_copy(update={"alerts": alerts}))
    alert = pile_up(house)
    house.sqs.depths = {}
    house.wait(4)
    expected = {"raised pagerduty", "raised slack", "resolved slack"}
    assert set(house.owed(alert["id"])) == expected


def test_open_alerts_are_listed_before_those_that_ended(house: AlertHouse) -> None:
    ended = pile_up(house)["id"]
    resolve_alert(house.connection, ended, "maya", house.clock.now())
    house.calls(3, failed="llm_error")
    house.look()
    still_open = house.fired("error_rate_critical")["id"]

    listed = list_alerts(house.connection, everything=False, limit=10)
    assert [alert.alert_id for alert in listed] == [still_open]
    everything = list_alerts(house.connection, everything=True, limit=10)
    assert [alert.alert_id for alert in everything] == [still_open, ended]


def test_alerts_of_single_calls_are_left_alone(house: AlertHouse) -> None:
    house.call()
    hot_lead = NewAlert(
        alert_type=AlertType.BUSINESS, alert_name="hot_lead", dedup_key="hot_lead:one", message="Hot lead"
    )
    raise_business_alerts(house.connection, [hot_lead], house.clock.now())
    house.wait(80, step=20)
    assert house.fired("hot_lead")


def test_in_shadow_mode_the_history_is_kept_and_nothing_is_delivered(house: AlertHouse) -> None:
    alert = pile_up(house)
    port = SilentPort()
    drain = Drain(
        ledger=WarehouseLedger(lambda: house.connection, lambda _: None),
        port=DestinationGate(port, lambda: True, shadow_mode=True),
        now=house.clock.now,
        jitter=lambda: 0.5,
        on_error=lambda _claim, _error: None,
    )
    drain.run(Destination.PAGERDUTY)

    owed = house.owed(alert["id"])["raised pagerduty"]
    assert (owed["status"], owed["reason"]) == ("skipped", "shadow_mode")
    assert port.claims == []
    assert house.fired("queue_backlog")["sent_at"] is None


@dataclass
class SilentPort:
    """A destination that is not to be asked."""

    claims: list[Claim] = field(default_factory=list)

    def deliver(self, claim: Claim) -> Outcome:
        self.claims.append(claim)
        return Delivered("hash")
