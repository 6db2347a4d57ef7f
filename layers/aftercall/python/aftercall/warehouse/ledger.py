"""The delivery ledger for those who pay: taking on a debt, and writing down what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.ledger.circuit import with_claim, with_outcome
from aftercall.ledger.debts import Claim, Debt, Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome
from aftercall.ledger.policy import STANDARD_POLICY, DeliveryPolicy
from aftercall.ledger.settlement import LedgerRow, settled
from aftercall.ledger.status import DeliveryStatus
from aftercall.warehouse.alerts_history import note_sent
from aftercall.warehouse.circuits import locked_circuit, write_circuit
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.errors import WarehouseUnavailable

SETTLING_PAUSES_SECONDS = (0.5, 2.0)
"""What was sent has to be written down: a database that is away for a moment is waited for."""

DUE = """
owed.destination = %(destination)s AND owed.status = 'pending' AND owed.due_at <= %(now)s
AND NOT EXISTS (
    SELECT FROM warehouse.deliveries AS other JOIN warehouse.sessions AS theirs USING (session_id)
    WHERE other.destination = %(destination)s AND other.status = 'sending' AND other.claimed_until > %(now)s
    AND (theirs.lead_email = call.lead_email OR theirs.user_phone = call.user_phone))
"""
"""Two calls of one person are told one after the other: the later is told of what both left."""

CLAIMED = f"""
WITH due AS (
    SELECT owed.delivery_id FROM warehouse.deliveries AS owed
    LEFT JOIN warehouse.sessions AS call USING (session_id) WHERE {DUE}
    ORDER BY owed.priority, owed.due_at LIMIT 1 FOR UPDATE OF owed SKIP LOCKED
)
UPDATE warehouse.deliveries AS owed SET status = 'sending', attempts = owed.attempts + 1,
    claimed_until = %(until)s, claimed_revision = owed.revision, updated_at = %(now)s
FROM due WHERE owed.delivery_id = due.delivery_id RETURNING owed.*
"""  # noqa: S608 - a fixed text

HAS_DUE = f"""
SELECT EXISTS (SELECT FROM warehouse.deliveries AS owed
    LEFT JOIN warehouse.sessions AS call USING (session_id) WHERE {DUE})
"""  # noqa: S608 - a fixed text

SETTLED = """
UPDATE warehouse.deliveries SET status = %(status)s, revision = %(revision)s, attempts = %(attempts)s,
    due_at = %(due_at)s, gives_up_at = %(gives_up_at)s, claimed_until = %(claimed_until)s,
    claimed_revision = %(claimed_revision)s, reason = %(reason)s, payload_hash = %(payload_hash)s,
    external_id = %(external_id)s, warning = %(warning)s, last_error = %(last_error)s,
    last_error_at = %(last_error_at)s, delivered_at = %(delivered_at)s, updated_at = %(now)s
WHERE delivery_id = %(delivery_id)s
"""


@dataclass(frozen=True, slots=True)
class WarehouseLedger:
    """The ledger in PostgreSQL; what ``delivery.draining`` asks of one.

    Parameters
    ----------
    connection
        Gives an open connection, a new one where the last broke.
    pause
        Waits for so many seconds.
    """

    connection: Callable[[], Connection]
    pause: Callable[[float], None]
    policy: DeliveryPolicy = STANDARD_POLICY

    def claim(self, destination: Destination, now: datetime) -> Claim | None:
        """Take on the debt that is due and goes first, where the destination's circuit admits one.

        Raises WarehouseUnavailable or RejectedByWarehouse: nothing is taken on.
        """
        until = now + self.policy.claim_lasts
        connection = self.connection()
        with transaction(connection):
            circuit = locked_circuit(connection, destination, now)
            if not circuit.admits(now):
                return None
            with connection.cursor(row_factory=dict_row) as cursor:
                row = cursor.execute(
                    CLAIMED, {"destination": destination, "now": now, "until": until}
                ).fetchone()
            if row is None:
                return None
            probing = with_claim(circuit, until)
            if probing != circuit:
                write_circuit(connection, destination, probing, now)
        return _claim(row)

    def settle(self, claim: Claim, outcome: Outcome, now: datetime, jitter: float) -> bool:
        """Write down what came of a claim; False where somebody else has it by now.

        Raises WarehouseUnavailable after a third attempt: the claim then ends by itself.
        """
        for seconds in SETTLING_PAUSES_SECONDS:
            try:
                return self._settle(claim, outcome, now, jitter)
            except WarehouseUnavailable:
                self.pause(seconds)
        return self._settle(claim, outcome, now, jitter)

    def has_due(self, destination: Destination, now: datetime) -> bool:
        """Whether a worker that starts now would find something to do."""
        connection = self.connection()
        with transaction(connection):
            if not locked_circuit(connection, destination, now).admits(now):
                return False
            found = connection.execute(HAS_DUE, {"destination": destination, "now": now}).fetchone()
        return bool(found and found[0])

    def _settle(self, claim: Claim, outcome: Outcome, now: datetime, jitter: float) -> bool:
        connection, destination = self.connection(), claim.debt.destination
        with transaction(connection):
            with connection.cursor(row_factory=dict_row) as cursor:
                row = cursor.execute(
                    "SELECT * FROM warehouse.deliveries WHERE delivery_id = %s FOR UPDATE",
                    [claim.delivery_id],
                ).fetchone()
            told = None if row is None else settled(ledger_row(row), claim, outcome, now, jitter, self.policy)
            if told is not None:
                columns = {**asdict(told), "now": now, "delivery_id": claim.delivery_id}
                connection.execute(SETTLED, columns)
                if isinstance(outcome, Delivered) and claim.debt.subject is Subject.ALERT:
                    note_sent(connection, claim.debt.subject_id, destination, now)
            circuit = locked_circuit(connection, destination, now)
            after = with_outcome(circuit, claim, outcome, now, self.policy)
            if after != circuit:
                write_circuit(connection, destination, after, now)
        return told is not None


def ledger_row(row: Mapping[str, Any]) -> LedgerRow:
    """Give what changes of a row."""
    values = {name: row[name] for name in LedgerRow.__dataclass_fields__}
    return LedgerRow(**{**values, "status": DeliveryStatus(row["status"])})


def _claim(row: Mapping[str, Any]) -> Claim:
    debt = Debt(
        Destination(row["destination"]), Subject(row["subject"]), row["subject_id"], row["session_id"]
    )
    return Claim(
        delivery_id=row["delivery_id"],
        debt=debt,
        dedupe_id=row["dedupe_id"],
        revision=row["revision"],
        attempt=row["attempts"],
        delivered_hash=row["payload_hash"],
        external_id=row["external_id"],
        created_at=row["created_at"],
        until=row["claimed_until"],
        has_failed=row["last_error_at"] is not None,
    )
