"""The real CDK command line against the emulator; what is done already is skipped."""

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from local.emulator import REGION, client_environment
from local.folder import DataFolder, write_private
from local.processes import ChildCommand, ChildProcess, ProgramError

if TYPE_CHECKING:
    from types_boto3_cloudformation.client import CloudFormationClient

ENVIRONMENT = f"aws://000000000000/{REGION}"
BOOTSTRAP_STACK = "CDKToolkit"
COMPLETE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
# What the synthesised template depends on; a change in any of them calls for a new synthesis.
SOURCES = (
    *("app.py", "cdk.json", "cdk", "functions", "layers", "statemachines"),
    *("requirements.lock", "package-lock.json"),
)
IGNORED_PARTS = {"__pycache__", ".cache"}
CONCURRENT_STACKS = "4"
DEPLOYMENT_SECONDS = 600.0
# jsii is silent only about the major versions named: past its end of life, and accepted on purpose.
OLDEST_NODE = "20"
EVENT = re.compile(r"^(\S+) \| +(\d+)/(\d+) \|.*\| (\S+) +\| (\S+)")

type Detail = Callable[[str], None]


def source_files(project: Path) -> Iterator[Path]:
    """Yield the files a synthesis reads, in a fixed order."""
    for name in SOURCES:
        path = project / name
        candidates = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (
            file for file in candidates if file.is_file() and not IGNORED_PARTS.intersection(file.parts)
        )


def source_fingerprint(project: Path) -> str:
    """Return one hash over everything a synthesis reads."""
    digest = hashlib.sha256()
    for file in source_files(project):
        digest.update(str(file.relative_to(project)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def assembly_fingerprint(assembly: Path) -> str:
    """Return one hash over templates and asset lists; assets are named by the hash of their contents."""
    digest = hashlib.sha256()
    for pattern in ("*.template.json", "*.assets.json"):
        for file in sorted(assembly.glob(pattern)):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def stack_names(assembly: Path) -> list[str]:
    """Return the names of the stacks in an assembly."""
    manifest = json.loads((assembly / "manifest.json").read_text())
    return [
        artifact.get("properties", {}).get("stackName", name)
        for name, artifact in manifest["artifacts"].items()
        if artifact["type"] == "aws:cloudformation:stack"
    ]


class Deployment:
    """Deploys the CDK app of ``project`` to an emulator."""

    def __init__(self, folder: DataFolder, project: Path, context: Mapping[str, str]) -> None:
        self._folder = folder
        self._project = project
        self._context = dict(context)
        self._synthesised: str | None = None

    def start_synthesis(self) -> ChildProcess | None:
        """Start the synthesis, which needs no server; None when the assembly still matches the sources.

        What the sources are is told before: one that is edited meanwhile is not in the assembly for sure.
        """
        self._synthesised = self._wanted()
        manifest = self._folder.assembly / "manifest.json"
        if manifest.exists() and self._kept().get("sources") == self._synthesised:
            return None
        values = [part for name, value in self._context.items() for part in ("--context", f"{name}={value}")]
        arguments = ["--quiet", "--output", str(self._folder.assembly), *values]
        return self._start_cdk("synth", arguments, self._project, {})

    def bootstrapped(self, client: "CloudFormationClient") -> bool:
        """Tell whether the CDK's own stack is there."""
        return BOOTSTRAP_STACK in complete_stacks(client)

    def bootstrap(self, endpoint: str) -> None:
        """Bootstrap in an empty folder: in the app's own the CDK synthesises, with bundling skipped."""
        empty = self._folder.temporary / "bootstrap"
        empty.mkdir(parents=True, exist_ok=True)
        process = self._start_cdk("bootstrap", [ENVIRONMENT], empty, client_environment(endpoint))
        _finish(process)

    def current(self, client: "CloudFormationClient") -> bool:
        """Tell whether the emulator holds exactly the assembly."""
        assembly = self._folder.assembly
        same = self._kept().get("assembly") == assembly_fingerprint(assembly)
        return same and set(stack_names(assembly)) <= complete_stacks(client)

    def deploy(self, endpoint: str, detail: Detail) -> None:
        """Deploy every stack; ``detail`` hears what is being created.  Raises ProgramError."""
        self._folder.deployed.unlink(missing_ok=True)
        arguments = [*("--app", str(self._folder.assembly), "--all", "--require-approval", "never")]
        arguments += ["--method", "direct", "--progress", "events", "--concurrency", CONCURRENT_STACKS]
        process = self._start_cdk("deploy", arguments, self._project, client_environment(endpoint))
        log = process.command.log
        _finish(process, lambda: detail(last_event(log)))

    def remember(self) -> None:
        """Write down what is deployed now, and the sources it was synthesised from."""
        fingerprint = assembly_fingerprint(self._folder.assembly)
        write_private(self._folder.deployed, {"sources": self._synthesised or "", "assembly": fingerprint})

    def _wanted(self) -> str:
        context = json.dumps(self._context, sort_keys=True)
        return hashlib.sha256((source_fingerprint(self._project) + context).encode()).hexdigest()

    def _kept(self) -> dict[str, str]:
        path = self._folder.deployed
        kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return kept

    def _start_cdk(
        self, command: str, arguments: list[str], cwd: Path, environment: Mapping[str, str]
    ) -> ChildProcess:
        program = self._project / "node_modules" / ".bin" / "cdk"
        if not program.exists():
            raise ProgramError(f"{program} is missing; run `make ready`")
        folder = self._folder
        folder.temporary.mkdir(exist_ok=True)
        log = folder.log(f"cdk-{command}")
        log.unlink(missing_ok=True)
        programs = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
        own = {
            "PATH": os.pathsep.join(programs),
            "TMPDIR": str(folder.temporary),
            "CDK_HOME": str(folder.caches / "cdk"),
            "NODE_COMPILE_CACHE": str(folder.caches / "node"),
            "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(folder.caches / "jsii"),
            "CDK_DISABLE_CLI_TELEMETRY": "true",
            "CDK_DISABLE_VERSION_CHECK": "1",
            "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": OLDEST_NODE,
        }
        process = ChildProcess(
            ChildCommand(
                name=f"cdk {command}",
                command=[str(program), command, *arguments, "--no-notices", "--no-color", "--ci"],
                folder=cwd,
                log=log,
                environment={**environment, **own},
            )
        )
        process.start()
        return process


def complete_stacks(client: "CloudFormationClient") -> set[str]:
    """Return the names of the stacks that are deployed completely."""
    pages = client.get_paginator("describe_stacks").paginate()
    return {
        stack["StackName"] for page in pages for stack in page["Stacks"] if stack["StackStatus"] in COMPLETE
    }


def last_event(log: Path) -> str:
    """Return the newest resource event in the CDK's log, such as `AftercallIntake 12/40`, else nothing."""
    for line in reversed(log.read_text(errors="replace").splitlines()):
        event = EVENT.match(line)
        if event:
            return f"{event[1]} {event[2]}/{event[3]}"
    return ""


def _finish(process: ChildProcess, watch: Callable[[], None] | None = None) -> None:
    try:
        process.wait_until_finished(DEPLOYMENT_SECONDS, watch)
    finally:
        process.stop()
