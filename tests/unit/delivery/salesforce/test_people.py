"""Finding who called among what stands in Salesforce."""

from typing import Any

import pytest

from aftercall.delivery.salesforce.people import (
    Candidates,
    call_query,
    choose_person,
    owner_query,
    person_query,
    phone_spellings,
    query_part,
    queue_query,
)
from aftercall.delivery.salesforce.story import Identity
from aftercall.profile.salesforce import SalesOwner

EMAIL, PHONE = "sam@northwind.example", "+12125550100"


def identity(email: str | None = EMAIL, phone: str | None = PHONE) -> Identity:
    return Identity(email, phone, "Sam", "Northwind", "Northwind")


def record(record_id: str, **fields: Any) -> dict[str, Any]:
    return {"Id": record_id, "Email": None, "Phone": None, **fields}


def chosen(found: Candidates) -> tuple[str, str] | None:
    return (found.person.kind, found.person.id) if found.person else None


def test_a_contact_with_the_address_comes_before_a_lead() -> None:
    found = choose_person(identity(), [record("c", Email=EMAIL)], [record("l", Email=EMAIL)])

    assert chosen(found) == ("Contact", "c")


def test_an_address_is_the_same_in_capitals() -> None:
    assert chosen(choose_person(identity(), [], [record("l", Email="Sam@Northwind.EXAMPLE")])) == (
        "Lead",
        "l",
    )


def test_an_address_comes_before_a_phone_number() -> None:
    found = choose_person(identity(), [record("c", Phone=PHONE)], [record("l", Email=EMAIL)])

    assert chosen(found) == ("Lead", "l")


def test_of_several_the_most_recently_changed_is_taken_and_it_is_said() -> None:
    found = choose_person(identity(), [], [record("new", Email=EMAIL), record("old", Email=EMAIL)])

    assert chosen(found) == ("Lead", "new")
    assert found.warnings == ("2 records of Lead match: the most recently changed was taken",)


def test_a_single_match_is_no_reason_to_warn() -> None:
    assert choose_person(identity(), [], [record("l", Email=EMAIL)]).warnings == ()


def test_without_an_address_the_phone_number_decides() -> None:
    found = choose_person(identity(email=None), [record("c", Email="other@x.example", Phone=PHONE)], [])

    assert chosen(found) == ("Contact", "c")


def test_somebody_with_another_address_who_shares_the_number_is_somebody_else() -> None:
    assert choose_person(identity(), [record("c", Email="pat@northwind.example")], []) == Candidates()


def test_somebody_without_an_address_who_has_the_number_is_the_caller() -> None:
    assert chosen(choose_person(identity(), [], [record("l", Phone=PHONE)])) == ("Lead", "l")


def test_a_converted_lead_stands_for_its_contact() -> None:
    lead = record("l", Email=EMAIL, IsConverted=True, ConvertedContactId="003C")

    assert choose_person(identity(), [], [lead]) == Candidates(converted_contact_id="003C")


def test_an_open_lead_comes_before_a_converted_one() -> None:
    converted = record("old", Email=EMAIL, IsConverted=True, ConvertedContactId="003C")

    assert chosen(choose_person(identity(), [], [converted, record("l", Email=EMAIL)])) == ("Lead", "l")


def test_nobody_found_is_nobody() -> None:
    assert choose_person(identity(), [], []) == Candidates()


@pytest.mark.parametrize(
    ("email", "quoted"),
    [
        ("o'brien@x.example", r"Email = 'o\'brien@x.example'"),
        ("' OR Name LIKE '%", r"Email = '\' OR Name LIKE \'%'"),
        ("\\' OR 1=1", r"Email = '\\\' OR 1=1'"),
    ],
)
def test_an_address_cannot_leave_its_quotes(email: str, quoted: str) -> None:
    assert f"WHERE {quoted} ORDER BY" in person_query("Lead", identity(email, None))


def test_who_shares_a_number_and_has_another_address_is_not_even_asked_for() -> None:
    query = person_query("Contact", identity(phone="+498912345"))

    assert (
        "WHERE Email = 'sam@northwind.example' OR (Email = null AND "
        "(Phone IN ('+498912345','498912345') OR MobilePhone IN ('+498912345','498912345'))) ORDER BY"
    ) in query


def test_without_an_address_whoever_has_the_number_is_asked_for() -> None:
    assert "Email = " not in person_query("Contact", identity(email=None))


def test_a_session_id_cannot_leave_its_quotes() -> None:
    assert r"('RM_1\' OR \'1\'=\'1')" in call_query(["RM_1' OR '1'='1"], None)


def test_only_what_looks_like_a_records_id_is_looked_for() -> None:
    assert " OR Id = 'a005e0000000001AAA'" in call_query(["RM_1"], "a005e0000000001AAA")
    assert " OR Id" not in call_query(["RM_1"], "x' OR Id != '")


def test_a_call_that_took_over_is_looked_for_under_both_ids() -> None:
    assert "Session_Id__c IN ('RM_1.AJ_1','TW_1')" in call_query(["TW_1", "RM_1.AJ_1", "TW_1"], None)


def test_fields_that_the_organisation_lacks_are_not_asked_for() -> None:
    assert "Team_Size__c" not in person_query("Lead", identity(), {"Team_Size__c"})
    assert "Team_Size__c" in person_query("Lead", identity())


def test_a_contact_has_no_conversion() -> None:
    assert "IsConverted" not in person_query("Contact", identity())


def test_an_owner_is_found_by_id_else_by_address() -> None:
    by_id = SalesOwner(name="Ann", email="ann@example.com", user_id="0055e0000000002AAA")
    by_email = SalesOwner(name="Ann", email="ann@example.com")

    assert "Id = '0055e0000000002AAA'" in owner_query(by_id)
    assert "Email = 'ann@example.com'" in owner_query(by_email)
    assert "IsActive = true" in owner_query(by_email)


def test_a_queue_is_found_by_its_developer_name() -> None:
    assert queue_query("Voice_Leads") == (
        "SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = 'Voice_Leads'"
    )


def test_an_american_number_is_looked_for_as_people_write_it() -> None:
    assert {"+12125550100", "(212) 555-0100", "212-555-0100", "2125550100"} <= set(phone_spellings(PHONE))


def test_any_other_number_is_looked_for_with_and_without_plus() -> None:
    assert phone_spellings("+498912345") == ["+498912345", "498912345"]


def test_a_query_is_encoded_for_an_address() -> None:
    assert query_part("x", "SELECT Id FROM Lead WHERE Phone = '+1&a=b'").path == (
        "query/?q=SELECT%20Id%20FROM%20Lead%20WHERE%20Phone%20%3D%20%27%2B1%26a%3Db%27"
    )
