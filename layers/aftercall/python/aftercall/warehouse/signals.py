"""Discovered signals of spec 1.4: as understood from the transcript, else as the agent reported them."""

from collections.abc import Iterable

from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import DiscoveredSignals
from aftercall.warehouse.records import integer

SINGLE_SIGNALS = (
    "team_size",
    "monthly_volume",
    "industry",
    "location",
    "use_case",
    "current_tool",
    "decision_timeline",
    "budget_authority",
    "urgency",
)
LISTED_SIGNALS = ("integration_needs", "pain_points")


def discovered_signals(
    report: SalesIntelligenceReport | None, reported: DiscoveredSignals | None
) -> dict[str, object]:
    """Give the signals that are known; keys without a value are left out."""
    understood = {} if report is None else _understood(report)
    told = {} if reported is None else reported.model_dump(mode="json", exclude={"qualification_tier"})
    merged = {name: understood.get(name) or told.get(name) for name in (*SINGLE_SIGNALS, *LISTED_SIGNALS)}
    for name in ("team_size", "monthly_volume"):
        value = merged[name]
        merged[name] = integer(value) if isinstance(value, int) else None
    return {name: value for name, value in merged.items() if value not in (None, [], "")}


def _understood(report: SalesIntelligenceReport) -> dict[str, object]:
    findings = {name: getattr(report, name) for name in SINGLE_SIGNALS if name != "use_case"}
    primary = [use.value for use in report.use_cases if use.primary]
    return {
        **{name: None if finding is None else finding.value for name, finding in findings.items()},
        "use_case": primary[0] if primary else None,
        "integration_needs": _distinct(need.name for need in report.integration_needs if need.needed),
        "pain_points": _distinct(point.problem for point in report.pain_points),
    }


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
