"""``aftercall doctor``: is everything configured, does everything answer, and what to do if not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.markup import escape

from aftercall.command_line.deployment import QUEUES, Deployment, OnAws, find_deployment
from aftercall.command_line.failures import CommandFailed, ExitCode
from aftercall.profile import InvalidProfile, load_profile

EXAMPLES: Final = "Examples: aftercall doctor · aftercall doctor --aws · aftercall doctor --profile acme.json"

SECRET_KEYS: Final = {
    "livekit": "keys",
    "twilio": "auth_tokens",
    "signing": "keys",
    "postgres": "url",
    "mongo": "url",
    "email_hash": "key",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what to do if not."""

    name: str
    well: bool
    words: str
    remedy: str = ""
    code: ExitCode | None = None


def doctor(
    profile: Annotated[Path | None, typer.Option("--profile", help="Check this profile.")] = None,
    aws: OnAws = False,
) -> None:
    """Check configuration and every connection, and say what to do about what is wrong."""
    console = Console(highlight=False, soft_wrap=True)
    broken = 0
    for finding in examine(profile, on_aws=aws):
        mark = "[green]ok [/]" if finding.well else "[red]bad[/]"
        console.print(f"{mark} {escape(finding.name):<28} {escape(finding.words)}")
        if not finding.well:
            broken += 1
            if finding.remedy:
                console.print(f"    {'':<28} {escape(finding.remedy)}")
    if broken:
        message = "one check failed" if broken == 1 else f"{broken} checks failed"
        raise CommandFailed(message)


def examine(profile: Path | None, *, on_aws: bool) -> Iterator[Finding]:
    """Make each check in turn; one that fails does not stop the next.

    Where the local cloud's emulator is away, nothing behind it can be looked at, and this is said once.
    """
    yield _check("profile", lambda: f"{load_profile(profile).name} is valid")
    try:
        deployment = find_deployment(on_aws=on_aws)
    except CommandFailed as failure:
        yield Finding("deployment", well=False, words=failure.message, remedy=failure.remedy)
        return
    yield Finding("deployment", well=True, words=f"{deployment.target}, {deployment.api_url}")
    api = _check("API", lambda: _api(deployment))
    yield _with_first_aid(api, deployment)
    if deployment.target == "local" and api.code is ExitCode.UNREACHABLE:
        yield Finding("all else", well=False, words="not checked: it lies behind the same address")
        return
    for finding in _parts(deployment):
        yield _with_first_aid(finding, deployment)


def _with_first_aid(finding: Finding, deployment: Deployment) -> Finding:
    """Where a command would send its reader to the doctor, say what to do."""
    return replace(finding, remedy=finding.remedy.replace(deployment.remedy, deployment.first_aid))


def _parts(deployment: Deployment) -> Iterator[Finding]:
    yield _check("bucket", lambda: _bucket(deployment))
    for name in SECRET_KEYS:
        yield _check(f"secret {deployment.secrets[name]}", partial(_secret, deployment, name))
    for name in QUEUES:
        yield _check(f"queue {name}", partial(_queue, deployment, name))
    for name in QUEUES:
        yield _dead_letters(name, partial(_waiting, deployment, f"{name}_dead_letter"))
    yield _check("state machine", lambda: _state_machine(deployment))
    postgres = _check("Postgres", lambda: _postgres(deployment))
    yield postgres
    if postgres.well:
        yield _check("deliveries", lambda: ledger_words(deployment))
    yield _check("MongoDB", lambda: _mongo(deployment))


def _check(name: str, look: Callable[[], str]) -> Finding:
    from botocore.exceptions import BotoCoreError, ClientError

    from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable

    try:
        return Finding(name, well=True, words=look())
    except CommandFailed as failure:
        return Finding(name, well=False, words=failure.message, remedy=failure.remedy, code=failure.code)
    except InvalidProfile as error:
        return Finding(name, well=False, words=str(error), remedy="Compare with the packaged sample profile.")
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        return Finding(
            name, well=False, words=f"refused: {code}", remedy="Is it deployed, and may you read it?"
        )
    except BotoCoreError as error:
        return Finding(
            name, well=False, words=f"no answer ({type(error).__name__})", remedy="Is the cloud up?"
        )
    except (WarehouseUnavailable, RejectedByWarehouse) as error:
        return Finding(
            name, well=False, words=str(error), remedy="Check the URL in its secret; run `aftercall migrate`."
        )


def _api(deployment: Deployment) -> str:
    from aftercall.command_line.send import post_report

    status, _ = post_report(deployment, b"{}", "doctor-checks-that-a-wrong-key-is-refused", 0)
    if status not in {401, 403}:
        message = f"an unsigned report was answered with {status}, expected 401"
        raise CommandFailed(message, deployment.remedy)
    return "answers, and refuses an unsigned report"


def _bucket(deployment: Deployment) -> str:
    deployment.s3_client().head_bucket(Bucket=deployment.bucket)
    return deployment.bucket


def _secret(deployment: Deployment, name: str) -> str:
    key = SECRET_KEYS[name]
    if not deployment.secret(name).get(key):
        message = f"the key {key!r} is missing or empty"
        raise CommandFailed(message, "docs/deploy.md lists what each secret holds.")
    return "readable and complete"


def _queue(deployment: Deployment, name: str) -> str:
    return f"{_waiting(deployment, name)} waiting"


def _dead_letters(name: str, count: Callable[[], int]) -> Finding:
    title = f"dead letters {name}"
    looked = _check(title, lambda: str(count()))
    if looked.well and looked.words != "0":
        remedy = f"`aftercall redrive --queue {name}` brings them back once what failed is mended."
        return Finding(title, well=False, words=f"{looked.words} waiting", remedy=remedy)
    return Finding(title, looked.well, "none" if looked.well else looked.words, looked.remedy)


def _waiting(deployment: Deployment, name: str) -> int:
    return _messages(deployment, deployment.queues[name])


def _messages(deployment: Deployment, url: str) -> int:
    attributes = deployment.sqs_client().get_queue_attributes(
        QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(attributes["Attributes"]["ApproximateNumberOfMessages"])


def _state_machine(deployment: Deployment) -> str:
    machine = deployment.states_client().describe_state_machine(stateMachineArn=deployment.state_machine_arn)
    return f"{machine['name']} is {machine.get('status', 'ACTIVE').lower()}"


def _postgres(deployment: Deployment) -> str:
    from aftercall.command_line.databases import warehouse
    from aftercall.warehouse.read import table_counts

    with warehouse(deployment) as connection:
        rows = table_counts(connection)
    return f"{rows['sessions']} sessions, {rows['leads']} leads"


def ledger_words(deployment: Deployment) -> str:
    """Say how much is owed; raises CommandFailed where something did not arrive or somebody is left alone."""
    from aftercall.command_line.databases import warehouse
    from aftercall.ledger.circuit import CircuitState
    from aftercall.ledger.status import OPEN_STATUSES, DeliveryStatus
    from aftercall.warehouse.delivery_readings import destination_standings

    with warehouse(deployment) as connection:
        standings = destination_standings(connection)
    unpaid = (DeliveryStatus.FAILED, DeliveryStatus.UNCERTAIN)
    wrong = [
        f"{one.destination}: {one.counts[status]} {status}"
        for one in standings
        for status in unpaid
        if one.counts.get(status)
    ]
    wrong += [
        f"{one.destination}: left alone ({one.circuit.last_error})"
        for one in standings
        if one.circuit.state is not CircuitState.CLOSED
    ]
    if wrong:
        remedy = "`aftercall deliveries` shows them, `aftercall redeliver` sends again what failed."
        raise CommandFailed("; ".join(wrong), remedy)
    return f"{sum(one.counts.get(status, 0) for one in standings for status in OPEN_STATUSES)} owed"


def _mongo(deployment: Deployment) -> str:
    from aftercall.command_line.databases import mongo_settings, reaching
    from aftercall.warehouse.documents import open_documents, translated_document_errors

    url, name = mongo_settings(deployment)
    with reaching("MongoDB", url, deployment):
        documents = open_documents(url, name)
        try:
            with translated_document_errors():
                count = documents["transcripts"].estimated_document_count()
        finally:
            documents.client.close()
    return f"{count} transcripts"
