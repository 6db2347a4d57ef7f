"""The executive summary of one call, from the other reports."""

from collections.abc import Mapping

from aftercall.analysis import executive_summary
from aftercall.steps.report_reading import read_reports
from aftercall.steps.wiring import warm_edge

SERVICE = "summarize_call"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session and the reports the event points to; answer with the envelope."""
    edge = warm_edge(SERVICE)
    reports = read_reports(event, edge.documents)
    return edge.run(
        event,
        "executive_summary",
        executive_summary.ANALYZER_VERSION,
        lambda prepared, profile: executive_summary.analyze(prepared, profile, reports),
    )
