"""Salesforce: what our words are called there, and whose lead is whose."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from aftercall.profile.hours import BusinessHours
from aftercall.session.models import Level, Noun


class Picklist(Noun):
    """A picklist of the organisation's and what our words are called in it."""

    values: tuple[str, ...] = Field(default=(), description="as in the field's metadata, in its order")
    labels: dict[str, str] = Field(default_factory=dict, description="our word, lower case, to a value")
    other: str | None = Field(default=None, description="for a word without a label of its own")
    initial: str | None = Field(default=None, description="of a new record whose call does not tell")

    @model_validator(mode="after")
    def _values_exist(self) -> Self:
        used = {*self.labels.values(), *(value for value in (self.other, self.initial) if value)}
        unknown = sorted(used - set(self.values))
        if unknown:
            msg = f"expected labels that are among the values, got {unknown[0]!r}"
            raise ValueError(msg)
        return self

    def label(self, word: str | None) -> str | None:
        """Give a word's own value, or None."""
        return None if word is None else self.labels.get(word.lower())


def _levels(high: str, medium: str, low: str) -> Picklist:
    labels = {Level.HIGH.value: high, Level.MEDIUM.value: medium, Level.LOW.value: low}
    return Picklist(values=tuple(labels.values()), labels=labels)


def _words(**labels: str) -> Picklist:
    return Picklist(values=tuple(labels.values()), labels=labels)


class SalesforcePicklists(Noun):
    """Every picklist of ``salesforce/``; the closed ones are the specification's, the others are yours."""

    qualification_tier: Picklist = Picklist(
        values=("Tier 1 - Sales Ready", "Tier 2 - Self Serve"),
        labels={"tier 1": "Tier 1 - Sales Ready", "tier 2": "Tier 2 - Self Serve"},
    )
    decision_timeline: Picklist = _words(
        this_week="This Week",
        this_month="This Month",
        this_quarter="This Quarter",
        next_quarter="Next Quarter",
        evaluating="Evaluating",
    )
    budget_authority: Picklist = Picklist(
        values=("Decision Maker", "Influencer", "Needs Approval", "Unknown"),
        labels={
            "decision_maker": "Decision Maker",
            "influencer": "Influencer",
            "needs_approval": "Needs Approval",
        },
        initial="Unknown",
    )
    urgency: Picklist = _levels("High", "Medium", "Low")
    sentiment: Picklist = _words(positive="Positive", neutral="Neutral", negative="Negative")
    follow_up_priority: Picklist = _levels(
        "High (within 24h)", "Medium (within week)", "Low (standard cadence)"
    )
    integrations: Picklist = Picklist()
    industries: Picklist = Picklist()
    use_cases: Picklist = Picklist()
    competitors: Picklist = Picklist()


class Territory(Noun):
    """A part of the world somebody sells to."""

    name: str
    places: tuple[str, ...] = Field(default=(), description="states, countries, cities, lower case")
    phone_prefixes: tuple[str, ...] = Field(default=(), description="of E.164 numbers: +44, +1212")


class Absence(Noun):
    """Days somebody is out, both included."""

    first: date
    last: date


class SalesOwner(Noun):
    """Somebody leads are given to; Salesforce's user is found by Id, else by e-mail."""

    name: str
    email: str | None = None
    user_id: str | None = Field(default=None, description="Id of the Salesforce user")
    territories: tuple[str, ...] = Field(default=(), description="names of territories; empty: everywhere")
    industries: tuple[str, ...] = Field(default=(), description="specialisation, as in the vocabulary")
    integrations: tuple[str, ...] = ()
    team_size_from: int = Field(default=0, ge=0, description="takes no smaller teams")
    hours: BusinessHours | None = Field(default=None, description="None: the company's")
    out: tuple[Absence, ...] = ()

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.email and not self.user_id:
            msg = f"expected an email or a user_id for {self.name}"
            raise ValueError(msg)
        return self


class OwnerRouting(Noun):
    """Whose lead is whose: territory, then specialisation, then availability, then in turn, else a queue."""

    territories: tuple[Territory, ...] = ()
    owners: tuple[SalesOwner, ...] = ()
    queue: str | None = Field(default=None, description="developer name of a Salesforce queue for tasks")

    @model_validator(mode="after")
    def _territories_exist(self) -> Self:
        known = {territory.name for territory in self.territories}
        for owner in self.owners:
            for name in owner.territories:
                if name not in known:
                    msg = f"{owner.name}: expected the name of a territory, got {name!r}"
                    raise ValueError(msg)
        return self


class FollowUpTasks(Noun):
    """The task for the follow-up of a Tier 1 call (spec 4.7)."""

    days_by_urgency: dict[Level, int] = Field(
        default_factory=lambda: {Level.HIGH: 1, Level.MEDIUM: 3, Level.LOW: 7}
    )
    days_without_urgency: int = Field(default=3, ge=0)
    oldest_call_days: int = Field(default=14, ge=0, description="an older call is no reason for a task")


class SalesforceDelivery(Noun):
    """What is told to Salesforce, and how."""

    picklists: SalesforcePicklists = SalesforcePicklists()
    routing: OwnerRouting = OwnerRouting()
    tasks: FollowUpTasks = FollowUpTasks()
    unknown_company: str = Field(default="Unknown", description="where a lead must have a company")
    unknown_name: str = Field(default="Unknown", description="where a lead must have a last name")
    lead_source: str | None = Field(default=None, description="LeadSource of leads that are created here")
    api_reserve_percent: float = Field(
        default=10.0, ge=0.0, lt=100.0, description="of the organisation's daily API calls left to others"
    )
