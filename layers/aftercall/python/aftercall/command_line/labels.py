"""Our report in the format in which people label calls, so that any labelled call can be scored.

The format is told in ``tests/evaluation/data/calls/README.md``: one value or a list a field, ``null``
or ``[]`` where the call does not say. What people write for themselves (notes, acceptable facts) is
left empty or filled with what comes nearest.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from aftercall.analysis.pipeline import AnalyzedCall
from aftercall.reports.action_items import ActionItemReport
from aftercall.reports.completed import CompletedReports
from aftercall.reports.content_gaps import ContentGapReport
from aftercall.reports.evidence import Finding
from aftercall.reports.executive_summary import ExecutiveSummaryReport
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.quality import QualityReport
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.reports.sentiment import SentimentReport
from aftercall.session.prepared import PersonalDataSpan, PreparedSession

type Labels = dict[str, object]

_LIKE_A_COMPANY = frozenset(("PERSON", "COMPANY"))


def labels_of(analyzed: AnalyzedCall) -> Labels:
    """Give a call's labels; what an analyzer did not report is left out."""
    reports = analyzed.reports
    return {
        **_from_reports(reports),
        "pii": list(_personal_data(analyzed.prepared, reports.sales_intelligence)),
        "notes": [],
    }


def _from_reports(reports: CompletedReports) -> Labels:
    labels: Labels = {}
    if reports.sales_intelligence:
        labels |= _facts(reports.sales_intelligence) | _lists_of_sales(reports.sales_intelligence)
    if reports.objections:
        labels |= _objections(reports.objections)
    if reports.action_items:
        labels |= _actions(reports.action_items)
    if reports.sentiment:
        labels |= _sentiment(reports.sentiment)
    if reports.quality:
        labels |= _quality(reports.quality)
    if reports.content_gaps:
        labels |= _gaps(reports.content_gaps)
    if reports.executive_summary:
        labels |= _summary(reports.executive_summary)
    return labels


def _facts(report: SalesIntelligenceReport) -> Labels:
    single = {
        "team_size": report.team_size,
        "monthly_volume": report.monthly_volume,
        "industry": report.industry,
        "location": report.location,
        "current_tool": report.current_tool,
        "decision_timeline": report.decision_timeline,
        "budget_authority": report.budget_authority,
        "urgency": report.urgency,
    }
    primary = next((case.value for case in report.use_cases if case.primary), None)
    return {
        **{field: _plain(finding.value) if finding else None for field, finding in single.items()},
        "use_case": primary,
        "qualification_tier": report.qualification_tier.value,
    }


def _lists_of_sales(report: SalesIntelligenceReport) -> Labels:
    return {
        "integration_needs": [need.name.lower() for need in report.integration_needs if need.needed],
        "competitors": [
            {
                "name": mention.name,
                "context": mention.context.value,
                "sentiment": mention.attitude.value,
            }
            for mention in report.competitors
        ],
        "buying_signals": [
            {"strength": signal.strength.value, "quote": _quote(signal)} for signal in report.buying_signals
        ],
        "feature_requests": [
            {
                "feature": request.feature,
                "quote": _quote(request),
                "priority": "must_have" if request.must_have else "nice_to_have",
            }
            for request in report.feature_requests
        ],
        "stakeholders": [
            {"role": person.role, "influence": person.influence.value} for person in report.stakeholders
        ],
        "pain_points": _quotes(report.pain_points),
    }


def _objections(report: ObjectionReport) -> Labels:
    return {
        "objections": [
            {
                "category": objection.category.value,
                "severity": objection.severity.value,
                "resolved": objection.resolved,
                "quote": _quote(objection),
            }
            for objection in report.objections
        ]
    }


def _actions(report: ActionItemReport) -> Labels:
    return {
        "action_items": [
            {"owner": item.owner.value, "quote": _quote(item), "deadline": item.deadline_text}
            for item in report.items
        ],
        "demo_requests": _quotes(report.demo_requests),
        "documents_requested": _quotes(report.document_requests),
        "meeting_booked": report.meeting_booked,
    }


def _sentiment(report: SentimentReport) -> Labels:
    return {
        "sentiment": report.overall.value if report.overall else None,
        "sentiment_trend": report.trend.value if report.trend else None,
        "frustrated": report.frustrated,
        "repeated_questions": report.repeated_questions,
    }


def _quality(report: QualityReport) -> Labels:
    return {"natural_ending": report.natural_ending}


def _gaps(report: ContentGapReport) -> Labels:
    return {
        "unanswered_questions": [question.question for question in report.unanswered_questions],
        "failed_searches": [search.query for search in report.failed_searches],
    }


def _summary(report: ExecutiveSummaryReport) -> Labels:
    return {
        "outcome": report.headline,
        "acceptable_summary_facts": [point.text for point in report.takeaways],
    }


def _personal_data(prepared: PreparedSession, sales: SalesIntelligenceReport | None) -> Iterator[Labels]:
    """Give every occurrence: spans of turns, the caller's company, and the arguments of bookings."""
    company = re.compile(re.escape(sales.company.value), re.IGNORECASE) if sales and sales.company else None
    for turn, annotation in zip(prepared.session.turns, prepared.annotations, strict=True):
        named = [match.span() for match in company.finditer(turn.text)] if company else []
        for span in annotation.personal_data:
            if not _is_the_company(span, named):
                yield _item(turn.item_id, turn.text[span.start : span.end], span.kind)
        for start, end in named:
            yield _item(turn.item_id, turn.text[start:end], "COMPANY")
    for call in prepared.session.tool_calls:
        if call.booking:
            if call.booking.customer_name:
                yield _item(call.item_id, call.booking.customer_name, "PERSON")
            if call.booking.customer_email:
                yield _item(call.item_id, call.booking.customer_email, "EMAIL")


def _is_the_company(span: PersonalDataSpan, named: list[tuple[int, int]]) -> bool:
    """Tell whether a name that looks like a person's is the company's ("Kestrel Byte"), which counts once."""
    return span.kind in _LIKE_A_COMPANY and any(start < span.end and end > span.start for start, end in named)


def _item(item_id: str, text: str, kind: str) -> Labels:
    return {"item_id": item_id, "text": text, "type": kind}


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _quotes(findings: Iterable[Finding]) -> list[str]:
    return [_quote(finding) for finding in findings]


def _quote(finding: Finding) -> str:
    return finding.evidence[0].quote
