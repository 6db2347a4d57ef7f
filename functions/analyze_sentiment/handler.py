"""The caller's sentiment over one call."""

from collections.abc import Mapping

from aftercall.analysis import sentiment
from aftercall.steps.wiring import warm_edge

SERVICE = "analyze_sentiment"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session the event points to; answer with the report's envelope."""
    return warm_edge(SERVICE).run(event, "sentiment", sentiment.ANALYZER_VERSION, sentiment.analyze)
