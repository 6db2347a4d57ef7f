"""The reports a call has so far: what ``score_lead``, ``summarize_call`` and the writers read."""

from aftercall.reports.action_items import ActionItemReport
from aftercall.reports.content_gaps import ContentGapReport
from aftercall.reports.executive_summary import ExecutiveSummaryReport
from aftercall.reports.lead_score import LeadScoreReport
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.performance import PerformanceReport
from aftercall.reports.quality import QualityReport
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.reports.sentiment import SentimentReport
from aftercall.session.models import Noun


class CompletedReports(Noun):
    """One field per analyzer; ``None`` where it failed or has not run."""

    sales_intelligence: SalesIntelligenceReport | None = None
    lead_score: LeadScoreReport | None = None
    quality: QualityReport | None = None
    sentiment: SentimentReport | None = None
    objections: ObjectionReport | None = None
    performance: PerformanceReport | None = None
    content_gaps: ContentGapReport | None = None
    action_items: ActionItemReport | None = None
    executive_summary: ExecutiveSummaryReport | None = None
