"""What each fault does: to the answer, and to what was asked for."""

import time
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError, SalesforceExpiredSession

from local.stand_ins.faults import FAULTS, UnknownFaultError
from local.stand_ins.running import StandIns
from tests.integration.stand_ins.conftest import log_in


def post_message(stand_ins: StandIns) -> requests.Response:
    url = stand_ins.secrets["slack"]["webhooks"]["ops"]
    return requests.post(url, json={"text": "hello"}, timeout=2)


def create_task(client: Salesforce) -> requests.Response:
    return client.session.post(
        f"{client.base_url}sobjects/Task", json={"Subject": "Call"}, headers=client.headers, timeout=10
    )


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [("503", 503, "Service Unavailable"), ("500", 500, "rollup_error"), ("429", 429, "rate_limited")],
)
def test_an_error_is_answered_without_doing_the_work(
    stand_ins: StandIns, fault: str, status: int, text: str
) -> None:
    stand_ins.switch.set("slack", fault)

    answer = post_message(stand_ins)

    assert (answer.status_code, answer.text) == (status, text)
    assert stand_ins.slack.messages() == []


def test_a_throttled_client_is_told_when_to_come_back(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "429", seconds=7)

    assert post_message(stand_ins).headers["Retry-After"] == "7"


def test_a_fault_strikes_as_often_as_it_was_told(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "503", times=2)

    assert [post_message(stand_ins).status_code for _ in range(4)] == [503, 503, 200, 200]


def test_a_fault_lasts_until_it_is_cleared(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "503")
    before = [post_message(stand_ins).status_code for _ in range(3)]
    stand_ins.switch.clear("slack")

    assert (before, post_message(stand_ins).status_code) == ([503, 503, 503], 200)


def test_a_fault_strikes_only_its_own_stand_in_and_path(stand_ins: StandIns) -> None:
    stand_ins.switch.set("pagerduty", "503")
    stand_ins.switch.set("slack", "503", match=stand_ins.keys.slack_paths["sales"])

    assert post_message(stand_ins).status_code == 200


def test_a_connection_is_dropped_before_the_work_is_done(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "drop_before", times=1)

    with pytest.raises(requests.ConnectionError):
        post_message(stand_ins)

    assert stand_ins.slack.messages() == []


def test_a_connection_is_dropped_after_the_work_was_done(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "drop_after", times=1)

    with pytest.raises(requests.ConnectionError):
        post_message(stand_ins)

    assert len(stand_ins.slack.messages()) == 1


def test_a_slow_answer_comes_after_its_time(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "slow", seconds=0.3)
    started = time.monotonic()

    answer = post_message(stand_ins)

    assert (answer.text, time.monotonic() - started >= 0.3) == ("ok", True)


def test_a_client_that_does_not_wait_has_had_its_work_done(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "slow", seconds=3, times=1)

    with pytest.raises(requests.ReadTimeout):
        post_message(stand_ins)

    assert len(stand_ins.slack.messages()) == 1


def test_garbage_is_no_json_and_no_text(stand_ins: StandIns) -> None:
    stand_ins.switch.set("slack", "garbage")

    answer = post_message(stand_ins)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")
    with pytest.raises(ValueError, match=r".*"):
        answer.json()


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_what_is_refused_is_noted_with_its_fault(stand_ins: StandIns, name: str) -> None:
    stand_ins.switch.set(name, "503")

    requests.post(f"{stand_ins.urls[name]}/anything", timeout=2)

    [noted] = stand_ins.store.all(f"{name}/requests")
    assert (noted["path"], noted["status"], noted["fault"]) == ("/anything", 503, "503")


@pytest.mark.parametrize(
    ("name", "fault", "times", "words"),
    [
        ("slack", "row_lock", 1, "slack has no fault 'row_lock'"),
        ("fax", "503", 1, "there is no stand-in 'fax'"),
        ("slack", "503", 0, "times: expected"),
    ],
)
def test_a_fault_that_does_not_exist_is_refused(
    stand_ins: StandIns, name: str, fault: str, times: int, words: str
) -> None:
    with pytest.raises(UnknownFaultError, match=words):
        stand_ins.switch.set(name, fault, times)


def test_salesforce_refuses_beyond_its_request_limit(salesforce: Salesforce, stand_ins: StandIns) -> None:
    stand_ins.switch.set("salesforce", "request_limit", times=1)

    with pytest.raises(SalesforceError) as raised:
        salesforce.query("SELECT COUNT() FROM Lead")

    content: Any = raised.value.content
    assert (raised.value.status, content[0]["errorCode"]) == (403, "REQUEST_LIMIT_EXCEEDED")


def test_an_expired_session_is_over_until_the_next_login(salesforce: Salesforce, stand_ins: StandIns) -> None:
    stand_ins.switch.set("salesforce", "expired_session", times=1)

    for _ in range(2):
        with pytest.raises(SalesforceExpiredSession):
            salesforce.query("SELECT COUNT() FROM Lead")
    salesforce.headers["Authorization"] = f"Bearer {log_in(stand_ins).json()['access_token']}"

    assert salesforce.query("SELECT COUNT() FROM Lead")["totalSize"] == 0


def test_a_row_lock_strikes_the_writing_of_a_record(salesforce: Salesforce, stand_ins: StandIns) -> None:
    stand_ins.switch.set("salesforce", "row_lock", times=1)
    read = salesforce.query("SELECT COUNT() FROM Task")["totalSize"]
    refused, written = create_task(salesforce), create_task(salesforce)

    assert (read, refused.status_code, written.status_code) == (0, 400, 201)
    assert refused.json()[0]["errorCode"] == "UNABLE_TO_LOCK_ROW"


def test_a_row_lock_of_one_object_lets_the_others_be_written(
    salesforce: Salesforce, stand_ins: StandIns
) -> None:
    stand_ins.switch.set("salesforce", "row_lock", match="Lead")

    assert create_task(salesforce).status_code == 201


def test_salesforce_drops_a_connection_over_tls_after_writing(
    salesforce: Salesforce, stand_ins: StandIns
) -> None:
    stand_ins.switch.set("salesforce", "drop_after", times=1)

    with pytest.raises(requests.ConnectionError):
        create_task(salesforce)

    assert salesforce.query("SELECT COUNT() FROM Task")["totalSize"] == 1
