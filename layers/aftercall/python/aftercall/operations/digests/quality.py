"""The hourly digests for product (spec 7.4); None where there is nothing to say."""

from collections import Counter
from collections.abc import Sequence

from aftercall.language.question_clusters import nearest, subject_of
from aftercall.operations.digests.findings import FLAG_NAMES
from aftercall.operations.digests.gaps import (
    FAILED_SEARCH,
    UNANSWERED_QUESTION,
    content_gaps,
    total,
)
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import FeatureReading, GapReading, LowEngagementReading
from aftercall.reports.digests import (
    ContentGapsDigest,
    FeatureRequestsDigest,
    LowEngagementCall,
    LowEngagementDigest,
    RequestedFeature,
)

LONGEST_TEXT = 120
SHARED_BY = 2
"""A pattern is what at least two calls have in common."""
# What says most about a call that went badly comes first.
FLAGS_BY_WEIGHT = (
    "interruptions",
    "declining_sentiment",
    "dead_air",
    "unresolved_questions",
    "abrupt_ending",
    "agent_dominates",
    "user_dominates",
    "few_questions",
)
FRUSTRATION = "user frustration detected"


def content_gaps_digest(readings: Sequence[GapReading], profile: Profile) -> ContentGapsDigest | None:
    """Count an hour's failed searches and unanswered questions."""
    searches = content_gaps(readings, FAILED_SEARCH)
    questions = content_gaps(readings, UNANSWERED_QUESTION)
    if not searches and not questions:
        return None
    most = profile.digests.most_listed
    return ContentGapsDigest(
        failed_searches=total(searches),
        searches=searches[:most],
        unanswered_questions=total(questions),
        questions=questions[:most],
    )


def low_engagement_digest(
    readings: Sequence[LowEngagementReading], profile: Profile
) -> LowEngagementDigest | None:
    """List an hour's calls with low engagement, the worst first, each with its reason."""
    if not readings:
        return None
    rule = profile.alerts.low_engagement
    ranked = sorted(readings, key=lambda one: (one.score, one.session_id))
    return LowEngagementDigest(
        below=rule.below_score,
        total=len(ranked),
        calls=tuple(
            LowEngagementCall(session_id=one.session_id, score=one.score, reason=_reason(one))
            for one in ranked[: rule.listed]
        ),
        pattern=_pattern(ranked),
    )


def _reason(reading: LowEngagementReading) -> str:
    flags = [FLAG_NAMES[flag] for flag in FLAGS_BY_WEIGHT if flag in reading.flags]
    if reading.sentiment == "negative" and "declining_sentiment" not in reading.flags:
        flags.insert(1 if "interruptions" in reading.flags else 0, FRUSTRATION)
    text = ", ".join(flags[:2]) or "no single reason"
    return text[:1].upper() + text[1:]


def _pattern(readings: Sequence[LowEngagementReading]) -> str | None:
    """Say what several calls have in common: a subject nobody could answer, else a reason."""
    subjects: dict[str, set[str]] = {}
    for reading in readings:
        for text in reading.open_subjects:
            same = nearest(subject_of(text, None), [(name, subject_of(name, None)) for name in subjects])
            subjects.setdefault(same or text, set()).add(reading.session_id)
    nothing: tuple[str, set[str]] = ("", set())
    text, calls = max(subjects.items(), key=lambda item: len(item[1]), default=nothing)
    if len(calls) >= SHARED_BY:
        return (
            f"{len(calls)} of {len(readings)} left open: “{text[:LONGEST_TEXT]}” (not in the knowledge base)"
        )
    counted = Counter(flag for reading in readings for flag in set(reading.flags) & FLAG_NAMES.keys())
    flag, times = max(counted.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return f"{times} of {len(readings)} calls: {FLAG_NAMES[flag]}" if times >= SHARED_BY else None


def feature_requests_digest(
    readings: Sequence[FeatureReading], profile: Profile
) -> FeatureRequestsDigest | None:
    """Count an hour's feature requests, each with a caller's words."""
    if not readings:
        return None
    grouped: dict[str, list[FeatureReading]] = {}
    catalogue = {one.name for one in profile.vocabulary.features}
    for reading in readings:
        names = [name for name in reading.feature.split(", ") if name in catalogue]
        for name in names or [_likest(reading.feature, grouped, catalogue)]:
            grouped.setdefault(name, []).append(reading)
    ranked = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    return FeatureRequestsDigest(
        mentions=sum(map(len, grouped.values())),
        features=tuple(
            RequestedFeature(
                feature=name[:LONGEST_TEXT],
                mentions=len(found),
                quote=next((one.quote for one in found if one.quote), None),
            )
            for name, found in ranked[: profile.digests.most_listed]
        ),
    )


def _likest(feature: str, grouped: dict[str, list[FeatureReading]], catalogue: set[str]) -> str:
    """Give the group of free words that say the same, else the words themselves."""
    free = [(name, subject_of(name, None)) for name in grouped if name not in catalogue]
    return nearest(subject_of(feature, None), free) or feature
