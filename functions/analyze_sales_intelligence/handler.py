"""Sales intelligence of one call: what the caller told about the business and the purchase."""

from collections.abc import Mapping

from aftercall.analysis import sales_intelligence
from aftercall.steps.wiring import warm_edge

SERVICE = "analyze_sales_intelligence"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session the event points to; answer with the report's envelope."""
    return warm_edge(SERVICE).run(
        event, "sales_intelligence", sales_intelligence.ANALYZER_VERSION, sales_intelligence.analyze
    )
