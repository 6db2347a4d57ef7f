"""Every hour: what became of callers in Salesforce is read back, once a night all of it."""

import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache

import requests

from aftercall.delivery.salesforce.api import SalesforceApi
from aftercall.delivery.salesforce.opportunities import read_opportunities
from aftercall.profile.loading import load_profile
from aftercall.settings.deliveries import DeliverySettings
from aftercall.steps.delivery_clients import DeliveryClients, delivery_clients
from aftercall.steps.delivery_edge import DeliverySurroundings, delivery_surroundings
from aftercall.telemetry.clock import utc_now
from aftercall.warehouse.opportunities import keep_opportunities, last_read_at
from aftercall.warehouse.schedule_runs import recorded_run

SERVICE = "sync_opportunities"
OVERLAP = timedelta(minutes=15)
"""What was being written while the last read ran is read again."""
FULL_READ_HOUR = 3
"""UTC. Only a read of everything notices what was deleted or whose contact was taken off."""


@dataclass(frozen=True, slots=True)
class OpportunitySync:
    """Reads opportunities of known people."""

    around: DeliverySurroundings
    api: SalesforceApi

    def run(self) -> dict[str, object]:
        """Read once and tell how much there was.

        Raises SalesforceUnavailable or WarehouseUnavailable: the next run goes on from the last that ended.
        """
        with recorded_run(self.around.connection, SERVICE, self.around.now):
            if not self.around.has_secret():
                return {"skipped": "not_configured"}
            return self._read()

    def _read(self) -> dict[str, object]:
        begun = self.around.now()
        last = last_read_at(self.around.connection())
        since = None if last is None or begun.hour == FULL_READ_HOUR else last - OVERLAP
        found = [(one.opportunity, one.is_primary) for one in read_opportunities(self.api, since)]
        kept = keep_opportunities(self.around.connection(), found, begun, everything=since is None)
        self.around.metrics.count("OpportunitiesRead", kept.written)
        self.around.log.info("opportunities_read", everything=since is None, **asdict(kept))
        return {"everything": since is None, "read": len(found), **asdict(kept)}


def build_sync(
    settings: DeliverySettings, clients: DeliveryClients, now: Callable[[], datetime] = utc_now
) -> OpportunitySync:
    """Wire the function."""
    around = delivery_surroundings(SERVICE, settings, clients, now)
    salesforce = load_profile(settings.profile_path).destinations.salesforce

    def read_secret() -> Mapping[str, object] | None:
        return None if around.secret is None else around.secret.read()

    return OpportunitySync(
        around, SalesforceApi(read_secret, requests.Session(), now, salesforce.api_reserve_percent)
    )


@cache
def warm_sync() -> OpportunitySync:
    """Give what a warm container keeps: connection and session outlive one run on purpose."""
    return build_sync(DeliverySettings.from_environment(os.environ), delivery_clients())


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Read once."""
    return warm_sync().run()
