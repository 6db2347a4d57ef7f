"""What comes up more or less often than in the week before: with enough calls, for one is no trend."""

from collections.abc import Iterable, Iterator

from aftercall.operations.digests.comparing import capitalised, counted, percent, share, signed_percent
from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import ExecutiveReadings, TermReading
from aftercall.reports.digests import Statement

INDUSTRY = "industry"
INTEGRATION = "integration"
FEATURE = "feature"
COMPETITOR = "competitor"
SWITCHER = "switcher"
MOST_OF_A_KIND = 2
NO_INDUSTRY = "other"

TITLES = {
    INDUSTRY: "{name} industry calls",
    INTEGRATION: "{name} integration requests",
    FEATURE: "“{name}” requests",
    COMPETITOR: "{name} mentions",
}


def known_terms(readings: ExecutiveReadings, profile: Profile, kind: str) -> list[TermReading]:
    """Give the terms of a kind that the profile knows; a competitor that is no product is none."""
    vocabulary = profile.vocabulary
    products = {one.name for one in vocabulary.competitors if not one.manual}
    names = {
        INDUSTRY: {one.name for one in vocabulary.industries} - {NO_INDUSTRY},
        INTEGRATION: {one.name for one in vocabulary.integrations},
        FEATURE: {one.name for one in vocabulary.features},
        COMPETITOR: products,
        SWITCHER: products,
    }[kind]
    return [term for term in readings.terms if term.kind == kind and term.name in names]


def daily_trends(readings: ExecutiveReadings, profile: Profile) -> tuple[Statement, ...]:
    """Give what moved within the last seven days, and what is asked for most."""
    found = list(moving_terms(readings, profile))
    most = most_requested(readings, profile)
    shown = found[: profile.digests.most_listed - (1 if most else 0)]
    return (*shown, *([most] if most else ()))


def moving_terms(readings: ExecutiveReadings, profile: Profile) -> Iterator[Statement]:
    """Give the terms that moved most, two of each kind."""
    for kind, title in TITLES.items():
        for term in moved(known_terms(readings, profile, kind), profile)[:MOST_OF_A_KIND]:
            yield Statement(
                text=title.format(name=capitalised(term.name)),
                figure=movement(term, profile.digests.minimums.trend_calls),
            )


def moved(terms: Iterable[TermReading], profile: Profile) -> list[TermReading]:
    """Give the terms with enough calls that changed enough, the largest change first."""
    minimums = profile.digests.minimums
    enough = [
        term
        for term in terms
        if max(term.calls, term.calls_before) >= minimums.trend_calls
        and (
            not term.calls_before
            or abs(100 * (term.calls - term.calls_before) / term.calls_before) >= minimums.trend_percent
        )
    ]
    return sorted(enough, key=lambda term: (-abs(term.calls - term.calls_before), term.name))


def grown(terms: Iterable[TermReading], profile: Profile) -> list[TermReading]:
    """Give the terms that moved up."""
    return [term for term in moved(terms, profile) if term.calls > term.calls_before]


def movement(term: TermReading, fewest: int) -> str:
    """Say how a term moved; with a percentage only where both weeks have enough calls for one."""
    if min(term.calls, term.calls_before) < fewest:
        before = f"{term.calls_before:,}" if term.calls_before else "none"
        return f"{counted(term.calls, 'call')} this week, {before} the week before"
    change = signed_percent(100 * (term.calls - term.calls_before) / term.calls_before)
    return f"{change} this week ({counted(term.calls, 'call')} after {term.calls_before:,})"


def most_requested(readings: ExecutiveReadings, profile: Profile) -> Statement | None:
    """Name the feature that most calls of the week asked for."""
    features = sorted(known_terms(readings, profile, FEATURE), key=lambda term: (-term.calls, term.name))
    if not features or features[0].calls < profile.digests.minimums.trend_calls:
        return None
    first = features[0]
    part = share(first.calls, readings.week)
    of_all = f", {percent(part)} of all" if part else ""
    return Statement(
        text=f"“{capitalised(first.name)}” is the most requested feature",
        figure=f"{counted(first.calls, 'call')} this week{of_all}",
    )
