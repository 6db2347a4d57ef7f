"""Slack over HTTP: once, or known to be uncertain."""

import pytest

from aftercall.delivery.slack.blocks import header, message, paragraph
from aftercall.delivery.slack.client import send_message
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, TryAgain, Unknown
from local.stand_ins.running import StandIns

TOLD = message("hello", [header("hello"), paragraph("<!channel> *hello*")])


def send(stand_ins: StandIns) -> Outcome:
    return send_message(stand_ins.secrets["slack"]["webhooks"]["sales"], TOLD, "hash")


def test_a_message_arrives_in_its_channel_as_it_was_said(stand_ins: StandIns) -> None:
    assert send(stand_ins) == Delivered("hash")
    (kept,) = stand_ins.slack.messages("sales")
    assert kept["blocks"][1]["text"] == {
        "type": "plain_text",
        "text": "<!channel> *hello*",
        "emoji": False,
    }


@pytest.mark.parametrize(
    ("fault", "expected", "arrived"),
    [
        ("503", TryAgain, 0),
        ("429", TryAgain, 0),
        ("500", Unknown, 0),
        ("garbage", Unknown, None),
        ("drop_before", Unknown, 0),
        ("drop_after", Unknown, 1),
    ],
)
def test_only_what_surely_did_not_arrive_is_owed_still(
    stand_ins: StandIns, fault: str, expected: type[Outcome], arrived: int | None
) -> None:
    stand_ins.switch.set("slack", fault, times=1)
    assert isinstance(send(stand_ins), expected)
    if arrived is not None:
        assert len(stand_ins.slack.messages("sales")) == arrived


def test_blocks_that_slack_refuses_are_refused_for_good(stand_ins: StandIns) -> None:
    url = stand_ins.secrets["slack"]["webhooks"]["sales"]
    bad = message("hello", [{"type": "section"}])
    assert send_message(url, bad, "hash") == Rejected("400 invalid_blocks")


def test_a_webhook_that_was_taken_out_waits_for_another(stand_ins: StandIns) -> None:
    url = f"{stand_ins.urls['slack']}/services/T0/B0/gone"
    assert send_message(url, TOLD, "hash") == TryAgain("404 no_service")
