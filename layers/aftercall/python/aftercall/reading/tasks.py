"""Which fields of which reports a Reader may propose, and what each is held to.

What is not in this table cannot be proposed: tiers, scores, BANT, meetings and outcomes have no
field here, whatever a caller asks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aftercall.reading import shapes
from aftercall.reading.proposals import Shape
from aftercall.reports import action_items, objections
from aftercall.reports import sales_intelligence as sales
from aftercall.reports.action_items import ActionItemReport
from aftercall.reports.envelope import AnalyzerName
from aftercall.reports.evidence import Finding, NumberFinding, TextFinding
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import Level, Speaker

type ReadableReport = SalesIntelligenceReport | ObjectionReport | ActionItemReport

_CALLER = frozenset({Speaker.USER})
_ANYBODY = frozenset(Speaker)


def same_stretch(one: Finding, other: Finding) -> bool:
    """Tell whether two findings rest on overlapping quotes."""
    return any(
        mine.item_id == theirs.item_id and mine.start < theirs.end and theirs.start < mine.end
        for mine in one.evidence
        for theirs in other.evidence
    )


def same_text(name: str) -> Callable[[Finding, Finding], bool]:
    """Make a test for findings that name the same thing."""
    return lambda one, other: bool(getattr(one, name).casefold() == getattr(other, name).casefold())


def _same_objection(one: Finding, other: Finding) -> bool:
    same_turn = {item.item_id for item in one.evidence} & {item.item_id for item in other.evidence}
    return same_stretch(one, other) or (bool(same_turn) and same_text("category")(one, other))


@dataclass(frozen=True, slots=True)
class ProposedField:
    """One field of a report that a Reader may propose.

    Parameters
    ----------
    model
        The report's own model of one finding.
    many
        Whether the field holds several.
    shape
        Holds the values to the quote.
    speakers
        Whose words count as evidence.
    same
        Whether two findings of a list are about the same thing.
    later
        Values that are ours to compute: not in the schema, filled in after the merge.
    """

    name: str
    model: type[Finding]
    shape: Shape
    many: bool = True
    speakers: frozenset[Speaker] = _CALLER
    same: Callable[[Finding, Finding], bool] = same_stretch
    later: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """One report's reading: the tool that takes the answer, and the fields it has."""

    analyzer: AnalyzerName
    report: type[ReadableReport]
    fields: tuple[ProposedField, ...]

    @property
    def tool_name(self) -> str:
        """Name the tool."""
        return f"report_{self.analyzer}"


def _one(name: str, model: type[Finding], shape: Shape) -> ProposedField:
    return ProposedField(name, model, shape, many=False)


_SALES = (
    _one("team_size", NumberFinding, shapes.people_counted),
    _one("monthly_volume", NumberFinding, shapes.documents_counted),
    _one("industry", TextFinding, shapes.of_industries),
    _one("location", TextFinding, shapes.spoken("value")),
    _one("company", TextFinding, shapes.spoken("value")),
    _one("current_tool", TextFinding, shapes.tool_named),
    _one("decision_timeline", sales.TimelineFinding, shapes.as_judged),
    _one("budget_authority", sales.AuthorityFinding, shapes.as_judged),
    _one("urgency", sales.UrgencyFinding, shapes.as_judged),
    ProposedField(
        "integration_needs",
        sales.IntegrationNeed,
        shapes.integration_named,
        same=same_text("name"),
        later={"category": None},
    ),
    ProposedField(
        "competitors",
        sales.CompetitorMention,
        shapes.competitor_named,
        same=same_text("name"),
        later={"mentions": 1},
    ),
    ProposedField("buying_signals", sales.BuyingSignal, shapes.signal_kind),
    ProposedField("feature_requests", sales.FeatureRequest, shapes.spoken("feature")),
    ProposedField("stakeholders", sales.Stakeholder, shapes.spoken("role"), same=same_text("role")),
    ProposedField("use_cases", sales.UseCase, shapes.of_use_cases, same=same_text("value")),
    ProposedField(
        "pain_points", sales.PainPoint, shapes.spoken("problem", "impact"), later={"solutions": ()}
    ),
)
_OBJECTIONS = (
    ProposedField(
        "objections",
        objections.Objection,
        shapes.as_judged,
        same=_same_objection,
        later={"reason": None, "workaround": None},
    ),
    ProposedField(
        "comparisons", objections.ComparisonRequest, shapes.comparison_named, same=same_text("competitor")
    ),
    ProposedField(
        "switching_barriers",
        objections.SwitchingBarrier,
        shapes.of_kinds("technical", "contractual", "organizational", "cost"),
        same=same_text("kind"),
        later={"mitigation": None},
    ),
)
_ACTION_ITEMS = (
    ProposedField(
        "items",
        action_items.ActionItem,
        shapes.quoted_action,
        speakers=_ANYBODY,
        later={"tracking_id": "", "action": "", "deadline": None, "priority": Level.MEDIUM},
    ),
    ProposedField(
        "demo_requests",
        action_items.DemoRequest,
        shapes.spoken(None, "feature", choices=("live", "video", "document")),
    ),
    ProposedField(
        "document_requests", action_items.DocumentRequest, shapes.spoken("document", "format", "needed_by")
    ),
)

READING_TASKS: Mapping[str, ReadingTask] = MappingProxyType(
    {
        task.analyzer: task
        for task in (
            ReadingTask("sales_intelligence", SalesIntelligenceReport, _SALES),
            ReadingTask("objections", ObjectionReport, _OBJECTIONS),
            ReadingTask("action_items", ActionItemReport, _ACTION_ITEMS),
        )
    }
)
