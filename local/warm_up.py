"""Starting the functions before their first call: all at once, on a busy machine, they take half a minute.

Nothing is invoked: there is no event that every function would take without doing something. They are
only initialised, by what AWS calls provisioned concurrency (local/emulator_repairs.py makes it true).
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.lambda_runtime import RUNTIME_NAME

if TYPE_CHECKING:
    from types_boto3_lambda.client import LambdaClient

UNPUBLISHED = "$LATEST"
AT_ONCE = 2
POLL_SECONDS = 0.1
PATIENCE_SECONDS = 20.0
LEFT = "left for their first call"
# What no call waits for: its own schedule, a person or a rare event calls it.
NOT_AWAITED = (
    "migrate-warehouse",
    "enqueue-inbox",
    "receive-twilio",
    "receive-slack",
    "acknowledge-alert",
    "deliver-pagerduty",
    "deliver-email",
    "learn-across-calls",
    "reconcile-rooms",
    "sweep-deliveries",
    "sync-opportunities",
    "check-alerts",
    "write-digests",
)


@dataclass(frozen=True, slots=True)
class WarmUp:
    """What came of it: how many functions are ready, and why the others are not, by name."""

    ready: int
    failed: dict[str, str]

    def __str__(self) -> str:
        """Say it in one line."""
        left = sum(reason == LEFT for reason in self.failed.values())
        failures = [f"{name}: {reason}" for name, reason in self.failed.items() if reason != LEFT]
        rest = [f"{left} {LEFT}"] if left else []
        return "; ".join([f"{self.ready} functions ready", *rest, *failures])


def warm_up(client: "LambdaClient", say: Callable[[str], None], patience: float = PATIENCE_SECONDS) -> WarmUp:
    """Initialise every Python function, first those that a call needs, some at once; ``say`` hears each name.

    A function that cannot be initialised fails nothing here: its first call will.  What is not done when
    ``patience`` (seconds) is over goes on in the background.
    """
    names = sorted(_python_functions(client), key=lambda name: (name.endswith(NOT_AWAITED), name))
    deadline = time.monotonic() + patience

    def one(name: str) -> str | None:
        if time.monotonic() > deadline:
            return LEFT
        say(name)
        return _initialise(client, name, deadline)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = dict(zip(names, pool.map(one, names), strict=True))
    failed = {name: reason for name, reason in outcomes.items() if reason is not None}
    return WarmUp(len(names) - len(failed), failed)


def _python_functions(client: "LambdaClient") -> Iterator[str]:
    for page in client.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if function.get("Runtime") == RUNTIME_NAME:
                yield function["FunctionName"]


def _initialise(client: "LambdaClient", name: str, deadline: float) -> str | None:
    """Initialise one function; give why it is not ready."""
    client.put_provisioned_concurrency_config(
        FunctionName=name, Qualifier=UNPUBLISHED, ProvisionedConcurrentExecutions=1
    )
    while time.monotonic() < deadline:
        answer = client.get_provisioned_concurrency_config(FunctionName=name, Qualifier=UNPUBLISHED)
        if answer["Status"] == "READY":
            return None
        if answer["Status"] == "FAILED":
            return answer.get("StatusReason", "failed")
        time.sleep(POLL_SECONDS)
    return "still at it"
