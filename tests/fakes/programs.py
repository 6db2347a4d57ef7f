"""Small programs that stand in for interpreters and installers."""

from pathlib import Path


def executable(path: Path, script: str) -> Path:
    """Write a shell script that runs under the given name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path
