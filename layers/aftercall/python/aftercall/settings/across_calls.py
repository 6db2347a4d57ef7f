"""Settings of the function that learns across calls."""

from dataclasses import dataclass

from aftercall.settings.environment import EnvironmentSettings


@dataclass(frozen=True, slots=True)
class AcrossCallsSettings(EnvironmentSettings):
    """What learn_across_calls needs; ``profile_path`` None is the packaged sample."""

    postgres_secret_name: str
    profile_path: str | None
