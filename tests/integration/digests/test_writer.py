"""The function itself: what one run leaves behind when something is wrong, and the way to Slack."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from aftercall.intake.secrets import SecretsCache
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_edge import DeliverySurroundings
from aftercall.steps.destination_gate import DestinationSecret
from aftercall.steps.waking import WakeQueues
from aftercall.warehouse.errors import RejectedByWarehouse
from functions.deliver_slack.handler import build_edge
from local.stand_ins.running import StandIns, running_stand_ins
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.telemetry import KeptLines
from tests.integration.digests.digest_house import DigestHouse

NINE = datetime.fromisoformat("2026-11-20T09:00:00-05:00")
HALF_PAST_EIGHT = NINE - timedelta(minutes=30)


def last_run(house: DigestHouse) -> tuple[bool, str | None]:
    row = house.connection.execute(
        "SELECT last_finished_at IS NOT NULL, last_error FROM warehouse.schedule_runs"
        " WHERE name = 'write_digests'"
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def test_each_run_is_remembered(house: DigestHouse) -> None:
    house.run()
    assert last_run(house) == (True, None)


def test_a_digest_that_is_refused_holds_up_no_other_and_is_told(house: DigestHouse) -> None:
    house.call(HALF_PAST_EIGHT, features=("mobile app",))
    house.connection.execute("ALTER TABLE warehouse.digests ADD CONSTRAINT refused CHECK (kind <> 'daily')")
    house.connection.execute("UPDATE warehouse.sessions SET start_time = start_time - interval '1 day'")
    house.call(HALF_PAST_EIGHT, features=("mobile app",))
    house.clock.time = NINE
    with pytest.raises(RejectedByWarehouse):
        house.run()
    assert [one["kind"] for one in house.digests()] == ["feature_requests"]
    assert [destination for destination, _ in house.owed()] == ["slack"]
    assert [url.rpartition("-")[2] for url, _ in house.wakes.sent] == ["slack"]
    assert last_run(house) == (False, "RejectedByWarehouse")


def test_a_wake_that_gets_lost_loses_no_digest(house: DigestHouse) -> None:
    house.call(HALF_PAST_EIGHT, features=("mobile app",))
    house.clock.time = NINE
    lines = KeptLines()
    house.writer = replace(house.writer, wake=WakeQueues(cast("Any", None), {"slack": "x"}, lines.log()))
    house.run()
    assert ("slack", "1") in house.owed()


def test_slack_shows_what_product_is_told_once(house: DigestHouse, stand_ins: StandIns) -> None:
    house.call(HALF_PAST_EIGHT, features=("mobile app",), quote="Need to <!here> sign on phone")
    house.clock.time = NINE
    house.run()
    secret = FakeSecretsManager({"aftercall/slack": json.dumps(stand_ins.secrets["slack"])})
    lines = KeptLines()
    around = DeliverySurroundings(
        connection=lambda: house.connection,
        secret=DestinationSecret(
            SecretsCache(cast("Any", secret), house.clock.now), "aftercall/slack", house.clock.now
        ),
        wake=WakeQueues(cast("Any", None), {}, lines.log()),
        shadow_mode=False,
        now=house.clock.now,
        jitter=lambda: 0.5,
        pause=lambda _: None,
        log=lines.log(),
        metrics=lines.metrics(),
    )
    settings = DeliverySettings.from_environment(
        {"POSTGRES_SECRET_NAME": "postgres", "PUBLIC_BASE_URL": "https://calls.brightline.example"}
    )
    for _ in range(2):
        build_edge(settings, around).run()
    (message,) = stand_ins.slack.messages("product")
    assert "1. Mobile app (1 mention) - “Need to <!here> sign on phone”" in json.dumps(
        message, ensure_ascii=False
    )


@pytest.fixture(scope="module")
def module_stand_ins(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with running_stand_ins(tmp_path_factory.mktemp("stand-ins")) as running:
        yield running


@pytest.fixture
def stand_ins(module_stand_ins: StandIns) -> StandIns:
    module_stand_ins.reset()
    return module_stand_ins
