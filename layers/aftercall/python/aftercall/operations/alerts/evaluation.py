"""Every rule, held against one moment."""

from collections.abc import Callable

from aftercall.operations.alerts.rules.agent_down import agent_down
from aftercall.operations.alerts.rules.apis import api_failures, deliveries_failing
from aftercall.operations.alerts.rules.connection import connection_quality
from aftercall.operations.alerts.rules.error_rate import error_rate_critical, error_rate_high
from aftercall.operations.alerts.rules.housekeeping import reports_missing, schedules_late
from aftercall.operations.alerts.rules.latency import latency_critical, latency_high
from aftercall.operations.alerts.rules.queues import dead_letters, queue_backlog
from aftercall.operations.alerts.rules.usage import cost_burn_rate, token_usage_spike
from aftercall.profile.models import Profile
from aftercall.reports.alert_changes import Judgement
from aftercall.reports.alert_readings import AlertReadings

type Rule = Callable[[AlertReadings, Profile], tuple[Judgement, ...]]

RULES: tuple[Rule, ...] = (
    agent_down,
    error_rate_critical,
    latency_critical,
    queue_backlog,
    api_failures,
    latency_high,
    error_rate_high,
    token_usage_spike,
    cost_burn_rate,
    connection_quality,
    dead_letters,
    deliveries_failing,
    reports_missing,
    schedules_late,
)


def evaluate(readings: AlertReadings, profile: Profile) -> tuple[Judgement, ...]:
    """Give every rule's verdicts."""
    return tuple(judgement for rule in RULES for judgement in rule(readings, profile))
