"""What Salesforce refuses of a record and how it is kept, asked through simple-salesforce."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce, SFType
from simple_salesforce.exceptions import SalesforceError

from local.stand_ins.running import StandIns
from local.stand_ins.salesforce import organisation

LEAD = {"LastName": "Marsh", "Company": "Example Ltd", "Email": "dana.marsh@example.com"}


def objects(salesforce: Salesforce, name: str) -> SFType:
    found = getattr(salesforce, name)
    assert isinstance(found, SFType)
    return found


def create(salesforce: Salesforce, name: str, **values: Any) -> str:
    return str(objects(salesforce, name).create(values)["id"])


def first_error(error: SalesforceError) -> dict[str, Any]:
    content: Any = error.content
    return dict(content[0])


def refusal(salesforce: Salesforce, name: str, values: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, name).create(dict(values))
    return raised.value.status, first_error(raised.value)


@pytest.fixture
def lead_id(salesforce: Salesforce) -> str:
    return create(salesforce, "Lead", **LEAD)


def queue(stand_ins: StandIns, name: str) -> str:
    groups = stand_ins.salesforce.records.all(stand_ins.salesforce.records.schema.get("Group"))
    return next(str(group["Id"]) for group in groups if group["DeveloperName"] == name)


def user(stand_ins: StandIns, username: str) -> str:
    users = stand_ins.salesforce.records.all(stand_ins.salesforce.records.schema.get("User"))
    return next(str(one["Id"]) for one in users if one["Username"] == username)


def test_a_created_record_is_retrieved_with_what_the_platform_adds(
    salesforce: Salesforce, lead_id: str
) -> None:
    lead = objects(salesforce, "Lead").get(lead_id)

    assert lead_id.startswith("00Q")
    assert len(lead_id) == 18
    assert lead["Name"] == "Marsh"
    assert lead["Status"] == "Open - Not Contacted"
    assert lead["IsConverted"] is False
    assert lead["OwnerId"].startswith("005")
    assert lead["Score__c"] is None


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Invented__c", "x", "INVALID_FIELD"),
        ("Tier__c", "Tier 3", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ("Needs__c", "API;Fax", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ("Tool__c", "x" * 256, "STRING_TOO_LONG"),
        ("Notes__c", "x" * 32_001, "STRING_TOO_LONG"),
        ("Company", "x" * 256, "STRING_TOO_LONG"),
        ("Company", None, "REQUIRED_FIELD_MISSING"),
        ("LastName", "", "REQUIRED_FIELD_MISSING"),
        ("Score__c", 1000, "NUMBER_OUTSIDE_VALID_RANGE"),
        ("Score__c", 101, "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
        ("Score__c", "many", "JSON_PARSER_ERROR"),
        ("Minutes__c", 1000.0, "NUMBER_OUTSIDE_VALID_RANGE"),
        ("Email", "dana.marsh", "INVALID_EMAIL_ADDRESS"),
        ("Last_Call__c", "yesterday", "JSON_PARSER_ERROR"),
        ("Last_Call__c", "2026-03-02T10:00:00", "JSON_PARSER_ERROR"),
        ("Advised_Owner__c", "Avery Stone", "MALFORMED_ID"),
        ("Advised_Owner__c", "003000000000001AAA", "MALFORMED_ID"),
        ("Advised_Owner__c", "005000000000001AAA", "INVALID_CROSS_REFERENCE_KEY"),
        ("IsConverted", True, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ("Name", "Dana Marsh", "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ("CreatedDate", "2026-03-02T10:00:00Z", "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ("IsUnreadByOwner", None, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    salesforce: Salesforce, field: str, value: object, code: str
) -> None:
    status, error = refusal(salesforce, "Lead", LEAD | {field: value})

    assert (status, error["errorCode"]) == (400, code)
    assert objects(salesforce, "Lead").describe()["name"] == "Lead"
    assert salesforce.query("SELECT COUNT() FROM Lead")["totalSize"] == 0


def test_a_refusal_names_the_field(salesforce: Salesforce) -> None:
    _, error = refusal(salesforce, "Lead", LEAD | {"Tier__c": "Tier 3"})

    assert error["fields"] == ["Tier__c"]
    assert error["message"] == "Tier: bad value for restricted picklist field: Tier 3"


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("Score__c", "87", 87.0),
        ("Score__c", 0, 0.0),
        ("Minutes__c", 12.34, 12.3),
        ("Minutes__c", 12.35, 12.4),
        ("Tier__c", "tier 1 - sales ready", "Tier 1 - Sales Ready"),
        ("Needs__c", "Zapier; API;Zapier", "Zapier;API"),
        ("Tool__c", "  spreadsheets  ", "spreadsheets"),
        ("Tool__c", "x" * 255, "x" * 255),
        ("Tool__c", "<b>'; DROP", "<b>'; DROP"),
        ("Last_Call__c", "2026-03-02T10:00:00.123+02:00", "2026-03-02T08:00:00.000+0000"),
    ],
)
def test_a_value_that_fits_is_kept_in_its_own_form(
    salesforce: Salesforce, field: str, value: object, kept: object
) -> None:
    record_id = create(salesforce, "Lead", **LEAD | {field: value})

    assert objects(salesforce, "Lead").get(record_id)[field] == kept


def test_an_update_leaves_what_it_does_not_name_and_empties_what_it_names_null(
    salesforce: Salesforce, lead_id: str
) -> None:
    leads = objects(salesforce, "Lead")
    leads.update(lead_id, {"Tool__c": "paper", "Score__c": 40})

    leads.update(lead_id, {"Score__c": None})

    assert (leads.get(lead_id)["Tool__c"], leads.get(lead_id)["Score__c"]) == ("paper", None)


def test_a_field_is_found_whatever_its_capitals(salesforce: Salesforce, lead_id: str) -> None:
    objects(salesforce, "lead").update(lead_id, {"SCORE__C": 40})

    assert objects(salesforce, "Lead").get(lead_id)["Score__c"] == 40


def test_an_upsert_creates_once_and_updates_from_then_on(salesforce: Salesforce) -> None:
    calls = objects(salesforce, "Voice_Call__c")

    first = calls.upsert("Session_Id__c/RM_1.AJ_1", {"Transcript__c": "<p>Hi</p>"})
    second = calls.upsert("Session_Id__c/RM_1.AJ_1", {"Transcript__c": "<p>Hello</p>"})

    assert (first, second) == (201, 200)
    found = salesforce.query("SELECT Name, Session_Id__c, Transcript__c FROM Voice_Call__c")["records"]
    assert [(one["Name"], one["Transcript__c"]) for one in found] == [("VC-00001", "<p>Hello</p>")]


def test_an_upsert_that_names_its_own_external_id_is_refused(salesforce: Salesforce) -> None:
    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, "Voice_Call__c").upsert("Session_Id__c/a", {"Session_Id__c": "a"})

    assert first_error(raised.value)["errorCode"] == "INVALID_FIELD"


def test_an_upsert_by_a_field_that_is_no_external_id_is_refused(salesforce: Salesforce) -> None:
    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, "Voice_Call__c").upsert("Transcript_URL__c/a", {})

    assert raised.value.status == 404


def test_an_upsert_that_finds_several_records_answers_with_their_addresses(salesforce: Salesforce) -> None:
    create(salesforce, "Lead", LastName="One", Company="Example", Import_Key__c="k")
    create(salesforce, "Lead", LastName="Two", Company="Example", Import_Key__c="k")

    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, "Lead").upsert("Import_Key__c/k", {"Score__c": 1})

    addresses: Any = raised.value.content
    assert raised.value.status == 300
    assert len(addresses) == 2


def test_a_second_record_with_a_unique_value_is_refused(salesforce: Salesforce) -> None:
    create(salesforce, "Voice_Call__c", Session_Id__c="RM_1")

    _, error = refusal(salesforce, "Voice_Call__c", {"Session_Id__c": "rm_1"})

    assert error["errorCode"] == "DUPLICATE_VALUE"


@pytest.mark.parametrize("name", ["Lead", "Contact"])
def test_a_second_person_with_an_email_is_refused(salesforce: Salesforce, lead_id: str, name: str) -> None:
    person = {"LastName": "Other", "Email": "DANA.MARSH@example.com"}
    person |= {"Company": "Other"} if name == "Lead" else {}

    _, error = refusal(salesforce, name, person)

    assert error["errorCode"] == "DUPLICATES_DETECTED"


def test_a_header_saves_a_likely_duplicate_all_the_same(salesforce: Salesforce, lead_id: str) -> None:
    salesforce.headers["Sforce-Duplicate-Rule-Header"] = "allowSave=true"
    url = f"{salesforce.base_url}sobjects/Lead"

    answer = salesforce.session.post(url, json=LEAD, headers=salesforce.headers, timeout=10)

    assert answer.status_code == 201


def test_a_converted_lead_cannot_be_changed_and_names_its_contact(
    salesforce: Salesforce, stand_ins: StandIns, lead_id: str
) -> None:
    objects(salesforce, "Lead").update(lead_id, {"Score__c": 90})
    made = organisation.convert_lead(stand_ins.salesforce.records, lead_id, {"Amount": 12_000})

    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, "Lead").update(lead_id, {"Score__c": 50})

    assert first_error(raised.value)["errorCode"] == "CANNOT_UPDATE_CONVERTED_LEAD"
    lead = objects(salesforce, "Lead").get(lead_id)
    assert (lead["IsConverted"], lead["ConvertedContactId"]) == (True, made["ConvertedContactId"])
    contact = objects(salesforce, "Contact").get(made["ConvertedContactId"])
    assert (contact["Email"], contact["Score__c"]) == (LEAD["Email"], 90)
    assert objects(salesforce, "Opportunity").get(made["ConvertedOpportunityId"])["Amount"] == 12_000


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"Subject": "x" * 256}, "STRING_TOO_LONG"),
        ({"Description": "x" * 32_001}, "STRING_TOO_LONG"),
        ({"Priority": "Medium"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"ActivityDate": "tomorrow"}, "JSON_PARSER_ERROR"),
        ({"WhoId": "001000000000001AAA"}, "MALFORMED_ID"),
    ],
)
def test_a_task_that_does_not_fit_is_refused(
    salesforce: Salesforce, values: dict[str, Any], code: str
) -> None:
    assert refusal(salesforce, "Task", values)[1]["errorCode"] == code


def test_a_task_of_a_lead_is_about_nothing_else(salesforce: Salesforce, lead_id: str) -> None:
    call_id = create(salesforce, "Voice_Call__c", Session_Id__c="RM_1")

    _, error = refusal(salesforce, "Task", {"Subject": "Call", "WhoId": lead_id, "WhatId": call_id})

    assert error["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"


def test_a_task_of_a_contact_may_be_about_a_call(salesforce: Salesforce) -> None:
    call_id = create(salesforce, "Voice_Call__c", Session_Id__c="RM_1")
    contact_id = create(salesforce, "Contact", LastName="Marsh")

    task = objects(salesforce, "Task").get(create(salesforce, "Task", WhoId=contact_id, WhatId=call_id))

    assert (task["Status"], task["Priority"], task["IsClosed"]) == ("Not Started", "Normal", False)


def test_a_queue_owns_what_it_takes_and_nothing_else(salesforce: Salesforce, stand_ins: StandIns) -> None:
    queue_id = queue(stand_ins, "Voice_Leads")

    create(salesforce, "Task", Subject="Call", OwnerId=queue_id)
    _, error = refusal(salesforce, "Contact", {"LastName": "Marsh", "OwnerId": queue_id})

    assert error["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"


def test_a_user_who_left_owns_nothing(salesforce: Salesforce, stand_ins: StandIns) -> None:
    _, error = refusal(salesforce, "Lead", LEAD | {"OwnerId": user(stand_ins, "casey.left@example.com")})

    assert error["errorCode"] == "INACTIVE_OWNER_OR_USER"


def test_a_deleted_record_is_not_found(salesforce: Salesforce, lead_id: str) -> None:
    objects(salesforce, "Lead").delete(lead_id)

    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, "Lead").get(lead_id)

    assert raised.value.status == 404


def test_an_object_that_does_not_exist_is_not_found(salesforce: Salesforce) -> None:
    with pytest.raises(SalesforceError) as raised:
        objects(salesforce, "Invented__c").create({})

    assert raised.value.status == 404


def test_the_metadata_is_described(salesforce: Salesforce) -> None:
    described = {one["name"]: one for one in objects(salesforce, "Lead").describe()["fields"]}

    tier, score = described["Tier__c"], described["Score__c"]
    assert (tier["type"], tier["restrictedPicklist"]) == ("picklist", True)
    assert [one["value"] for one in tier["picklistValues"]] == ["Tier 1 - Sales Ready", "Tier 2 - Self Serve"]
    assert (score["type"], score["precision"], score["scale"]) == ("double", 3, 0)
    assert described["Company"]["nillable"] is False
    assert "Voice_Call__c" in {one["name"] for one in (salesforce.describe() or {})["sobjects"]}


def test_every_request_counts_against_the_limit(salesforce: Salesforce) -> None:
    before = salesforce.limits()["DailyApiRequests"]
    salesforce.query("SELECT Id FROM Lead")
    after = salesforce.limits()["DailyApiRequests"]

    assert before["Remaining"] - after["Remaining"] == 2
    assert salesforce.api_usage["api-usage"].total == before["Max"]


def test_beyond_the_limit_every_request_is_refused(salesforce: Salesforce, stand_ins: StandIns) -> None:
    stand_ins.salesforce.daily_requests = 1
    try:
        salesforce.limits()
        answer = requests.get(f"{salesforce.base_url}limits", headers=salesforce.headers, timeout=10)
    finally:
        stand_ins.salesforce.daily_requests = 15_000

    assert (answer.status_code, answer.json()[0]["errorCode"]) == (403, "REQUEST_LIMIT_EXCEEDED")
