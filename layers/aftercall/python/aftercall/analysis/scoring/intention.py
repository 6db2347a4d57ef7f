"""Intent and fit: does the caller want to buy, and is the product right for them (spec 3.2)."""

import re

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.scoring.factors import Factor
from aftercall.profile.models import Profile
from aftercall.reports.action_items import ActionItemReport, Owner
from aftercall.reports.evidence import Evidence
from aftercall.reports.sales_intelligence import SalesIntelligenceReport, Strength
from aftercall.session.models import BudgetAuthority, DecisionTimeline

_TIMELINE = {
    DecisionTimeline.THIS_WEEK: 1.0,
    DecisionTimeline.THIS_MONTH: 1.0,
    DecisionTimeline.THIS_QUARTER: 0.75,
    DecisionTimeline.NEXT_QUARTER: 0.4,
    DecisionTimeline.EVALUATING: 0.15,
}
_AUTHORITY = {
    BudgetAuthority.DECISION_MAKER: 1.0,
    BudgetAuthority.INFLUENCER: 0.6,
    BudgetAuthority.NEEDS_APPROVAL: 0.35,
}
_SIGNALS = {Strength.STRONG: 0.5, Strength.MEDIUM: 0.25, Strength.WEAK: 0.1}
_MONEY_TOPIC = re.compile(
    r"\b(?:budget|price|pricing|cost|costs|how much|per seat|per user|quote|approved)\b"
)
_MANY_USES = 2


def intent_factors(
    sales: SalesIntelligenceReport | None, actions: ActionItemReport | None, conversation: Conversation
) -> list[Factor]:
    """Timeline, authority and money, next steps, and a meeting."""
    factors: list[Factor] = []
    if sales is not None:
        timeline = sales.decision_timeline
        factors.append(
            Factor(
                "timeline",
                0.3,
                0.0 if timeline is None else _TIMELINE[timeline.value],
                "No date was named"
                if timeline is None
                else f"Decision: {timeline.value.value.replace('_', ' ')}",
                () if timeline is None else timeline.evidence,
            )
        )
        factors.append(_budget(sales, conversation))
        strength = min(1.0, sum(_SIGNALS[signal.strength] for signal in sales.buying_signals))
        promised = actions is not None and any(item.owner is Owner.USER for item in actions.items)
        factors.append(
            Factor(
                "next_steps",
                0.25,
                min(1.0, strength + 0.3 * promised),
                f"{len(sales.buying_signals)} buying signals"
                + (", the caller took on work" if promised else ""),
                tuple(signal.evidence[0] for signal in sales.buying_signals[:3]),
            )
        )
    if actions is not None:
        asked = bool(actions.demo_requests)
        evidence: tuple[Evidence, ...] = tuple(request.evidence[0] for request in actions.demo_requests[:1])
        value = 1.0 if actions.meeting_booked else 0.6 if asked or actions.meetings else 0.0
        reason = (
            "A meeting is booked" if actions.meeting_booked else "Asked for a demo" if value else "No meeting"
        )
        factors.append(Factor("meeting", 0.25, value, reason, evidence))
    return factors


def _budget(sales: SalesIntelligenceReport, conversation: Conversation) -> Factor:
    authority = sales.budget_authority
    value = 0.0 if authority is None else 0.7 * _AUTHORITY[authority.value]
    budget = sales.bant.budget
    if budget.passed is not False:
        spoke = any(_MONEY_TOPIC.search(clause.text) for clause in conversation.user_clauses())
        value += 0.3 if budget.passed or spoke else 0.0
    reason = (
        "Who decides was not said"
        if authority is None
        else f"Authority: {authority.value.value.replace('_', ' ')}"
    )
    return Factor("budget", 0.2, value, reason, () if authority is None else authority.evidence)


def fit_factors(sales: SalesIntelligenceReport | None, profile: Profile) -> list[Factor]:
    """The ideal customer's team, volume and integrations, and how many uses there are."""
    if sales is None:
        return []
    rule = profile.tier_rule
    size, volume = sales.team_size, sales.monthly_volume
    needed = [need for need in sales.integration_needs if need.needed]
    aligned = [need for need in needed if need.name in rule.integrations]
    uses = sales.use_cases
    return [
        Factor(
            "team",
            0.3,
            0.0 if size is None else min(1.0, size.value / rule.team_size_at_least),
            "Team size was not said"
            if size is None
            else f"Team of {size.value}, wanted {rule.team_size_at_least}",
            () if size is None else size.evidence,
        ),
        Factor(
            "volume",
            0.3,
            0.0 if volume is None else min(1.0, volume.value / rule.monthly_volume_at_least),
            "Volume was not said" if volume is None else f"{volume.value} documents a month",
            () if volume is None else volume.evidence,
        ),
        Factor(
            "integrations",
            0.2,
            1.0 if aligned else 0.5 if needed else 0.0,
            "Needs " + ", ".join(need.name for need in needed) if needed else "No integration needed",
            tuple(need.evidence[0] for need in needed),
        ),
        Factor(
            "use_cases",
            0.2,
            1.0 if len(uses) >= _MANY_USES else 0.7 if uses else 0.0,
            "Works with " + ", ".join(case.value for case in uses) if uses else "Use was not said",
            tuple(case.evidence[0] for case in uses),
        ),
    ]
