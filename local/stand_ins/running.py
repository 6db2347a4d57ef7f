"""All stand-ins together, as threads of one process: with their keys, addresses and faults.

For tests and benchmarks, without a cloud::

    with running_stand_ins(folder) as stand_ins:
        stand_ins.secrets["salesforce"]                 # what Secrets Manager would hold
        stand_ins.trust                                 # REQUESTS_CA_BUNDLE and SSL_CERT_FILE, for a client
        stand_ins.switch.set("slack", "503", times=3)
        stand_ins.slack.messages("sales")
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.folder import PROJECT
from local.stand_ins.amplitude import AmplitudeService
from local.stand_ins.certificates import server_context, trust_variables
from local.stand_ins.faults import FaultSwitch
from local.stand_ins.http_server import Service, StandInServer, serving
from local.stand_ins.keys import StandInKeys, kept_keys
from local.stand_ins.pagerduty import PagerDutyService
from local.stand_ins.salesforce.login import ConnectedApp
from local.stand_ins.salesforce.service import SalesforceService
from local.stand_ins.slack import SlackService
from local.stand_ins.store import Store

METADATA = PROJECT / "salesforce" / "force-app" / "main" / "default"
NAMES = ("salesforce", "amplitude", "slack", "pagerduty")
REAL_AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")

type Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StandIns:
    """The running stand-ins.

    ``urls`` has each one's address, ``secrets`` the documents that Secrets Manager holds for them by purpose,
    ``trust`` the variables with which a client trusts Salesforce's certificate.
    """

    salesforce: SalesforceService
    amplitude: AmplitudeService
    slack: SlackService
    pagerduty: PagerDutyService
    switch: FaultSwitch
    store: Store
    keys: StandInKeys
    urls: Mapping[str, str]
    certificates: Path

    @property
    def trust(self) -> dict[str, str]:
        """The variables of a client's environment."""
        return trust_variables(self.certificates)

    @property
    def secrets(self) -> dict[str, dict[str, Any]]:
        """The secrets' documents by purpose."""
        return secret_documents(self.keys, self.urls)

    def reset(self) -> None:
        """Forget everything that came in, and turn off every fault."""
        self.switch.clear()
        self.store.reset()
        self.salesforce.forget()


def keys_of(folder: Path) -> StandInKeys:
    """Return the keys of stand-ins that keep everything in a folder, generated at the first call."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return kept_keys(folder / "keys.json")


def certificates_folder(folder: Path) -> Path:
    """Return where stand-ins that keep everything in a folder have their certificates."""
    return folder / "certificates"


def stand_in_urls(ports: Mapping[str, int]) -> dict[str, str]:
    """Return the addresses of stand-ins on given ports."""
    return {
        name: f"{'https' if name == 'salesforce' else 'http'}://127.0.0.1:{ports[name]}" for name in NAMES
    }


def secret_documents(keys: StandInKeys, urls: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return what Secrets Manager holds for the destinations, by purpose."""
    return {
        "salesforce": {
            "login_url": urls["salesforce"],
            "client_id": keys.client_id,
            "username": keys.username,
            "private_key": keys.private_key,
        },
        "amplitude": {"api_key": keys.amplitude_api_key, "server_url": f"{urls['amplitude']}/2/httpapi"},
        "slack": {
            "signing_secret": keys.slack_signing_secret,
            "webhooks": {name: urls["slack"] + path for name, path in keys.slack_paths.items()},
        },
        "pagerduty": {
            "routing_key": keys.pagerduty_routing_key,
            "events_url": f"{urls['pagerduty']}/v2/enqueue",
        },
    }


@contextmanager
def running_stand_ins(
    folder: Path,
    *,
    ports: Mapping[str, int] | None = None,
    metadata: Path | None = METADATA,
    clock: Clock = now,
) -> Iterator[StandIns]:
    """Run the four stand-ins in threads of this process, with what they keep below ``folder``.

    Parameters
    ----------
    folder : holds keys, certificates and everything that came in; used again, it is all there again.
    ports : by name; any free port where none is given.
    metadata : the Salesforce project's source folder; None for the standard objects only.
    clock : the time for sessions, throttling and the records' dates.
    """
    keys = keys_of(folder)
    certificates = certificates_folder(folder)
    tls = server_context(certificates)
    store, switch = Store(folder / "received.sqlite"), FaultSwitch()
    chosen = ports or {}
    with ExitStack() as stack:
        stack.callback(store.close)
        app = ConnectedApp(keys.client_id, keys.username, keys.public_key(), audiences=REAL_AUDIENCES)
        salesforce = SalesforceService(store, app, metadata, switch, clock)
        amplitude = AmplitudeService(store, keys.amplitude_api_key, clock)
        slack = SlackService(store, keys.slack_paths, keys.slack_signing_secret, clock)
        pagerduty = PagerDutyService(store, keys.pagerduty_routing_key, clock)
        services: list[Service] = [salesforce, amplitude, slack, pagerduty]
        urls = {}
        for service in services:
            context = tls if service is salesforce else None
            server = StandInServer(service, switch, chosen.get(service.name, 0), context)
            urls[service.name] = server.url
            stack.enter_context(serving(server))
        salesforce.settle_at(urls["salesforce"])
        slack.url = urls["slack"]
        yield StandIns(
            salesforce,
            amplitude,
            slack,
            pagerduty,
            switch,
            store,
            keys,
            urls,
            certificates,
        )
