"""What the destinations hold, as one document: for the page, and as it is at /state.json."""

import json
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from local.stand_ins.amplitude import IDENTIFIES
from local.stand_ins.running import NAMES, StandIns

SHOWN_OBJECTS = ("Lead", "Contact", "Account", "Opportunity", "Task", "Voice_Call__c", "User", "Group")
MAIL_PATH = "/_ministack/ses/messages"
MAIL_SECONDS = 5.0

type ReadMails = Callable[[], list[dict[str, Any]] | None]


def no_mails() -> list[dict[str, Any]] | None:
    """Say that there is no mail server to read from."""
    return None


def mails_of(emulator_url: str) -> ReadMails:
    """Return how to read the mails that the emulator's SES took, oldest first; None when it is not up."""
    address = urlsplit(emulator_url)

    def read() -> list[dict[str, Any]] | None:
        connection = HTTPConnection(address.hostname or "", address.port, timeout=MAIL_SECONDS)
        try:
            connection.request("GET", MAIL_PATH)
            accounts: dict[str, list[dict[str, Any]]] = json.loads(connection.getresponse().read())[
                "messages"
            ]
        except (OSError, HTTPException, ValueError, KeyError):
            return None
        finally:
            connection.close()
        return sorted(
            (mail for mails in accounts.values() for mail in mails), key=lambda mail: mail["Timestamp"]
        )

    return read


def state_of(stand_ins: StandIns, read_mails: ReadMails) -> dict[str, Any]:
    """Return everything that came in, and the faults that are on."""
    records = stand_ins.salesforce.records
    state: dict[str, dict[str, Any]] = {
        "salesforce": {sobject.name: records.all(sobject) for sobject in records.schema.known(SHOWN_OBJECTS)},
        "amplitude": {
            "events": stand_ins.amplitude.events(),
            "identifies": stand_ins.store.all(IDENTIFIES),
            "users": stand_ins.amplitude.users(),
        },
        "slack": {"messages": stand_ins.slack.messages()},
        "pagerduty": {"incidents": stand_ins.pagerduty.incidents(), "events": stand_ins.pagerduty.events()},
    }
    for name in NAMES:
        state[name]["requests"] = stand_ins.store.all(f"{name}/requests")
    state["salesforce"]["api_requests_used"] = stand_ins.salesforce.requests_used()
    return {**state, "mails": read_mails(), "faults": stand_ins.switch.as_document()}
