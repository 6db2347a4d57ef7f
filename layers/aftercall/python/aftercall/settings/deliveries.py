"""Settings of the functions that deliver: one class for what all share, one for each with more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aftercall.settings.environment import EnvironmentSettings, InvalidSetting, optional, required

WAKE_SUFFIX = "_WAKE_QUEUE_URL"


@dataclass(frozen=True, slots=True)
class WakeSettings(EnvironmentSettings):
    """URLs, by destination, of the queues that wake what delivers; one without a queue is not woken."""

    queue_urls: Mapping[str, str]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``SALESFORCE_WAKE_QUEUE_URL``, ``AMPLITUDE_WAKE_QUEUE_URL`` and so on."""
        return cls(
            {
                name.removesuffix(WAKE_SUFFIX).lower(): url.strip()
                for name, url in environment.items()
                if name.endswith(WAKE_SUFFIX) and url.strip()
            }
        )


@dataclass(frozen=True, slots=True)
class DeliverySettings(EnvironmentSettings):
    """What every function that delivers needs.

    Parameters
    ----------
    secret_name
        Of the destination's secret; None for e-mail, which needs none.
    public_base_url
        Where links to calls begin.
    shadow_mode
        Record everything and deliver nothing.
    """

    postgres_secret_name: str
    secret_name: str | None
    profile_path: str | None
    public_base_url: str | None
    shadow_mode: bool
    wake: WakeSettings

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read each as the variable of its name (DESTINATION_SECRET_NAME), and the queues that wake."""
        return cls(
            postgres_secret_name=required(environment, "POSTGRES_SECRET_NAME"),
            secret_name=optional(environment, "DESTINATION_SECRET_NAME"),
            profile_path=optional(environment, "PROFILE_PATH"),
            public_base_url=optional(environment, "PUBLIC_BASE_URL"),
            shadow_mode=switch(environment, "SHADOW_MODE"),
            wake=WakeSettings.from_environment(environment),
        )


@dataclass(frozen=True, slots=True)
class SweepSettings(EnvironmentSettings):
    """What sweep_deliveries needs."""

    postgres_secret_name: str
    wake: WakeSettings


def switch(environment: Mapping[str, str], name: str) -> bool:
    """Give a variable as yes or no: "true" or "false", absent is no; raises InvalidSetting."""
    value = environment.get(name, "").strip().lower()
    if value not in {"", "true", "false"}:
        raise InvalidSetting(name, '"true" or "false"')
    return value == "true"
