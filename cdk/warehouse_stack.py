"""Kept: the migrations, which run with every deployment that changes them."""

import hashlib
from pathlib import Path

from aws_cdk import CustomResource, Duration, Stack
from constructs import Construct

from cdk import names
from cdk.constructs.permissions import read_secret
from cdk.layer_builder import LAYERS_FOLDER
from cdk.surroundings import FunctionMaker, Surroundings

WAREHOUSE_PACKAGE = LAYERS_FOLDER / "aftercall" / "python" / "aftercall" / "warehouse"
# CloudFormation would wait an hour for a function that cannot even be imported.
MIGRATION_PATIENCE = Duration.minutes(5)


class WarehouseStack(Stack):
    """What keeps the databases in shape; the databases themselves are the operator's."""

    def __init__(self, scope: Construct, construct_id: str, surroundings: Surroundings) -> None:
        super().__init__(scope, construct_id, description="Aftercall: migrations")
        self._maker = FunctionMaker(self, surroundings)
        self._migrate_warehouse()

    def _migrate_warehouse(self) -> None:
        function = self._maker.make("migrate_warehouse")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        read_secret(function, "MONGO_SECRET_NAME", names.MONGO_SECRET)
        CustomResource(
            self,
            "MigratedWarehouse",
            service_token=function.function_arn,
            service_timeout=MIGRATION_PATIENCE,
            resource_type="Custom::MigratedWarehouse",
            # Any change below warehouse/ runs the migrations again; having nothing to do is no error.
            properties={"SchemaVersion": package_digest(WAREHOUSE_PACKAGE)},
        )


def package_digest(folder: Path) -> str:
    """Return a digest over the sources below a folder, which changes when any of them does."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(folder)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
