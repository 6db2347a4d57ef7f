"""The local cloud as one object: bring it up, ask how it is, take it down."""

import fcntl
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import boto3
from botocore.config import Config

from local import mongo, supervision
from local.deployment import Deployment
from local.emulator import REGION
from local.endpoints import Endpoints, stack_outputs
from local.folder import PROJECT, DataFolder, default_folder
from local.postgres import postgres_address
from local.processes import LOOPBACK, ChildProcess, read_ports
from local.progress import Listener, Step, reported, silent
from local.secret_values import generated_values, secret_documents, store_secrets
from local.senders import SENDER, make_identity
from local.stand_ins.desk.interactions import tell_of_interactions
from local.stand_ins.process import desk_url
from local.stand_ins.running import keys_of, stand_in_urls
from local.stand_ins.running import secret_documents as destination_secrets
from local.supervision import SupervisorState
from local.warm_up import warm_up

if TYPE_CHECKING:
    from types import TracebackType

    from types_boto3_cloudformation.client import CloudFormationClient
    from types_boto3_lambda.client import LambdaClient
    from types_boto3_secretsmanager.client import SecretsManagerClient

__all__ = ["AlreadyAtWorkError", "LocalCloud", "Status", "Step"]

SYNTHESIS_SECONDS = 300.0
PAUSE_SECONDS = 60.0


class AlreadyAtWorkError(RuntimeError):
    """Another `up` or `down` works on this data folder."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a local cloud is up, which of its servers run, and its endpoints' file once deployed."""

    up: bool
    running: Mapping[str, bool]
    endpoints: Path | None


class LocalCloud:
    """One local cloud in one data folder.

    Parameters
    ----------
    folder : its data folder; by default AFTERCALL_HOME or `.aftercall` in the project.
    project : where the CDK app and its command line are.
    context : further CDK context, such as a profile's path.

    Errors raised by ``up``: ProgramError, SupervisorError, LambdaRuntimeError, AlreadyAtWorkError,
    MissingOutputError, each with what an operator needs to know.
    """

    def __init__(
        self, folder: Path | None = None, project: Path = PROJECT, context: Mapping[str, str] | None = None
    ) -> None:
        self.folder = DataFolder((folder or default_folder()).resolve())
        self._project = project
        self._context = {"target": "local", "email_sender": SENDER, **(context or {})}

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self.down()

    def up(self, listener: Listener = silent) -> Endpoints:
        """Start the servers in the background, deploy to them, write the endpoints' file.

        What is done already is skipped.  On failure, Ctrl-C included, what this call started is stopped.
        """
        self.folder.create()
        with self._at_work():
            was_up = self._healthy()
            try:
                return self._bring_up(listener)
            except BaseException:
                if not was_up:
                    supervision.stop_supervisor(self.folder)
                    self.folder.endpoints.unlink(missing_ok=True)
                raise
            finally:
                shutil.rmtree(self.folder.temporary, ignore_errors=True)

    def down(self) -> bool:
        """Stop everything; what it holds stays.  Tell whether it was up."""
        if not self.folder.root.exists():
            return False
        with self._at_work():
            was_up = supervision.stop_supervisor(self.folder)
            self.folder.endpoints.unlink(missing_ok=True)
        return was_up

    def status(self) -> Status:
        """Say how it is, without changing anything."""
        state = self._state()
        endpoints = self.folder.endpoints
        return Status(
            up=state is not None and state.phase == "ready",
            running=state.running if state else {},
            endpoints=endpoints if state and endpoints.exists() else None,
        )

    def pause(self, server: str) -> None:
        """Stop one server (emulator, postgres, mongo, stand_ins) and keep it stopped, as an outage would."""
        self.folder.pause_mark(server).touch()
        self._wait_for(server, running=False)

    def resume(self, server: str) -> None:
        """Start a paused server again, on the same port and with its data."""
        self.folder.pause_mark(server).unlink(missing_ok=True)
        self._wait_for(server, running=True)

    def _bring_up(self, listener: Listener) -> Endpoints:
        deployment = Deployment(self.folder, self._project, self._context)
        synthesis = deployment.start_synthesis()
        try:
            self._start_servers(listener)
            ports = read_ports(self.folder.ports)
            password = generated_values(self.folder.secrets).postgres_password
            postgres_url = postgres_address(ports["postgres"], password)
            mongo_url = mongo.mongo_address(ports["mongo"])
            urls = stand_in_urls(ports)
            destinations = destination_secrets(keys_of(self.folder.stand_ins), urls)
            documents = secret_documents(
                generated_values(self.folder.secrets), postgres_url, mongo_url, mongo.DATABASE, destinations
            )
            self._store_secrets(listener, ports["emulator"], documents)
            make_identity(self._client("sesv2", ports["emulator"]))
            deployed = self._deploy(listener, ports["emulator"], deployment, synthesis)
        finally:
            if synthesis:
                synthesis.stop()
        with reported("endpoints", listener):
            outputs = stack_outputs(self._cloudformation(ports["emulator"]))
            endpoints = Endpoints.from_outputs(
                outputs,
                ports["emulator"],
                postgres_url,
                mongo_url,
                mongo.DATABASE,
                {**urls, "desk": desk_url(ports)},
            )
            tell_of_interactions(endpoints.stand_ins["desk"], endpoints.api_url, endpoints.api_host)
            endpoints.write(self.folder)
        self._warm_up(listener, ports["emulator"], deployed=deployed)
        return endpoints

    def _warm_up(self, listener: Listener, port: int, *, deployed: bool) -> None:
        with reported("warm-up", listener) as report:
            if deployed:
                client: LambdaClient = self._client("lambda", port)
                report.conclude(str(warm_up(client, report.running)))
            else:  # its code is unpacked and compiled already: a first call takes little longer
                report.skip("nothing was deployed")

    def _start_servers(self, listener: Listener) -> None:
        with reported("servers", listener) as report:
            if self._healthy():
                report.skip("they run already")
                return
            supervision.stop_supervisor(self.folder)
            supervision.start_supervisor(self.folder)
            supervision.wait_until_ready(self.folder, lambda names: report.running(f"{', '.join(names)} up"))

    def _store_secrets(self, listener: Listener, port: int, documents: Mapping[str, str]) -> None:
        with reported("secrets", listener) as report:
            client: SecretsManagerClient = self._client("secretsmanager", port)
            if not store_secrets(client, documents):
                report.skip("unchanged")

    def _deploy(
        self, listener: Listener, port: int, deployment: Deployment, synthesis: ChildProcess | None
    ) -> bool:
        cloudformation = self._cloudformation(port)
        endpoint = f"http://{LOOPBACK}:{port}"
        with reported("bootstrap", listener) as report:
            if deployment.bootstrapped(cloudformation):
                report.skip("done before")
            else:
                deployment.bootstrap(endpoint)
        with reported("synthesis", listener) as report:
            if synthesis is None:
                report.skip("sources unchanged")
            else:
                synthesis.wait_until_finished(SYNTHESIS_SECONDS)
        with reported("deployment", listener) as report:
            current = deployment.current(cloudformation)
            if current:
                report.skip("the same assembly is deployed")
            else:
                deployment.deploy(endpoint, report.running)
        deployment.remember()
        return not current

    def _state(self) -> SupervisorState | None:
        if not supervision.supervisor_alive(self.folder):
            return None
        return supervision.read_state(self.folder)

    def _healthy(self) -> bool:
        state = self._state()
        return state is not None and state.healthy

    def _wait_for(self, server: str, *, running: bool) -> None:
        deadline = time.monotonic() + PAUSE_SECONDS
        while True:
            state = self._state()
            if state is None or server not in state.running:
                raise supervision.SupervisorError(f"{server} is not part of a running local cloud")
            if state.running[server] == running:
                return
            if time.monotonic() > deadline:
                raise supervision.SupervisorError(f"{server} did not follow within {PAUSE_SECONDS:.0f} s")
            time.sleep(0.05)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self.folder.up_lock.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AlreadyAtWorkError(
                    f"another `up` or `down` works on {self.folder.root}; wait for it to end"
                ) from None
            yield

    def _cloudformation(self, port: int) -> "CloudFormationClient":
        client: CloudFormationClient = self._client("cloudformation", port)
        return client

    def _client(self, service: str, port: int) -> Any:  # noqa: ANN401 - boto3 makes the class at run time
        session: Any = boto3.Session()
        return session.client(
            service,
            endpoint_url=f"http://{LOOPBACK}:{port}",
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - the emulator takes any
            config=Config(inject_host_prefix=False, retries={"max_attempts": 3}),
        )
