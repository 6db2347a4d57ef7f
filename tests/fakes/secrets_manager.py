"""Secrets Manager in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.client_errors import client_error


@dataclass(slots=True)
class FakeSecretsManager:
    secrets: Mapping[str, str]
    reads: list[str] = field(default_factory=list)
    fails: bool = False

    def get_secret_value(self, *, SecretId: str) -> dict[str, Any]:
        self.reads.append(SecretId)
        if self.fails:
            raise client_error("InternalServiceError", "GetSecretValue")
        if SecretId not in self.secrets:
            raise client_error("ResourceNotFoundException", "GetSecretValue")
        return {"SecretString": self.secrets[SecretId]}
