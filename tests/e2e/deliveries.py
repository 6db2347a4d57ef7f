"""What end-to-end tests do with deliveries: calls of people of their own, the ledger, what arrived."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from local.samples.catalogue import Sample
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

# A hot lead who books a meeting and names a competitor: everything there is to tell of one call.
EVERYTHING = "01-hot-lead-booked"
NAME = "Renata Solberg"
EMAIL = "renata.solberg@tallgrass-staffing.example"
SALES_MESSAGES = 3
OPEN = {"pending", "sending"}
PATIENCE = timedelta(seconds=2)

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the destinations hold of one call."""

    leads: list[Row]
    calls: list[Row]
    tasks: list[Row]
    events: list[Row]
    messages: list[Row]

    @property
    def counts(self) -> dict[str, int]:
        """How much of each."""
        return {name: len(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The stack with an eye on what leaves it."""

    stack: Stack
    desk: Desk

    def new_call(self, email: str | None = None, name: str | None = None) -> tuple[Sample, str]:
        """A call by somebody who never called before, and that somebody's e-mail address."""
        address = email or f"caller-{secrets.token_hex(4)}@deliveries.example"
        call = self.stack.new_call(EVERYTHING)
        words = {EMAIL: address, **({} if name is None else {NAME: name})}
        return renamed(call, words), address

    def ledger(self, call: Sample) -> list[Row]:
        """The rows of a call and of its alerts."""
        return self.stack.rows("deliveries", "session_id", call.session_id)

    def status(self, call: Sample, destination: str) -> set[str]:
        """Where a call's deliveries to a destination stand."""
        return {row["status"] for row in self.ledger(call) if row["destination"] == destination}

    def wait_until(self, call: Sample, destination: str, *statuses: str) -> None:
        """Wait until all of a call's deliveries to a destination stand there."""
        self.stack.wait_until(
            lambda: self.status(call, destination) == set(statuses),
            f"{destination} of {call.session_id}: {statuses}",
        )

    def wait_until_paid(self, *calls: Sample) -> None:
        """Wait until nothing is owed of these calls; what waits for another attempt is tried soon."""

        def paid() -> bool:
            rows = [row for call in calls for row in self.ledger(call)]
            return len(rows) > len(calls) and not any(row["status"] in OPEN for row in rows)

        for call in calls:
            self.stack.wait_for_analysis(call.session_id)
        hurried_at = self.stack.now()

        def paid_or_tried_again() -> bool:
            nonlocal hurried_at
            if self.stack.now() - hurried_at > PATIENCE:
                hurried_at = self.stack.now()
                self.hurry()
            return paid()

        self.stack.wait_until(paid_or_tried_again, "an end of the debts")

    def hurry(self) -> None:
        """Let all waiting be over: of what is to be tried again, and of destinations that are left alone."""
        self.stack.connection.execute(
            "UPDATE warehouse.deliveries SET due_at = now() WHERE status = 'pending' AND due_at > now()"
        )
        self.stack.connection.execute(
            "UPDATE warehouse.destination_circuits SET open_until = now() WHERE open_until > now()"
        )
        self.stack.functions.invoke("sweep_deliveries", {})

    def arrived(self, call: Sample, email: str) -> Arrived:
        """What the destinations hold of a call."""
        state = self.desk.state()
        salesforce = state["salesforce"]
        leads = [lead for lead in salesforce["Lead"] if lead["Email"] == email]
        ids = {lead["Id"] for lead in leads}
        return Arrived(
            leads=leads,
            calls=[one for one in salesforce["Voice_Call__c"] if one["Session_Id__c"] == call.session_id],
            tasks=[task for task in salesforce["Task"] if task["WhoId"] in ids],
            events=[one for one in state["amplitude"]["events"] if call.session_id in json.dumps(one)],
            messages=[one for one in state["slack"]["messages"] if email in json.dumps(one)],
        )

    def alert(self, dedup_key: str) -> Row:
        """The newest alert of a key; empty when there is none."""
        found = self.stack.rows("alerts_history", "dedup_key", dedup_key)
        return max(found, key=lambda row: row["id"], default={})

    def forget_alerts(self, dedup_key: str) -> None:
        """Let what was told before lie a day back, over and beyond every cool-down."""
        self.stack.connection.execute(
            "UPDATE warehouse.alerts_history SET triggered_at = triggered_at - interval '1 day',"
            " last_seen_at = last_seen_at - interval '1 day',"
            " resolved_at = coalesce(resolved_at, now()) - interval '1 day'"
            " WHERE dedup_key = %s",
            [dedup_key],
        )

    def check_alerts(self, condition: Callable[[], Any], what: str) -> Any:
        """Check the rules again and again until something follows."""

        def checked() -> Any:
            self.stack.functions.invoke("check_alerts", {})
            return condition()

        return self.stack.wait_until(checked, what)

    def let_time_pass(self, alert: Row) -> None:
        """Let an alert have been seen last so long ago that it may be over."""
        self.stack.connection.execute(
            "UPDATE warehouse.alerts_history SET last_seen_at = last_seen_at - interval '10 minutes',"
            " triggered_at = triggered_at - interval '20 minutes' WHERE id = %s",
            [alert["id"]],
        )


def renamed(call: Sample, words: Mapping[str, str]) -> Sample:
    """Put other words in a call's report and webhooks, also in JSON that travels as a text."""
    return Sample(
        call.name,
        cast("dict[str, Any]", _with(call.report, words)),
        cast("list[dict[str, Any]]", _with(call.webhooks, words)),
    )


def _with(value: object, words: Mapping[str, str]) -> object:
    match value:
        case dict():
            return {key: _with(part, words) for key, part in value.items()}
        case list():
            return [_with(part, words) for part in value]
        case str() if value.startswith("{"):
            return json.dumps(_with(json.loads(value), words))
        case str():
            for old, new in words.items():
                value = value.replace(old, new)
    return value
