"""Parts of the Salesforce stand-in that need no server: formulas, ids, metadata, the query's parser."""
# ruff: noqa: S608 - there is no database behind these queries

from pathlib import Path

import pytest

from local.stand_ins.running import METADATA
from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.salesforce.formulas import UnreadableFormulaError, read_formula
from local.stand_ins.salesforce.identifiers import full_id, make_id
from local.stand_ins.salesforce.metadata import UnreadableMetadataError, load_schema
from local.stand_ins.salesforce.rules import automatic_name
from local.stand_ins.salesforce.soql import Combination, Comparison, Literal, parse

RANGE = "AND(NOT(ISBLANK(Score__c)), OR(Score__c < 0, Score__c > 100))"
FIELD = """<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>Size__c</fullName><label>Size</label>{}
</CustomField>
"""


@pytest.mark.parametrize(
    ("formula", "value", "broken"),
    [
        (RANGE, 101.0, True),
        (RANGE, -1.0, True),
        (RANGE, 0.0, False),
        (RANGE, 100.0, False),
        (RANGE, None, False),
        ("Score__c > 5", None, False),
        ("NOT(Score__c <= 5)", 6.0, True),
        ("Score__c = 5", 5.0, True),
        ("Score__c <> 5", 5.0, False),
        ('ISBLANK("")', None, True),
        ("(Score__c >= 5)", 5.0, True),
    ],
)
def test_a_formula_says_whether_a_record_breaks_its_rule(
    formula: str, value: float | None, *, broken: bool
) -> None:
    assert bool(read_formula(formula)({"Score__c": value})) is broken


@pytest.mark.parametrize(
    "formula", ["", "VLOOKUP(a, b)", "a > 1 b", "a +", "AND(a > 1", "a && b", "REGEX(Name, ';')"]
)
def test_a_formula_that_is_not_known_is_refused(formula: str) -> None:
    with pytest.raises(UnreadableFormulaError):
        read_formula(formula)


def test_an_id_has_a_checksum_of_its_capitals() -> None:
    # The example of Salesforce's own documentation of the algorithm.
    assert full_id("00570000001ZwTi") == "00570000001ZwTiAAK"
    assert full_id("00570000001ZwTiAAK") == "00570000001ZwTiAAK"


@pytest.mark.parametrize("text", ["", "00570000001ZwTiAAA", "00570000001ZwT", "0057000000 ZwTi", None, 5])
def test_what_is_no_id_is_none(text: object) -> None:
    assert full_id(text) is None


def test_each_record_has_its_own_id() -> None:
    made = {make_id("00Q", number) for number in range(1, 5000)}

    assert len(made) == 4999
    assert all(full_id(one) == one and one.startswith("00Q5e") for one in made)


def test_an_automatic_name_counts_as_its_format_says() -> None:
    assert automatic_name("VC-{00000}", 42) == "VC-00042"
    assert automatic_name("{0}", 42) == "42"


def test_the_projects_own_metadata_is_understood() -> None:
    schema = load_schema(METADATA)

    lead, call = schema.get("Lead"), schema.get("Voice_Call__c")
    assert lead.field("Lead_Score__c") is not None
    session = call.field("Session_Id__c")
    assert session is not None
    assert (session.external_id, session.unique, session.length) == (True, True, 255)
    assert call.prefix == "a00"


def test_without_metadata_there_are_the_standard_objects() -> None:
    names = {sobject.name for sobject in load_schema(None)}

    assert {"Lead", "Contact", "Account", "Opportunity", "Task", "User", "Group"} <= names


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / "objects" / name
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return folder


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Lead/fields/Size__c.field-meta.xml", "<broken", "Size__c"),
        ("Lead/fields/Size__c.field-meta.xml", FIELD.format("<type>Hologram</type>"), "known type"),
        (
            "Lead/fields/Size__c.field-meta.xml",
            FIELD.format("<type>Picklist</type><valueSet><valueSetName>Sizes</valueSetName></valueSet>"),
            "no global value set Sizes",
        ),
        (
            "Campaign/fields/Size__c.field-meta.xml",
            FIELD.format("<type>Text</type>"),
            "no standard object Campaign",
        ),
        (
            "Call__c/fields/Size__c.field-meta.xml",
            FIELD.format("<type>Text</type>"),
            "Call__c.object-meta.xml",
        ),
    ],
)
def test_metadata_that_is_not_understood_is_named(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(UnreadableMetadataError, match=words):
        load_schema(written(tmp_path, name, text))


def test_a_global_value_set_gives_a_picklist_its_values(tmp_path: Path) -> None:
    given = "<type>Picklist</type><valueSet><valueSetName>Sizes</valueSetName></valueSet>"
    written(tmp_path, "Lead/fields/Size__c.field-meta.xml", FIELD.format(given))
    (tmp_path / "globalValueSets").mkdir()
    (tmp_path / "globalValueSets" / "Sizes.globalValueSet-meta.xml").write_text(
        '<GlobalValueSet xmlns="http://soap.sforce.com/2006/04/metadata"><customValue><fullName>Small</fullName>'
        "</customValue><customValue><fullName>Large</fullName></customValue>"
        "</GlobalValueSet>"
    )

    field = load_schema(tmp_path).get("Lead").field("Size__c")

    assert field is not None
    assert (field.values, field.restricted) == (("Small", "Large"), True)


def test_a_query_is_read_into_its_parts() -> None:
    query = parse(
        "SELECT Id, Owner.Name FROM Lead WHERE Email IN ('a', 'b')"
        " AND (Score__c >= 1.5 OR NOT Name LIKE 'x%')"
        " ORDER BY Name DESC NULLS LAST, Id LIMIT 10 OFFSET 5"
    )

    assert (query.fields, query.sobject, query.limit, query.offset) == (("Id", "Owner.Name"), "Lead", 10, 5)
    assert [(one.field, one.descending, one.nulls_first) for one in query.order] == [
        ("Name", True, False),
        ("Id", False, True),
    ]
    assert isinstance(query.where, Combination)
    assert query.where.parts[0] == Comparison("Email", "in", (Literal("string", "a"), Literal("string", "b")))


@pytest.mark.parametrize(
    ("written_as", "meant"),
    [(r"a\'b", "a'b"), (r"a\\b", "a\\b"), (r"a\nb", "a\nb"), (r"\"", '"'), ("ä", "ä")],
)
def test_an_escape_in_a_text_is_what_it_stands_for(written_as: str, meant: str) -> None:
    query = parse(f"SELECT Id FROM Lead WHERE Name = '{written_as}'")

    assert isinstance(query.where, Comparison)
    assert query.where.values == (Literal("string", meant),)


def test_a_query_beyond_its_length_is_refused() -> None:
    with pytest.raises(ApiError, match="cannot be longer"):
        parse("SELECT Id FROM Lead WHERE Name = '" + "x" * 100_000 + "'")
