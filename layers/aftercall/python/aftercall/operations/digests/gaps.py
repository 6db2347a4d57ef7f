"""Failed searches and unanswered questions, those that ask the same counted together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aftercall.language.question_clusters import Subject, nearest, subject_of
from aftercall.reports.digest_readings import GapReading
from aftercall.reports.digests import ContentGap

FAILED_SEARCH = "failed_search"
UNANSWERED_QUESTION = "unanswered_question"


@dataclass(slots=True)
class _Cluster:
    """Readings that ask the same; the cluster across calls names it, else its most frequent words."""

    text: str
    subject: Subject
    readings: list[GapReading] = field(default_factory=list)


def content_gaps(readings: Iterable[GapReading], kind: str) -> tuple[ContentGap, ...]:
    """Count gaps of a kind by what they ask, the most frequent first.

    What was learned across calls says what belongs together; what is newer than the last learning is put to
    the likest words.
    """
    clusters: dict[tuple[str, int], _Cluster] = {}
    ordered = sorted(
        (one for one in readings if one.kind == kind),
        key=lambda one: (one.cluster_id is None, -one.times, one.text),
    )
    for reading in ordered:
        key = _key_of(reading, clusters)
        if key not in clusters:
            text = reading.representative or reading.text
            clusters[key] = _Cluster(text, subject_of(text, None))
        clusters[key].readings.append(reading)
    gaps = [
        ContentGap(
            text=cluster.text,
            times=sum(one.times for one in cluster.readings),
            calls=sum(one.calls for one in cluster.readings),
        )
        for cluster in clusters.values()
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.times, -gap.calls, gap.text)))


def _key_of(reading: GapReading, clusters: dict[tuple[str, int], _Cluster]) -> tuple[str, int]:
    if reading.cluster_id is not None:
        return ("learned", reading.cluster_id)
    likest = nearest(subject_of(reading.text, None), [(key, one.subject) for key, one in clusters.items()])
    return likest if likest is not None else ("new", len(clusters))


def total(gaps: Sequence[ContentGap]) -> int:
    """Add up how often."""
    return sum(gap.times for gap in gaps)
