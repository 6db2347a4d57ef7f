"""Settings of the functions that take bodies in and hand them on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from aftercall.settings.environment import (
    EnvironmentSettings,
    InvalidSetting,
    name_list,
    optional,
    positive_integer,
    required,
)

# Longer than the queues' 14 days: what is replayed after this is stopped by idempotent writes alone.
DEFAULT_SEEN_DAYS = 30


@dataclass(frozen=True, slots=True)
class StorageSettings(EnvironmentSettings):
    """Where raw bodies and seen ids are kept."""

    bucket_name: str
    seen_table_name: str
    seen_days: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``BUCKET_NAME``, ``SEEN_TABLE_NAME`` and ``SEEN_DAYS``."""
        return cls(
            bucket_name=required(environment, "BUCKET_NAME"),
            seen_table_name=required(environment, "SEEN_TABLE_NAME"),
            seen_days=positive_integer(environment, "SEEN_DAYS", DEFAULT_SEEN_DAYS),
        )


@dataclass(frozen=True, slots=True)
class LiveKitSettings(EnvironmentSettings):
    """What receive_livekit needs."""

    storage: StorageSettings
    telephony_queue_url: str
    livekit_secret_name: str


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """What receive_twilio needs.

    ``public_origin`` is the scheme, host and port Twilio is configured with, without a path.
    """

    storage: StorageSettings
    telephony_queue_url: str
    secret_name: str
    public_origin: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the storage settings, ``TELEPHONY_QUEUE_URL``, ``TWILIO_SECRET_NAME``, ``PUBLIC_BASE_URL``."""
        return cls(
            storage=StorageSettings.from_environment(environment),
            telephony_queue_url=required(environment, "TELEPHONY_QUEUE_URL"),
            secret_name=required(environment, "TWILIO_SECRET_NAME"),
            public_origin=_origin(required(environment, "PUBLIC_BASE_URL")),
        )


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
        raise InvalidSetting("PUBLIC_BASE_URL", "a public origin such as https://calls.brightline.example")
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class BookingTool:
    """One of the agent's tools that books meetings, and the key of its output that says it worked."""

    name: str
    success_key: str


@dataclass(frozen=True, slots=True)
class ReportReadingSettings(EnvironmentSettings):
    """What reading a report at the edge needs; ``tier_rule`` is the profile's rule as JSON."""

    booking_tools: tuple[BookingTool, ...]
    tier_rule: str
    email_hash_secret_name: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``BOOKING_TOOLS`` (``name`` or ``name:success_key``), ``TIER_RULE`` and the hash's key."""
        return cls(
            booking_tools=tuple(
                BookingTool(name=name, success_key=key or "success")
                for name, _, key in (part.partition(":") for part in name_list(environment, "BOOKING_TOOLS"))
            ),
            tier_rule=required(environment, "TIER_RULE"),
            email_hash_secret_name=optional(environment, "EMAIL_HASH_SECRET_NAME"),
        )


@dataclass(frozen=True, slots=True)
class SessionSettings(EnvironmentSettings):
    """What receive_session needs."""

    storage: StorageSettings
    reading: ReportReadingSettings
    hot_queue_url: str
    standard_queue_url: str
    signing_secret_name: str


@dataclass(frozen=True, slots=True)
class InboxSettings(EnvironmentSettings):
    """What enqueue_inbox needs: the queue it consumes and the one it fills."""

    storage: StorageSettings
    reading: ReportReadingSettings
    inbox_queue_url: str
    backfill_queue_url: str


@dataclass(frozen=True, slots=True)
class AnalysisRunSettings:
    """What run_analysis needs; ``queue_urls`` are the queues it consumes."""

    state_machine_arn: str
    store_results_function_name: str
    queue_urls: tuple[str, ...]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``STATE_MACHINE_ARN``, ``STORE_RESULTS_FUNCTION_NAME`` and the three session queues."""
        return cls(
            state_machine_arn=required(environment, "STATE_MACHINE_ARN"),
            store_results_function_name=required(environment, "STORE_RESULTS_FUNCTION_NAME"),
            queue_urls=tuple(
                required(environment, f"{queue}_QUEUE_URL") for queue in ("HOT", "STANDARD", "BACKFILL")
            ),
        )
