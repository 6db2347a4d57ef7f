"""Settings of the functions that keep what was understood."""

from dataclasses import dataclass

from aftercall.settings.environment import EnvironmentSettings


@dataclass(frozen=True, slots=True)
class DatabaseSettings(EnvironmentSettings):
    """Names of the secrets that hold the databases' addresses."""

    postgres_secret_name: str
    mongo_secret_name: str


@dataclass(frozen=True, slots=True)
class StoreSettings(EnvironmentSettings):
    """What store_results needs; ``profile_path`` None is the packaged sample."""

    databases: DatabaseSettings
    bucket_name: str
    profile_path: str | None


@dataclass(frozen=True, slots=True)
class TelephonyFoldSettings(EnvironmentSettings):
    """What fold_telephony needs.

    ``telephony_queue_url`` is None where failed messages simply wait for the queue's visibility timeout.
    """

    databases: DatabaseSettings
    bucket_name: str
    standard_queue_url: str
    telephony_queue_url: str | None


@dataclass(frozen=True, slots=True)
class ReconciliationSettings(EnvironmentSettings):
    """What reconcile_rooms needs."""

    postgres_secret_name: str
    bucket_name: str
    standard_queue_url: str
