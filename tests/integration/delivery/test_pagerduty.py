"""PagerDuty over HTTP: one incident an alert, whatever is repeated."""

from datetime import timedelta

import pytest
import urllib3

from aftercall.delivery.pagerduty.client import poster
from aftercall.delivery.pagerduty.destination import PagerDutyDestination
from aftercall.ledger.debts import Destination, Subject
from aftercall.ledger.outcomes import Delivered, TryAgain
from aftercall.reports.alert_record import AlertRecord
from local.stand_ins.running import StandIns
from tests.fakes.alerts import an_alert
from tests.fakes.call_records import sample_profile
from tests.fakes.clock import NOON
from tests.fakes.ledger import a_claim

ALERT = an_alert(
    alert_type="critical", alert_name="agent_down", dedup_key="agent_down", context={"minutes": 12}
)
CLAIM = a_claim(Destination.PAGERDUTY, Subject.ALERT, "7")


def destination(stand_ins: StandIns, alert: AlertRecord = ALERT) -> PagerDutyDestination:
    return PagerDutyDestination(
        sample_profile(),
        lambda _: alert,
        lambda: stand_ins.secrets["pagerduty"],
        poster(urllib3.PoolManager()),
    )


def test_an_alert_opens_an_incident_and_its_end_closes_it(stand_ins: StandIns) -> None:
    first = destination(stand_ins).deliver(CLAIM)
    assert isinstance(first, Delivered)
    over = ALERT.model_copy(update={"resolved_at": NOON + timedelta(minutes=4)})
    again = a_claim(Destination.PAGERDUTY, Subject.ALERT, "7", external_id=first.external_id)
    assert isinstance(destination(stand_ins, over).deliver(again), Delivered)
    (incident,) = stand_ins.pagerduty.incidents()
    assert incident["status"] == "resolved"


def test_an_incident_whose_trigger_was_never_answered_is_closed_too(stand_ins: StandIns) -> None:
    stand_ins.switch.set("pagerduty", "drop_after", times=1)
    assert isinstance(destination(stand_ins).deliver(CLAIM), TryAgain)
    over = ALERT.model_copy(update={"resolved_at": NOON + timedelta(minutes=4)})
    again = a_claim(Destination.PAGERDUTY, Subject.ALERT, "7", has_failed=True)
    assert isinstance(destination(stand_ins, over).deliver(again), Delivered)
    (incident,) = stand_ins.pagerduty.incidents()
    assert incident["status"] == "resolved"


@pytest.mark.parametrize("fault", ["503", "500", "429", "garbage", "drop_before", "drop_after"])
def test_after_an_outage_there_is_one_incident(stand_ins: StandIns, fault: str) -> None:
    stand_ins.switch.set("pagerduty", fault, times=1)
    assert isinstance(destination(stand_ins).deliver(CLAIM), TryAgain)
    assert isinstance(destination(stand_ins).deliver(CLAIM), Delivered)
    assert len(stand_ins.pagerduty.incidents()) == 1


def test_a_wrong_routing_key_waits_for_a_better_secret(stand_ins: StandIns) -> None:
    secret = {**stand_ins.secrets["pagerduty"], "routing_key": "x" * 32}
    port = PagerDutyDestination(
        sample_profile(), lambda _: ALERT, lambda: secret, poster(urllib3.PoolManager())
    )
    assert port.deliver(CLAIM) == TryAgain("400 Invalid routing key")
