"""Reports with one finding in them, for what is told of it."""

from typing import Any

from aftercall.reports.completed import CompletedReports
from aftercall.reports.evidence import Evidence
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.sales_intelligence import BantPart, BantQualification, SalesIntelligenceReport
from aftercall.session.models import QualificationTier

NOT_TOLD = BantPart(passed=None, score=0.0)


def resting_on(quote: str, confidence: float = 0.9) -> dict[str, Any]:
    """What every finding needs: a quote and how sure we are."""
    evidence = Evidence(item_id="item_1", start=0, end=len(quote), quote=quote)
    return {"confidence": confidence, "evidence": (evidence,)}


def sales_report(**parts: Any) -> SalesIntelligenceReport:
    """A report that found nothing but what is given."""
    bant = BantQualification(
        budget=NOT_TOLD, authority=NOT_TOLD, need=NOT_TOLD, timeline=NOT_TOLD, passed=False
    )
    return SalesIntelligenceReport.model_validate(
        {"bant": bant, "qualification_tier": QualificationTier.UNKNOWN} | parts
    )


def with_sales(**parts: Any) -> CompletedReports:
    """Reports of which sales intelligence found something."""
    return CompletedReports(sales_intelligence=sales_report(**parts))


def with_objections(**parts: Any) -> CompletedReports:
    """Reports of which the one on objections found something."""
    return CompletedReports(objections=ObjectionReport.model_validate(parts))
