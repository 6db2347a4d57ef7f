"""What the functions around alerts are told, and say when something is missing."""

import pytest

from aftercall.settings.alerts import AcknowledgementSettings, AlertCheckSettings, SlackEndpointSettings
from aftercall.settings.environment import MissingSetting

DEAD = "https://sqs.example/1/aftercall-sessions-hot-dlq.fifo"


def test_the_check_is_told_its_queues_as_lists() -> None:
    settings = AlertCheckSettings.from_environment(
        {
            "POSTGRES_SECRET_NAME": "aftercall/postgres",
            "QUEUE_URLS": "https://sqs.example/1/hot, https://sqs.example/1/standard,",
            "DEAD_LETTER_QUEUE_URLS": DEAD,
            "SLACK_WAKE_QUEUE_URL": "https://sqs.example/1/wake-slack",
        }
    )
    assert settings.queue_urls == ("https://sqs.example/1/hot", "https://sqs.example/1/standard")
    assert settings.dead_letter_queue_urls == (DEAD,)
    assert settings.wake.queue_urls == {"slack": "https://sqs.example/1/wake-slack"}
    assert settings.profile_path is None


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        (AlertCheckSettings, "POSTGRES_SECRET_NAME"),
        (AcknowledgementSettings, "POSTGRES_SECRET_NAME"),
        (SlackEndpointSettings, "SLACK_SECRET_NAME"),
    ],
)
def test_what_is_missing_is_named(settings: type[AlertCheckSettings], missing: str) -> None:
    with pytest.raises(MissingSetting, match=missing):
        settings.from_environment({})
