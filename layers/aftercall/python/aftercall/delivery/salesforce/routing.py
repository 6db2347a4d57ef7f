"""Whose lead it is: territory, then specialisation, then availability, then in turn, else the queue.

Everything is decided from the call and the profile alone, with the time of the call, so that asking again
gives the same answer.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from aftercall.profile.hours import BusinessHours
from aftercall.profile.salesforce import OwnerRouting, SalesOwner, Territory
from aftercall.reports.call_record import CallRecord


class RoutedBy(StrEnum):
    """What decided."""

    TERRITORY = "territory"
    SPECIALISATION = "specialisation"
    TURN = "turn"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Route:
    """Who should follow up; None is the queue."""

    owner: SalesOwner | None
    by: RoutedBy


@dataclass(frozen=True, slots=True)
class CallerFacts:
    """What routing looks at."""

    place: str | None = None
    phone: str | None = None
    industry: str | None = None
    integrations: tuple[str, ...] = ()
    team_size: int | None = None


def facts_of(record: CallRecord) -> CallerFacts:
    """Give what this call told, else what is known of the person from other calls."""
    told, known = record.signals, record.person
    return CallerFacts(
        place=(told.location if told else None) or (known.location if known else None),
        phone=record.phone or (known.phone if known else None),
        industry=(told.industry if told else None) or (known.industry if known else None),
        integrations=(told.integration_needs if told else ()) or (known.integration_needs if known else ()),
        team_size=(told.team_size if told else None) or (known.team_size if known else None),
    )


def route(
    routing: OwnerRouting, facts: CallerFacts, at: datetime, hours: BusinessHours, call_id: str
) -> Route:
    """Choose an owner.

    Parameters
    ----------
    at
        When the call was, aware.
    hours
        The company's, for owners without hours of their own.
    call_id
        Whose turn it is follows from it, evenly and always in the same way.
    """
    territory = territory_of(routing.territories, facts)
    here = [owner for owner in routing.owners if _serves(owner, territory, facts)]
    special = [owner for owner in here if _is_specialised(owner, facts)]
    for pool, reason in ((special, RoutedBy.SPECIALISATION), (here, RoutedBy.TERRITORY)):
        available = _available(pool, at, hours)
        if available:
            by = RoutedBy.TURN if reason is RoutedBy.TERRITORY and territory is None else reason
            return Route(_whose_turn(available, call_id), by)
    return Route(None, RoutedBy.QUEUE)


def territory_of(territories: Sequence[Territory], facts: CallerFacts) -> Territory | None:
    """Give the territory of the place that was named, else of the longest phone prefix; None is anywhere."""
    words = f" {' '.join(_words(facts.place))} "
    for territory in territories:
        if facts.place and any(f" {' '.join(_words(place))} " in words for place in territory.places):
            return territory
    matches = [
        (len(prefix), territory)
        for territory in territories
        for prefix in territory.phone_prefixes
        if facts.phone and facts.phone.startswith(prefix)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def _words(place: str | None) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in (place or "").lower()).split()


def _serves(owner: SalesOwner, territory: Territory | None, facts: CallerFacts) -> bool:
    if facts.team_size is not None and facts.team_size < owner.team_size_from:
        return False
    return not owner.territories or territory is None or territory.name in owner.territories


def _is_specialised(owner: SalesOwner, facts: CallerFacts) -> bool:
    in_industry = facts.industry is not None and facts.industry.lower() in owner.industries
    return in_industry or not {need.lower() for need in facts.integrations}.isdisjoint(owner.integrations)


def _available(pool: Sequence[SalesOwner], at: datetime, hours: BusinessHours) -> list[SalesOwner]:
    """Give who is not out, and of these who works at this hour, if anybody does."""
    present = [owner for owner in pool if not _is_out(owner, at, owner.hours or hours)]
    working = [owner for owner in present if (owner.hours or hours).include(at)]
    return working or present


def _is_out(owner: SalesOwner, at: datetime, hours: BusinessHours) -> bool:
    day = at.astimezone(ZoneInfo(hours.time_zone)).date()
    return any(absence.first <= day <= absence.last for absence in owner.out)


def _whose_turn(owners: Sequence[SalesOwner], call_id: str) -> SalesOwner:
    """Rank owners anew for each call; one who joins or is out shifts nobody else's calls."""
    return max(owners, key=lambda owner: hashlib.sha256(f"{owner.name}\0{call_id}".encode()).digest())
