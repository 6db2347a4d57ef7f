"""What sales reads: the content of spec 7.3, and nothing a caller can say that Slack would obey."""

import json

import pytest

from aftercall.delivery.slack.blocks import SlackMessage
from aftercall.delivery.slack.sales import SalesContext, meeting_time, sales_message
from aftercall.profile.slack import SlackDelivery
from aftercall.reports.call_record import CallRecord
from local.stand_ins.block_kit import problems_of
from tests.fakes.call_records import a_call, sample_call, sample_profile

BASE = "https://calls.northwind.example"


def told(alert: str, call: CallRecord, **changes: str) -> SlackMessage:
    found = sales_message(alert, call, SalesContext(sample_profile(), BASE, **changes))
    assert found is not None
    assert problems_of(list(found.blocks)) == []
    return found


def texts(message: SlackMessage) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def test_a_hot_lead_shows_who_how_hot_and_why() -> None:
    call = sample_call("01-hot-lead-booked")
    shown = texts(told("hot_lead", call, record_id="a01000000000001"))
    assert call.signals is not None
    assert f"{call.name} ({call.email})" in shown
    assert f"{call.lead_score}/100" in shown
    assert f"Team size: {call.signals.team_size} users" in shown
    assert "Recommended: call within 2 hours" in shown
    assert f"{BASE}/calls/{call.session_id}|Transcript" in shown


def test_a_signal_that_was_not_told_is_not_shown() -> None:
    call = a_call(lead_score=90, name="Sam", signals={"team_size": 12})
    shown = texts(told("hot_lead", call))
    assert "Team size: 12 users" in shown
    assert "Volume" not in shown
    assert "Timeline" not in shown


def test_a_booked_meeting_shows_when_it_is_in_the_companys_zone() -> None:
    call = sample_call("01-hot-lead-booked")
    shown = texts(told("meeting_booked", call))
    when = meeting_time(call, sample_profile().business_hours.time_zone)
    assert when in shown
    assert f"(Score: {call.lead_score})" in shown


def test_a_competitor_is_shown_in_the_callers_words_with_its_battlecard() -> None:
    call = sample_call("04-competitor-switcher")
    assert call.reports.objections is not None
    mention = call.reports.objections.competitors[0]
    shown = texts(told("competitor_mentioned", call))
    assert mention.name in shown
    assert "battlecards/DocuSign|DocuSign battlecard" in shown
    assert "toward competitor" in shown


def test_a_call_that_no_longer_mentions_one_is_no_news() -> None:
    assert sales_message("competitor_mentioned", a_call(), SalesContext(sample_profile(), BASE)) is None


def test_the_owner_is_mentioned_by_the_slack_user_the_profile_names() -> None:
    profile = sample_profile()
    routing = profile.destinations.salesforce.routing
    mentions = {owner.email: f"U{number}" for number, owner in enumerate(routing.owners) if owner.email}
    destinations = profile.destinations.model_copy(update={"slack": SlackDelivery(mentions=mentions)})
    named = profile.model_copy(update={"destinations": destinations})
    message = sales_message("hot_lead", sample_call("01-hot-lead-booked"), SalesContext(named, BASE))
    assert message is not None
    assert "<@U" in texts(message)


INJECTIONS = ["<!channel>", "<@U123>", "*bold* _it_", "<https://evil.example|Salesforce>", ":rotating_light:"]


@pytest.mark.parametrize("words", INJECTIONS)
def test_what_a_caller_says_is_plain_text_and_nothing_else(words: str) -> None:
    call = a_call(
        lead_score=90, name=words, company=words, signals={"current_tool": words, "pain_points": (words,)}
    )
    for alert in ("hot_lead", "meeting_booked"):
        message = told(alert, call)
        for block in message.blocks:
            for text in [block.get("text"), *block.get("fields", [])]:  # type: ignore[misc]
                if isinstance(text, dict) and text["type"] == "mrkdwn":
                    assert words not in text["text"]
        assert "<!channel>" not in message.text
        assert "<@U123>" not in message.text


def test_a_very_long_message_stays_within_slacks_limits() -> None:
    pains = tuple("It takes us ages, and nobody knows where the contract is. " * 40 for _ in range(3))
    message = told("meeting_booked", a_call(name="S" * 4000, signals={"pain_points": pains}))
    assert len(texts(message)) < 15_000
