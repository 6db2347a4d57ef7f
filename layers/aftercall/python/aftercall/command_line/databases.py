"""The command line's way to both databases: through the deployment's secrets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aftercall.command_line.deployment import Deployment
from aftercall.command_line.failures import CommandFailed, ExitCode

if TYPE_CHECKING:
    from aftercall.warehouse.connection import Connection


def postgres_url(deployment: Deployment) -> str:
    """Read the warehouse's URL from its secret."""
    return deployment.secret_text("postgres", "url")


def mongo_settings(deployment: Deployment) -> tuple[str, str]:
    """Read MongoDB's URL and the name of the database from their secret."""
    return deployment.secret_text("mongo", "url"), deployment.secret_text("mongo", "database")


def place_of(url: str) -> str:
    """Give host and port of a database's URL: what may be shown of it."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] or "its URL"


@contextmanager
def reaching(name: str, url: str, deployment: Deployment) -> Iterator[None]:
    """Turn the warehouse's errors into what a person can act on.

    Raises
    ------
    CommandFailed
        When the database does not answer or refuses.
    """
    from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable

    try:
        yield
    except WarehouseUnavailable as error:
        message = f"{name} at {place_of(url)} does not answer ({error})"
        raise CommandFailed(message, deployment.remedy, ExitCode.UNREACHABLE) from error
    except RejectedByWarehouse as error:
        message = f"{name} refused ({error})"
        raise CommandFailed(message, "Is the schema current? `aftercall migrate` brings it there.") from error


@contextmanager
def warehouse(deployment: Deployment) -> "Iterator[Connection]":
    """Connect to the warehouse for the length of a command.

    Raises
    ------
    CommandFailed
        When Postgres does not answer.
    """
    from aftercall.warehouse.connection import connect

    url = postgres_url(deployment)
    with reaching("Postgres", url, deployment):
        connection = connect(url)
        try:
            yield connection
        finally:
            connection.close()
