"""A function at the edge imports only what it verifies with: a cold start pays for everything else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROGRAM = "import sys; import functions.{function}.handler; print('\\n'.join(sorted(sys.modules)), end='')"


def loaded_by(function: str) -> set[str]:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(function=function)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(finished.stdout.splitlines())


@pytest.mark.parametrize(
    ("function", "needed", "forbidden"),
    [
        ("receive_livekit", "jwt", {"twilio", "pydantic", "aws_lambda_powertools"}),
        ("receive_twilio", "twilio.request_validator", {"jwt", "pydantic", "twilio.rest", "requests"}),
        ("receive_slack", "hmac", {"jwt", "twilio", "pydantic", "slack_sdk", "aws_lambda_powertools"}),
        ("receive_session", "pydantic", {"jwt", "twilio", "aws_lambda_powertools"}),
        ("enqueue_inbox", "pydantic", {"jwt", "twilio", "aws_lambda_powertools"}),
        ("run_analysis", "boto3", {"jwt", "twilio", "pydantic", "aws_lambda_powertools"}),
    ],
)
def test_only_what_is_needed_is_loaded(function: str, needed: str, forbidden: set[str]) -> None:
    loaded = loaded_by(function)

    assert needed in loaded
    assert not loaded & {*forbidden, "psycopg", "pymongo", "alembic", "numpy", "typer"}
