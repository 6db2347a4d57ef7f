"""Settings of the functions that write digests and mail them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aftercall.settings.deliveries import DeliverySettings, WakeSettings
from aftercall.settings.environment import EnvironmentSettings, optional, required


@dataclass(frozen=True, slots=True)
class DigestSettings(EnvironmentSettings):
    """What write_digests needs; ``profile_path`` None is the packaged sample."""

    postgres_secret_name: str
    profile_path: str | None
    wake: WakeSettings

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``POSTGRES_SECRET_NAME``, ``PROFILE_PATH`` and the queues that wake."""
        return cls(
            postgres_secret_name=required(environment, "POSTGRES_SECRET_NAME"),
            profile_path=optional(environment, "PROFILE_PATH"),
            wake=WakeSettings.from_environment(environment),
        )


@dataclass(frozen=True, slots=True)
class EmailSettings(EnvironmentSettings):
    """What deliver_email needs; without a sender there are no mails."""

    delivery: DeliverySettings
    email_sender: str | None
