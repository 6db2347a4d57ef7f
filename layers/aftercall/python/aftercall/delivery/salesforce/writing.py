"""Writing records so that one refused value does not keep the others back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aftercall.delivery.salesforce.api import Answer, SalesforceApi, Subrequest
from aftercall.delivery.salesforce.failures import (
    FIELD_CODES,
    HALTED,
    MOVED_CODES,
    Refusal,
    SalesforceRejected,
    SalesforceUnavailable,
    raise_if_passing,
    refusals,
)
from aftercall.delivery.salesforce.person_values import Value

type Body = dict[str, Value | None]
"""A record's fields as they are sent; None empties one."""

REMEMBERED = timedelta(hours=1)
MOST_ROUNDS = 8
"""Salesforce names one unknown field at a time; an organisation that lacks more has not been set up."""
DEMANDED = frozenset({"LastName", "Company", "Session_Id__c", "Task_Id__c"})
"""Without these nothing is written: a record that cannot remember its task would get another each time."""
ABSENT_CODES = frozenset({"INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE"})
SAVE_DUPLICATES = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
"""We looked for the person: a rule that only warns of a likely duplicate is not to stop the lead."""


@dataclass(slots=True)
class Draft:
    """A record to be written; fields may be taken out of ``body``."""

    reference: str
    kind: str
    method: str
    path: str
    body: Body

    def part(self) -> Subrequest:
        """Give it as part of a composite request."""
        headers = SAVE_DUPLICATES if self.reference == "person" else None
        return Subrequest(self.reference, self.method, self.path, self.body, headers)


@dataclass(slots=True)
class AbsentFields:
    """Custom fields that the organisation does not have, or its user may not see; found out once."""

    names: set[tuple[str, str]] = field(default_factory=set)
    since: datetime | None = None

    def forget_in_time(self, now: datetime) -> None:
        """Ask anew once an hour: an administrator may have added what was missing."""
        if self.since is None or now - self.since > REMEMBERED:
            self.names.clear()
            self.since = now

    def of(self, kind: str) -> frozenset[str]:
        """Give those of an object."""
        return frozenset(name for owner, name in self.names if owner == kind)

    def without(self, kind: str, values: Body) -> Body:
        """Leave them out."""
        absent = self.of(kind)
        return {name: value for name, value in values.items() if name not in absent}

    def warnings(self) -> list[str]:
        """Name them for the ledger."""
        return [f"{kind}.{name} does not exist or may not be written" for kind, name in sorted(self.names)]


def write(
    api: SalesforceApi, drafts: Sequence[Draft], absent: AbsentFields, warnings: list[str]
) -> dict[str, Answer]:
    """Write all or nothing; a field that is refused is left out once, and named.

    Raises
    ------
    SalesforceUnavailable
        When nothing was written and it may be tried again.
    SalesforceRejected
        When a record cannot be written at all.
    """
    for draft in drafts:
        draft.body = absent.without(draft.kind, draft.body)
    for _ in range(MOST_ROUNDS):
        answers = api.composite([draft.part() for draft in drafts], all_or_none=True)
        failed = [draft for draft in drafts if answers[draft.reference].is_error]
        if not failed:
            return answers
        for draft in failed:
            _take_out(draft, _own_refusals(answers[draft.reference]), absent, warnings)
    kinds = ", ".join(draft.kind for draft in drafts)
    raise SalesforceRejected(f"{kinds}: fields were refused {MOST_ROUNDS} times over")


def _own_refusals(answer: Answer) -> list[Refusal]:
    return [refusal for refusal in refusals(answer.body) if refusal.code != HALTED]


def _take_out(draft: Draft, found: Sequence[Refusal], absent: AbsentFields, warnings: list[str]) -> None:
    raise_if_passing(found, draft.kind)
    for refusal in found:
        names = refusal.fields_among(draft.body) if refusal.code in FIELD_CODES else ()
        if not names and refusal.code in MOVED_CODES:
            raise SalesforceUnavailable(f"{draft.kind}: {refusal.code}", destination_down=False)
        refused = ", ".join(names or sorted(refusal.names & draft.body.keys())) or "the record"
        if not names or not DEMANDED.isdisjoint(names):
            raise SalesforceRejected(f"{draft.kind}: {refusal.code} on {refused}")
        for name in names:
            del draft.body[name]
            if refusal.code in ABSENT_CODES:
                absent.names.add((draft.kind, name))
            else:
                warnings.append(f"{draft.kind}.{name} was refused: {refusal.code}")
