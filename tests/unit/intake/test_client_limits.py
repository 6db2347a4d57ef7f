"""A function answers itself: what it waits for in an outage ends before Lambda or API Gateway stop it."""

import pytest
from botocore.config import Config

from aftercall.intake import wiring
from aftercall.settings.client_limits import EDGE_CONFIG, EXECUTION_CONFIG, SEEN_IDS_CONFIG, STEP_CONFIG
from aftercall.steps import keeping
from cdk.function_catalogue import FUNCTIONS

LONGEST_BACKOFF_SECONDS = 1
STEPS = [name for name in FUNCTIONS if name.startswith(("analyze_", "store_", "score_", "prepare_"))]


def longest(config: Config) -> float:
    """How long a call takes at most that is never answered."""
    options = vars(config)
    attempts = int(options["retries"]["total_max_attempts"])
    waiting = options["connect_timeout"] + options["read_timeout"]
    return float(attempts * waiting + (attempts - 1) * LONGEST_BACKOFF_SECONDS)


@pytest.mark.parametrize("receiver", ["receive_livekit", "receive_twilio", "receive_session"])
def test_a_slow_secret_a_dead_table_and_a_dead_store_still_become_an_answer(receiver: str) -> None:
    waited = longest(EDGE_CONFIG) + longest(SEEN_IDS_CONFIG) + longest(EDGE_CONFIG)
    assert waited < FUNCTIONS[receiver].timeout_seconds - 2


@pytest.mark.parametrize("step", STEPS)
def test_a_step_learns_that_s3_does_not_answer(step: str) -> None:
    assert longest(STEP_CONFIG) < FUNCTIONS[step].timeout_seconds


def test_an_execution_is_waited_for_until_just_before_its_consumer_ends() -> None:
    assert longest(EXECUTION_CONFIG) < FUNCTIONS["run_analysis"].timeout_seconds


@pytest.fixture
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")


@pytest.mark.usefixtures("region")
def test_every_client_has_limits_of_ours() -> None:
    edge, keepers, execution = wiring.edge_clients(), keeping.keeping_clients(), wiring.execution_clients()
    made = (
        *(edge.s3, edge.sqs, edge.dynamodb, edge.secrets_manager),
        *(keepers.s3, keepers.sqs, keepers.secrets_manager),
        *(execution.sqs, execution.step_functions, execution.functions),
    )
    for client in made:
        limits = vars(client.meta.config)
        assert limits["connect_timeout"] <= 2
        assert limits["read_timeout"] <= 47
        client.close()
