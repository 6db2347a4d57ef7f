"""One freshly deployed local stack for the whole end-to-end run, stopped and removed at its end."""

import fcntl
import itertools
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import urllib3
from pymongo import MongoClient

from aftercall.command_line.deployment import Deployment, read_endpoints
from local.cloud import LocalCloud
from local.endpoints import desk_address
from local.folder import PROJECT
from local.replay import Receiver, Sender, SigningKeys, recent
from local.samples.catalogue import read_sample
from local.secret_values import GeneratedValues, generated_values
from tests.e2e.clients import Clients
from tests.e2e.deliveries import Deliveries
from tests.e2e.deployed_functions import DeployedFunctions
from tests.e2e.desk import Desk
from tests.e2e.stack import Stack

FOLDERS = PROJECT / ".cache"
# While working on a test: the data folder of a local cloud that is brought up to date and left running.
HOME_VARIABLE = "AFTERCALL_E2E_HOME"
FIRST_CALL_SECONDS = 120.0


@contextmanager
def folder_of_this_run() -> Iterator[Path]:
    """A folder that no other run uses meanwhile; what a killed run left in it is stopped and removed."""
    FOLDERS.mkdir(exist_ok=True)
    for number in itertools.count(1):
        folder = FOLDERS / f"e2e-{number}"
        with folder.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            LocalCloud(folder).down()
            shutil.rmtree(folder, ignore_errors=True)
            yield folder
            shutil.rmtree(folder)
            return


@pytest.fixture(scope="session")
def cloud() -> Iterator[LocalCloud]:
    """A freshly deployed local cloud in a folder of its own."""
    if HOME_VARIABLE in os.environ:
        running = LocalCloud(Path(os.environ[HOME_VARIABLE]))
        running.up()
        yield running
        return
    with folder_of_this_run() as folder, LocalCloud(folder) as running:
        yield running


@pytest.fixture(scope="session")
def deployment(cloud: LocalCloud) -> Deployment:
    return read_endpoints(cloud.folder.endpoints)


@pytest.fixture(scope="session")
def keys(cloud: LocalCloud) -> GeneratedValues:
    return generated_values(cloud.folder.secrets)


@pytest.fixture(scope="session")
def sender(deployment: Deployment, keys: GeneratedValues) -> Iterator[Sender]:
    """Signs and posts like a real agent, with the keys in force."""
    api_key, secret = next(iter(keys.livekit_keys.items()))
    with urllib3.PoolManager() as pool:
        yield Sender(
            Receiver(deployment.api_url, deployment.api_host),
            SigningKeys(api_key, secret, keys.signing_keys[0]),
            pool,
            time.time,
            time.sleep,
        )


@pytest.fixture(scope="session", autouse=True)
def first_call(deployment: Deployment, sender: Sender) -> None:
    """One call goes the whole way: where none does, every test says so at once."""
    call = recent(read_sample("02-self-serve-photographer"), datetime.now(UTC), "first")
    sender.post_report(call.report)
    deadline = time.monotonic() + FIRST_CALL_SECONDS
    with psycopg.connect(deployment.secret("postgres")["url"], autocommit=True) as opened:
        while not opened.execute(
            "SELECT 1 FROM warehouse.analysis_results WHERE session_id = %s", (call.session_id,)
        ).fetchone():
            assert time.monotonic() < deadline, "the first call was not analysed; see the emulator's log"
            time.sleep(0.1)


@pytest.fixture
def connection(deployment: Deployment) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the warehouse, for looking."""
    with psycopg.connect(deployment.secret("postgres")["url"], autocommit=True) as opened:
        yield opened


@pytest.fixture(scope="session")
def documents(deployment: Deployment) -> Iterator[Any]:
    """MongoDB's database, for looking."""
    secret = deployment.secret("mongo")
    with MongoClient[dict[str, Any]](secret["url"]) as client:
        yield client[secret["database"]]


@pytest.fixture(scope="session")
def clients(deployment: Deployment) -> Iterator[Clients]:
    """AWS clients of the emulator."""
    made = Clients(deployment)
    yield made
    made.close()


@pytest.fixture
def stack(
    cloud: LocalCloud,
    deployment: Deployment,
    keys: GeneratedValues,
    sender: Sender,
    connection: psycopg.Connection[Any],
    documents: Any,
    clients: Clients,
) -> Stack:
    """Everything a test does with the deployed stack."""
    return Stack(
        cloud=cloud,
        deployment=deployment,
        keys=keys,
        sender=sender,
        connection=connection,
        documents=documents,
        clients=clients,
        functions=DeployedFunctions(clients),
        now=lambda: datetime.now(UTC),
    )


@pytest.fixture
def deliveries(stack: Stack, cloud: LocalCloud) -> Iterator[Deliveries]:
    """The stack with an eye on what leaves it."""
    with urllib3.PoolManager() as pool:
        yield Deliveries(stack, Desk(desk_address(cloud.folder), pool))
