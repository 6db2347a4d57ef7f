"""``aftercall send``: send a session report as an agent would, signed over HTTP."""

import hashlib
import json
import time
from pathlib import Path
from typing import Annotated, Final

import typer
import urllib3
from rich.console import Console

from aftercall.command_line.analyze import read_document
from aftercall.command_line.deployment import Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.intake.signatures.session_report import sign_report

EXAMPLES: Final = (
    "Examples: aftercall send call.json · aftercall send calls/*.json · aftercall send --aws call.json"
)
TIMEOUT_SECONDS: Final = 30.0
LARGEST_BODY_BYTES: Final = 4 * 1024 * 1024


def send(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Session reports in any accepted form.")
    ],
    aws: OnAws = False,
) -> None:
    """Send session reports to the deployment; each is signed, accepted and queued like an agent's own.

    A report over 4 MB is put into the bucket's inbox instead, where it is picked up as a backfill.
    """
    deployment = find_deployment(on_aws=aws)
    console = Console(highlight=False, soft_wrap=True)
    key = deployment.secret_text("signing", "keys")
    refused = 0
    for file in files:
        body = json.dumps(read_document(file), ensure_ascii=False).encode()
        if len(body) > LARGEST_BODY_BYTES:
            console.print(f"{file}: over 4 MB, put into the inbox as {drop_report(deployment, body)}")
            continue
        status, answer = post_report(deployment, body, key, int(time.time()))
        accepted = status in {200, 202}
        refused += not accepted
        words = answer.get("session_id") if accepted else answer.get("detail", "no reason given")
        state = str(answer.get("status", "accepted")) if accepted else f"refused ({status})"
        console.print(f"{file}: {state}: {words}", markup=False)
    if refused:
        message = f"{refused} of {len(files)} reports were refused"
        raise CommandFailed(message, "docs/intake.md explains each answer.")


def drop_report(deployment: Deployment, body: bytes) -> str:
    """Put a report below the bucket's ``inbox/``; gives its key.

    Raises
    ------
    CommandFailed
        When the bucket refuses it or cannot be reached.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    key = f"inbox/{hashlib.sha256(body).hexdigest()}.json"
    try:
        deployment.s3_client().put_object(Bucket=deployment.bucket, Key=key, Body=body)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        message = f"the bucket {deployment.bucket} refused the report ({code})"
        raise CommandFailed(message, "Sending needs s3:PutObject on inbox/ and use of the key.") from error
    except BotoCoreError as error:
        message = f"the bucket {deployment.bucket} cannot be reached ({type(error).__name__})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
    return key


def post_report(deployment: Deployment, body: bytes, key: str, now: int) -> tuple[int, dict[str, object]]:
    """Post one report; gives the status and the answer's JSON object.

    Raises
    ------
    CommandFailed
        When the API cannot be reached.
    """
    headers = {
        "Content-Type": "application/json",
        "X-Aftercall-Timestamp": str(now),
        "X-Aftercall-Signature": sign_report(key, str(now), body),
    }
    if deployment.api_host:
        headers["Host"] = deployment.api_host
    try:
        with urllib3.PoolManager(timeout=TIMEOUT_SECONDS, retries=urllib3.Retry(2, redirect=0)) as pool:
            response = pool.request("POST", f"{deployment.api_url}/sessions", body=body, headers=headers)
    except urllib3.exceptions.HTTPError as error:
        message = f"the API at {deployment.api_url} cannot be reached"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
    try:
        answer = response.json()
    except ValueError:
        answer = None
    return response.status, answer if isinstance(answer, dict) else {}
