"""Which deployment a command speaks to: the local cloud's endpoint file, or the stacks on AWS."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from aftercall.command_line.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from types_boto3_cloudformation.client import CloudFormationClient
    from types_boto3_s3.client import S3Client
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sqs.client import SQSClient
    from types_boto3_stepfunctions.client import SFNClient

ENDPOINTS_FILE: Final = "endpoints.json"
STACK_PREFIX: Final = "Aftercall"
QUEUES: Final = ("hot", "standard", "backfill", "telephony", "inbox", "acknowledgements")
QUEUE_NAMES: Final = (*QUEUES, *(f"{name}_dead_letter" for name in QUEUES))
SECRETS: Final = {
    "livekit": "aftercall/livekit",
    "twilio": "aftercall/twilio",
    "signing": "aftercall/signing",
    "postgres": "aftercall/postgres",
    "mongo": "aftercall/mongo",
    "email_hash": "aftercall/email-hash",
}
TIMEOUT_SECONDS: Final = 10

OnAws = Annotated[
    bool,
    typer.Option(
        "--aws",
        envvar="AFTERCALL_AWS",
        help="Speak to the deployment on AWS (your AWS profile) instead of the local cloud.",
    ),
]


@dataclass(frozen=True, slots=True)
class Deployment:
    """Addresses of one deployment; ``aws_endpoint_url`` and ``api_host`` are None on AWS."""

    target: str
    region: str | None
    aws_endpoint_url: str | None
    api_url: str
    api_host: str | None
    bucket: str
    queues: Mapping[str, str]
    state_machine_arn: str
    secrets: Mapping[str, str]

    def secret(self, name: str) -> dict[str, Any]:
        """Read one of the deployment's secrets.

        Raises
        ------
        CommandFailed
            When Secrets Manager cannot be reached, or the secret is missing or no JSON object.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        secret_name = self.secrets[name]
        try:
            text = self.secrets_client().get_secret_value(SecretId=secret_name).get("SecretString", "")
        except (BotoCoreError, ClientError) as error:
            message = f"the secret {secret_name} cannot be read ({type(error).__name__})"
            raise CommandFailed(message, self.remedy, ExitCode.UNREACHABLE) from error
        try:
            document = json.loads(text)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise self._unusable_secret(name, "a JSON object")
        return document

    def secret_text(self, name: str, key: str) -> str:
        """Read a text of one of the deployment's secrets; of a list of texts the first, which is current.

        Raises
        ------
        CommandFailed
            As ``secret`` does, and when the key is missing, empty or no text.
        """
        found = self.secret(name).get(key)
        value = found[0] if isinstance(found, list) and found else found
        if not isinstance(value, str) or not value:
            raise self._unusable_secret(name, f'a text under "{key}"')
        return value

    def livekit_key(self) -> tuple[str, str]:
        """Read LiveKit's current API key and its secret.  Raises CommandFailed."""
        keys = self.secret("livekit").get("keys")
        found = next(iter(keys.items()), None) if isinstance(keys, dict) else None
        if found is None or not all(isinstance(part, str) and part for part in found):
            raise self._unusable_secret("livekit", 'an object "keys" of API key to API secret')
        return found

    def _unusable_secret(self, name: str, expected: str) -> CommandFailed:
        message = f"the secret {self.secrets[name]}: expected {expected}"
        return CommandFailed(message, "docs/deploy.md lists what each secret holds.")

    @property
    def first_aid(self) -> str:
        """What to do first when the deployment does not answer."""
        if self.target == "local":
            return "Is the local cloud up? `aftercall up` starts it."
        return "Check your AWS profile and region (aws sts get-caller-identity)."

    @property
    def remedy(self) -> str:
        """What to do when the deployment does not answer."""
        doctor = "aftercall doctor" if self.target == "local" else "aftercall doctor --aws"
        return f"{self.first_aid} `{doctor}` says what else is wrong."

    def s3_client(self) -> "S3Client":
        """Give a client for the bucket."""
        return self._client("s3")  # type: ignore[no-any-return]  # boto3.client is untyped

    def sqs_client(self) -> "SQSClient":
        """Give a client for the queues."""
        return self._client("sqs")  # type: ignore[no-any-return]  # boto3.client is untyped

    def states_client(self) -> "SFNClient":
        """Give a client for the state machine."""
        return self._client("stepfunctions")  # type: ignore[no-any-return]  # boto3.client is untyped

    def secrets_client(self) -> "SecretsManagerClient":
        """Give a client for the secrets."""
        return self._client("secretsmanager")  # type: ignore[no-any-return]  # boto3.client is untyped

    def _client(self, service: str) -> Any:  # noqa: ANN401 - boto3 makes the class at run time
        import boto3
        from botocore.config import Config

        local = self.aws_endpoint_url is not None
        return boto3.client(
            service,
            region_name=self.region,
            endpoint_url=self.aws_endpoint_url,
            aws_access_key_id="local" if local else None,
            aws_secret_access_key="local" if local else None,
            config=Config(
                connect_timeout=TIMEOUT_SECONDS,
                read_timeout=TIMEOUT_SECONDS,
                retries={"max_attempts": 2},
                inject_host_prefix=not local,
                s3={"addressing_style": "path"} if local else None,
            ),
        )


def find_deployment(*, on_aws: bool) -> Deployment:
    """Find the deployment a command shall speak to.

    Raises
    ------
    CommandFailed
        When there is none, or its description cannot be read.
    """
    return _from_stacks() if on_aws else read_endpoints(local_folder() / ENDPOINTS_FILE)


def local_folder() -> Path:
    """Give the local cloud's data folder: ``AFTERCALL_HOME``, else ``.aftercall`` here or above."""
    configured = os.environ.get("AFTERCALL_HOME")
    if configured:
        return Path(configured)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".aftercall" / ENDPOINTS_FILE).exists():
            return folder / ".aftercall"
    return here / ".aftercall"


def read_endpoints(path: Path) -> Deployment:
    """Read the file the local cloud writes.

    Raises
    ------
    CommandFailed
        When it is missing (the local cloud is not up) or damaged.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Deployment(
            target=document["target"],
            region=document["region"],
            aws_endpoint_url=document["aws_endpoint_url"],
            api_url=document["api_url"],
            api_host=document.get("api_host"),
            bucket=document["bucket"],
            queues={name: document["queues"][name] for name in QUEUE_NAMES},
            state_machine_arn=document["state_machine_arn"],
            secrets=document["secrets"],
        )
    except FileNotFoundError as error:
        message = "the local cloud is not up (no endpoints.json)"
        raise CommandFailed(
            message, "`aftercall up` starts it; --aws speaks to a deployment on AWS.", ExitCode.UNREACHABLE
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path}: cannot be read ({type(error).__name__}: {error})"
        raise CommandFailed(message, "`aftercall down` and `aftercall up` write it anew.") from error


def deployment_from_outputs(outputs: Mapping[str, str], region: str | None) -> Deployment:
    """Make a deployment of the stacks' outputs.

    Raises
    ------
    CommandFailed
        When an output is missing: a stack is not deployed, or by an older version.
    """
    try:
        queues = {name: outputs[f"{name.capitalize()}QueueUrl"] for name in QUEUES}
        queues |= {
            f"{name}_dead_letter": outputs[f"{name.capitalize()}DeadLetterQueueUrl"] for name in QUEUES
        }
        return Deployment(
            target="aws",
            region=region,
            aws_endpoint_url=None,
            api_url=outputs["ApiUrl"].rstrip("/"),
            api_host=None,
            bucket=outputs["BucketName"],
            queues=queues,
            state_machine_arn=outputs["StateMachineArn"],
            secrets=SECRETS,
        )
    except KeyError as error:
        message = f"no deployed stack has the output {error.args[0]}"
        raise CommandFailed(
            message, "Deploy first (docs/deploy.md), and check the region.", ExitCode.UNREACHABLE
        ) from error


def _from_stacks() -> Deployment:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        session = boto3.Session()
        client: CloudFormationClient = session.client("cloudformation")
        outputs = {
            output["OutputKey"]: output["OutputValue"]
            for page in client.get_paginator("describe_stacks").paginate()
            for stack in page["Stacks"]
            if stack["StackName"].startswith(STACK_PREFIX)
            for output in stack.get("Outputs", [])
        }
    except (BotoCoreError, ClientError) as error:
        message = f"the stacks on AWS cannot be read ({type(error).__name__})"
        raise CommandFailed(
            message, "Check your AWS profile and region (aws sts get-caller-identity).", ExitCode.UNREACHABLE
        ) from error
    return deployment_from_outputs(outputs, session.region_name)
