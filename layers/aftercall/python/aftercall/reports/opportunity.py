"""A deal in the making, read back from Salesforce: what calls brought in is computed from these."""

from datetime import date
from decimal import Decimal

from pydantic import AwareDatetime, Field

from aftercall.session.models import Noun


class Opportunity(Noun):
    """An opportunity of a person who called."""

    opportunity_id: str
    email: str = Field(description="of the person, lower case")
    name: str | None = None
    account_name: str | None = None
    amount: Decimal | None = None
    currency: str | None = Field(default=None, description="ISO code; None in an organisation with one")
    stage: str | None = None
    is_closed: bool
    is_won: bool
    close_date: date | None = None
    created_at: AwareDatetime
    changed_at: AwareDatetime | None = None
    owner_id: str | None = None
    owner_name: str | None = None
    call_times: tuple[AwareDatetime, ...] = Field(default=(), description="of the person's calls, in order")
