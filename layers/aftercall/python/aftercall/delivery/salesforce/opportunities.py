"""Reading back what became of callers: opportunities of their contacts, and of leads that were converted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from aftercall.delivery.salesforce.api import SalesforceApi
from aftercall.delivery.salesforce.failures import SalesforceUnavailable
from aftercall.reports.opportunity import Opportunity

COLUMNS = (
    *("Id", "Name", "Amount", "StageName", "IsClosed", "IsWon", "CloseDate", "CreatedDate"),
    *("SystemModstamp", "OwnerId", "Owner.Name", "Account.Name"),
)
CURRENCY = "CurrencyIsoCode"
"""Only an organisation with several currencies has it."""
MISSING_COLUMN = "INVALID_FIELD"
CALLED = "Last_Voice_Call_Date__c != null"


@dataclass(frozen=True, slots=True)
class FoundOpportunity:
    """An opportunity and how it is somebody's."""

    opportunity: Opportunity
    is_primary: bool


def read_opportunities(api: SalesforceApi, since: datetime | None) -> Iterator[FoundOpportunity]:
    """Give the opportunities of everybody who called; with ``since``, where anything changed after it.

    A contact who called for the first time counts as changed, so that opportunities from before are found.
    Raises SalesforceUnavailable.
    """
    with_currency = _has_several_currencies(api)
    for record in api.query(roles_query(since, with_currency=with_currency)):
        found = _found(record, "Opportunity", _of(record, "Contact").get("Email"))
        if found is not None:
            yield FoundOpportunity(found, bool(record.get("IsPrimary")))
    for record in api.query(conversions_query(since, with_currency=with_currency)):
        found = _found(record, "ConvertedOpportunity", record.get("Email"))
        if found is not None:
            yield FoundOpportunity(found, is_primary=False)


def roles_query(since: datetime | None, *, with_currency: bool) -> str:
    """Give the query for opportunities by contact role."""
    columns = _columns("Opportunity", with_currency=with_currency)
    changed = _changed(("SystemModstamp", "Opportunity.SystemModstamp", "Contact.SystemModstamp"), since)
    return (
        f"SELECT IsPrimary, Contact.Email, {columns} FROM OpportunityContactRole "  # noqa: S608 - own names
        f"WHERE Contact.Email != null AND Contact.{CALLED}{changed} ORDER BY Id"
    )


def conversions_query(since: datetime | None, *, with_currency: bool) -> str:
    """Give the query for opportunities that converted leads became."""
    columns = _columns("ConvertedOpportunity", with_currency=with_currency)
    changed = _changed(("SystemModstamp", "ConvertedOpportunity.SystemModstamp"), since)
    return (
        f"SELECT Email, {columns} FROM Lead "  # noqa: S608 - own names
        "WHERE IsConverted = true AND ConvertedOpportunityId != null AND Email != null "
        f"AND {CALLED}{changed} ORDER BY Id"
    )


def _columns(relationship: str, *, with_currency: bool) -> str:
    names = (*COLUMNS, *((CURRENCY,) if with_currency else ()))
    return ", ".join(f"{relationship}.{name}" for name in names)


def _changed(fields: tuple[str, ...], since: datetime | None) -> str:
    if since is None:
        return ""
    moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f" AND ({' OR '.join(f'{field} >= {moment}' for field in fields)})"


def _has_several_currencies(api: SalesforceApi) -> bool:
    try:
        list(api.query("SELECT CurrencyIsoCode FROM Opportunity LIMIT 1"))
    except SalesforceUnavailable as refused:
        if MISSING_COLUMN in refused.codes:
            return False
        raise
    return True


def _of(record: Mapping[str, Any], relationship: str) -> Mapping[str, Any]:
    related = record.get(relationship)
    return related if isinstance(related, Mapping) else {}


def _found(record: Mapping[str, Any], relationship: str, email: object) -> Opportunity | None:
    """Read one row; a row without an address or an opportunity tells of nobody, or of nothing."""
    row = _of(record, relationship)
    if not row or not isinstance(email, str):
        return None
    amount = row.get("Amount")
    try:
        return Opportunity(
            opportunity_id=row["Id"],
            email=email.lower(),
            name=row.get("Name"),
            account_name=_of(row, "Account").get("Name"),
            amount=None if amount is None else Decimal(str(amount)),
            currency=row.get(CURRENCY),
            stage=row.get("StageName"),
            is_closed=row["IsClosed"],
            is_won=row["IsWon"],
            close_date=row.get("CloseDate"),
            created_at=row["CreatedDate"],
            changed_at=row.get("SystemModstamp"),
            owner_id=row.get("OwnerId"),
            owner_name=_of(row, "Owner").get("Name"),
        )
    except (KeyError, ValidationError):
        raise SalesforceUnavailable("query: expected the columns of an opportunity") from None
