"""What alerts of single calls are called, and which competitors such a call speaks of (spec 7.3)."""

from collections.abc import Collection
from enum import StrEnum

from aftercall.reports.call_record import CallRecord
from aftercall.reports.sales_intelligence import CompetitorMention


class BusinessAlert(StrEnum):
    """Names of the alerts that a single call can raise."""

    HOT_LEAD = "hot_lead"
    MEETING_BOOKED = "meeting_booked"
    COMPETITOR_MENTIONED = "competitor_mentioned"


def competing_products(call: CallRecord, no_products: Collection[str]) -> tuple[CompetitorMention, ...]:
    """Give the products that compete and were spoken of, the most spoken of first.

    Parameters
    ----------
    no_products
        Names in the vocabulary that stand for no product (Word, paper, post): nobody is met with a
        battlecard against paper.
    """
    report = call.reports.objections
    sales = call.reports.sales_intelligence
    mentions = report.competitors if report is not None else sales.competitors if sales is not None else ()
    products = [mention for mention in mentions if mention.name not in no_products]
    return tuple(sorted(products, key=lambda mention: -mention.mentions))
