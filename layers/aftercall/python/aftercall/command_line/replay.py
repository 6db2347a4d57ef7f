"""``aftercall replay``: analyse a call again from its raw body."""

import secrets
import time
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from aftercall.command_line.databases import warehouse
from aftercall.command_line.deployment import Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.command_line.show import SessionId, kept_call

if TYPE_CHECKING:
    from aftercall.session.raw_reference import RawReference
    from aftercall.warehouse.read import KeptCall

EXAMPLES: Final = "Examples: aftercall replay RM_1.AJ_1 · aftercall replay RM_1.AJ_1 --no-wait --aws"
WAIT_SECONDS: Final = 90.0
POLL_SECONDS: Final = 0.3
ARCHIVED: Final = frozenset({"GLACIER", "DEEP_ARCHIVE"})


def replay(
    session_id: SessionId,
    wait: Annotated[bool, typer.Option(help="Wait for the new analysis and show what changed.")] = True,
    aws: OnAws = False,
) -> None:
    """Analyse a call again from its raw body; the analysis is updated in place.

    A body that was archived is refused: a good analysis is never replaced by one of less.
    """
    deployment = find_deployment(on_aws=aws)
    console = Console(highlight=False, soft_wrap=True)
    before = kept_call(deployment, session_id)
    _enqueue(deployment, before, _raw_reference(deployment, session_id))
    console.print(f"{session_id}: queued for analysis", markup=False)
    if not wait:
        return
    after = _wait_for_newer(deployment, before)
    changes = list(_changes(before, after))
    for change in changes:
        console.print(f"  {change}", markup=False)
    console.print(
        f"analyzed again by version {after.analyzer_version}" + ("" if changes else ", nothing changed")
    )


def _raw_reference(deployment: Deployment, session_id: str) -> "RawReference":
    from botocore.exceptions import BotoCoreError, ClientError

    from aftercall.warehouse.read import find_raw_reference

    with warehouse(deployment) as connection:
        reference = find_raw_reference(connection, session_id)
    if reference is None:
        message = f"{session_id}: no raw body was ever received for this call"
        raise CommandFailed(message, "It was flagged because its report never came.", ExitCode.NOT_FOUND)
    try:
        head = deployment.s3_client().head_object(Bucket=reference.bucket, Key=reference.key)
    except ClientError as error:
        message = f"{session_id}: its raw body is gone from S3"
        raise CommandFailed(
            message, "It was expired or erased; the analysis stands as it is.", ExitCode.NOT_FOUND
        ) from error
    except BotoCoreError as error:
        message = f"the bucket {reference.bucket} cannot be reached ({type(error).__name__})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
    if head.get("StorageClass") in ARCHIVED:
        message = f"{session_id}: its raw body is archived"
        raise CommandFailed(message, "Restore the object first: aws s3api restore-object.")
    return reference


def _enqueue(deployment: Deployment, call: "KeptCall", reference: "RawReference") -> None:
    from botocore.exceptions import BotoCoreError, ClientError

    from aftercall.intake.messages import Origin, SessionKind, SessionMessage
    from aftercall.intake.queues import SessionQueues
    from aftercall.session.forms import ReportForm
    from aftercall.telemetry.clock import utc_now

    form = ReportForm(call.session["form"])
    kind = SessionKind.TWILIO_CALL if form is ReportForm.TWILIO_TRANSCRIPTION else SessionKind.SESSION
    message = SessionMessage(
        session_id=call.session_id,
        kind=kind,
        form=form,
        raw=reference,
        origin=Origin.REPLAY,
        received_at=call.session["received_at"],
        attempt=secrets.token_hex(8),
    )
    try:
        SessionQueues(deployment.sqs_client(), deployment.queues, utc_now).enqueue(message)
    except (BotoCoreError, ClientError) as error:
        text = f"the queue cannot be reached ({type(error).__name__})"
        raise CommandFailed(text, deployment.remedy, ExitCode.UNREACHABLE) from error


def _wait_for_newer(deployment: Deployment, before: "KeptCall") -> "KeptCall":
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        call = kept_call(deployment, before.session_id)
        if call.analyzed_at is not None and call.analyzed_at != before.analyzed_at:
            return call
        time.sleep(POLL_SECONDS)
    message = f"{before.session_id}: no new analysis after {WAIT_SECONDS:.0f} s"
    remedy = (
        "`aftercall doctor` shows the queues and dead letters. Where more analyzers failed than before, the"
        " analysis that stands was kept (metric CallsStored, outcome stale)."
    )
    raise CommandFailed(message, remedy)


def _changes(before: "KeptCall", after: "KeptCall") -> list[str]:
    watched = (
        "lead_score",
        "qualification_tier",
        "sentiment",
        "outcome",
        "engagement_score",
        "meeting_booked",
    )
    return [
        f"{name.replace('_', ' ')}: {before.session[name]} -> {after.session[name]}"
        for name in watched
        if before.session[name] != after.session[name]
    ]
