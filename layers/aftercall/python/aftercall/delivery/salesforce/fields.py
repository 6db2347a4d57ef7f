"""The custom fields of spec 4.1 to 4.8: name, type and limits, as ``salesforce/`` deploys them."""

from dataclasses import dataclass
from enum import StrEnum

API_VERSION = "62.0"
"""Pinned here and in ``salesforce/sfdx-project.json``; an organisation keeps old versions for years."""

LONG_TEXT = 32_768
SPECIFIED_LONG_TEXT = 32_000
"""Of the fields for which the specification says so."""
RICH_TEXT = 131_072
SHORT_TEXT = 255
RECORD_ID = 18


class FieldKind(StrEnum):
    """A field's type as Salesforce's metadata names it."""

    NUMBER = "Number"
    TEXT = "Text"
    LONG_TEXT = "LongTextArea"
    RICH_TEXT = "Html"
    PICKLIST = "Picklist"
    MULTI_PICKLIST = "MultiselectPicklist"
    DATE_TIME = "DateTime"
    URL = "Url"
    LOOKUP = "Lookup"


@dataclass(frozen=True, slots=True)
class Field:
    """One custom field.

    Parameters
    ----------
    digits, decimals
        Of a number as Salesforce's set-up shows it, ``Number(digits, decimals)``; the metadata's
        ``precision`` is their sum.
    minimum, maximum
        What the specification allows; what a number's digits do not say is a validation rule.
    length
        Most characters.
    picklist
        Name of the picklist in the profile (``SalesforcePicklists``).
    refers_to
        The object of a lookup.
    """

    name: str
    kind: FieldKind
    digits: int | None = None
    decimals: int = 0
    minimum: int | None = None
    maximum: int | None = None
    length: int | None = None
    picklist: str | None = None
    refers_to: str | None = None


def _number(name: str, digits: int, decimals: int, minimum: int, maximum: int) -> Field:
    return Field(name, FieldKind.NUMBER, digits=digits, decimals=decimals, minimum=minimum, maximum=maximum)


def _text(name: str, length: int = SHORT_TEXT) -> Field:
    return Field(name, FieldKind.TEXT, length=length)


def _long(name: str, length: int = LONG_TEXT) -> Field:
    return Field(name, FieldKind.LONG_TEXT, length=length)


def _picklist(name: str, picklist: str) -> Field:
    return Field(name, FieldKind.PICKLIST, picklist=picklist)


def _several(name: str, picklist: str) -> Field:
    return Field(name, FieldKind.MULTI_PICKLIST, picklist=picklist)


def _lookup(name: str, refers_to: str) -> Field:
    return Field(name, FieldKind.LOOKUP, refers_to=refers_to)


PERSON_FIELDS = (
    _number("Lead_Score__c", 3, 0, 0, 100),
    _long("Lead_Score_Breakdown__c"),
    _picklist("Qualification_Tier__c", "qualification_tier"),
    Field("Last_Voice_Call_Date__c", FieldKind.DATE_TIME),
    _number("Last_Call_Duration_Minutes__c", 4, 1, 0, 9999),
    _number("Voice_Engagement_Score__c", 3, 1, 0, 10),
    _number("Team_Size__c", 4, 0, 1, 9999),
    _number("Monthly_Document_Volume__c", 5, 0, 0, 99_999),
    _several("Integration_Needs__c", "integrations"),
    _picklist("Industry_Vertical__c", "industries"),
    _picklist("Decision_Timeline__c", "decision_timeline"),
    _picklist("Budget_Authority__c", "budget_authority"),
    _text("Current_Tool__c"),
    _picklist("Urgency_Level__c", "urgency"),
    _long("Pain_Points__c", SPECIFIED_LONG_TEXT),
    _several("Use_Cases__c", "use_cases"),
    _long("Feature_Requests__c", SPECIFIED_LONG_TEXT),
    _picklist("Competitor_Mentioned__c", "competitors"),
    _text("Current_Solution__c"),
    _long("Switching_Barriers__c"),
    _long("Objections_Raised__c"),
    _long("Buying_Signals__c"),
    _text("Stakeholders_Mentioned__c"),
    _long("Key_Quotes__c"),
    _picklist("Call_Sentiment__c", "sentiment"),
    _text("Next_Best_Action__c"),
    _picklist("Follow_Up_Priority__c", "follow_up_priority"),
    _lookup("Recommended_Owner__c", "User"),
)
"""Of 4.1 to 4.6, on Lead and on Contact alike."""

CALL_FIELDS = (
    _text("Session_Id__c"),
    Field("Transcript__c", FieldKind.RICH_TEXT, length=RICH_TEXT),
    _long("Call_Summary__c"),
    Field("Transcript_URL__c", FieldKind.URL, length=SHORT_TEXT),
    _number("Quality_Score__c", 3, 1, 0, 10),
    Field("Call_Date__c", FieldKind.DATE_TIME),
    _number("Duration_Minutes__c", 4, 1, 0, 9999),
    _lookup("Lead__c", "Lead"),
    _lookup("Contact__c", "Contact"),
    _long("Metrics_JSON__c", RICH_TEXT),
    _text("Task_Id__c", RECORD_ID),
)
"""Of 4.8, on ``Voice_Call__c``. ``Lead__c`` and ``Contact__c`` stand for the specified Related_To__c, since
a custom lookup points at one object; ``Task_Id__c`` remembers the task of 4.7, so that there is one."""

EXTERNAL_ID = "Session_Id__c"
CALL_OBJECT = "Voice_Call__c"

FIELDS_OF = {"Lead": PERSON_FIELDS, "Contact": PERSON_FIELDS, CALL_OBJECT: CALL_FIELDS}
FIELD_BY_NAME = {field.name: field for field in (*PERSON_FIELDS, *CALL_FIELDS)}
