"""What digests say, to whom and when (spec 7.4 and 7.5)."""

from datetime import time
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, Field

from aftercall.session.models import Noun

MOST_RECIPIENTS = 50
"""SES takes no more in one message."""
SUBJECT_FIELDS = frozenset({"product", "date"})

EmailAddress = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$"),
]
Percent = Annotated[float, Field(ge=0.0, le=100.0)]


def _subject(template: str) -> str:
    try:
        fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    except ValueError as error:
        raise ValueError("expected a text with {product} and {date}") from error
    if not fields <= SUBJECT_FIELDS:
        raise ValueError("expected a text with no fields but {product} and {date}")
    return template


SubjectTemplate = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_subject)]


class DigestMinimums(Noun):
    """How much it takes before something is said: one call is no trend."""

    trend_calls: int = Field(default=3, ge=2, description="calls this week, for a trend or a risk")
    trend_percent: Percent = Field(default=10.0, description="change from one week to the next")
    failed_searches: int = Field(default=3, ge=2, description="of one subject in a week")
    qualified_leads: int = Field(default=5, ge=1, description="for shares among qualified leads")
    competitor_share_percent: Percent = Field(default=10.0, description="of the week's calls")
    tier_1_share_percent: Percent = Field(default=50.0, description="of who uses a competitor's product")
    rate_points: float = Field(default=5.0, gt=0, description="change of a rate, in percentage points")


class DigestRules(Noun):
    """The daily and weekly mails, and the hourly messages to product.

    Mails go out at ``send_at`` in the zone of ``business_hours``: the daily one about the day before, the
    weekly one about the seven days before ``weekly_on``.
    """

    recipients: tuple[EmailAddress, ...] = Field(
        default=(), max_length=MOST_RECIPIENTS, description="all see each other; none: no mails"
    )
    daily: bool = True
    weekly: bool = True
    hourly: bool = True
    send_at: time = time(8)
    weekly_on: int = Field(default=1, ge=1, le=7, description="ISO weekday, Monday is 1")
    daily_subject: SubjectTemplate = "{product} Voice Agent Daily Summary - {date}"
    weekly_subject: SubjectTemplate = "{product} Voice Agent Weekly Review - Week of {date}"
    error_rate_target_percent: Percent = 5.0
    infrastructure_usd_per_month: float | None = Field(
        default=None, ge=0, description="what runs whether or not somebody calls; None: not counted"
    )
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$", description="of opportunities that are added")
    top_leads: int = Field(default=3, ge=1, le=20)
    most_recommendations: int = Field(default=5, ge=1, le=20)
    most_listed: int = Field(default=5, ge=1, le=20, description="of anything else that is listed")
    minimums: DigestMinimums = DigestMinimums()
    unavailable_features: tuple[str, ...] = Field(
        default=(), description="of the vocabulary: asked for, but not to be had"
    )
    content_gaps_action: str = "Update the help centre's articles"
    feature_requests_action: str = "Update the vote on the product roadmap"
