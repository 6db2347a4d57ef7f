"""The interpreter Lambdas run on locally: Python 3.13 with boto3 and nothing else, as on AWS."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from local.processes import clean_environment

# What AWS's own Python runtime brings along; every other package has to come from a layer.
RUNTIME_PACKAGES = ("boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3")
RUNTIME_NAME = "python3.13"


class LambdaRuntimeError(RuntimeError):
    """The interpreter could not be built; the message carries uv's own words."""


def locked_requirements(lock: str, packages: tuple[str, ...] = RUNTIME_PACKAGES) -> str:
    """Return the entries of some packages, with their hashes, from the text of requirements.lock."""
    entries = re.split(r"(?m)^(?=[A-Za-z0-9_.-]+==)", lock)
    wanted = [entry for entry in entries if entry.split("==", 1)[0].strip() in packages]
    missing = set(packages) - {entry.split("==", 1)[0].strip() for entry in wanted}
    if missing:
        raise LambdaRuntimeError(f"requirements.lock lacks {', '.join(sorted(missing))}; run `make lock`")
    lines = [line for entry in wanted for line in entry.splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(lines) + "\n"


def ensure_lambda_interpreter(folder: Path, lock_file: Path) -> Path:
    """Return the interpreter below ``folder``, built anew by uv when the locked packages changed.

    Raises LambdaRuntimeError.
    """
    requirements = locked_requirements(lock_file.read_text())
    wanted = hashlib.sha256((requirements + sys.version).encode()).hexdigest()
    mark = folder / "built-from"
    interpreter = folder / "bin" / "python"
    if interpreter.exists() and mark.exists() and mark.read_text() == wanted:
        return interpreter
    shutil.rmtree(folder, ignore_errors=True)
    uv = Path(sys.executable).parent / "uv"
    _run([str(uv), "venv", "--quiet", "--no-project", "--python", sys.executable, str(folder)])
    requirements_file = folder / "requirements.txt"
    requirements_file.write_text(requirements)
    install = [str(uv), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--compile-bytecode"]
    _run([*install, "--python", str(interpreter), "--requirements", str(requirements_file)])
    mark.write_text(wanted)
    return interpreter


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, env=clean_environment(), cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise LambdaRuntimeError(f"`{' '.join(command[:3])}` failed: {done.stderr.strip()}")
