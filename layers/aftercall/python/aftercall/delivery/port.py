"""What a destination is to the ledger."""

from typing import Protocol

from aftercall.ledger.debts import Claim
from aftercall.ledger.outcomes import Outcome


class DestinationPort(Protocol):
    """Pays one claimed debt at a time."""

    def deliver(self, claim: Claim) -> Outcome:
        """Send what the claim speaks of, as it stands now, and tell what came of it.

        Where the payload is what ``claim.delivered_hash`` stands for, nothing is sent and the answer is
        ``Delivered``. All is read before anything is sent: what the warehouse raises (WarehouseError) means
        that nothing was.
        """
        ...
