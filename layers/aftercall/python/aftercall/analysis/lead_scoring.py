"""Lead score (spec 3.2): points with a reason each, within the profile's weights."""

from aftercall.analysis.conversation import Conversation, read_conversation
from aftercall.analysis.scoring.behavior import behavioral_factors
from aftercall.analysis.scoring.company import demographic_factors, firmographic_factors
from aftercall.analysis.scoring.factors import Factor, component
from aftercall.analysis.scoring.intention import fit_factors, intent_factors
from aftercall.profile.models import LeadScoring, Profile
from aftercall.reports.completed import CompletedReports
from aftercall.reports.lead_score import LeadScoreReport, LeadTemperature, ScoreComponent
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import Level
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "1"

_HIGH_SIGNALS = 6
_MEDIUM_SIGNALS = 3
_SURE = 0.65
_TOP_REASONS = 5


def analyze(prepared: PreparedSession, profile: Profile, reports: CompletedReports) -> LeadScoreReport:
    """Score a lead from what the other analyzers found; a report that failed gives no points.

    ``previous_score`` and ``change_explanation`` stay null here: one call knows of no other. They
    are filled where earlier calls of the person are known (`with_previous_score`).
    """
    conversation = read_conversation(prepared)
    sales = reports.sales_intelligence
    weights = profile.lead_score.weights
    factors: dict[str, tuple[list[Factor], int]] = {
        "demographic": (demographic_factors(sales, profile), weights.demographic),
        "behavioral": (
            behavioral_factors(prepared.session, conversation, reports, profile),
            weights.behavioral,
        ),
        "firmographic": (firmographic_factors(sales, conversation, profile), weights.firmographic),
        "intent": (intent_factors(sales, reports.action_items, conversation), weights.intent),
        "fit": (fit_factors(sales, profile), weights.fit),
    }
    components = tuple(
        component(name, items, maximum) for name, (items, maximum) in factors.items() if maximum
    )
    score = round(sum(item.score for item in components))
    return LeadScoreReport(
        score=max(0, min(100, score)),
        temperature=_temperature(score, profile.lead_score),
        components=components,
        confidence_level=_confidence(sales, conversation),
        justification=_justification(components, sales),
    )


def with_previous_score(report: LeadScoreReport, previous: LeadScoreReport) -> LeadScoreReport:
    """Add the score of the person's call before, and which components moved it."""
    before = {item.name: item.score for item in previous.components}
    moves = [(item.name, item.score - before.get(item.name, 0.0)) for item in report.components]
    moved = [
        f"{name} {change:+.0f}"
        for name, change in sorted(moves, key=lambda move: -abs(move[1]))
        if round(change)
    ]
    explanation = ", ".join(moved) if moved else "no component changed"
    return report.model_copy(update={"previous_score": previous.score, "change_explanation": explanation})


def _temperature(score: int, scoring: LeadScoring) -> LeadTemperature:
    if score > scoring.hot_above:
        return LeadTemperature.HOT
    return LeadTemperature.WARM if score >= scoring.warm_from else LeadTemperature.NURTURE


def _confidence(sales: SalesIntelligenceReport | None, conversation: Conversation) -> Level:
    if sales is None or not conversation.user:
        return Level.LOW
    known = [
        finding.confidence
        for finding in (
            sales.team_size, sales.monthly_volume, sales.industry, sales.current_tool,
            sales.decision_timeline, sales.budget_authority, sales.urgency, sales.location,
            *sales.use_cases[:1], *[need for need in sales.integration_needs if need.needed][:1],
        )
        if finding is not None
    ]  # fmt: skip
    sure = sum(confidence >= _SURE for confidence in known)
    if len(known) >= _HIGH_SIGNALS and sure >= _HIGH_SIGNALS - 1:
        return Level.HIGH
    return Level.MEDIUM if len(known) >= _MEDIUM_SIGNALS else Level.LOW


def _justification(
    components: tuple[ScoreComponent, ...], sales: SalesIntelligenceReport | None
) -> tuple[str, ...]:
    factors = sorted(
        (factor for item in components for factor in item.factors), key=lambda factor: -factor.points
    )
    reasons = [f"{factor.reason} (+{factor.points:g})" for factor in factors if factor.points > 0][
        :_TOP_REASONS
    ]
    if sales is None:
        reasons.append("The sales intelligence report is missing: only behaviour could be scored.")
    return tuple(reasons)
