"""The deployed functions: their settings, their logs, and what they answer when asked directly."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cdk.names import function_name
from tests.e2e.clients import Clients


class FunctionFailed(AssertionError):
    """A deployed function raised; the message is its error."""


@dataclass(frozen=True, slots=True)
class DeployedFunctions:
    """Functions by their folder's name, such as ``store_results``."""

    clients: Clients

    def environment(self, verb_noun: str) -> dict[str, str]:
        """The function's own environment variables."""
        settings = self.clients.of("lambda").get_function_configuration(FunctionName=function_name(verb_noun))
        return dict(settings["Environment"]["Variables"])

    def invoke(self, verb_noun: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """Run a function and give its answer; raises FunctionFailed when it raised."""
        answer = self.clients.of("lambda").invoke(
            FunctionName=function_name(verb_noun), Payload=json.dumps(event).encode()
        )
        payload: dict[str, Any] = json.loads(answer["Payload"].read())
        if answer.get("FunctionError"):
            raise FunctionFailed(f"{verb_noun}: {payload}")
        return payload

    def log(self, verb_noun: str, pattern: str) -> list[str]:
        """Lines of a function's log that hold a text."""
        pages = self.clients.of("logs").get_paginator("filter_log_events")
        found = pages.paginate(logGroupName=f"/aws/lambda/{function_name(verb_noun)}", filterPattern=pattern)
        return [line for page in found for event in page["events"] for line in event["message"].splitlines()]

    @contextmanager
    def with_environment(self, verb_noun: str, changes: Mapping[str, str]) -> Iterator[None]:
        """Run a function under other settings, and put its own back."""
        functions, own = self.clients.of("lambda"), self.environment(verb_noun)

        def set_environment(variables: Mapping[str, str]) -> None:
            functions.update_function_configuration(
                FunctionName=function_name(verb_noun), Environment={"Variables": dict(variables)}
            )

        set_environment({**own, **changes})
        try:
            yield
        finally:
            set_environment(own)

    @contextmanager
    def not_consuming(self, queue_name: str) -> Iterator[None]:
        """Keep a queue's consumer away from it meanwhile."""
        functions = self.clients.of("lambda")
        mapping = next(
            one
            for page in functions.get_paginator("list_event_source_mappings").paginate()
            for one in page["EventSourceMappings"]
            if one["EventSourceArn"].endswith(f":{queue_name}")
        )
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        try:
            yield
        finally:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
