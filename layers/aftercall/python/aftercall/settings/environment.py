"""Reading environment variables with errors an operator can act on."""

from collections.abc import Callable, Mapping
from typing import Self, get_type_hints


class MissingSetting(ValueError):
    """An environment variable that must be set is not; ``name`` is the variable."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: this environment variable must be set and not empty")
        self.name = name


class InvalidSetting(ValueError):
    """An environment variable has a value that cannot be used; ``name`` is the variable."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: expected {expected}")
        self.name = name
        self.expected = expected


def required(environment: Mapping[str, str], name: str) -> str:
    """Give a variable's value; raises MissingSetting when it is absent or blank."""
    value = environment.get(name, "").strip()
    if not value:
        raise MissingSetting(name)
    return value


def optional(environment: Mapping[str, str], name: str, default: str | None = None) -> str | None:
    """Give a variable's value, or the default when it is absent or blank."""
    return environment.get(name, "").strip() or default


def positive_integer(environment: Mapping[str, str], name: str, default: int) -> int:
    """Give a variable as a whole number above zero; raises InvalidSetting for anything else."""
    value = environment.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or int(value) == 0:
        raise InvalidSetting(name, "a whole number above zero")
    return int(value)


def name_list(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Give a comma-separated variable as its parts, blanks left out; absent is empty."""
    return tuple(part.strip() for part in environment.get(name, "").split(",") if part.strip())


class EnvironmentSettings:
    """Base of settings that are read field by field: ``bucket_name`` is the variable ``BUCKET_NAME``.

    A field of type ``str`` must be set, one of type ``str | None`` may be, one of ``tuple[str, ...]`` is a
    list between commas; one that is settings of its own is read from the same environment.
    """

    __slots__ = ()

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read every field; raises MissingSetting or InvalidSetting."""
        make: Callable[..., Self] = cls
        return make(**{name: _read(environment, name, kind) for name, kind in get_type_hints(cls).items()})


def _read(environment: Mapping[str, str], field: str, kind: object) -> object:
    if isinstance(kind, type) and issubclass(kind, EnvironmentSettings):
        return kind.from_environment(environment)
    if kind == tuple[str, ...]:
        return name_list(environment, field.upper())
    if kind == str | None:
        return optional(environment, field.upper())
    return required(environment, field.upper())
