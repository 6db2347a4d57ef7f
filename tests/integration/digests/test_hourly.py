"""The hourly digests for product on a real warehouse, and the way to Slack."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from aftercall.delivery.slack.blocks import SlackMessage
from aftercall.delivery.slack.product import product_message
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.digests import read_digest
from aftercall.warehouse.open_questions import count_clusters, learn_open_questions
from tests.fakes.digests import a_profile
from tests.integration.digests.digest_house import SLACK, DigestHouse

NINE = datetime.fromisoformat("2026-11-20T09:00:00-05:00")
HALF_PAST_EIGHT = NINE - timedelta(minutes=30)


def hourly(house: DigestHouse) -> list[str]:
    return [kind for kind in house.run() if kind not in {"daily", "weekly"}]


def at_nine(house: DigestHouse) -> None:
    house.clock.time = NINE


def test_an_hour_with_nothing_to_say_says_nothing(house: DigestHouse) -> None:
    house.call(HALF_PAST_EIGHT)
    at_nine(house)
    assert hourly(house) == []
    assert [one for one in house.owed() if one[0] == "slack"] == []
    assert SLACK not in {url for url, _ in house.wakes.sent}


def test_each_kind_that_has_something_to_say_is_written_once_and_owed_to_slack(house: DigestHouse) -> None:
    house.call(HALF_PAST_EIGHT, searches=("zapier",), features=("mobile app",), engagement=3.2)
    at_nine(house)
    assert hourly(house) == ["content_gaps", "low_engagement", "feature_requests"]
    assert [destination for destination, _ in house.owed()].count("slack") == 3
    assert (SLACK, "due") in house.wakes.sent
    house.clock.advance(minutes=15)
    assert hourly(house) == []


def test_content_gaps_are_named_by_their_cluster_and_counted(house: DigestHouse) -> None:
    house.call(NINE - timedelta(days=3), questions=(), searches=("how to use zapier integration",))
    for words in ("zapier integration use", "how to use the zapier integration"):
        house.call(HALF_PAST_EIGHT, searches=(words,))
    house.call(HALF_PAST_EIGHT, questions=("Can I sign on a boat?",))
    learn_open_questions(house.connection, None, house.clock.now())
    count_clusters(house.connection, house.clock.now())
    at_nine(house)
    house.run()
    figures = house.figures("content_gaps")
    assert figures["failed_searches"] == 2
    assert figures["searches"] == [{"text": "how to use zapier integration", "times": 2, "calls": 2}]
    assert figures["questions"] == [{"text": "Can I sign on a boat?", "times": 1, "calls": 1}]


def test_low_engagement_tells_reasons_and_what_calls_share(house: DigestHouse) -> None:
    first = house.call(HALF_PAST_EIGHT, engagement=3.2, flags=("interruptions",), searches=("zapier",))
    second = house.call(HALF_PAST_EIGHT, engagement=4.8, flags=("abrupt_ending",), searches=("zapier",))
    house.call(HALF_PAST_EIGHT, engagement=5.0)
    at_nine(house)
    house.run()
    figures = house.figures("low_engagement")
    assert [(one["session_id"], one["score"], one["reason"]) for one in figures["calls"]] == [
        (first, 3.2, "High interruptions"),
        (second, 4.8, "Abrupt ending"),
    ]
    assert figures["pattern"] == "2 of 2 left open: “zapier” (not in the knowledge base)"


def test_a_voicemail_is_no_call_with_low_engagement(house: DigestHouse) -> None:
    voicemail = house.call(HALF_PAST_EIGHT, engagement=2.0)
    house.connection.execute(
        "UPDATE warehouse.sessions SET outcome = 'no_answer' WHERE session_id = %s", [voicemail]
    )
    at_nine(house)
    assert hourly(house) == []


def test_features_come_with_a_quote(house: DigestHouse) -> None:
    house.call(HALF_PAST_EIGHT, features=("mobile app",), quote="Need to sign on phone")
    house.call(HALF_PAST_EIGHT, features=("mobile app", "bulk send"), quote="On my phone")
    at_nine(house)
    house.run()
    figures = house.figures("feature_requests")
    assert figures["mentions"] == 3
    assert figures["features"][0] == {
        "feature": "mobile app",
        "mentions": 2,
        "quote": "Need to sign on phone",
    }


def test_a_call_stored_around_the_full_hour_is_in_one_digest_and_no_other(house: DigestHouse) -> None:
    house.call(HALF_PAST_EIGHT, features=("mobile app",), stored_at=NINE - timedelta(seconds=20))
    house.call(HALF_PAST_EIGHT, features=("mobile app",), stored_at=NINE - timedelta(minutes=2))
    at_nine(house)
    house.run()
    house.clock.advance(hours=1)
    house.run()
    told = [one["figures"]["mentions"] for one in house.digests() if one["kind"] == "feature_requests"]
    assert told == [1, 1]


def test_a_call_that_waited_for_its_analysis_is_in_the_hour_it_was_stored(house: DigestHouse) -> None:
    house.call(NINE - timedelta(hours=3), features=("mobile app",), stored_at=HALF_PAST_EIGHT)
    at_nine(house)
    assert hourly(house) == ["feature_requests"]


def test_old_calls_and_failed_ones_are_no_news(house: DigestHouse) -> None:
    told: dict[str, Any] = {"features": ("mobile app",), "stored_at": HALF_PAST_EIGHT}
    house.call(HALF_PAST_EIGHT, origin="inbox", **told)
    house.call(HALF_PAST_EIGHT, failed="llm_error", **told)
    house.call(NINE - timedelta(hours=9), **told)
    at_nine(house)
    assert hourly(house) == []


def test_what_was_written_becomes_slacks_message(
    house: DigestHouse, open_connection: Callable[[], Connection]
) -> None:
    house.call(HALF_PAST_EIGHT, searches=("<!channel> zapier",))
    at_nine(house)
    house.run()
    (digest_id,) = [subject for destination, subject in house.owed() if destination == "slack"]
    record = read_digest(open_connection(), digest_id)
    assert record is not None
    message = cast("SlackMessage", product_message(record, a_profile(), "https://calls.example"))
    blocks = json.dumps(message.blocks, ensure_ascii=False)
    assert "1. “<!channel> zapier” (1 search)" in blocks
