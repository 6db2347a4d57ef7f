"""What the organisation holds before anybody writes (users, queues), and what its administrator does."""

import json
import pkgutil
from collections.abc import Mapping
from typing import Any

from local.stand_ins.salesforce.errors import ApiError
from local.stand_ins.salesforce.records import Records, Writer, collection_of
from local.stand_ins.salesforce.rules import derive
from local.stand_ins.salesforce.validation import date_time_text


def integration_user(records: Records, username: str) -> str:
    """Return the id of the user that an API session acts as."""
    users = records.all(records.schema.get("User"))
    return str(next((user["Id"] for user in users if user["Username"] == username), ""))


def settle(records: Records) -> None:
    """Create the users and queues where there are none yet."""
    if records.all(records.schema.get("User")):
        return
    text = pkgutil.get_data("local.stand_ins.salesforce", "organisation.json") or b"{}"
    queues: dict[str, str] = {}
    for name, entries in json.loads(text).items():
        for entry in entries:
            values = {**entry, "QueueId": queues[entry["QueueId"]]} if name == "QueueSobject" else entry
            record_id = seed(records, name, values)
            if name == "Group":
                queues[entry["DeveloperName"]] = record_id


def seed(records: Records, name: str, values: Mapping[str, Any]) -> str:
    """Create a record as an administrator can: read-only fields, likely duplicates.  Raises ApiError."""
    users = records.each(records.schema.get("User"))
    writer = Writer(user_id=str(users[0]["Id"]) if users else "", privileged=True)
    return records.create(records.schema.get(name), values, writer)


def convert_lead(
    records: Records, lead_id: str, opportunity: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Convert a lead into an account, a contact and, where its values are given, an opportunity.

    Custom fields go to the contact's fields of the same names, as the metadata maps them.  Raises ApiError.
    """
    leads, contacts = records.schema.get("Lead"), records.schema.get("Contact")
    with records.store.transaction():
        lead = records.get(leads, lead_id)
        if lead["IsConverted"]:
            raise ApiError("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
        account_id = seed(records, "Account", {"Name": lead["Company"], "OwnerId": lead["OwnerId"]})
        shared = ["FirstName", "LastName", "Title", "Email", "Phone", "MobilePhone", "LeadSource", "OwnerId"]
        shared += [
            field.name for field in leads.fields.values() if field.custom and contacts.field(field.name)
        ]
        contact = {name: lead[name] for name in shared if lead.get(name) is not None}
        contact_id = seed(records, "Contact", {**contact, "AccountId": account_id})
        made = {"ConvertedAccountId": account_id, "ConvertedContactId": contact_id}
        if opportunity is not None:
            made["ConvertedOpportunityId"] = seed(
                records,
                "Opportunity",
                {
                    "Name": f"{lead['Company']}-",
                    "StageName": "Prospecting",
                    "CloseDate": records.clock().date().isoformat(),
                    **opportunity,
                    "AccountId": account_id,
                },
            )
            role = {
                "OpportunityId": made["ConvertedOpportunityId"],
                "ContactId": contact_id,
                "IsPrimary": True,
            }
            seed(records, "OpportunityContactRole", role)
        now = date_time_text(records.clock())
        day = now[: len("0000-00-00")]
        lead |= {**made, "IsConverted": True, "Status": "Closed - Converted", "ConvertedDate": day}
        derive(leads, lead)
        lead |= {"LastModifiedDate": now, "SystemModstamp": now}
        records.store.put(collection_of(leads), lead["Id"], lead)
    return made
