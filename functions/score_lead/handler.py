"""The lead score of one call, from the other reports."""

from collections.abc import Mapping

from aftercall.analysis import lead_scoring
from aftercall.steps.report_reading import read_reports
from aftercall.steps.wiring import warm_edge

SERVICE = "score_lead"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session and the reports the event points to; answer with the envelope."""
    edge = warm_edge(SERVICE)
    reports = read_reports(event, edge.documents)
    return edge.run(
        event,
        "lead_score",
        lead_scoring.ANALYZER_VERSION,
        lambda prepared, profile: lead_scoring.analyze(prepared, profile, reports),
    )
