"""All that Salesforce is to be told of one call, before anything is known of what stands there."""

import hashlib
import json
from dataclasses import dataclass

from aftercall.delivery.links import filled_link
from aftercall.delivery.salesforce.call_values import FollowUp, call_values, follow_up
from aftercall.delivery.salesforce.names import LONGEST_FIRST_NAME, LONGEST_LAST_NAME, split_name
from aftercall.delivery.salesforce.person_values import PersonValues, Values, person_values
from aftercall.delivery.salesforce.routing import Route, facts_of, route
from aftercall.delivery.salesforce.text import length, plain
from aftercall.profile.models import Profile
from aftercall.reports.call_record import CallRecord

LONGEST_EMAIL = 80
LONGEST_COMPANY = 255


@dataclass(frozen=True, slots=True)
class Identity:
    """Who called, as Salesforce keeps it; with neither e-mail nor phone nobody is looked for."""

    email: str | None
    phone: str | None
    first_name: str | None
    last_name: str | None
    company: str | None

    @property
    def is_known(self) -> bool:
        """Whether somebody can be found by it."""
        return self.email is not None or self.phone is not None

    def values(self) -> Values:
        """Give the standard fields that are known."""
        fields = {
            "FirstName": self.first_name,
            "LastName": self.last_name,
            "Company": self.company,
            "Email": self.email,
            "Phone": self.phone,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class CallStory:
    """One call for Salesforce.

    Parameters
    ----------
    link
        Where the whole transcript is.
    task
        What follows from it; None where nothing does.
    """

    record: CallRecord
    identity: Identity
    person: PersonValues
    call: Values
    task: FollowUp | None
    route: Route
    link: str | None

    @property
    def payload_hash(self) -> str:
        """SHA-256 of all that is told: the same story is not told twice."""
        owner = self.route.owner
        told = {
            "identity": self.identity.values(),
            "person": [self.person.told, self.person.known, self.person.initial],
            "call": self.call,
            "task": None if self.task is None else [self.task.subject, self.task.text, self.task.priority],
            "owner": None if owner is None else [owner.user_id, owner.email],
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def call_story(record: CallRecord, profile: Profile, public_base_url: str | None) -> CallStory:
    """Compute what is to be told of a call."""
    link = call_link(record.session_id, profile, public_base_url)
    identity = identity_of(record)
    return CallStory(
        record=record,
        identity=identity,
        person=person_values(record, profile),
        call=call_values(record, link),
        task=follow_up(record, profile) if identity.is_known else None,
        route=route(
            profile.destinations.salesforce.routing,
            facts_of(record),
            record.occurred_at,
            profile.business_hours,
            record.session_id,
        ),
        link=link,
    )


def identity_of(record: CallRecord) -> Identity:
    """Give who called, by this call and by what is known of the person."""
    known = record.person
    email = record.email or (known.email if known else None)
    name = split_name(record.name or (known.name if known else None))
    return Identity(
        # An address cannot be shortened: one that Salesforce has no room for is as good as none.
        email=email if email is not None and length(email) <= LONGEST_EMAIL else None,
        phone=record.phone or (known.phone if known else None),
        first_name=plain(name.first, LONGEST_FIRST_NAME) if name else None,
        last_name=plain(name.last, LONGEST_LAST_NAME) if name else None,
        company=plain(record.company or (known.company if known else None), LONGEST_COMPANY),
    )


def call_link(session_id: str, profile: Profile, public_base_url: str | None) -> str | None:
    """Give the stable address of a call's transcript; None where the deployment has no address."""
    return filled_link(profile.links, "call", public_base_url=public_base_url, session_id=session_id)
