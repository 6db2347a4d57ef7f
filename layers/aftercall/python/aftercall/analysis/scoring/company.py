"""Demographic and firmographic points: who and how large the company is (spec 3.2)."""

import re

from aftercall.analysis.context import is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.scoring.factors import Factor
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import SalesIntelligenceReport

_PLACES_OF_BUSINESS = frozenset((
    "locations", "offices", "clinics", "branches", "stores", "shops", "sites", "hotels", "schools",
    "warehouses", "states", "countries", "restaurants", "franchises",
))  # fmt: skip
_AUDIENCE = frozenset((
    "customers", "clients", "patients", "students", "tenants", "members", "rooms", "accounts", "subscribers",
    "guests", "units", "properties",
))  # fmt: skip
_REVENUE = re.compile(
    r"\b(?:revenue|turnover|a year in sales|million|deal(?:s)? (?:size|worth|are|is)|arr|mrr|average deal"
    r"|contract(?:s)? (?:over|worth)|job|project(?:s)? worth|charge)\b"
)
_BUDGET = re.compile(r"\bbudget\b")
_OTHER_INDUSTRY = 0.5
_UNKNOWN_PLACE = 0.5
_MANY_CUSTOMERS = 100


def demographic_factors(sales: SalesIntelligenceReport | None, profile: Profile) -> list[Factor]:
    """Company size, industry and location."""
    if sales is None:
        return []
    scoring = profile.lead_score
    size = sales.team_size
    industry = sales.industry
    known = any((size, industry, sales.monthly_volume, sales.use_cases))
    return [
        Factor(
            "company_size",
            0.4,
            0.0 if size is None else min(1.0, (size.value / scoring.team_size_for_full_points) ** 0.5),
            "Team size was not said" if size is None else f"Team of {size.value}",
            () if size is None else size.evidence,
        ),
        Factor(
            "industry",
            0.3,
            0.0
            if industry is None
            else 1.0
            if industry.value in scoring.ideal_industries
            else _OTHER_INDUSTRY,
            "Industry was not said" if industry is None else f"Industry: {industry.value}",
            () if industry is None else industry.evidence,
        ),
        _place(sales, scoring.served_locations, known=known),
    ]


def _place(sales: SalesIntelligenceReport, served: tuple[str, ...], *, known: bool) -> Factor:
    location = sales.location
    if location is None:
        value = 0.0 if not known else _UNKNOWN_PLACE if served else 1.0
        reason = "Location was not said" + ("; every location is served" if known and not served else "")
        return Factor("location", 0.3, value, reason)
    fits = not served or any(place.lower() in location.value.lower() for place in served)
    return Factor("location", 0.3, 1.0 if fits else 0.0, f"Location: {location.value}", location.evidence)


def firmographic_factors(
    sales: SalesIntelligenceReport | None, conversation: Conversation, profile: Profile
) -> list[Factor]:
    """Employees, money and market presence, as far as the caller tells."""
    if sales is None:
        return []
    size, volume = sales.team_size, sales.monthly_volume
    scoring = profile.lead_score
    by_team = 0.0 if size is None else min(1.0, (size.value / scoring.team_size_for_full_points) ** 0.5)
    by_volume = (
        0.0 if volume is None else min(1.0, (volume.value / scoring.monthly_volume_for_full_points) ** 0.5)
    )
    money = _first(conversation, money=True)
    presence = _first(conversation, money=False)
    named = sales.company
    evidence = (named.evidence if named else ()) + ((presence.evidence(),) if presence else ())
    return [
        Factor(
            "employees",
            0.5,
            max(by_team, by_volume),
            "Size was not said" if not (size or volume) else "Size by team and documents",
            (size.evidence if size else ()) + (volume.evidence if volume else ()),
        ),
        Factor(
            "revenue",
            0.25,
            0.0 if money is None else 1.0,
            "No figures of revenue or budget" if money is None else "Spoke of money the business moves",
            () if money is None else (money.evidence(),),
        ),
        Factor(
            "market_presence",
            0.25,
            0.5 * (named is not None) + 0.5 * (presence is not None),
            "Presence in the market: "
            + (", ".join(_presence_words(named is not None, presence)) or "nothing said"),
            evidence,
        ),
    ]


def _presence_words(named: bool, presence: Clause | None) -> list[str]:  # noqa: FBT001 - two facts, one sentence
    words = ["the company was named"] if named else []
    return words + (["locations or customers were counted"] if presence is not None else [])


def _first(conversation: Conversation, *, money: bool) -> Clause | None:
    """Give the first clause that counts money (or places and customers) of the caller's own business."""
    for utterance in conversation.user:
        for clause in utterance.clauses:
            if is_about_others(clause.text) or is_past(clause.text):
                continue
            units = {
                quantity.unit: quantity.value
                for quantity in utterance.annotation.quantities
                if clause.start <= quantity.start < clause.end
            }
            if (
                money
                and units
                and (_BUDGET.search(clause.text) or ("usd" in units and _REVENUE.search(clause.text)))
            ):
                return clause
            if not money and any(
                unit in _PLACES_OF_BUSINESS or (unit in _AUDIENCE and value >= _MANY_CUSTOMERS)
                for unit, value in units.items()
            ):
                return clause
    return None
