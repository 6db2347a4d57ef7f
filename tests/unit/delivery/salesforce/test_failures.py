"""What is kept of Salesforce's errors: codes, and names of fields that were sent."""

from datetime import timedelta
from typing import Any

import pytest

from aftercall.delivery.salesforce.failures import (
    Refusal,
    SalesforceUnavailable,
    codes,
    raise_if_passing,
    refusals,
)


def one(**error: Any) -> Refusal:
    return refusals([error])[0]


def test_a_refusal_names_the_fields_that_were_sent() -> None:
    refusal = one(errorCode="STRING_TOO_LONG", message="data value too large", fields=["Current_Tool__c"])

    assert refusal.fields_among({"Current_Tool__c", "Team_Size__c"}) == ("Current_Tool__c",)


def test_a_field_that_was_not_sent_is_not_named() -> None:
    assert one(errorCode="STRING_TOO_LONG", fields=["Other__c"]).fields_among({"Team_Size__c"}) == ()


def test_an_unknown_column_is_read_from_the_message() -> None:
    refusal = one(errorCode="INVALID_FIELD", message="No such column 'Team_Size__c' on sobject of type Lead")

    assert refusal.fields_among({"Team_Size__c", "Lead"}) == ("Team_Size__c",)


def test_the_query_that_a_message_quotes_names_nothing() -> None:
    message = "\nSELECT Id, Lead_Score__c, Nope__c FROM Lead\n ^\nNo such column 'Nope__c' on entity 'Lead'."

    assert one(errorCode="INVALID_FIELD", message=message).fields_among({"Lead_Score__c", "Nope__c"}) == (
        "Nope__c",
    )


def test_fields_that_the_user_may_not_write_are_read_from_the_message() -> None:
    message = (
        "Unable to create/update fields: Team_Size__c, Lead_Score__c. Please check the security settings"
    )
    refusal = one(errorCode="INVALID_FIELD_FOR_INSERT_UPDATE", message=message, fields=[])

    assert refusal.fields_among({"Team_Size__c", "Lead_Score__c", "Email"}) == (
        "Lead_Score__c",
        "Team_Size__c",
    )


def test_an_inactive_owner_is_the_owner_field() -> None:
    assert one(errorCode="INACTIVE_OWNER_OR_USER", message="operation performed").fields_among(
        {"OwnerId"}
    ) == ("OwnerId",)


def test_a_message_is_never_kept() -> None:
    found = refusals([{"errorCode": "bad sam@northwind.example", "message": "sam@northwind.example"}])

    assert codes(found) == "unknown"


@pytest.mark.parametrize("content", ["<html>", b"x", None, 7, []])
def test_a_body_that_is_no_error_has_no_code(content: object) -> None:
    assert codes(refusals(content)) == "no error code"


def test_a_login_refusal_has_its_code_too() -> None:
    assert (
        codes(refusals({"error": "invalid_grant", "error_description": "user hasn't approved"}))
        == "invalid_grant"
    )


@pytest.mark.parametrize(
    ("code", "after", "down"),
    [
        ("REQUEST_LIMIT_EXCEEDED", timedelta(hours=1), True),
        ("UNABLE_TO_LOCK_ROW", None, False),
        ("SERVER_UNAVAILABLE", None, True),
        ("INVALID_TYPE", None, True),
    ],
)
def test_what_passes_is_tried_again(code: str, after: timedelta | None, down: bool) -> None:
    with pytest.raises(SalesforceUnavailable) as raised:
        raise_if_passing([Refusal(code)], "Lead")

    assert (raised.value.after, raised.value.destination_down) == (after, down)
    assert str(raised.value) == f"Lead: {code}"


def test_what_does_not_pass_is_not_raised() -> None:
    raise_if_passing([Refusal("STRING_TOO_LONG")], "Lead")
