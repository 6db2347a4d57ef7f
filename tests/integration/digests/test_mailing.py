"""From the written digest to the mail that SES (the emulator's) took, once."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.request import urlopen

import boto3
import pytest
from psycopg.rows import dict_row

from aftercall.settings.client_limits import MAIL_CONFIG
from aftercall.settings.digests import EmailSettings
from aftercall.steps.delivery_clients import DeliveryClients
from aftercall.steps.delivery_edge import delivery_surroundings
from functions.deliver_email.handler import build_edge
from local.emulator import EmulatorServer, client_environment
from local.processes import free_port
from local.senders import SENDER, make_identity
from tests.fakes.secrets_manager import FakeSecretsManager
from tests.fakes.wake_queues import FakeWakes
from tests.integration.digests.digest_house import DigestHouse

NOON = datetime.fromisoformat("2026-11-19T12:00:00-05:00")
COMPANY = 'Acme <script>alert("1")</script> & Sons'


@dataclass
class MailHouse:
    """deliver_email beside the writer, with the emulator's SES."""

    house: DigestHouse
    endpoint: str
    client: Any
    warehouse_url: str

    def deliver(self, **environment: str) -> dict[str, object]:
        """Pay what is due once."""
        settings = EmailSettings.from_environment(
            {
                "POSTGRES_SECRET_NAME": "postgres",
                "EMAIL_SENDER": SENDER,
                "PUBLIC_BASE_URL": "https://calls.brightline.example",
                **environment,
            }
        )
        secrets = FakeSecretsManager({"postgres": json.dumps({"url": self.warehouse_url})})
        clients = DeliveryClients(cast("Any", FakeWakes()), cast("Any", secrets))
        around = delivery_surroundings("deliver_email", settings.delivery, clients, self.house.clock.now)
        try:
            return build_edge(settings, around, self.client).run()
        finally:
            around.connection().close()

    def mails(self) -> list[dict[str, Any]]:
        """What SES was given, of this test's sender."""
        with urlopen(f"{self.endpoint}/_ministack/ses/messages") as answer:  # noqa: S310 - our own emulator
            document = json.load(answer)
        return [mail for mail in _messages(document) if mail.get("Type") == "v2.SendEmail"]

    def delivery(self) -> dict[str, Any]:
        with self.house.connection.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute("SELECT * FROM warehouse.deliveries WHERE destination = 'email'").fetchone()
        assert row is not None
        return row


def _messages(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        if "BodyHtml" in value:
            return [value]
        return [mail for one in value.values() for mail in _messages(one)]
    return [mail for one in value for mail in _messages(one)] if isinstance(value, list) else []


@pytest.fixture(scope="module")
def emulator(servers_folder: Path) -> Iterator[EmulatorServer]:
    server = EmulatorServer(servers_folder / "mail-emulator", free_port(), Path(sys.executable), workers=1)
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture
def post(
    house: DigestHouse, emulator: EmulatorServer, warehouse_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MailHouse]:
    """A digest that is owed, and everything that pays it."""
    for name, value in client_environment(emulator.endpoint).items():
        monkeypatch.setenv(name, value)
    client = boto3.client("sesv2", config=MAIL_CONFIG)
    make_identity(client)
    house.call(NOON, company=COMPANY, score=92, tier="Tier 1")
    house.clock.advance(hours=1)
    assert "daily" in house.run()
    yield MailHouse(house, emulator.endpoint, client, warehouse_url)
    client.close()


def test_the_mail_arrives_with_both_parts_and_is_claimed_and_settled(post: MailHouse) -> None:
    before = len(post.mails())
    assert post.deliver()["outcomes"] == {"delivered": 1}
    mail = post.mails()[-1]
    assert len(post.mails()) == before + 1
    assert mail["Subject"] == "PandaDoc Voice Agent Daily Summary - November 19, 2026"
    assert mail["To"] == ["leadership@example.com"]
    assert mail["Source"] == f"PandaDoc Voice Agent <{SENDER}>"
    assert "Total Calls: 1" in mail["BodyText"]
    assert "Acme &lt;script&gt;" in mail["BodyHtml"]
    assert "<script>" not in mail["BodyHtml"]
    row = post.delivery()
    assert row["status"] == "delivered"
    assert row["external_id"] == mail["MessageId"]


def test_a_second_worker_sends_no_second_mail(post: MailHouse) -> None:
    post.deliver()
    before = len(post.mails())
    post.house.run()
    assert post.deliver()["outcomes"] == {}
    assert len(post.mails()) == before


@pytest.mark.parametrize(
    ("environment", "reason"),
    [({"EMAIL_SENDER": ""}, "not_configured"), ({"SHADOW_MODE": "true"}, "shadow_mode")],
)
def test_without_a_sender_and_in_shadow_mode_nothing_is_mailed(
    post: MailHouse, environment: dict[str, str], reason: str
) -> None:
    before = len(post.mails())
    post.deliver(**environment)
    row = post.delivery()
    assert (row["status"], row["reason"]) == ("skipped", reason)
    assert len(post.mails()) == before


def test_a_profile_without_recipients_mails_nobody(post: MailHouse, tmp_path: Path) -> None:
    profile = post.house.writer.profile
    without = profile.model_copy(update={"digests": profile.digests.model_copy(update={"recipients": ()})})
    path = tmp_path / "profile.json"
    path.write_text(without.model_dump_json())
    post.deliver(PROFILE_PATH=str(path))
    assert post.delivery()["reason"] == "not_configured"


def test_while_ses_is_away_the_mail_waits_and_then_arrives_once(
    post: MailHouse, make_unreachable: Callable[[], Any]
) -> None:
    ses, before = post.client, len(post.mails())
    post.client = make_unreachable()
    assert post.deliver()["outcomes"] == {"try_again": 1}
    assert post.delivery()["status"] == "pending"
    post.client = ses
    post.house.clock.advance(hours=1)
    assert post.deliver()["outcomes"] == {"delivered": 1}
    assert len(post.mails()) == before + 1


@pytest.fixture
def make_unreachable() -> Callable[[], Any]:
    """Gives a client of an address where nobody listens."""
    return lambda: boto3.client("sesv2", endpoint_url=f"http://127.0.0.1:{free_port()}", config=MAIL_CONFIG)


def test_an_answer_that_got_lost_leaves_the_mail_uncertain_and_unsent(post: MailHouse) -> None:
    class Lost:
        """Sends, and loses the answer."""

        def send_email(self, **request: Any) -> Any:
            from botocore.exceptions import ReadTimeoutError  # noqa: PLC0415 - beside its only use

            ses.send_email(**request)
            raise ReadTimeoutError(endpoint_url="https://email.example")

    ses, before = post.client, len(post.mails())
    post.client = Lost()
    post.deliver()
    assert post.delivery()["status"] == "uncertain"
    post.client = ses
    post.house.clock.advance(hours=30)
    post.deliver()
    assert len(post.mails()) == before + 1


def test_the_week_reaches_the_same_inbox(post: MailHouse) -> None:
    post.house.clock.time = datetime.fromisoformat("2026-11-23T08:00:00-05:00") + timedelta(minutes=3)
    post.house.run()
    post.deliver()
    subjects = [mail["Subject"] for mail in post.mails()[-3:]]
    assert "PandaDoc Voice Agent Weekly Review - Week of November 16, 2026" in subjects
