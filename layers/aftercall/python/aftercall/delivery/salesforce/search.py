"""Looking for what stands in Salesforce, all in one request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aftercall.delivery.salesforce.api import Answer, SalesforceApi
from aftercall.delivery.salesforce.failures import (
    SalesforceUnavailable,
    codes,
    raise_if_passing,
    refusals,
)
from aftercall.delivery.salesforce.fields import EXTERNAL_ID, PERSON_FIELDS
from aftercall.delivery.salesforce.people import (
    Candidates,
    Person,
    Record,
    call_query,
    choose_person,
    owner_query,
    person_query,
    query_part,
    queue_query,
)
from aftercall.delivery.salesforce.story import CallStory
from aftercall.delivery.salesforce.writing import AbsentFields
from aftercall.ledger.debts import Claim

MOST_SEARCHES = 8
MISSING_COLUMN = "INVALID_FIELD"
PEOPLE = {"contacts": "Contact", "leads": "Lead"}


@dataclass(frozen=True, slots=True)
class Found:
    """What stands there; None where there is nothing of it."""

    call: Record | None
    person: Person | None
    owner_id: str | None
    queue_id: str | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for call, person, owner and queue.

    Parameters
    ----------
    absent
        Fields that are known to be missing; what a search finds missing is added.
    """

    api: SalesforceApi
    absent: AbsentFields
    queue: str | None

    def find(self, story: CallStory, claim: Claim) -> Found:
        """Give what stands there.  Raises SalesforceUnavailable."""
        record = story.record
        queries = {"call": call_query([record.session_id, claim.dedupe_id], claim.external_id)}
        if story.route.owner is not None:
            queries["owner"] = owner_query(story.route.owner)
        if self.queue is not None and story.task is not None:
            queries["queue"] = queue_query(self.queue)
        kinds = PEOPLE if story.identity.is_known else {}
        found = self._ask(
            kinds,
            lambda: (
                queries
                | {
                    name: person_query(kind, story.identity, self.absent.of(kind))
                    for name, kind in kinds.items()
                }
            ),
        )
        candidates = choose_person(story.identity, found.get("contacts", []), found.get("leads", []))
        return Found(
            call=_call(found["call"], record.session_id, claim.external_id),
            person=candidates.person or self._converted(story, candidates),
            owner_id=_first_id(found.get("owner", [])),
            queue_id=_first_id(found.get("queue", [])),
            warnings=candidates.warnings,
        )

    def _converted(self, story: CallStory, candidates: Candidates) -> Person | None:
        """Follow a converted lead to its contact, whatever address that has by now."""
        contact_id = candidates.converted_contact_id
        if contact_id is None:
            return None
        found = self._ask(
            {"contacts": "Contact"},
            lambda: {
                "contacts": person_query(
                    "Contact", story.identity, self.absent.of("Contact"), record_id=contact_id
                )
            },
        )["contacts"]
        return Person("Contact", found[0]) if found else None

    def _ask(
        self, kinds: Mapping[str, str], queries: Callable[[], Mapping[str, str]]
    ) -> dict[str, list[Record]]:
        """Ask, and once more without each field that turns out to be missing."""
        for _ in range(MOST_SEARCHES):
            parts = [query_part(name, soql) for name, soql in queries().items()]
            answers = self.api.composite(parts, all_or_none=False)
            for name, answer in answers.items():
                if answer.is_error:
                    raise_if_passing(refusals(answer.body), f"query of {name}")
            missing = [self._learn(answers[name], kind) for name, kind in kinds.items()]
            if not any(missing):
                return {name: _records(name, answer) for name, answer in answers.items()}
        raise SalesforceUnavailable("Lead, Contact: many custom fields are missing; deploy salesforce/ first")

    def _learn(self, answer: Answer, kind: str) -> bool:
        """Remember a field that a query failed for; False where it failed for nothing of the kind."""
        if not answer.is_error:
            return False
        asked_for = {field.name for field in PERSON_FIELDS} - self.absent.of(kind)
        missing = {
            (kind, name)
            for refusal in refusals(answer.body)
            if refusal.code == MISSING_COLUMN
            for name in refusal.fields_among(asked_for)
        }
        self.absent.names |= missing
        return bool(missing)


def _records(name: str, answer: Answer) -> list[Record]:
    if answer.is_error:
        raise SalesforceUnavailable(f"query of {name}: {answer.status} {codes(refusals(answer.body))}")
    records = answer.body.get("records") if isinstance(answer.body, dict) else None
    if not isinstance(records, list):
        raise SalesforceUnavailable(f"query of {name}: expected records")
    return records


def _call(records: list[Record], session_id: str, external_id: str | None) -> Record | None:
    """Choose the call's record: of this id, else the one that was delivered, else of an id it had before."""
    for wanted in (session_id, external_id):
        for record in records:
            if wanted is not None and wanted in {record[EXTERNAL_ID], record["Id"]}:
                return record
    return records[0] if records else None


def _first_id(records: list[Record]) -> str | None:
    return str(records[0]["Id"]) if records else None
