"""Settings of the functions that write digests and mail them."""

from dataclasses import dataclass

from aftercall.settings.deliveries import DeliverySettings, WakeSettings
from aftercall.settings.environment import EnvironmentSettings


@dataclass(frozen=True, slots=True)
class DigestSettings(EnvironmentSettings):
    """What write_digests needs; ``profile_path`` None is the packaged sample."""

    postgres_secret_name: str
    profile_path: str | None
    wake: WakeSettings


@dataclass(frozen=True, slots=True)
class EmailSettings(EnvironmentSettings):
    """What deliver_email needs; without a sender there are no mails."""

    delivery: DeliverySettings
    email_sender: str | None
