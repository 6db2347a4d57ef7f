"""The command line's way to both databases: through the deployment's secrets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aftercall.command_line.deployment import Deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from aftercall.warehouse.connection import Connection


def postgres_url(deployment: Deployment) -> str:
    """Read the warehouse's URL from its secret."""
    return str(deployment.secret("postgres")["url"])


def mongo_settings(deployment: Deployment) -> tuple[str, str]:
    """Read MongoDB's URL and the name of the database from their secret."""
    document = deployment.secret("mongo")
    return str(document["url"]), str(document.get("database", "aftercall"))


@contextmanager
def warehouse(deployment: Deployment) -> "Iterator[Connection]":
    """Connect to the warehouse for the length of a command.

    Raises
    ------
    CommandFailed
        When Postgres does not answer.
    """
    from aftercall.warehouse.connection import connect
    from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable

    try:
        connection = connect(postgres_url(deployment))
    except WarehouseUnavailable as error:
        message = f"Postgres cannot be reached ({error})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
    try:
        yield connection
    except WarehouseUnavailable as error:
        message = f"Postgres stopped answering ({error})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
    except RejectedByWarehouse as error:
        message = f"Postgres refused ({error})"
        raise CommandFailed(message, "Is the schema current? `aftercall migrate` brings it there.") from error
    finally:
        connection.close()
