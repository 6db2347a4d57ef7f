"""Salesforce that is down, full, locked or set up otherwise: afterwards all is there, and nothing twice."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from aftercall.delivery.salesforce.failures import WAIT_FOR_LIMIT
from aftercall.ledger.outcomes import Delivered, Rejected, TryAgain
from aftercall.reports.call_record import CallRecord, SpokenTurn
from aftercall.session.models import DiscoveredSignals, Speaker
from local.stand_ins.running import running_stand_ins
from tests.fakes.call_records import a_call, a_person
from tests.integration.delivery.salesforce.conftest import MovedClock, Organisation

EMAIL = "sam@northwind.example"
NAMES = ("Lead", "Voice_Call__c", "Task")


def a_tier_1_call(organisation: Organisation, **given: Any) -> CallRecord:
    known: dict[str, Any] = {
        "email": EMAIL,
        "qualification_tier": "Tier 1",
        "lead_score": 77,
        "occurred_at": organisation.clock() - timedelta(minutes=6),
        "person": a_person(),
        "signals": DiscoveredSignals(location="Boston", team_size=24, industry="legal"),
    }
    return a_call(**known | given)


def failed(organisation: Organisation, call: CallRecord) -> TryAgain:
    outcome = organisation.tell(call)
    assert isinstance(outcome, TryAgain), outcome
    return outcome


def all_there_once(organisation: Organisation) -> None:
    for name in NAMES:
        organisation.only(name)
    call = organisation.only("Voice_Call__c")
    assert call["Task_Id__c"] == organisation.only("Task")["Id"]
    assert call["Lead__c"] == organisation.only("Lead")["Id"]


@pytest.mark.parametrize("striking", [1, 2, 3])
@pytest.mark.parametrize("fault", ["503", "500", "garbage", "drop_before", "drop_after"])
def test_whenever_it_fails_trying_again_brings_everything_once(
    organisation: Organisation, fault: str, striking: int
) -> None:
    call = a_tier_1_call(organisation)
    organisation.api.open()
    before = organisation.api.calls
    strikes = StrikeAt(organisation, fault, before + striking)

    with strikes:
        outcome = failed(organisation, call)
    organisation.told(call)

    assert outcome.destination_down
    assert EMAIL not in outcome.error
    all_there_once(organisation)


class StrikeAt:
    """Turns a fault on just before the n-th request."""

    def __init__(self, organisation: Organisation, fault: str, at: int) -> None:
        self.organisation, self.fault, self.at = organisation, fault, at
        self.sent = organisation.session.send

    def __enter__(self) -> None:
        def send(request: requests.PreparedRequest, **given: Any) -> requests.Response:
            if self.organisation.api.calls == self.at:
                self.organisation.stand_ins.switch.set("salesforce", self.fault, times=1)
            return self.sent(request, **given)

        self.organisation.session.send = send  # type: ignore[method-assign] # only the moment is a test's

    def __exit__(self, *_: object) -> None:
        self.organisation.session.send = self.sent  # type: ignore[method-assign] # as it was


def test_a_login_that_fails_is_tried_again(organisation: Organisation) -> None:
    organisation.stand_ins.switch.set("salesforce", "503", times=1, match="/services/oauth2/token")
    call = a_tier_1_call(organisation)

    assert failed(organisation, call).error.startswith("login: ")
    organisation.told(call)
    all_there_once(organisation)


def test_a_row_that_is_locked_speaks_against_this_call_alone(organisation: Organisation) -> None:
    call = a_tier_1_call(organisation)
    organisation.told(call)
    organisation.stand_ins.switch.set("salesforce", "row_lock", times=1)
    more = call.model_copy(update={"lead_score": 90})

    outcome = failed(organisation, more)
    organisation.told(more)

    assert (outcome.error, outcome.destination_down) == ("Lead: UNABLE_TO_LOCK_ROW", False)
    assert organisation.only("Lead")["Lead_Score__c"] == 90
    all_there_once(organisation)


def test_an_expired_session_is_renewed_without_anybody_noticing(organisation: Organisation) -> None:
    organisation.told(a_tier_1_call(organisation))
    organisation.stand_ins.salesforce.expire_sessions()

    organisation.told(
        a_tier_1_call(organisation, session_id="RM_2.AJ_2", person=a_person(latest_session_id="RM_2.AJ_2"))
    )

    assert len(organisation.all("Voice_Call__c")) == 2


def test_a_session_is_kept_from_call_to_call(organisation: Organisation) -> None:
    for number in (1, 2, 3):
        organisation.told(a_tier_1_call(organisation, session_id=f"RM_{number}.AJ_{number}"))

    assert len(organisation.stand_ins.store.keyed("salesforce/sessions")) == 1


def test_at_the_limit_it_waits_for_long(organisation: Organisation) -> None:
    organisation.stand_ins.switch.set("salesforce", "request_limit", times=1)

    outcome = failed(organisation, a_tier_1_call(organisation))

    assert outcome.after == WAIT_FOR_LIMIT
    assert outcome.error.endswith("REQUEST_LIMIT_EXCEEDED")


def test_the_reserve_is_left_to_others_and_looked_at_again_later(organisation: Organisation) -> None:
    organisation.api = organisation.new_api(reserve_percent=99.99)
    organisation.new_destination()
    call = a_tier_1_call(organisation)

    outcome = failed(organisation, call)

    assert "the rest is kept for others" in outcome.error
    assert outcome.after == timedelta(minutes=15)
    used = organisation.api.calls
    failed(organisation, call)
    assert organisation.api.calls == used
    organisation.clock.ahead = timedelta(minutes=16)
    failed(organisation, call)
    assert organisation.api.calls == used + 1


def test_a_picklist_without_our_value_costs_that_field_and_names_it(organisation: Organisation) -> None:
    settings = organisation.profile.destinations.salesforce
    strange = settings.picklists.industries.model_copy(
        update={"labels": {"legal": "Law"}, "values": ("Law",), "other": None}
    )
    picklists = settings.picklists.model_copy(update={"industries": strange})
    salesforce = settings.model_copy(update={"picklists": picklists})
    destinations = organisation.profile.destinations.model_copy(update={"salesforce": salesforce})
    organisation.new_destination(organisation.profile.model_copy(update={"destinations": destinations}))

    outcome = organisation.told(a_tier_1_call(organisation))

    assert outcome.warning == (
        "Lead.Industry_Vertical__c was refused: INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
    )
    assert organisation.only("Lead")["Team_Size__c"] == 24
    assert organisation.only("Lead").get("Industry_Vertical__c") is None


def test_an_address_that_salesforce_does_not_take_costs_the_address(organisation: Organisation) -> None:
    outcome = organisation.told(a_tier_1_call(organisation, email="sam@northwind"))

    assert outcome.warning == "Lead.Email was refused: INVALID_EMAIL_ADDRESS"
    all_there_once(organisation)


def test_a_secret_that_lacks_something_says_what_and_shows_nothing(organisation: Organisation) -> None:
    organisation.api.secret = lambda: {"login_url": "https://login.example", "private_key": "top secret"}

    outcome = failed(organisation, a_tier_1_call(organisation))

    assert outcome.error == "secret: expected strings for client_id, username"


def test_a_key_that_is_none_says_so(organisation: Organisation) -> None:
    secret = organisation.stand_ins.secrets["salesforce"] | {"private_key": "top secret"}
    organisation.api.secret = lambda: secret

    assert failed(organisation, a_tier_1_call(organisation)).error == (
        "secret: expected an RSA private key in PEM as private_key"
    )


def test_a_user_who_may_not_log_in_is_named_by_code(organisation: Organisation) -> None:
    secret = organisation.stand_ins.secrets["salesforce"] | {"username": "nobody@example.com"}
    organisation.api.secret = lambda: secret

    assert failed(organisation, a_tier_1_call(organisation)).error == "login: 400 invalid_grant"


def test_nobody_there_is_an_outage(organisation: Organisation) -> None:
    secret = organisation.stand_ins.secrets["salesforce"] | {"login_url": "https://127.0.0.1:9"}
    organisation.api.secret = lambda: secret

    assert failed(organisation, a_tier_1_call(organisation)).error == "login: ConnectionError"


@pytest.fixture
def metadata_without(tmp_path: Path, metadata: Path) -> Path:
    copied = tmp_path / "metadata"
    shutil.copytree(metadata / "force-app" / "main" / "default", copied)
    return copied


@pytest.fixture
def poorer(metadata_without: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Organisation]:
    """An organisation where somebody deleted two fields."""
    (metadata_without / "objects/Lead/fields/Team_Size__c.field-meta.xml").unlink()
    (metadata_without / "objects/Voice_Call__c/fields/Metrics_JSON__c.field-meta.xml").unlink()
    clock = MovedClock()
    with running_stand_ins(tmp_path / "stand-ins", metadata=metadata_without, clock=clock) as stand_ins:
        for name, value in stand_ins.trust.items():
            monkeypatch.setenv(name, value)
        with requests.Session() as session:
            yield Organisation(stand_ins, clock, session)


def test_a_field_that_is_missing_is_left_out_and_named_and_found_out_once(poorer: Organisation) -> None:
    first = poorer.told(a_tier_1_call(poorer))
    used = poorer.api.calls
    second = poorer.told(a_tier_1_call(poorer, session_id="RM_2.AJ_2"))

    assert (
        first.warning
        == second.warning
        == (
            "Lead.Team_Size__c does not exist or may not be written; "
            "Voice_Call__c.Metrics_JSON__c does not exist or may not be written"
        )
    )
    assert poorer.only("Lead")["Lead_Score__c"] == 77
    assert poorer.api.calls - used == 2


def test_a_field_that_was_added_meanwhile_is_found_within_the_hour(poorer: Organisation) -> None:
    poorer.told(a_tier_1_call(poorer))
    used = poorer.api.calls
    poorer.clock.ahead = timedelta(hours=1, minutes=1)

    poorer.told(a_tier_1_call(poorer, session_id="RM_2.AJ_2"))

    assert poorer.api.calls - used > 2


def test_no_request_is_begun_that_could_outlive_the_claim(organisation: Organisation) -> None:
    outcome = organisation.tell(a_tier_1_call(organisation), at=organisation.clock() - timedelta(seconds=80))

    assert isinstance(outcome, TryAgain)
    assert outcome.error == "too slow: the claim would end before the next request does"
    assert organisation.api.calls == 0


def test_without_the_metadata_nothing_is_lost_and_the_reason_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = MovedClock()
    with running_stand_ins(tmp_path, metadata=None, clock=clock) as stand_ins, requests.Session() as session:
        for name, value in stand_ins.trust.items():
            monkeypatch.setenv(name, value)
        organisation = Organisation(stand_ins, clock, session)

        outcome = failed(organisation, a_tier_1_call(organisation))

    assert outcome.error == "query of call: INVALID_TYPE"


def test_what_a_caller_says_arrives_inert(organisation: Organisation) -> None:
    hostile = "<script>alert(1)</script> @{person.id} =cmd() ' OR Name LIKE '%"
    turn = SpokenTurn(item_id="i", speaker=Speaker.USER, text=hostile, at=organisation.clock())
    call = a_tier_1_call(
        organisation,
        email="o'brien+x@northwind.example",
        name="=HYPERLINK(1) O'Brien",
        company="@{person.id}",
        transcript=(turn,),
        signals=DiscoveredSignals(current_tool="=1+1", pain_points=("+SUM(A1) @{task.id}",)),
    )
    organisation.seed("Lead", LastName="Victim", Company="Victim", Email="victim@northwind.example")

    outcome = organisation.tell(call)
    lead = next(one for one in organisation.all("Lead") if one["LastName"] != "Victim")
    transcript = organisation.only("Voice_Call__c")["Transcript__c"]

    assert isinstance(outcome, Delivered)
    assert lead["Email"] == "o'brien+x@northwind.example"
    assert (lead["FirstName"], lead["LastName"], lead["Company"]) == (
        "'=HYPERLINK(1)",
        "O'Brien",
        "'@ {person.id}",
    )
    assert lead["Current_Tool__c"] == "'=1+1"
    assert lead["Pain_Points__c"] == "• '+SUM(A1) @ {task.id}"
    assert "<script" not in transcript
    assert "&lt;script&gt;alert(1)&lt;/script&gt; @ {person.id} =cmd()" in transcript
    assert "=cmd" not in organisation.only("Task")["Subject"]


def test_without_the_memory_of_a_task_there_is_no_task(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sobject = organisation.stand_ins.salesforce.records.schema.get("Voice_Call__c")
    memory = replace(sobject.fields["task_id__c"], createable=False, updateable=False)
    monkeypatch.setitem(sobject.fields, "task_id__c", memory)

    refused = "Voice_Call__c: INVALID_FIELD_FOR_INSERT_UPDATE on Task_Id__c"
    assert organisation.tell(a_tier_1_call(organisation)) == Rejected(refused)
    assert organisation.all("Task") == []


def test_what_can_never_be_written_is_rejected_by_name(organisation: Organisation) -> None:
    settings = organisation.profile.destinations.salesforce
    salesforce = settings.model_copy(update={"unknown_company": "x" * 300})
    destinations = organisation.profile.destinations.model_copy(update={"salesforce": salesforce})
    organisation.new_destination(organisation.profile.model_copy(update={"destinations": destinations}))

    assert organisation.tell(a_tier_1_call(organisation)) == Rejected("Lead: STRING_TOO_LONG on Company")
