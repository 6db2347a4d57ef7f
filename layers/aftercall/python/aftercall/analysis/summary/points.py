"""Takeaways, risks and opportunities, each with what it rests on (spec 3.9)."""

import re
from collections.abc import Iterator

from aftercall.analysis.summary.facts import SummaryFacts, clipped, listed
from aftercall.reports.evidence import Evidence
from aftercall.reports.executive_summary import SummaryPoint
from aftercall.reports.objections import Severity
from aftercall.reports.sales_intelligence import (
    CompetitorContext,
    Influence,
    SalesIntelligenceReport,
    Strength,
)
from aftercall.session.models import BudgetAuthority, DecisionTimeline

_MOST_TAKEAWAYS = 5
_MOST_RISKS = 6
_REFERRAL = re.compile(
    r"\b(?:recommend (?:you|this|it) to|tell (?:my|other|all my|the other) (?:\w+ ){0,2}(?:friends|owners"
    r"|people|colleagues|offices|branches|brokers|agents)|other (?:branches|locations|offices|departments"
    r"|teams) (?:would|could|might)|spread the word|refer (?:you|someone|people))\b"
)
_LATE = frozenset((DecisionTimeline.NEXT_QUARTER, DecisionTimeline.EVALUATING))


def takeaways(facts: SummaryFacts) -> tuple[SummaryPoint, ...]:
    """Give the three to five most important insights; fewer for a call with less in it."""
    if facts.is_little:
        return ()
    return tuple(_takeaways(facts))[:_MOST_TAKEAWAYS]


def _takeaways(facts: SummaryFacts) -> Iterator[SummaryPoint]:
    sales = facts.reports.sales_intelligence
    objections = facts.reports.objections
    if sales is not None:
        yield from _size(sales)
        blocker = next(
            (
                item
                for item in (objections.objections if objections else ())
                if item.severity is Severity.BLOCKER and not item.resolved
            ),
            None,
        )
        if blocker is not None:
            yield SummaryPoint(
                text=f"Open blocker ({blocker.category.value}): “{clipped(blocker.evidence[0].quote)}”",
                evidence=blocker.evidence,
            )
        strong = next((signal for signal in sales.buying_signals if signal.strength is Strength.STRONG), None)
        if strong is not None:
            yield SummaryPoint(
                text=f"Wants to buy: “{clipped(strong.evidence[0].quote)}”", evidence=strong.evidence
            )
        if sales.decision_timeline is not None:
            timeline = sales.decision_timeline
            when = timeline.value.value.replace("_", " ")
            yield SummaryPoint(
                text=f"Timing: {when}, “{clipped(timeline.evidence[0].quote)}”",
                evidence=timeline.evidence,
            )
        if sales.current_tool is not None:
            tool = sales.current_tool
            wording = "by hand" if tool.value == "manual" else f"with {tool.value}"
            yield SummaryPoint(text=f"Works {wording} today.", evidence=tool.evidence[:1])
        if sales.pain_points:
            pain = sales.pain_points[0]
            yield SummaryPoint(text=f"Pain: “{clipped(pain.problem)}”", evidence=pain.evidence)
    if facts.frustrated and facts.reports.sentiment is not None:
        evidence = facts.reports.sentiment.frustration_evidence[:1]
        yield SummaryPoint(text="The caller was frustrated.", evidence=evidence)
    gaps = facts.reports.content_gaps
    if gaps is not None and gaps.unanswered_questions:
        question = gaps.unanswered_questions[0]
        yield SummaryPoint(text=f"Left open: “{clipped(question.question)}”", evidence=question.evidence)


def _size(sales: SalesIntelligenceReport) -> Iterator[SummaryPoint]:
    parts: list[str] = []
    evidence: list[Evidence] = []
    if sales.team_size is not None:
        parts.append(f"team of {sales.team_size.value}")
        evidence.extend(sales.team_size.evidence)
    if sales.monthly_volume is not None:
        parts.append(f"{sales.monthly_volume.value} documents a month")
        evidence.extend(sales.monthly_volume.evidence)
    needed = [need for need in sales.integration_needs if need.needed]
    if needed:
        parts.append("needs " + listed([need.name for need in needed[:3]]))
        evidence.extend(need.evidence[0] for need in needed[:3])
    if parts:
        text = ", ".join(parts)
        yield SummaryPoint(text=f"{text[0].upper()}{text[1:]}.", evidence=tuple(evidence))


def risks(facts: SummaryFacts) -> tuple[SummaryPoint, ...]:
    """Give what may stop the deal."""
    if facts.is_little:
        return ()
    return tuple(_risks(facts))[:_MOST_RISKS]


def _risks(facts: SummaryFacts) -> Iterator[SummaryPoint]:
    objections = facts.reports.objections
    if objections is not None:
        for item in objections.objections:
            if not item.resolved:
                kind = f"{item.category.value} {item.severity.value}"
                text = f"Unresolved {kind}: “{clipped(item.evidence[0].quote)}”"
                yield SummaryPoint(text=text, evidence=item.evidence)
        for mention in objections.competitors:
            if mention.context is CompetitorContext.CONSIDERING:
                yield SummaryPoint(text=f"{mention.name} is considered too.", evidence=mention.evidence[:1])
    if facts.reports.sales_intelligence is not None:
        yield from _qualification_risks(facts.reports.sales_intelligence)
    if facts.frustrated and facts.reports.sentiment is not None:
        yield SummaryPoint(
            text="The caller left frustrated.", evidence=facts.reports.sentiment.frustration_evidence[-1:]
        )


def _qualification_risks(sales: SalesIntelligenceReport) -> Iterator[SummaryPoint]:
    authority = sales.budget_authority
    if authority is not None and authority.value is not BudgetAuthority.DECISION_MAKER:
        approves = authority.value is BudgetAuthority.NEEDS_APPROVAL
        wording = "somebody else approves" if approves else "somebody else decides"
        yield SummaryPoint(text=f"Budget: {wording}.", evidence=authority.evidence)
    if sales.bant.budget.passed is False:
        yield SummaryPoint(text=f"Budget: {sales.bant.budget.reasons[0]}")
    timeline = sales.decision_timeline
    if timeline is not None and timeline.value in _LATE:
        yield SummaryPoint(text="The decision is far off.", evidence=timeline.evidence)


def opportunities(facts: SummaryFacts) -> tuple[SummaryPoint, ...]:
    """Give deal size, expansion, referral and strategic value, as far as the call tells."""
    sales = facts.reports.sales_intelligence
    if facts.is_little or sales is None:
        return ()
    return (*_deal(sales), *_expansion(sales), *_referral(facts))


def _deal(sales: SalesIntelligenceReport) -> Iterator[SummaryPoint]:
    if sales.team_size is not None:
        seats = "seat" if sales.team_size.value == 1 else "seats"
        yield SummaryPoint(
            text=f"Deal size: {sales.team_size.value} {seats}.", evidence=sales.team_size.evidence
        )
    elif sales.monthly_volume is not None:
        yield SummaryPoint(
            text=f"Deal size: {sales.monthly_volume.value} documents a month.",
            evidence=sales.monthly_volume.evidence,
        )
    rival = next((item for item in sales.competitors if item.context is CompetitorContext.CURRENT_TOOL), None)
    if rival is not None:
        yield SummaryPoint(text=f"Strategic: would replace {rival.name}.", evidence=rival.evidence[:1])


def _expansion(sales: SalesIntelligenceReport) -> Iterator[SummaryPoint]:
    if len(sales.use_cases) > 1:
        further = listed([case.value for case in sales.use_cases[1:]])
        yield SummaryPoint(
            text=f"Expansion: {further} besides {sales.use_cases[0].value}.",
            evidence=sales.use_cases[1].evidence[:1],
        )
    users = [person for person in sales.stakeholders if person.influence is Influence.USER]
    if users:
        yield SummaryPoint(
            text=f"Further users: {listed([person.role for person in users])}.",
            evidence=users[0].evidence[:1],
        )


def _referral(facts: SummaryFacts) -> Iterator[SummaryPoint]:
    for clause in facts.conversation.user_clauses():
        if _REFERRAL.search(clause.text):
            yield SummaryPoint(text="May refer others.", evidence=(clause.evidence(),))
            return
