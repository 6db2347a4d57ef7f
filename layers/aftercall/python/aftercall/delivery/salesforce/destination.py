"""Salesforce as the ledger sees it: one call is told in two API calls, three for somebody new.

1. One composite request looks for the call's record, the person as contact and lead, the owner and the queue.
2. For somebody new the lead is created, so that the task can link to it. A retry finds it again.
3. One composite request, all or nothing: person, task, and the call's record, which remembers the task.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from aftercall.delivery.salesforce.api import Answer, SalesforceApi
from aftercall.delivery.salesforce.call_values import is_too_old_for_a_task, local_day
from aftercall.delivery.salesforce.changes import call_links, changes_of_person, lead_to_create
from aftercall.delivery.salesforce.failures import SalesforceRejected, SalesforceUnavailable
from aftercall.delivery.salesforce.fields import CALL_OBJECT, EXTERNAL_ID
from aftercall.delivery.salesforce.library import format_external_id
from aftercall.delivery.salesforce.people import Person, Record
from aftercall.delivery.salesforce.person_values import Values
from aftercall.delivery.salesforce.search import Found, Search
from aftercall.delivery.salesforce.story import CallStory, call_story
from aftercall.delivery.salesforce.writing import AbsentFields, Body, Draft, write
from aftercall.ledger.debts import Claim
from aftercall.ledger.outcomes import Delivered, Outcome, Rejected, Skipped, TryAgain
from aftercall.profile.models import Profile
from aftercall.reports.call_record import CallRecord

NO_IDENTITY = "no_identity"
CALL_GONE = "call_not_found"
TASK_ID = "Task_Id__c"
NEW_TASK = "@{task.id}"


@dataclass(slots=True)
class SalesforceDestination:
    """Tells Salesforce of calls; two calls of one person are never claimed at once, so no lead is made twice.

    Parameters
    ----------
    read_call
        Gives a call as it stands in the warehouse.
    now
        The clock, aware UTC.
    """

    api: SalesforceApi
    read_call: Callable[[str], CallRecord | None]
    profile: Profile
    public_base_url: str | None
    now: Callable[[], datetime]
    _absent: AbsentFields = field(default_factory=AbsentFields, init=False)

    def deliver(self, claim: Claim) -> Outcome:
        """Tell Salesforce of the claim's call as it stands now."""
        record = self.read_call(claim.debt.subject_id)
        if record is None:
            return Skipped(CALL_GONE)
        story = call_story(record, self.profile, self.public_base_url)
        if story.payload_hash == claim.delivered_hash:
            return Delivered(story.payload_hash, claim.external_id)
        self.api.ends_at = claim.until
        self._absent.forget_in_time(self.now())
        try:
            return self._tell(story, claim)
        except SalesforceUnavailable as failed:
            return TryAgain(failed.error, failed.after, destination_down=failed.destination_down)
        except SalesforceRejected as refused:
            return Rejected(str(refused))

    def _tell(self, story: CallStory, claim: Claim) -> Delivered:
        address = self.api.open()
        settings = self.profile.destinations.salesforce
        found = Search(self.api, self._absent, settings.routing.queue).find(story, claim)
        warnings = list(found.warnings)
        person, drafts = found.person, []
        if person is not None:
            drafts += _person_draft(person, changes_of_person(person, story, settings, found.owner_id))
        elif story.identity.is_known:
            person = self._create_lead(lead_to_create(story, settings, found.owner_id), warnings)
        else:
            warnings.append(NO_IDENTITY)
        task = None if person is None else self._task(story, found, person, address, warnings)
        drafts += [] if task is None else [task]
        drafts.append(_call_draft(story, found.call, person, with_task=task is not None))
        answers = write(self.api, drafts, self._absent, warnings)
        warnings += self._absent.warnings()
        return Delivered(
            payload_hash=story.payload_hash,
            external_id=str(found.call["Id"]) if found.call else _id_of(answers["call"]),
            warning="; ".join(dict.fromkeys(warnings)) or None,
        )

    def _create_lead(self, values: Values, warnings: list[str]) -> Person:
        draft = Draft("person", "Lead", "POST", "sobjects/Lead", {**values})
        created = _id_of(write(self.api, [draft], self._absent, warnings)["person"])
        if created is None:
            raise SalesforceUnavailable("Lead: expected the id of what was created")
        return Person("Lead", draft.body | {"Id": created})

    def _task(
        self, story: CallStory, found: Found, person: Person, address: str, warnings: list[str]
    ) -> Draft | None:
        """Give the task, unless the call has one, or had: whoever deleted it meant it."""
        if story.task is None or is_too_old_for_a_task(story.record, self.profile, self.now()):
            return None
        if found.call is not None and found.call.get(TASK_ID):
            return None
        today = local_day(self.profile, self.now())
        values = story.task.values(f"{address}/{person.id}", story.link, today) | {"WhoId": person.id}
        if story.route.owner is not None and found.owner_id is None:
            warnings.append("the routed owner is no active user of Salesforce: the queue was taken")
        owner = found.owner_id or found.queue_id
        if owner is not None:
            values["OwnerId"] = owner
        else:
            warnings.append("neither owner nor queue was found: the task is the integration user's")
        return Draft("task", "Task", "POST", "sobjects/Task", {**values})


def _person_draft(person: Person, changes: Values) -> list[Draft]:
    if not changes:
        return []
    return [Draft("person", person.kind, "PATCH", f"sobjects/{person.kind}/{person.id}", {**changes})]


def _call_draft(story: CallStory, there: Record | None, person: Person | None, *, with_task: bool) -> Draft:
    """Give the call's record: by its external id, or by its own where the external id changes."""
    task: Body = {TASK_ID: NEW_TASK} if with_task else {}
    values: Body = {**story.call, **call_links(person, there), **task}
    session_id = story.record.session_id
    path = f"sobjects/{CALL_OBJECT}/"
    if there is not None and there[EXTERNAL_ID] != session_id:
        return Draft("call", CALL_OBJECT, "PATCH", f"{path}{there['Id']}", values)
    del values[EXTERNAL_ID]
    return Draft("call", CALL_OBJECT, "PATCH", path + format_external_id(EXTERNAL_ID, session_id), values)


def _id_of(answer: Answer) -> str | None:
    identifier = answer.body.get("id") if isinstance(answer.body, dict) else None
    return identifier if isinstance(identifier, str) else None
