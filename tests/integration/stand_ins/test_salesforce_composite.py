"""Composite requests and collections: what one API call can do, and how it fails."""
# ruff: noqa: S608 - there is no database behind these queries

from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

BASE = "/services/data/v59.0"
LEAD = {"LastName": "Marsh", "Company": "Example Ltd", "Email": "dana.marsh@example.com"}


def composite(
    client: Salesforce, *subrequests: dict[str, Any], all_or_none: bool = False
) -> list[dict[str, Any]]:
    answer = client.restful(
        "composite",
        method="POST",
        json={"allOrNone": all_or_none, "compositeRequest": list(subrequests)},
    )
    assert answer is not None
    return [dict(one) for one in answer["compositeResponse"]]


def create(reference: str, name: str, **body: Any) -> dict[str, Any]:
    return {"method": "POST", "url": f"{BASE}/sobjects/{name}", "referenceId": reference, "body": body}


def count(client: Salesforce, name: str) -> int:
    return int(client.query(f"SELECT COUNT() FROM {name}")["totalSize"])


def test_a_subrequest_uses_the_results_of_those_before_it(salesforce: Salesforce) -> None:
    answers = composite(
        salesforce,
        create("lead", "Lead", **LEAD),
        {
            "method": "PATCH",
            "url": f"{BASE}/sobjects/Voice_Call__c/Session_Id__c/RM_1.AJ_1",
            "referenceId": "call",
            "body": {"Lead__c": "@{lead.id}", "Transcript_URL__c": "https://example.com/@{lead.id}"},
        },
        {
            "method": "GET",
            "url": f"{BASE}/query?q=SELECT+Id,Lead__c+FROM+Voice_Call__c+WHERE+Id='@{{call.id}}'",
            "referenceId": "found",
        },
        create("task", "Task", Subject="Call", WhoId="@{found.records[0].Lead__c}"),
    )

    assert [one["httpStatusCode"] for one in answers] == [201, 201, 200, 201]
    lead_id = answers[0]["body"]["id"]
    assert answers[2]["body"]["records"][0]["Lead__c"] == lead_id
    [task] = salesforce.query("SELECT WhoId FROM Task")["records"]
    assert task["WhoId"] == lead_id


def test_a_failed_subrequest_leaves_the_others_where_each_stands_alone(salesforce: Salesforce) -> None:
    answers = composite(
        salesforce,
        create("bad", "Lead", LastName="No company"),
        create("needs", "Task", WhoId="@{bad.id}"),
        create("good", "Lead", **LEAD),
    )

    assert [one["httpStatusCode"] for one in answers] == [400, 400, 201]
    assert answers[0]["body"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert answers[1]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    assert count(salesforce, "Lead") == 1


def test_a_failed_subrequest_takes_all_back_where_it_is_all_or_none(salesforce: Salesforce) -> None:
    answers = composite(
        salesforce,
        create("good", "Lead", **LEAD),
        create("bad", "Lead", LastName="No company"),
        create("never", "Task", Subject="Call"),
        all_or_none=True,
    )

    assert [one["body"][0]["errorCode"] for one in answers] == [
        "PROCESSING_HALTED",
        "REQUIRED_FIELD_MISSING",
        "PROCESSING_HALTED",
    ]
    assert (count(salesforce, "Lead"), count(salesforce, "Task")) == (0, 0)
    # What was taken back is in no index either: the same person can be created now.
    assert composite(salesforce, create("good", "Lead", **LEAD))[0]["httpStatusCode"] == 201


@pytest.mark.parametrize(
    ("subrequests", "code"),
    [
        ([create(f"t{number}", "Task") for number in range(26)], "PROCESSING_HALTED"),
        (
            [{"method": "GET", "url": f"{BASE}/query?q=x", "referenceId": f"q{n}"} for n in range(6)],
            "PROCESSING_HALTED",
        ),
        ([create("same", "Task"), create("same", "Task")], "INVALID_INPUT"),
        ([create("with-dash", "Task")], "INVALID_INPUT"),
        ([{"method": "GET", "url": "/elsewhere", "referenceId": "a"}], "INVALID_INPUT"),
        ([{"method": "POST", "url": f"{BASE}/composite", "referenceId": "a"}], "INVALID_INPUT"),
        ([{"method": "TRACE", "url": f"{BASE}/limits", "referenceId": "a"}], "INVALID_INPUT"),
        ([], "JSON_PARSER_ERROR"),
    ],
)
def test_a_composite_request_beyond_its_limits_is_refused(
    salesforce: Salesforce, subrequests: list[dict[str, Any]], code: str
) -> None:
    with pytest.raises(SalesforceError) as raised:
        composite(salesforce, *subrequests)

    content: Any = raised.value.content
    assert content[0]["errorCode"] == code
    assert count(salesforce, "Task") == 0


def test_a_composite_request_counts_as_one(salesforce: Salesforce) -> None:
    before = salesforce.limits()["DailyApiRequests"]["Remaining"]
    composite(salesforce, *[create(f"t{number}", "Task") for number in range(25)])

    assert before - salesforce.limits()["DailyApiRequests"]["Remaining"] == 2
    assert count(salesforce, "Task") == 25


def collection(
    client: Salesforce, method: str, path: str, body: dict[str, Any] | None = None
) -> requests.Response:
    return client.session.request(
        method, f"{client.base_url}composite/sobjects{path}", json=body, headers=client.headers, timeout=10
    )


def of_type(name: str, **values: Any) -> dict[str, Any]:
    return {"attributes": {"type": name}, **values}


def test_each_record_of_a_collection_has_its_own_result(salesforce: Salesforce) -> None:
    records = [of_type("Lead", **LEAD), of_type("Lead", LastName="No company"), of_type("Invented__c")]

    results = collection(salesforce, "POST", "", {"records": records}).json()

    assert [one["success"] for one in results] == [True, False, False]
    assert results[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert results[2]["errors"][0]["statusCode"] == "INVALID_TYPE"


def test_a_collection_is_taken_back_as_a_whole_where_it_is_all_or_none(salesforce: Salesforce) -> None:
    records = [of_type("Lead", **LEAD), of_type("Lead", LastName="No company")]

    results = collection(salesforce, "POST", "", {"allOrNone": True, "records": records}).json()

    assert results[0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"
    assert count(salesforce, "Lead") == 0


def test_a_collection_is_upserted_updated_and_deleted(salesforce: Salesforce) -> None:
    calls = [of_type("Voice_Call__c", Session_Id__c=f"RM_{number}") for number in range(3)]
    path = "/Voice_Call__c/Session_Id__c"
    first = collection(salesforce, "PATCH", path, {"records": calls[:2]}).json()
    second = collection(salesforce, "PATCH", path, {"records": calls}).json()
    changed = [of_type("Voice_Call__c", id=one["id"], Transcript__c="said") for one in second]
    third = collection(salesforce, "PATCH", "", {"records": changed}).json()
    ids = ",".join(one["id"] for one in second)
    fourth = collection(salesforce, "DELETE", f"?ids={ids}").json()

    assert [one["created"] for one in first] == [True, True]
    assert [one["created"] for one in second] == [False, False, True]
    assert all(one["success"] for one in [*third, *fourth])
    assert count(salesforce, "Voice_Call__c") == 0


def test_more_than_two_hundred_records_are_refused(salesforce: Salesforce) -> None:
    answer = collection(salesforce, "POST", "", {"records": [of_type("Task")] * 201})

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "EXCEEDED_ID_LIMIT")
