"""Custom resource at deployment: both databases get this version's schema."""

import json
import os
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from aftercall.intake.secrets import SecretsCache, UnusableSecret
from aftercall.settings.client_limits import STEP_CONFIG
from aftercall.settings.environment import MissingSetting
from aftercall.settings.warehouse import DatabaseSettings
from aftercall.telemetry.clock import utc_now
from aftercall.telemetry.log import StructuredLog, standard_log
from aftercall.warehouse.documents import prepare_collections
from aftercall.warehouse.errors import WarehouseError
from aftercall.warehouse.migrate import migrate

SERVICE = "migrate_warehouse"
PHYSICAL_RESOURCE_ID = "warehouse-migrations"
DELETE = "Delete"
ANSWER_TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Migration:
    """Migrates; deleting the resource leaves all data where it is."""

    settings: DatabaseSettings
    secrets: SecretsCache
    log: StructuredLog

    def run(self, event: Mapping[str, Any]) -> dict[str, object]:
        """Do what CloudFormation asks for and answer as the Provider framework expects."""
        data: dict[str, object] = {}
        if event.get("RequestType") != DELETE:
            data["Revision"] = migrate(self.secrets.string(self.settings.postgres_secret_name, "url"))
            mongo = self.settings.mongo_secret_name
            prepare_collections(self.secrets.string(mongo, "url"), self.secrets.string(mongo, "database"))
            self.log.info("migrated", revision=str(data["Revision"]))
        return {"PhysicalResourceId": PHYSICAL_RESOURCE_ID, "Data": data}


def reason_of(error: Exception) -> str:
    """Say why; only errors of our own are quoted, since others may hold an address with its password."""
    own = isinstance(error, WarehouseError | UnusableSecret | MissingSetting)
    return f"{type(error).__name__}: {error}" if own else f"{type(error).__name__}: its place is in the log"


def answer_cloudformation(
    event: Mapping[str, Any], result: Mapping[str, object], problem: str | None
) -> None:
    """Tell CloudFormation, which waits for it, how it went; the reason is shown to whoever deploys."""
    answer = {
        "Status": "SUCCESS" if problem is None else "FAILED",
        "Reason": problem or "",
        "PhysicalResourceId": PHYSICAL_RESOURCE_ID,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": result.get("Data", {}),
    }
    request = urllib.request.Request(  # noqa: S310 - the address is CloudFormation's own
        str(event["ResponseURL"]),
        data=json.dumps(answer).encode(),
        method="PUT",
        headers={"Content-Type": ""},
    )
    urllib.request.urlopen(request, timeout=ANSWER_TIMEOUT_SECONDS).close()  # noqa: S310 - as above


def lambda_handler(event: Mapping[str, Any], context: object) -> dict[str, object]:
    """Migrate; without a ResponseURL (Provider framework, command line) errors are raised to the caller."""
    log = standard_log(SERVICE)
    try:
        secrets = SecretsCache(boto3.client("secretsmanager", config=STEP_CONFIG), utc_now)
        result = Migration(DatabaseSettings.from_environment(os.environ), secrets, log).run(event)
    except Exception as error:
        log.failure("migration_failed", error)
        if "ResponseURL" not in event:
            raise
        answer_cloudformation(event, {}, reason_of(error))
        return {"PhysicalResourceId": PHYSICAL_RESOURCE_ID}
    if "ResponseURL" in event:
        answer_cloudformation(event, result, None)
    return result
