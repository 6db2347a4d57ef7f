"""What product reads in Slack, hourly (spec 7.4). Pure; what callers said stays plain text."""

from collections.abc import Sequence
from itertools import batched

from aftercall.delivery.links import filled_link
from aftercall.delivery.slack.blocks import (
    Block,
    SlackMessage,
    clipped,
    context,
    header,
    links,
    message,
    paragraph,
    words,
)
from aftercall.profile.models import Profile
from aftercall.reports.digests import (
    ContentGap,
    ContentGapsDigest,
    DigestRecord,
    FeatureRequestsDigest,
    LowEngagementDigest,
)

LONGEST_LINE = 250
LINKS_IN_A_SECTION = 5


def product_message(
    record: DigestRecord, profile: Profile, public_base_url: str | None
) -> SlackMessage | None:
    """Give the message of an hourly digest; None for one that goes by e-mail."""
    match record.figures:
        case ContentGapsDigest():
            return content_gaps(record.figures, profile, public_base_url)
        case LowEngagementDigest():
            return low_engagement(record.figures, profile, public_base_url)
        case FeatureRequestsDigest():
            return feature_requests(record.figures, profile, public_base_url)
        case _:
            return None


def content_gaps(digest: ContentGapsDigest, profile: Profile, public_base_url: str | None) -> SlackMessage:
    """Say what callers looked for and nobody could tell them."""
    blocks = [header("📚 CONTENT GAPS (Last Hour)")]
    told = []
    if digest.searches:
        blocks += _numbered(
            f"Failed Searches ({digest.failed_searches:,} total)",
            [_gap(gap, "search", "searches") for gap in digest.searches],
        )
        told.append(_counted(digest.failed_searches, "failed search", "failed searches"))
    if digest.questions:
        blocks += _numbered(
            f"Unanswered Questions ({digest.unanswered_questions:,} total)",
            [_gap(gap, "time", "times") for gap in digest.questions],
        )
        told.append(_counted(digest.unanswered_questions, "unanswered question", "unanswered questions"))
    return message(
        f"Content gaps in the last hour: {', '.join(told)}",
        [
            *blocks,
            links([("Full report", _report(profile, public_base_url, "content_gaps"))]),
            paragraph(f"Action: {profile.digests.content_gaps_action}"),
        ],
    )


def low_engagement(
    digest: LowEngagementDigest, profile: Profile, public_base_url: str | None
) -> SlackMessage:
    """Say which calls went badly, why, and what they have in common."""
    calls = _counted(digest.total, "call", "calls")
    lines = [f"Session {call.session_id}: Score {call.score:.1f} - {call.reason}" for call in digest.calls]
    transcripts = [
        (
            f"Transcript of {call.session_id}",
            filled_link(profile.links, "call", public_base_url=public_base_url, session_id=call.session_id),
        )
        for call in digest.calls
    ]
    more = digest.total - len(digest.calls)
    return message(
        f"Low engagement in the last hour: {calls} with a score below {digest.below:g}",
        [
            header("📉 LOW ENGAGEMENT SESSIONS (Last Hour)"),
            *_listed(f"{calls} with score <{digest.below:g}", [f"• {line}" for line in lines]),
            context(f"and {more:,} more") if more > 0 else None,
            *map(links, batched(transcripts, LINKS_IN_A_SECTION, strict=False)),
            paragraph(f"Pattern: {clipped(digest.pattern, LONGEST_LINE)}") if digest.pattern else None,
        ],
    )


def feature_requests(
    digest: FeatureRequestsDigest, profile: Profile, public_base_url: str | None
) -> SlackMessage:
    """Say what callers wish for, and how they put it."""
    mentions = _counted(digest.mentions, "mention", "mentions")
    lines = [
        f"{one.feature[:1].upper()}{one.feature[1:]} ({_counted(one.mentions, 'mention', 'mentions')})"
        + (f" - “{clipped(_one_line(one.quote), LONGEST_LINE)}”" if one.quote else "")
        for one in digest.features
    ]
    return message(
        f"Feature requests in the last hour: {mentions}",
        [
            header("💡 FEATURE REQUESTS (Last Hour)"),
            *_numbered(f"Requested Features ({mentions})", lines),
            links([("Full details", _report(profile, public_base_url, "feature_requests"))]),
            paragraph(f"Action: {profile.digests.feature_requests_action}"),
        ],
    )


def _gap(gap: ContentGap, one: str, many: str) -> str:
    return f"“{clipped(_one_line(gap.text), LONGEST_LINE)}” ({_counted(gap.times, one, many)})"


def _numbered(title: str, lines: Sequence[str]) -> list[Block]:
    return _listed(title, [f"{place}. {line}" for place, line in enumerate(lines, start=1)])


def _listed(title: str, lines: Sequence[str]) -> list[Block]:
    return [words(title), paragraph("\n".join(lines))]


def _report(profile: Profile, public_base_url: str | None, name: str) -> str | None:
    """Give the report's own page, else the dashboard."""
    own = filled_link(profile.links, name, public_base_url=public_base_url)
    return own or filled_link(profile.links, "dashboard", public_base_url=public_base_url)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
