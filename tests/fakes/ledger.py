"""The delivery ledger in memory, by the ledger's own rules, and a destination that answers as it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aftercall.ledger.circuit import CLOSED_CIRCUIT, Circuit, with_claim, with_outcome
from aftercall.ledger.debts import Claim, Debt, Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome
from aftercall.ledger.policy import STANDARD_POLICY, DeliveryPolicy
from aftercall.ledger.settlement import LedgerRow, claimed, new_row, owed_again, settled
from aftercall.ledger.status import DeliveryStatus
from tests.fakes.clock import NOON


def a_claim(
    destination: Destination = Destination.SALESFORCE,
    subject: Subject = Subject.SESSION,
    subject_id: str = "RM_1.AJ_1",
    *,
    dedupe_id: str | None = None,
    attempt: int = 1,
    delivered_hash: str | None = None,
    external_id: str | None = None,
    has_failed: bool = False,
    owed_since: datetime | None = None,
    at: datetime = NOON,
) -> Claim:
    """A claim as a port gets it."""
    session_id = subject_id if subject is Subject.SESSION else None
    return Claim(
        delivery_id=1,
        debt=Debt(destination, subject, subject_id, session_id),
        dedupe_id=dedupe_id or subject_id,
        revision=1,
        attempt=attempt,
        delivered_hash=delivered_hash,
        external_id=external_id,
        created_at=owed_since or at,
        until=at + timedelta(seconds=90),
        has_failed=has_failed,
    )


@dataclass(slots=True)
class FakeLedger:
    """Debts by their number, each with its row."""

    policy: DeliveryPolicy = STANDARD_POLICY
    debts: dict[int, Debt] = field(default_factory=dict)
    rows: dict[int, LedgerRow] = field(default_factory=dict)
    circuits: dict[Destination, Circuit] = field(default_factory=dict)

    def owe(self, debt: Debt, now: datetime = NOON) -> int:
        """Write a debt, or let it be due again; gives its number."""
        for number, known in self.debts.items():
            if known == debt:
                self.rows[number] = owed_again(self.rows[number], now, self.policy)
                return number
        number = len(self.debts) + 1
        self.debts[number], self.rows[number] = debt, new_row(now, self.policy)
        return number

    def status(self, number: int) -> DeliveryStatus:
        return self.rows[number].status

    def claim(self, destination: Destination, now: datetime) -> Claim | None:
        circuit = self.circuits.get(destination, CLOSED_CIRCUIT)
        due = self._due(destination, now)
        if not circuit.admits(now) or not due:
            return None
        number = min(due, key=lambda one: self.rows[one].due_at)
        row = self.rows[number] = claimed(self.rows[number], now, self.policy)
        until = now + self.policy.claim_lasts
        self.circuits[destination] = with_claim(circuit, until)
        debt = self.debts[number]
        return Claim(
            delivery_id=number,
            debt=debt,
            dedupe_id=debt.subject_id,
            revision=row.revision,
            attempt=row.attempts,
            delivered_hash=row.payload_hash,
            external_id=row.external_id,
            created_at=now,
            until=until,
            has_failed=row.last_error_at is not None,
        )

    def settle(self, claim: Claim, outcome: Outcome, now: datetime, jitter: float) -> bool:
        destination = claim.debt.destination
        told = settled(self.rows[claim.delivery_id], claim, outcome, now, jitter, self.policy)
        if told is not None:
            self.rows[claim.delivery_id] = told
        circuit = self.circuits.get(destination, CLOSED_CIRCUIT)
        self.circuits[destination] = with_outcome(circuit, claim, outcome, now, self.policy)
        return told is not None

    def has_due(self, destination: Destination, now: datetime) -> bool:
        return self.circuits.get(destination, CLOSED_CIRCUIT).admits(now) and bool(
            self._due(destination, now)
        )

    def _due(self, destination: Destination, now: datetime) -> list[int]:
        return [
            number
            for number, debt in self.debts.items()
            if debt.destination is destination
            and self.rows[number].status is DeliveryStatus.PENDING
            and self.rows[number].due_at <= now
        ]


@dataclass(slots=True)
class FakeDestination:
    """Answers each claim with the next of ``answers``, then with the last for ever."""

    answers: list[Outcome | Exception] = field(default_factory=lambda: [Delivered("hash-of-what-was-sent")])
    claims: list[Claim] = field(default_factory=list)
    meanwhile: Callable[[Claim], None] = lambda _: None

    def deliver(self, claim: Claim) -> Outcome:
        self.claims.append(claim)
        self.meanwhile(claim)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer
