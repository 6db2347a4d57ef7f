"""Settings of the functions that watch, and that hear from Slack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aftercall.settings.deliveries import WakeSettings
from aftercall.settings.environment import (
    EnvironmentSettings,
    positive_integer,
    required,
)
from aftercall.settings.intake import DEFAULT_SEEN_DAYS


@dataclass(frozen=True, slots=True)
class AlertCheckSettings(EnvironmentSettings):
    """What check_alerts needs; ``profile_path`` None is the packaged sample."""

    postgres_secret_name: str
    profile_path: str | None
    queue_urls: tuple[str, ...]
    dead_letter_queue_urls: tuple[str, ...]
    wake: WakeSettings


@dataclass(frozen=True, slots=True)
class SlackEndpointSettings(EnvironmentSettings):
    """What receive_slack needs; the secret need not exist: then there is no such endpoint."""

    slack_secret_name: str
    acknowledgements_queue_url: str
    seen_table_name: str
    seen_days: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read each as the variable of its name."""
        return cls(
            slack_secret_name=required(environment, "SLACK_SECRET_NAME"),
            acknowledgements_queue_url=required(environment, "ACKNOWLEDGEMENTS_QUEUE_URL"),
            seen_table_name=required(environment, "SEEN_TABLE_NAME"),
            seen_days=positive_integer(environment, "SEEN_DAYS", DEFAULT_SEEN_DAYS),
        )


@dataclass(frozen=True, slots=True)
class AcknowledgementSettings(EnvironmentSettings):
    """What acknowledge_alert needs.

    ``acknowledgements_queue_url`` is None where failed messages wait for the queue's visibility timeout.
    """

    postgres_secret_name: str
    acknowledgements_queue_url: str | None
    wake: WakeSettings
