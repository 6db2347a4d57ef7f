"""From an API Gateway event to its answer: the same for every endpoint.

Whatever happens inside becomes an answer: a refusal its problem, an outage behind the edge a 503
that asks for a retry. Logged is what was decided and why, after verifying, and never a body.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aftercall.intake.http_exchange import (
    Answer,
    HttpRequest,
    answer_event,
    problem_event,
    read_request,
)
from aftercall.intake.problem import Refusal, invalid_body, temporarily_unavailable
from aftercall.session.errors import UnreadableReport
from aftercall.telemetry.log import StructuredLog
from aftercall.telemetry.metrics import MetricsWriter


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Answers events with a use case.

    Parameters
    ----------
    accept
        The use case: takes a request, gives an answer or raises Refusal or UnreadableReport.
    """

    accept: Callable[[HttpRequest], Answer]
    log: StructuredLog
    metrics: MetricsWriter

    def handle(self, event: Mapping[str, object]) -> dict[str, object]:
        """Answer an API Gateway event; never raises an Exception."""
        try:
            return answer_event(self._accepted(event))
        except Refusal as refusal:
            problem = refusal.problem
            self.log.warning("refused", problem=problem.slug, status=problem.status, field=problem.field)
            self.metrics.count("RequestsRefused", status=str(problem.status))
            return problem_event(problem)
        except Exception as error:  # noqa: BLE001 - a sender gets an answer it can act on, whatever fails
            self.log.failure("unavailable", error)
            self.metrics.count("RequestsUnavailable")
            return problem_event(temporarily_unavailable())

    def _accepted(self, event: Mapping[str, object]) -> Answer:
        try:
            return self.accept(read_request(event))
        except UnreadableReport as error:
            raise invalid_body(error.field, error.expected) from error
