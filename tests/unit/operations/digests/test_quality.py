"""The hourly digests for product (spec 7.4): what they count, and when there is nothing to say."""

from aftercall.operations.digests.quality import (
    content_gaps_digest,
    feature_requests_digest,
    low_engagement_digest,
)
from aftercall.reports.digest_readings import FeatureReading, GapReading, LowEngagementReading
from tests.fakes.digests import a_profile

PROFILE = a_profile()


def searched(text: str, times: int = 1, cluster: int | None = None, name: str | None = None) -> GapReading:
    return GapReading("failed_search", text, times, times, cluster, name)


def test_nothing_is_said_where_there_is_nothing_to_say() -> None:
    assert content_gaps_digest([], PROFILE) is None
    assert low_engagement_digest([], PROFILE) is None
    assert feature_requests_digest([], PROFILE) is None


def test_searches_of_one_cluster_are_counted_together_under_its_name() -> None:
    found = content_gaps_digest(
        [
            searched("zapier", 3, 1, "How to use Zapier integration"),
            searched("connect to zapier", 2, 1, "How to use Zapier integration"),
            searched("mobile app availability", 3, 2, "Mobile app availability"),
        ],
        PROFILE,
    )
    assert found is not None
    assert found.failed_searches == 8
    assert [(gap.text, gap.times) for gap in found.searches] == [
        ("How to use Zapier integration", 5),
        ("Mobile app availability", 3),
    ]


def test_a_search_that_is_not_learned_yet_joins_the_likest_words() -> None:
    found = content_gaps_digest(
        [
            searched("zapier integration setup", 2, 1, "zapier integration setup"),
            searched("setup zapier integration", 1),
            searched("enterprise pricing details", 1),
        ],
        PROFILE,
    )
    assert found is not None
    assert [(gap.text, gap.times) for gap in found.searches] == [
        ("zapier integration setup", 3),
        ("enterprise pricing details", 1),
    ]


def test_only_the_most_frequent_are_listed_and_all_are_counted() -> None:
    names = ("zapier", "mobile app", "fax numbers", "tax rates", "parrots", "rainbow colours", "trains")
    found = content_gaps_digest([searched(name, place) for place, name in enumerate(names, 1)], PROFILE)
    assert found is not None
    assert len(found.searches) == 5
    assert found.failed_searches == 28


def test_unanswered_questions_are_counted_apart() -> None:
    found = content_gaps_digest([GapReading("unanswered_question", "Can I sign on a boat?", 2, 2)], PROFILE)
    assert found is not None
    assert (found.failed_searches, found.unanswered_questions) == (0, 2)
    assert [gap.text for gap in found.questions] == ["Can I sign on a boat?"]


def test_calls_with_low_engagement_come_worst_first_each_with_its_reason() -> None:
    found = low_engagement_digest(
        [
            LowEngagementReading("RM_3", 4.8, ("abrupt_ending",)),
            LowEngagementReading("RM_1", 3.2, ("few_questions", "interruptions")),
            LowEngagementReading("RM_2", 4.1, (), "negative"),
            LowEngagementReading("RM_4", 4.9),
        ],
        PROFILE,
    )
    assert found is not None
    assert [(call.session_id, call.reason) for call in found.calls] == [
        ("RM_1", "High interruptions, few questions asked"),
        ("RM_2", "User frustration detected"),
        ("RM_3", "Abrupt ending"),
        ("RM_4", "No single reason"),
    ]


def test_a_subject_that_two_calls_left_open_is_their_pattern() -> None:
    found = low_engagement_digest(
        [
            LowEngagementReading("RM_1", 3.0, ("dead_air",), None, ("zapier integration setup",)),
            LowEngagementReading("RM_2", 4.0, ("dead_air",), None, ("setup of zapier integration",)),
        ],
        PROFILE,
    )
    assert found is not None
    assert found.pattern == "2 of 2 left open: “zapier integration setup” (not in the knowledge base)"


def test_else_a_reason_that_two_calls_share_is_their_pattern() -> None:
    found = low_engagement_digest(
        [LowEngagementReading("RM_1", 3.0, ("dead_air",)), LowEngagementReading("RM_2", 4.0, ("dead_air",))],
        PROFILE,
    )
    assert found is not None
    assert found.pattern == "2 of 2 calls: dead air"


def test_one_call_makes_no_pattern() -> None:
    found = low_engagement_digest([LowEngagementReading("RM_1", 3.0, ("dead_air",), None, ("fax",))], PROFILE)
    assert found is not None
    assert found.pattern is None


def test_features_are_counted_with_a_callers_words() -> None:
    found = feature_requests_digest(
        [
            FeatureReading("RM_1", "mobile app", "Need to sign on phone"),
            FeatureReading("RM_2", "mobile app, bulk send", "Both of them"),
            FeatureReading("RM_3", "bulk send", None),
            FeatureReading("RM_4", "mobile app", "Is there an app"),
        ],
        PROFILE,
    )
    assert found is not None
    assert found.mentions == 5
    assert [(one.feature, one.mentions, one.quote) for one in found.features] == [
        ("mobile app", 3, "Need to sign on phone"),
        ("bulk send", 2, "Both of them"),
    ]


def test_wishes_in_free_words_are_counted_with_those_that_say_the_same() -> None:
    found = feature_requests_digest(
        [
            FeatureReading("RM_1", "a report of overdue rent payments"),
            FeatureReading("RM_2", "overdue rent payments report"),
        ],
        PROFILE,
    )
    assert found is not None
    assert [(one.feature, one.mentions) for one in found.features] == [
        ("a report of overdue rent payments", 2)
    ]
