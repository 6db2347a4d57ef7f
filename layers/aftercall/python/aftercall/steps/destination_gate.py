"""What is asked before anything is sent: may we, and is this destination set up at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from aftercall.delivery.port import DestinationPort
from aftercall.intake.secrets import SecretsCache, UnusableSecret
from aftercall.ledger.debts import Claim
from aftercall.ledger.outcomes import Outcome, Skipped, TryAgain

NOT_CONFIGURED = "not_configured"
SHADOW_MODE = "shadow_mode"
ABSENT_FOR = timedelta(minutes=1)


@dataclass(slots=True)
class DestinationSecret:
    """The secret of one destination, which need not exist.

    Parameters
    ----------
    secrets
        Remembers what it read for a few minutes; that there is nothing is remembered for one.
    """

    secrets: SecretsCache
    name: str
    now: Callable[[], datetime]
    _absent_until: datetime | None = field(default=None, init=False)

    def read(self) -> Mapping[str, object] | None:
        """Give its JSON object, or None where there is no such secret.

        Raises UnusableSecret, or what boto3 raises.
        """
        if self._absent_until is not None and self.now() < self._absent_until:
            return None
        try:
            return self.secrets.read(self.name)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "ResourceNotFoundException":
                raise
            self._absent_until = self.now() + ABSENT_FOR
            return None


@dataclass(frozen=True, slots=True)
class DestinationGate:
    """Lets a claim through to its port, or says why there is nothing to do.

    Parameters
    ----------
    is_configured
        Whether the destination was set up; may raise what reading a secret raises.
    """

    port: DestinationPort
    is_configured: Callable[[], bool]
    shadow_mode: bool

    def deliver(self, claim: Claim) -> Outcome:
        """Deliver, unless nothing is to be delivered at all."""
        if self.shadow_mode:
            return Skipped(SHADOW_MODE)
        try:
            configured = self.is_configured()
        except UnusableSecret as error:
            return TryAgain(str(error))
        except ClientError as error:
            return TryAgain(f"secret: {error.response.get('Error', {}).get('Code', 'unknown')}")
        except BotoCoreError as error:
            return TryAgain(f"secret: {type(error).__name__}")
        return self.port.deliver(claim) if configured else Skipped(NOT_CONFIGURED)
