"""What the knowledge base could not answer in one call."""

from collections.abc import Mapping

from aftercall.analysis import content_gaps
from aftercall.steps.wiring import warm_edge

SERVICE = "analyze_content_gaps"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session the event points to; answer with the report's envelope."""
    return warm_edge(SERVICE).run(event, "content_gaps", content_gaps.ANALYZER_VERSION, content_gaps.analyze)
