"""Secrets from Secrets Manager, remembered for a short while.

A cache is made once per cold start, on purpose: reading a secret takes longer than the rest of a
webhook. It keeps values for minutes only, so that a rotation arrives without a deployment.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

# A new key is added beside the old one this long before senders switch to it (docs/intake.md).
FRESH_FOR = timedelta(minutes=5)


class UnusableSecret(RuntimeError):
    """A secret does not hold what it should; names the secret and what was expected in it."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"secret {name}: expected {expected}")
        self.name = name
        self.expected = expected


@dataclass(frozen=True, slots=True)
class _Remembered:
    document: Mapping[str, object]
    until: datetime


@dataclass(frozen=True, slots=True)
class SecretsCache:
    """Reads secrets whose value is a JSON object.

    Parameters
    ----------
    client
        A boto3 Secrets Manager client.
    now
        The clock.
    fresh_for
        How long a value is used without asking again.
    """

    client: "SecretsManagerClient"
    now: Callable[[], datetime]
    fresh_for: timedelta = FRESH_FOR
    _remembered: dict[str, _Remembered] = field(default_factory=dict, repr=False)

    def read(self, name: str) -> Mapping[str, object]:
        """Give a secret's JSON object; raises UnusableSecret, or what boto3 raises."""
        known = self._remembered.get(name)
        if known is not None and self.now() < known.until:
            return known.document
        document = _object(name, self.client.get_secret_value(SecretId=name).get("SecretString", ""))
        self._remembered[name] = _Remembered(document, self.now() + self.fresh_for)
        return document

    def key_by_id(self, name: str) -> Mapping[str, str]:
        """Give ``{"keys": {"id": "secret", ...}}``: LiveKit's API keys, current and previous."""
        keys = self.read(name).get("keys")
        if not isinstance(keys, dict):
            raise UnusableSecret(name, 'an object "keys" of API key to API secret')
        usable = {key: value for key, value in keys.items() if isinstance(value, str) and value}
        if not usable:
            raise UnusableSecret(name, 'at least one API key in "keys"')
        return usable

    def strings(self, name: str, part: str) -> tuple[str, ...]:
        """Give ``{part: ["current", "previous"]}``; blank entries are left out."""
        values = self.read(name).get(part)
        usable = (
            tuple(value for value in values if isinstance(value, str) and value)
            if isinstance(values, list)
            else ()
        )
        if not usable:
            raise UnusableSecret(name, f'a list "{part}" with at least one string')
        return usable

    def string(self, name: str, part: str) -> str:
        """Give ``{part: "value"}``."""
        value = self.read(name).get(part)
        if not isinstance(value, str) or not value:
            raise UnusableSecret(name, f'a string "{part}"')
        return value


def _object(name: str, text: str) -> Mapping[str, object]:
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise UnusableSecret(name, "a JSON object")
    return document
