"""Quality of one conversation."""

from collections.abc import Mapping

from aftercall.analysis import conversation_quality
from aftercall.steps.wiring import warm_edge

SERVICE = "analyze_quality"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session the event points to; answer with the report's envelope."""
    return warm_edge(SERVICE).run(
        event, "quality", conversation_quality.ANALYZER_VERSION, conversation_quality.analyze
    )
