"""Tier, BANT and disagreement with what the agent reported (spec 1.4, 3.1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.analysis.conversation import Conversation
from aftercall.reports.evidence import NumberFinding, TextFinding
from aftercall.reports.sales_intelligence import (
    AuthorityFinding,
    BantPart,
    BantQualification,
    BuyingSignal,
    Disagreement,
    IntegrationNeed,
    PainPoint,
    Strength,
    TimelineFinding,
    UrgencyFinding,
    UseCase,
)
from aftercall.session.models import BudgetAuthority, DecisionTimeline, DiscoveredSignals, QualificationTier
from aftercall.session.tier_rule import TierRule

_BUDGET_YES = re.compile(
    r"\b(?:budget (?:is |was |has been |'s )?(?:approved|there|set aside|in place|allocated)|(?:have|got|own"
    r"|hold) (?:the |a |some |our )?(?:\w+ )?budget|price isn't|money isn't|not about (?:the )?(?:price"
    r"|money)|within budget|that's nothing|paid for|we can afford|willing to pay)\b"
)
_BUDGET_NO = re.compile(
    r"\b(?:no budget|over (?:our )?budget|out of (?:our )?budget|too expensive|can't afford"
    r"|don't have (?:the |a |any )?budget|budget is (?:tight|frozen|six|gone)|cost(?:s)? too much"
    r"|not going to happen|tight budget|whole (?:\w+ )?budget is)\b"
)
_BUDGET_TOPIC = re.compile(r"\b(?:budget|price|pricing|cost|costs|how much|per seat|per user|discount)\b")
_AUTHORITY_SCORE = {
    BudgetAuthority.DECISION_MAKER: 0.9,
    BudgetAuthority.INFLUENCER: 0.55,
    BudgetAuthority.NEEDS_APPROVAL: 0.3,
}
_TIMELINE_SCORE = {
    DecisionTimeline.THIS_WEEK: 1.0,
    DecisionTimeline.THIS_MONTH: 0.9,
    DecisionTimeline.THIS_QUARTER: 0.7,
    DecisionTimeline.NEXT_QUARTER: 0.4,
    DecisionTimeline.EVALUATING: 0.15,
}
_PASSES = 0.5
_PARTS_NEEDED = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """The signals as the transcript gives them."""

    team_size: NumberFinding | None
    monthly_volume: NumberFinding | None
    integrations: tuple[IntegrationNeed, ...]
    industry: TextFinding | None
    location: TextFinding | None
    current_tool: TextFinding | None
    timeline: TimelineFinding | None
    authority: AuthorityFinding | None
    urgency: UrgencyFinding | None
    use_cases: tuple[UseCase, ...]
    pain_points: tuple[PainPoint, ...]


def qualify(
    understood: Understood, rule: TierRule, *, anything_said: bool
) -> tuple[QualificationTier, tuple[str, ...]]:
    """Apply the profile's tier rule; Unknown only where the caller said nothing."""
    reasons: list[str] = []
    team, volume = understood.team_size, understood.monthly_volume
    if team is not None and team.value >= rule.team_size_at_least:
        reasons.append(f"team of {team.value} (at least {rule.team_size_at_least})")
    if volume is not None and volume.value >= rule.monthly_volume_at_least:
        reasons.append(f"{volume.value} documents a month (at least {rule.monthly_volume_at_least})")
    reasons.extend(
        f"needs {need.name}"
        for need in understood.integrations
        if need.needed and need.name in rule.integrations
    )
    if reasons:
        return (QualificationTier.TIER_1, tuple(reasons))
    if not anything_said:
        return (QualificationTier.UNKNOWN, ("the caller said nothing",))
    return (QualificationTier.TIER_2, ("no Tier 1 signal was said",))


def qualify_bant(
    conversation: Conversation, understood: Understood, signals: Sequence[BuyingSignal]
) -> BantQualification:
    """Judge budget, authority, need and timeline; together they pass when three do and none fails."""
    parts = (
        _budget(conversation, understood.authority),
        _authority(understood.authority),
        _need(understood.pain_points, understood.use_cases, signals),
        _timeline(understood.timeline, understood.urgency),
    )
    passed = sum(part.passed is True for part in parts) >= _PARTS_NEEDED and not any(
        part.passed is False for part in parts
    )
    return BantQualification(
        budget=parts[0], authority=parts[1], need=parts[2], timeline=parts[3], passed=passed
    )


def _budget(conversation: Conversation, authority: AuthorityFinding | None) -> BantPart:
    said_no = next((clause for clause in conversation.user_clauses() if _BUDGET_NO.search(clause.text)), None)
    said_yes = next(
        (clause for clause in conversation.user_clauses() if _BUDGET_YES.search(clause.text)), None
    )
    if said_no is not None:
        return BantPart(passed=False, score=0.2, reasons=(f"“{said_no.evidence().quote}”",))
    if said_yes is not None:
        return BantPart(passed=True, score=0.85, reasons=(f"“{said_yes.evidence().quote}”",))
    if authority is not None and authority.value is BudgetAuthority.DECISION_MAKER:
        return BantPart(passed=None, score=0.5, reasons=("decides, but no budget was named",))
    if any(_BUDGET_TOPIC.search(clause.text) for clause in conversation.user_clauses()):
        return BantPart(passed=None, score=0.4, reasons=("asked about cost; no budget was named",))
    return BantPart(passed=None, score=0.0, reasons=("budget did not come up",))


def _authority(authority: AuthorityFinding | None) -> BantPart:
    if authority is None:
        return BantPart(passed=None, score=0.0, reasons=("who decides did not come up",))
    score = _AUTHORITY_SCORE[authority.value]
    wording = authority.value.value.replace("_", " ")
    passed = None if authority.value is BudgetAuthority.INFLUENCER else score >= _PASSES
    return BantPart(passed=passed, score=score, reasons=(f"{wording}: “{authority.evidence[0].quote}”",))


def _need(
    pains: Sequence[PainPoint], use_cases: Sequence[UseCase], signals: Sequence[BuyingSignal]
) -> BantPart:
    score = min(
        1.0,
        0.25 * min(len(pains), 3)
        + 0.25 * bool(use_cases)
        + 0.15 * any(s.strength is not Strength.WEAK for s in signals),
    )
    reasons = [f"{len(pains)} pain point{'s' if len(pains) != 1 else ''}"] if pains else []
    reasons.extend(f"works with {case.value}" for case in use_cases[:1])
    if not reasons:
        return BantPart(passed=None, score=0.0, reasons=("no need was named",))
    return BantPart(passed=score >= _PASSES or None, score=round(score, 2), reasons=tuple(reasons))


def _timeline(timeline: TimelineFinding | None, urgency: UrgencyFinding | None) -> BantPart:
    if timeline is None:
        if urgency is None:
            return BantPart(passed=None, score=0.0, reasons=("no date came up",))
        return BantPart(passed=None, score=0.3, reasons=(f"urgency {urgency.value.value}, no date",))
    score = _TIMELINE_SCORE[timeline.value]
    return BantPart(
        passed=score >= _PASSES,
        score=score,
        reasons=(f"{timeline.value.value.replace('_', ' ')}: “{timeline.evidence[0].quote}”",),
    )


def disagreements(
    reported: DiscoveredSignals | None, understood: Understood, tier: QualificationTier
) -> tuple[Disagreement, ...]:
    """Name each signal on which the agent's report and the transcript differ; silence is none."""
    if reported is None:
        return ()
    pairs: tuple[tuple[str, object, object], ...] = (
        ("team_size", reported.team_size, understood.team_size and understood.team_size.value),
        (
            "monthly_volume",
            reported.monthly_volume,
            understood.monthly_volume and understood.monthly_volume.value,
        ),
        ("industry", _lower(reported.industry), understood.industry and understood.industry.value),
        (
            "current_tool",
            _lower(reported.current_tool),
            understood.current_tool and understood.current_tool.value.lower(),
        ),
        (
            "use_case",
            _lower(reported.use_case),
            understood.use_cases[0].value if understood.use_cases else None,
        ),
        ("decision_timeline", reported.decision_timeline, understood.timeline and understood.timeline.value),
        ("budget_authority", reported.budget_authority, understood.authority and understood.authority.value),
        ("urgency", reported.urgency, understood.urgency and understood.urgency.value),
        ("qualification_tier", reported.qualification_tier, tier),
    )
    found = [
        Disagreement(signal=name, reported=str(said), understood=str(heard))
        for name, said, heard in pairs
        if said is not None and heard is not None and said != heard
    ]
    needed = {need.name for need in understood.integrations if need.needed}
    told = {name.lower() for name in reported.integration_needs}
    if told and needed and told != needed:
        found.append(
            Disagreement(
                signal="integration_needs",
                reported=", ".join(sorted(told)),
                understood=", ".join(sorted(needed)),
            )
        )
    return tuple(found)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
