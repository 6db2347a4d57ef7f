"""Settings of the functions that keep what was understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aftercall.settings.environment import optional, required


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """Names of the secrets that hold the databases' addresses."""

    postgres_secret_name: str
    mongo_secret_name: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``POSTGRES_SECRET_NAME`` and ``MONGO_SECRET_NAME``."""
        return cls(
            postgres_secret_name=required(environment, "POSTGRES_SECRET_NAME"),
            mongo_secret_name=required(environment, "MONGO_SECRET_NAME"),
        )


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """What store_results needs; ``profile_path`` None is the packaged sample."""

    databases: DatabaseSettings
    bucket_name: str
    profile_path: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the databases' settings, ``BUCKET_NAME`` and ``PROFILE_PATH``."""
        return cls(
            databases=DatabaseSettings.from_environment(environment),
            bucket_name=required(environment, "BUCKET_NAME"),
            profile_path=optional(environment, "PROFILE_PATH"),
        )


@dataclass(frozen=True, slots=True)
class TelephonyFoldSettings:
    """What fold_telephony needs.

    ``telephony_queue_url`` is None where failed messages simply wait for the queue's visibility timeout.
    """

    databases: DatabaseSettings
    bucket_name: str
    standard_queue_url: str
    telephony_queue_url: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the databases' settings, ``BUCKET_NAME``, ``STANDARD_QUEUE_URL``, ``TELEPHONY_QUEUE_URL``."""
        return cls(
            databases=DatabaseSettings.from_environment(environment),
            bucket_name=required(environment, "BUCKET_NAME"),
            standard_queue_url=required(environment, "STANDARD_QUEUE_URL"),
            telephony_queue_url=optional(environment, "TELEPHONY_QUEUE_URL"),
        )


@dataclass(frozen=True, slots=True)
class ReconciliationSettings:
    """What reconcile_rooms needs."""

    postgres_secret_name: str
    bucket_name: str
    standard_queue_url: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``POSTGRES_SECRET_NAME``, ``BUCKET_NAME`` and ``STANDARD_QUEUE_URL``."""
        return cls(
            postgres_secret_name=required(environment, "POSTGRES_SECRET_NAME"),
            bucket_name=required(environment, "BUCKET_NAME"),
            standard_queue_url=required(environment, "STANDARD_QUEUE_URL"),
        )
