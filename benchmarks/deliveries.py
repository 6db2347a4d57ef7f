"""What telling others costs: Salesforce calls per call, deliveries a second, and the wait after storing."""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import requests

from aftercall.delivery.amplitude.destination import AmplitudeDestination
from aftercall.delivery.salesforce.api import Answer, SalesforceApi, Subrequest
from aftercall.delivery.salesforce.destination import SalesforceDestination
from aftercall.delivery.slack.client import send_message
from aftercall.delivery.slack.sales import SalesContext, hot_lead
from aftercall.ledger.debts import Claim, Debt, Destination, Subject
from aftercall.ledger.outcomes import Delivered, Outcome
from aftercall.profile import load_profile
from aftercall.reports.call_record import CallRecord
from benchmarks.cloud_run import measured_run
from benchmarks.tables import Result
from local.stand_ins.running import StandIns, running_stand_ins

HUNDRED: Final = 100
BASE_URL: Final = "https://calls.example.com"


class CountingApi(SalesforceApi):
    """Counts what one request a step would have taken beside what was taken."""

    steps = 0

    def composite(self, parts: Sequence[Subrequest], *, all_or_none: bool) -> dict[str, Answer]:
        """Send the parts together, and count them."""
        self.steps += len(parts)
        return super().composite(parts, all_or_none=all_or_none)


def run() -> Result:
    """Deliver a measured run's calls to the stand-ins, and read how long theirs took."""
    measured = measured_run()
    records = {record.session_id: record for record in measured.records}
    with tempfile.TemporaryDirectory() as folder, running_stand_ins(Path(folder)) as stand_ins:
        rows = [*_salesforce_rows(stand_ins, records), *_speed_rows(stand_ins, records)]
    stored = statistics.median(measured.seconds_to_stored)
    for destination, seconds in sorted(measured.seconds_to_delivered.items()):
        middle, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        rows.append(
            (
                f"{destination.title()}, stored to delivered, p50 and p95",
                f"{middle * 1000:.0f}, {late * 1000:.0f} ms",
                f"{stored * 1000:.0f} ms to store",
                f"{middle / stored:.2f}",
            )
        )
    return Result(
        title=f"Deliveries ({len(records)} calls, warm)",
        alternative="named in each row; ratio: ours to it",
        columns=("what", "measured", "beside", "ratio"),
        rows=rows,
        notes=(
            "Salesforce: requests that count against the organisation's limit, the login apart.",
            "Deliveries a second: one worker without a ledger, stand-ins as threads of the same process.",
            "Stored to delivered: local stack, by the ledger's clock, wake queue and function included.",
        ),
    )


def _salesforce_rows(
    stand_ins: StandIns, records: Mapping[str, CallRecord]
) -> list[tuple[str, str, str, str]]:
    call = max(records.values(), key=lambda record: record.lead_score or 0)
    second = call.model_copy(update={"session_id": f"{call.session_id}x"})
    api, told = _api(stand_ins), {call.session_id: call, second.session_id: second}
    port = _salesforce(api, told)
    rows: list[tuple[str, str, str, str]] = []
    delivered_hash = external_id = None
    for name, record in (("a new person's call", call), ("a known person's next call", second)):
        calls, steps = api.calls, api.steps
        outcome = _delivered(port.deliver(_claim(Destination.SALESFORCE, record.session_id)))
        if record is call:
            delivered_hash, external_id = outcome.payload_hash, outcome.external_id
        rows.append(_calls_row(name, api.calls - calls, api.steps - steps))
    calls = api.calls
    claim = _claim(Destination.SALESFORCE, call.session_id, delivered_hash, external_id)
    _delivered(port.deliver(claim))
    return [*rows, ("Salesforce calls, a replay", str(api.calls - calls), "", "")]


def _calls_row(name: str, calls: int, steps: int) -> tuple[str, str, str, str]:
    beside = f"{steps} singly"
    return f"Salesforce calls, {name}", str(calls), beside, f"{calls / steps:.2f}"


def _speed_rows(stand_ins: StandIns, records: Mapping[str, CallRecord]) -> list[tuple[str, str, str, str]]:
    stand_ins.reset()
    salesforce = _salesforce(_api(stand_ins), records)
    amplitude = AmplitudeDestination(records.get, lambda: stand_ins.secrets["amplitude"])
    context = SalesContext(load_profile(), BASE_URL)
    webhook = str(stand_ins.secrets["slack"]["webhooks"]["sales"])
    ways: Mapping[str, Callable[[str], Outcome]] = {
        "Salesforce": lambda one: salesforce.deliver(_claim(Destination.SALESFORCE, one)),
        "Amplitude": lambda one: amplitude.deliver(_claim(Destination.AMPLITUDE, one)),
        "Slack": lambda one: send_message(webhook, hot_lead(records[one], context), one),
    }
    bare = _requests_a_second(stand_ins.urls["slack"])
    rows = []
    for name, deliver in ways.items():
        begin = time.perf_counter()
        for session_id in records:
            _delivered(deliver(session_id))
        speed = len(records) / (time.perf_counter() - begin)
        beside = f"{bare:.0f} bare GETs"
        rows.append((f"{name}, deliveries a second", f"{speed:.0f}", beside, f"{speed / bare:.2f}"))
    return rows


def _requests_a_second(url: str) -> float:
    begin = time.perf_counter()
    with requests.Session() as session:
        for _ in range(HUNDRED):
            session.get(url, timeout=10)
    return HUNDRED / (time.perf_counter() - begin)


def _api(stand_ins: StandIns) -> CountingApi:
    session = requests.Session()
    session.trust_env = False  # a machine's own certificates would be preferred to the stand-in's
    session.verify = stand_ins.trust["REQUESTS_CA_BUNDLE"]
    return CountingApi(lambda: stand_ins.secrets["salesforce"], session, _now)


def _salesforce(api: SalesforceApi, records: Mapping[str, CallRecord]) -> SalesforceDestination:
    return SalesforceDestination(api, records.get, load_profile(), BASE_URL, _now)


def _claim(
    destination: Destination,
    session_id: str,
    delivered_hash: str | None = None,
    external_id: str | None = None,
) -> Claim:
    return Claim(
        delivery_id=1,
        debt=Debt(destination, Subject.SESSION, session_id, session_id),
        dedupe_id=session_id,
        revision=1,
        attempt=1,
        delivered_hash=delivered_hash,
        external_id=external_id,
        created_at=_now(),
        until=_now() + timedelta(minutes=1),
    )


def _delivered(outcome: Outcome) -> Delivered:
    if not isinstance(outcome, Delivered):
        message = f"expected a delivery, got {outcome}"
        raise TypeError(message)
    return outcome


def _now() -> datetime:
    return datetime.now(UTC)
