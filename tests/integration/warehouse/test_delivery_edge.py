"""What every function that delivers shares, on a real ledger; and what store_results wakes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftercall.delivery.draining import DRAINS_FOR
from aftercall.intake.secrets import SecretsCache
from aftercall.ledger.debts import Claim, Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome, Skipped
from aftercall.steps.delivery_edge import DeliveryEdge, DeliverySurroundings
from aftercall.steps.destination_gate import DestinationSecret
from aftercall.steps.waking import WakeQueues
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.errors import WarehouseUnavailable
from aftercall.warehouse.results import ResultStore
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import Verdict
from tests.fakes.clock import FakeClock
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.telemetry import KeptLines
from tests.fakes.wake_queues import FakeWakes
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import START
from tests.integration.warehouse.ledger_house import Recipient, deliveries, delivery, owe_digests
from tests.integration.warehouse.test_call_debts import hot_lead

SALESFORCE, SLACK = Destination.SALESFORCE, Destination.SLACK
URLS = {"salesforce": "https://sqs.example/1/salesforce", "slack": "https://sqs.example/1/slack"}
SECRET = "aftercall/salesforce"


@dataclass(slots=True)
class Edge:
    """A function that delivers, and what surrounds it."""

    connection: Callable[[], Connection]
    secrets: dict[str, str] = field(default_factory=lambda: {SECRET: "{}"})
    shadow_mode: bool = False
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    wakes: FakeWakes = field(default_factory=FakeWakes)
    lines: KeptLines = field(default_factory=KeptLines)
    recipient: Recipient = field(default_factory=lambda: Recipient(lambda _: Delivered("hash")))

    def surroundings(self) -> DeliverySurroundings:
        cache = SecretsCache(cast("Any", FakeSecretsManager(self.secrets)), self.clock.now)
        return DeliverySurroundings(
            connection=self.connection,
            secret=DestinationSecret(cache, SECRET, self.clock.now),
            wake=WakeQueues(cast("Any", self.wakes), URLS, self.lines.log()),
            shadow_mode=self.shadow_mode,
            now=self.clock.now,
            jitter=lambda: 0.5,
            pause=lambda _: None,
            log=self.lines.log(),
            metrics=self.lines.metrics(),
        )

    def run(self) -> dict[str, object]:
        return DeliveryEdge(SALESFORCE, self.recipient, self.surroundings()).run()


def test_what_is_due_is_paid_and_no_wake_is_handed_back(warehouse: Connection) -> None:
    owe_digests(warehouse, 3)
    told = Edge(lambda: warehouse).run()
    assert told == {"batchItemFailures": [], "outcomes": {"delivered": 3}, "more": False}
    assert {row["status"] for row in deliveries(warehouse)} == {"delivered"}


def test_log_and_metrics_say_how_many_and_nothing_of_what(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    edge = Edge(lambda: warehouse, clock=FakeClock(START.replace(year=2027)))
    edge.run()
    (line,) = edge.lines.events("deliveries_drained")
    assert (line["destination"], line["delivered"], line["more"]) == ("salesforce", 1, False)
    assert '"Deliveries": 1' in edge.lines.text
    assert "brightline" not in edge.lines.text


def test_a_run_without_anything_due_says_nothing(warehouse: Connection) -> None:
    edge = Edge(lambda: warehouse)
    assert edge.run()["outcomes"] == {}
    assert edge.lines.lines == []


def test_where_time_is_over_the_next_worker_is_woken(warehouse: Connection) -> None:
    owe_digests(warehouse, 2)
    edge = Edge(lambda: warehouse)

    def slow(_: Claim) -> Outcome:
        edge.clock.time += DRAINS_FOR
        return Delivered("hash")

    edge.recipient.answers = slow
    assert edge.run()["more"] is True
    assert edge.wakes.sent == [(URLS["salesforce"], "due")]


@pytest.mark.parametrize(("shadow_mode", "reason"), [(True, "shadow_mode"), (False, "not_configured")])
def test_what_is_not_to_be_delivered_is_skipped_and_says_why(
    warehouse: Connection, *, shadow_mode: bool, reason: str
) -> None:
    owe_digests(warehouse, 1)
    edge = Edge(lambda: warehouse, secrets={}, shadow_mode=shadow_mode)
    edge.run()
    row = delivery(warehouse)
    assert (row["status"], row["reason"]) == ("skipped", reason)
    assert edge.recipient.claims == []


def test_an_error_of_a_port_is_told_with_its_place_and_without_its_words(warehouse: Connection) -> None:
    owe_digests(warehouse, 1)
    edge = Edge(lambda: warehouse)

    def fail(_: Claim) -> Outcome:
        raise ValueError("what the caller said")

    edge.recipient.answers = fail
    edge.run()
    (line,) = edge.lines.events("delivery_raised")
    assert (line["error"], line["subject"], line["subject_id"]) == ("ValueError", "digest", "0")
    assert "what the caller said" not in edge.lines.text


def test_a_port_can_read_the_call_and_the_alert_it_is_to_tell_of(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call(), hot_lead)
    around = Edge(lambda: warehouse).surroundings()
    row = delivery(warehouse, subject=Subject.ALERT)
    call, alert = around.read_call("RM_one.AJ_one"), around.read_alert(row["subject_id"])
    assert call is not None
    assert alert is not None
    assert (call.lead_score, alert.alert_name) == (84, "hot_lead")
    assert around.read_alert("not a number") is None
    assert around.read_alert("999") is None


class NoDocuments(Exception):
    """MongoDB is not looked at."""


def no_documents() -> Any:
    raise NoDocuments


def test_whoever_is_owed_is_woken_as_soon_as_the_call_is_kept_and_before_anything_else(
    warehouse: Connection,
) -> None:
    woken: list[set[Destination]] = []
    results = ResultStore(
        connection=lambda: warehouse,
        documents=no_documents,
        time_zone="UTC",
        announcements=hot_lead,
        wake=lambda destinations: woken.append(set(destinations)),
    )
    with pytest.raises(NoDocuments):
        results.store(calls.call())
    assert woken == [{SALESFORCE, Destination.AMPLITUDE, SLACK}]
    assert len(deliveries(warehouse)) == 3


def test_a_call_that_could_not_be_kept_wakes_nobody(warehouse: Connection) -> None:
    woken: list[object] = []
    warehouse.close()
    results = ResultStore(lambda: warehouse, no_documents, "UTC", hot_lead, woken.append)
    with pytest.raises(WarehouseUnavailable):
        results.store(calls.call())
    assert woken == []


def test_a_replay_of_an_unchanged_call_costs_no_call_of_the_destination(warehouse: Connection) -> None:
    edge = Edge(lambda: warehouse, clock=FakeClock(START.replace(year=2027)))
    sent: list[str] = []

    def compare(claim: Claim) -> Outcome:
        if claim.delivered_hash != "the same":
            sent.append(claim.debt.subject_id)
        return Delivered("the same")

    edge.recipient.answers = compare
    store_analysis(warehouse, calls.call())
    edge.run()
    again = calls.call(origin="replay", analyzed_at=START.replace(year=2027))
    assert store_analysis(warehouse, again).verdict is Verdict.STORED
    edge.run()
    assert len(edge.recipient.claims) == 2
    assert sent == ["RM_one.AJ_one"]


def test_what_was_skipped_before_who_called_was_known_is_owed_again(warehouse: Connection) -> None:
    store_analysis(warehouse, calls.call())
    edge = Edge(lambda: warehouse, clock=FakeClock(START.replace(year=2027)))
    edge.recipient.answers = lambda _: Skipped("no_identity")
    edge.run()
    again = calls.call(origin="replay", analyzed_at=edge.clock.now())
    store_analysis(warehouse, again)
    row = delivery(warehouse, destination="salesforce")
    assert (row["status"], row["reason"]) == ("pending", None)
