"""The one file that tells every tool how to reach the local cloud."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Self

from local.emulator import REGION
from local.folder import DataFolder, write_private
from local.processes import LOOPBACK
from local.secret_values import SECRET_NAMES

if TYPE_CHECKING:
    from types_boto3_cloudformation.client import CloudFormationClient

STACK_PREFIX = "Aftercall"
QUEUES = ("hot", "standard", "backfill", "telephony", "inbox", "acknowledgements")


class MissingOutputError(RuntimeError):
    """No deployed stack has an output the launcher needs."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of one running local cloud.

    A request to the API goes to ``api_url`` with the header ``Host: <api_host>``: that is how the emulator
    finds the API, since its real host name does not resolve.  ``stand_ins`` are the destinations' stand-ins
    and the desk that shows what they got; ``outputs`` are those of all stacks.
    """

    target: str
    region: str
    aws_endpoint_url: str
    api_url: str
    api_host: str
    bucket: str
    queues: Mapping[str, str]
    state_machine_arn: str
    secrets: Mapping[str, str]
    postgres_url: str
    mongo_url: str
    mongo_database: str
    stand_ins: Mapping[str, str]
    outputs: Mapping[str, str]

    @classmethod
    def from_outputs(
        cls,
        outputs: Mapping[str, str],
        port: int,
        postgres_url: str,
        mongo_url: str,
        mongo_database: str,
        stand_ins: Mapping[str, str],
    ) -> Self:
        """Make the endpoints of the stacks' outputs.  Raises MissingOutputError."""
        api_id = _output(outputs, "ApiUrl").split("//", 1)[1].split(".", 1)[0]
        queues = {name: _output(outputs, f"{name.capitalize()}QueueUrl") for name in QUEUES}
        queues |= {f"{name}_dead_letter": dead_letter_url(url) for name, url in list(queues.items())}
        return cls(
            target="local",
            region=REGION,
            aws_endpoint_url=f"http://{LOOPBACK}:{port}",
            api_url=f"http://{LOOPBACK}:{port}",
            api_host=f"{api_id}.execute-api.{LOOPBACK}:{port}",
            bucket=_output(outputs, "BucketName"),
            queues=queues,
            state_machine_arn=_output(outputs, "StateMachineArn"),
            secrets=SECRET_NAMES,
            postgres_url=postgres_url,
            mongo_url=mongo_url,
            mongo_database=mongo_database,
            stand_ins=stand_ins,
            outputs=dict(outputs),
        )

    def write(self, folder: DataFolder) -> None:
        """Write the file, readable by its owner only: it holds the database's password."""
        write_private(folder.endpoints, asdict(self))


def desk_address(folder: DataFolder) -> str:
    """Return where a running local cloud shows what the destinations got."""
    written = json.loads(folder.endpoints.read_text())
    return str(written["stand_ins"]["desk"])


def dead_letter_url(queue_url: str) -> str:
    """Return the address of a queue's dead-letter queue, which is fixed by its name."""
    suffix = ".fifo" if queue_url.endswith(".fifo") else ""
    return f"{queue_url.removesuffix('.fifo')}-dlq{suffix}"


def _output(outputs: Mapping[str, str], name: str) -> str:
    try:
        return outputs[name]
    except KeyError as error:
        known = ", ".join(sorted(outputs)) or "none"
        raise MissingOutputError(f"no deployed stack has the output {name}; known are {known}") from error


def stack_outputs(client: "CloudFormationClient") -> dict[str, str]:
    """Return the outputs of all of the product's stacks."""
    return {
        output["OutputKey"]: output["OutputValue"]
        for page in client.get_paginator("describe_stacks").paginate()
        for stack in page["Stacks"]
        if stack["StackName"].startswith(STACK_PREFIX)
        for output in stack.get("Outputs", [])
    }
