"""Objections and competitors of one call."""

from collections.abc import Mapping

from aftercall.analysis import objections
from aftercall.steps.wiring import warm_edge

SERVICE = "analyze_objections"


def lambda_handler(event: Mapping[str, object], context: object) -> dict[str, object]:
    """Analyze the prepared session the event points to; answer with the report's envelope."""
    return warm_edge(SERVICE).run(event, "objections", objections.ANALYZER_VERSION, objections.analyze)
