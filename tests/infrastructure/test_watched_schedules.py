"""An alert says when a schedule does not run: it has to know every one of them, and how often it runs."""

import re
from datetime import timedelta

from aftercall.operations.alerts.rules.housekeeping import SCHEDULES
from tests.infrastructure.conftest import Assembly

RATE = re.compile(r"rate\((\d+) (minute|hour)s?\)")
EVERY_SO_MANY_MINUTES = re.compile(r"cron\(0/(\d+) \* \* \* \? \*\)")


def interval_of(expression: str) -> timedelta:
    """Read the expressions used here; fails for one of another kind."""
    if found := EVERY_SO_MANY_MINUTES.fullmatch(expression):
        return timedelta(minutes=int(found.group(1)))
    found = RATE.fullmatch(expression)
    assert found is not None, f"{expression}: how often is that?"
    return timedelta(**{f"{found.group(2)}s": int(found.group(1))})


def test_every_deployed_schedule_is_watched_at_its_own_interval(assembly: Assembly) -> None:
    deployed = {
        str(resource["Properties"]["Name"]).removeprefix("aftercall-").replace("-", "_"): interval_of(
            str(resource["Properties"]["ScheduleExpression"])
        )
        for resource in assembly.all_resources("AWS::Scheduler::Schedule").values()
    }
    assert deployed == SCHEDULES
