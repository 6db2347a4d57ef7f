"""Settings of the function that learns across calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aftercall.settings.environment import optional, required


@dataclass(frozen=True, slots=True)
class AcrossCallsSettings:
    """What learn_across_calls needs; ``profile_path`` None is the packaged sample."""

    postgres_secret_name: str
    profile_path: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``POSTGRES_SECRET_NAME`` and ``PROFILE_PATH``."""
        return cls(
            postgres_secret_name=required(environment, "POSTGRES_SECRET_NAME"),
            profile_path=optional(environment, "PROFILE_PATH"),
        )
