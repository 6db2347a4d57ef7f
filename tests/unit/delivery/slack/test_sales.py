"""What sales reads: the content of spec 7.3, and nothing a caller can say that Slack would obey."""

import json

import pytest

from aftercall.delivery.slack.blocks import SlackMessage, links
from aftercall.delivery.slack.sales import SalesContext, meeting_time, sales_message
from aftercall.profile.slack import SlackDelivery
from aftercall.reports.call_record import CallRecord, ToolUse
from aftercall.reports.completed import CompletedReports
from aftercall.reports.evidence import Evidence
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.sales_intelligence import (
    Attitude,
    CompetitorContext,
    CompetitorMention,
)
from aftercall.session.models import ToolRole
from local.stand_ins.block_kit import problems_of
from tests.fakes.call_records import a_call, sample_call, sample_profile
from tests.fakes.clock import NOON

BASE = "https://calls.northwind.example"


def told(alert: str, call: CallRecord, **changes: str) -> SlackMessage:
    found = sales_message(alert, call, SalesContext(sample_profile(), BASE, **changes))
    assert found is not None
    assert problems_of(list(found.blocks)) == []
    return found


def texts(message: SlackMessage) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def lines(message: SlackMessage) -> list[str]:
    """What a reader sees, line by line, a label beside its value."""
    shown: list[str] = []
    for block in message.blocks:
        fields = [text["text"] for text in block.get("fields", [])]  # type: ignore[attr-defined]
        shown += [
            f"{label.strip('*')}: {value}" for label, value in zip(fields[::2], fields[1::2], strict=True)
        ]
        text = block.get("text")
        if isinstance(text, dict):
            shown += text["text"].splitlines()
    return shown


SIGNALS = {
    "team_size": 15,
    "monthly_volume": 200,
    "integration_needs": ("Salesforce",),
    "decision_timeline": "this_week",
    "budget_authority": "decision_maker",
    "current_tool": "DocuSign",
    "pain_points": ("No Salesforce integration",),
}
JOHN = {"name": "John Smith", "email": "john@acme.example", "company": "Acme"}


def test_a_hot_lead_reads_as_specified() -> None:
    call = a_call(lead_score=87, signals=SIGNALS, **JOHN)
    assert lines(told("hot_lead", call, record_id="a01000000000001")) == [
        "🔥 HOT LEAD ALERT",
        "Name: John Smith (john@acme.example)",
        "Company: Acme",
        "Score: 87/100",
        "*Key signals*",
        "• Team size: 15 users",
        "• Volume: 200 docs/month",
        "• Needs: Salesforce integration",
        "• Timeline: this week",
        "• Authority: decision maker",
        "• Current tool: DocuSign",
        ":link: <https://login.salesforce.com/a01000000000001|Salesforce>",
        f":link: <{BASE}/calls/RM_1.AJ_1|Transcript>",
        lines(told("hot_lead", call))[-1],
    ]
    assert lines(told("hot_lead", call))[-1].endswith(": Recommended: call within 2 hours")


def test_a_booked_meeting_reads_as_specified() -> None:
    booking = ToolUse(
        item_id="item_9",
        name="book_sales_meeting",
        role=ToolRole.BOOKING,
        at=NOON,
        failed=False,
        success=True,
        preferred_date="tomorrow",
        preferred_time="2 PM",
        meeting_link="https://calendar.example/7",
    )
    call = a_call(lead_score=75, qualification_tier="Tier 1", signals=SIGNALS, tool_uses=(booking,), **JOHN)
    assert lines(told("meeting_booked", call, record_id="a01000000000001"))[:-1] == [
        "📅 SALES MEETING BOOKED",
        "Customer: John Smith (john@acme.example)",
        "Meeting: tomorrow 2 PM",
        "Qualification: Tier 1 (Score: 75)",
        "*Quick context*",
        "• Team of 15",
        "• Timeline: this week",
        "• Current tool: DocuSign",
        "• Pain points: No Salesforce integration",
        ":link: <https://calendar.example/7|Calendar>",
        ":link: <https://login.salesforce.com/a01000000000001|Salesforce>",
        f":link: <{BASE}/calls/RM_1.AJ_1|Prep notes>",
    ]


def test_a_competitor_reads_as_specified() -> None:
    mention = CompetitorMention(
        name="DocuSign",
        context=CompetitorContext.CURRENT_TOOL,
        attitude=Attitude.NEGATIVE,
        mentions=2,
        confidence=0.9,
        evidence=(Evidence(item_id="i", start=0, end=9, quote="Currently using DocuSign but frustrated"),),
    )
    reports = CompletedReports(objections=ObjectionReport(competitors=(mention,)))
    assert lines(told("competitor_mentioned", a_call(reports=reports, **JOHN))) == [
        "⚔️ COMPETITOR MENTIONED",
        "Lead: John Smith (john@acme.example)",
        "Competitor: DocuSign",
        "Context: current tool",
        "Sentiment: Negative toward competitor ✅",
        "“Currently using DocuSign but frustrated”",
        f":link: <{BASE}/calls/RM_1.AJ_1|Full transcript>",
        f":link: <{BASE}/battlecards/DocuSign|DocuSign battlecard>",
        "Opportunity: Switcher campaign",
    ]


def test_a_link_that_slack_has_no_room_for_is_left_out() -> None:
    block = links([("Calendar", f"https://calendar.example/{'x' * 3000}"), ("Salesforce", BASE)])
    assert block is not None
    assert block["text"] == {"type": "mrkdwn", "text": f":link: <{BASE}|Salesforce>", "verbatim": True}


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
