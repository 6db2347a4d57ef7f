"""Who promised what by when in one call."""

from collections.abc import Mapping

from aftercall.analysis import action_items
from aftercall.steps.wiring import warm_edge

SERVICE = "extract_action_items"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session the event points to; answer with the report's envelope."""
    return warm_edge(SERVICE).run(event, "action_items", action_items.ANALYZER_VERSION, action_items.analyze)
