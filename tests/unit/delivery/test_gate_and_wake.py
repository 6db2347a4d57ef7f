"""Before anything is sent: shadow mode, a destination that is not set up; and waking those who send."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from aftercall.intake.secrets import SecretsCache
from aftercall.ledger.debts import Destination
from aftercall.ledger.outcomes import Delivered, Skipped, TryAgain
from aftercall.settings.deliveries import DeliverySettings, WakeSettings
from aftercall.settings.environment import InvalidSetting
from aftercall.steps.destination_gate import DestinationGate, DestinationSecret
from aftercall.steps.waking import WakeQueues
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeDestination, a_claim
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.telemetry import KeptLines
from tests.fakes.wake_queues import FakeWakes

SECRET = "aftercall/salesforce"


@dataclass(slots=True)
class Gatehouse:
    """A gate and what stands before and behind it."""

    secrets: FakeSecretsManager
    clock: FakeClock = field(default_factory=FakeClock)
    port: FakeDestination = field(default_factory=FakeDestination)
    shadow_mode: bool = False
    secret: DestinationSecret = field(init=False)

    def __post_init__(self) -> None:
        cache = SecretsCache(cast("Any", self.secrets), self.clock.now)
        self.secret = DestinationSecret(cache, SECRET, self.clock.now)

    def deliver(self) -> object:
        gate = DestinationGate(self.port, lambda: self.secret.read() is not None, self.shadow_mode)
        return gate.deliver(a_claim())


def test_a_destination_that_is_set_up_is_told() -> None:
    house = Gatehouse(FakeSecretsManager({SECRET: "{}"}))
    assert house.deliver() == Delivered("hash-of-what-was-sent")


def test_a_destination_without_a_secret_is_skipped_and_says_so() -> None:
    house = Gatehouse(FakeSecretsManager({}))
    assert house.deliver() == Skipped("not_configured")
    assert house.port.claims == []


def test_that_there_is_no_secret_is_remembered_for_a_minute() -> None:
    house = Gatehouse(FakeSecretsManager({}))
    house.deliver()
    house.secrets.secrets = {SECRET: "{}"}
    house.clock.advance(seconds=59)
    assert house.deliver() == Skipped("not_configured")
    house.clock.advance(seconds=1)
    assert house.deliver() == Delivered("hash-of-what-was-sent")
    assert house.secrets.reads == [SECRET, SECRET]


def test_in_shadow_mode_nothing_is_sent_and_no_secret_is_read() -> None:
    house = Gatehouse(FakeSecretsManager({SECRET: "{}"}), shadow_mode=True)
    assert house.deliver() == Skipped("shadow_mode")
    assert (house.port.claims, house.secrets.reads) == ([], [])


def test_a_secret_that_cannot_be_read_right_now_is_no_missing_one() -> None:
    house = Gatehouse(FakeSecretsManager({SECRET: "{}"}, fails=True))
    assert house.deliver() == TryAgain("secret: InternalServiceError")


def test_a_secret_that_holds_no_object_is_named_and_waited_for() -> None:
    house = Gatehouse(FakeSecretsManager({SECRET: "a password in clear"}))
    assert house.deliver() == TryAgain("secret aftercall/salesforce: expected a JSON object")


URLS = {"salesforce": "https://sqs.example/1/salesforce", "slack": "https://sqs.example/1/slack"}


def test_a_wake_goes_to_each_destination_once() -> None:
    wakes = FakeWakes()
    queues = WakeQueues(cast("Any", wakes), URLS, KeptLines().log())
    queues.wake([Destination.SLACK, Destination.SALESFORCE, Destination.SLACK])
    assert [url for url, _ in wakes.sent] == [URLS["salesforce"], URLS["slack"]]


def test_a_destination_without_a_queue_is_not_woken() -> None:
    wakes = FakeWakes()
    WakeQueues(cast("Any", wakes), URLS, KeptLines().log()).wake([Destination.EMAIL])
    assert wakes.sent == []


def test_a_wake_that_cannot_be_sent_is_told_and_holds_up_no_other() -> None:
    wakes, lines = FakeWakes(away=frozenset({URLS["salesforce"]})), KeptLines()
    WakeQueues(cast("Any", wakes), URLS, lines.log()).wake([Destination.SALESFORCE, Destination.SLACK])
    assert [url for url, _ in wakes.sent] == [URLS["slack"]]
    assert [line["destination"] for line in lines.events("wake_not_sent")] == ["salesforce"]


ENVIRONMENT = {"POSTGRES_SECRET_NAME": "aftercall/postgres", "DESTINATION_SECRET_NAME": SECRET}


def test_settings_name_the_queues_that_wake() -> None:
    environment = {
        "SLACK_WAKE_QUEUE_URL": URLS["slack"],
        "EMAIL_WAKE_QUEUE_URL": " ",
        "TELEPHONY_QUEUE_URL": "x",
    }
    assert WakeSettings.from_environment(environment).queue_urls == {"slack": URLS["slack"]}


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("false", False), ("", False)])
def test_shadow_mode_is_on_or_off(value: str, *, expected: bool) -> None:
    assert DeliverySettings.from_environment({**ENVIRONMENT, "SHADOW_MODE": value}).shadow_mode is expected


def test_shadow_mode_is_nothing_else() -> None:
    with pytest.raises(InvalidSetting, match="SHADOW_MODE"):
        DeliverySettings.from_environment({**ENVIRONMENT, "SHADOW_MODE": "yes please"})
