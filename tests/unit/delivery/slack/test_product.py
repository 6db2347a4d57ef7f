"""The hourly messages for product (spec 7.4)."""

from typing import Any

import pytest

from aftercall.delivery.slack.blocks import SlackMessage
from aftercall.delivery.slack.product import product_message
from aftercall.reports.digests import (
    ContentGap,
    ContentGapsDigest,
    DigestKind,
    DigestRecord,
    FeatureRequestsDigest,
    LowEngagementCall,
    LowEngagementDigest,
    RequestedFeature,
)
from local.stand_ins.block_kit import problems_of
from tests.fakes.digests import DAY, a_profile, daily

BASE = "https://calls.brightline.example"
type Hourly = ContentGapsDigest | LowEngagementDigest | FeatureRequestsDigest

MARKUP = "<!channel> *bold* <https://evil.example|click> `code`"


def told(figures: Hourly, **rules: Any) -> SlackMessage:
    record = DigestRecord(
        digest_id=1,
        kind=DigestKind.CONTENT_GAPS,
        period_start=DAY.start,
        period_end=DAY.end,
        figures=figures,
    )
    message = product_message(record, a_profile(**rules), BASE)
    assert message is not None
    return message


def texts(value: object, kind: str) -> list[str]:
    """All texts of text objects of a kind."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == kind and isinstance(value.get("text"), str) else []
        return own + [text for one in value.values() for text in texts(one, kind)]
    return [text for one in value for text in texts(one, kind)] if isinstance(value, list | tuple) else []


GAPS = ContentGapsDigest(
    failed_searches=15,
    searches=(
        ContentGap(text="How to use Zapier integration", times=5, calls=4),
        ContentGap(text="Mobile app availability", times=1, calls=1),
    ),
)
LOW = LowEngagementDigest(
    below=5.0,
    total=2,
    calls=(
        LowEngagementCall(session_id="RM_1.AJ_1", score=3.2, reason="High interruptions"),
        LowEngagementCall(session_id="RM_2.AJ_2", score=4.1, reason="User frustration detected"),
    ),
    pattern="2 of 2 left open: “feature X” (not in the knowledge base)",
)
FEATURES = FeatureRequestsDigest(
    mentions=4,
    features=(
        RequestedFeature(feature="mobile app", mentions=3, quote="Need to sign on phone"),
        RequestedFeature(feature="bulk send", mentions=1),
    ),
)


def test_content_gaps() -> None:
    message = told(GAPS)
    plain, markup = texts(message.blocks, "plain_text"), texts(message.blocks, "mrkdwn")
    assert plain == [
        "📚 CONTENT GAPS (Last Hour)",
        "1. “How to use Zapier integration” (5 searches)\n2. “Mobile app availability” (1 search)",
        "Action: Update Intercom articles",
    ]
    assert markup == ["*Failed Searches (15 total)*", f":link: <{BASE}/dashboard|Full report>"]
    assert message.text == "Content gaps in the last hour: 15 failed searches"


def test_questions_nobody_answered_are_content_gaps_too() -> None:
    question = ContentGap(text="Can I sign on a boat?", times=2, calls=2)
    message = told(ContentGapsDigest(failed_searches=0, unanswered_questions=2, questions=(question,)))
    assert texts(message.blocks, "mrkdwn")[0] == "*Unanswered Questions (2 total)*"
    assert "1. “Can I sign on a boat?” (2 times)" in texts(message.blocks, "plain_text")


def test_low_engagement() -> None:
    message = told(LOW)
    assert texts(message.blocks, "plain_text") == [
        "📉 LOW ENGAGEMENT SESSIONS (Last Hour)",
        (
            "• Session RM_1.AJ_1: Score 3.2 - High interruptions\n"
            "• Session RM_2.AJ_2: Score 4.1 - User frustration detected"
        ),
        "Pattern: 2 of 2 left open: “feature X” (not in the knowledge base)",
    ]
    assert texts(message.blocks, "mrkdwn") == [
        "*2 calls with score &lt;5*",
        (
            f":link: <{BASE}/calls/RM_1.AJ_1|Transcript of RM_1.AJ_1>\n"
            f":link: <{BASE}/calls/RM_2.AJ_2|Transcript of RM_2.AJ_2>"
        ),
    ]


def test_calls_beyond_the_listed_ones_are_counted_and_no_pattern_is_no_line() -> None:
    message = told(LOW.model_copy(update={"total": 12, "pattern": None}))
    plain = texts(message.blocks, "plain_text")
    assert "and 10 more" in plain
    assert not [text for text in plain if text.startswith("Pattern")]


def test_feature_requests() -> None:
    message = told(FEATURES)
    assert texts(message.blocks, "plain_text") == [
        "💡 FEATURE REQUESTS (Last Hour)",
        "1. Mobile app (3 mentions) - “Need to sign on phone”\n2. Bulk send (1 mention)",
        "Action: Update product roadmap voting",
    ]


def test_a_daily_digest_is_not_told_to_slack() -> None:
    record = DigestRecord(
        digest_id=1, kind=DigestKind.DAILY, period_start=DAY.start, period_end=DAY.end, figures=daily()
    )
    assert product_message(record, a_profile(), BASE) is None


HOSTILE = (
    ContentGapsDigest(failed_searches=1, searches=(ContentGap(text=MARKUP, times=1, calls=1),)),
    FeatureRequestsDigest(
        mentions=1, features=(RequestedFeature(feature=MARKUP, mentions=1, quote=f"{MARKUP}\n{MARKUP}"),)
    ),
    LOW.model_copy(update={"pattern": MARKUP}),
)


@pytest.mark.parametrize("figures", HOSTILE, ids=lambda one: type(one).__name__)
def test_words_of_callers_are_never_markup(figures: Hourly) -> None:
    message = told(figures)
    assert not [text for text in texts(message.blocks, "mrkdwn") if "channel" in text or "evil" in text]
    assert "<!channel>" not in message.text


LONG = "x" * 500


@pytest.mark.parametrize(
    "figures",
    [
        GAPS,
        LOW,
        FEATURES,
        ContentGapsDigest(
            failed_searches=5,
            searches=tuple(ContentGap(text=f"{LONG}{one}", times=1, calls=1) for one in range(20)),
            unanswered_questions=5,
            questions=tuple(ContentGap(text=f"{LONG}{one}", times=1, calls=1) for one in range(20)),
        ),
    ],
    ids=["gaps", "engagement", "features", "long"],
)
def test_slack_takes_it(figures: Hourly) -> None:
    message = told(figures)
    assert problems_of(list(message.blocks)) == []
