"""What is written, given what stands there: nothing a person typed is lost without the call saying so."""

from collections.abc import Mapping
from typing import Any

from aftercall.delivery.salesforce.fields import FIELD_BY_NAME, FieldKind
from aftercall.delivery.salesforce.people import STANDARD_FIELDS, Person, Record
from aftercall.delivery.salesforce.person_values import SEPARATOR, PersonValues, Value, Values
from aftercall.delivery.salesforce.story import CallStory
from aftercall.profile.salesforce import SalesforceDelivery

LAST_CALL = "Last_Voice_Call_Date__c"
SECOND = len("2026-01-01T00:00:00")
OWNER = "Recommended_Owner__c"


def lead_to_create(story: CallStory, settings: SalesforceDelivery, owner_id: str | None) -> Values:
    """Give a new lead's values."""
    demanded: Values = {"LastName": settings.unknown_name, "Company": settings.unknown_company}
    given: Values = {} if settings.lead_source is None else {"LeadSource": settings.lead_source}
    recommended: Values = {} if owner_id is None else {OWNER: owner_id}
    return demanded | given | story.identity.values() | story.person.for_new_record | recommended


def changes_of_person(
    person: Person, story: CallStory, settings: SalesforceDelivery, owner_id: str | None
) -> Values:
    """Give what a lead or contact is told: what this call told, and what is known where nothing stands."""
    stands = person.record
    placeholders = {settings.unknown_name, settings.unknown_company}
    told: Values = dict(story.person.told)
    if owner_id is not None and told:
        told[OWNER] = owner_id
    identity = {
        name: value
        for name, value in story.identity.values().items()
        if name in stands and (not stands[name] or stands[name] in placeholders)
    }
    if "LastName" not in identity:
        identity.pop("FirstName", None)  # half of another name is no name
    known = {
        name: value
        for name, value in story.person.known.items()
        if name in stands and _is_empty(stands[name])
    }
    if _is_overtaken(story.person, stands):
        return identity | known
    replaced = {name: _united(name, value, stands.get(name)) for name, value in told.items()}
    return (
        identity
        | known
        | {name: value for name, value in replaced.items() if not _is_same(name, value, stands.get(name))}
    )


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _is_same(name: str, value: Value, there: object) -> bool:
    """Whether that is what stands there; Salesforce writes the zone of a time in another way."""
    if FIELD_BY_NAME[name].kind is FieldKind.DATE_TIME:
        return isinstance(there, str) and there[:SECOND] == str(value)[:SECOND]
    return there == value


def _is_overtaken(values: PersonValues, stands: Mapping[str, Any]) -> bool:
    """Whether a newer call has been told already; of somebody without an e-mail only Salesforce knows."""
    there, ours = stands.get(LAST_CALL), values.told.get(LAST_CALL)
    return isinstance(there, str) and isinstance(ours, str) and there[:SECOND] > ours[:SECOND]


def _united(name: str, value: Value, there: object) -> Value:
    """Add to what is ticked in a multi-picklist: nothing that a person ticked is unticked."""
    kind = FIELD_BY_NAME[name].kind
    if kind is not FieldKind.MULTI_PICKLIST or not isinstance(there, str) or not there:
        return value
    return SEPARATOR.join(dict.fromkeys([*there.split(SEPARATOR), *str(value).split(SEPARATOR)]))


def call_links(person: Person | None, there: Record | None) -> dict[str, Value | None]:
    """Give the lookups that stand for the specification's Related_To__c: a call is one person's.

    A call that turns out to be a contact's, where a lead stood, is not the lead's any more.
    """
    if person is None:
        return {}
    others = (f"{kind}__c" for kind in STANDARD_FIELDS if kind != person.kind)
    cleared = {name: None for name in others if there is not None and there.get(name)}
    return {f"{person.kind}__c": person.id, **cleared}
