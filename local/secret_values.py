"""The local cloud's secrets: random, generated once per data folder, in the forms the product reads."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local.folder import write_private

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

# Names in Secrets Manager, the same on AWS, by what they are for.
SECRET_NAMES = {
    "livekit": "aftercall/livekit",
    "twilio": "aftercall/twilio",
    "signing": "aftercall/signing",
    "postgres": "aftercall/postgres",
    "mongo": "aftercall/mongo",
    "email_hash": "aftercall/email-hash",
    "salesforce": "aftercall/salesforce",
    "amplitude": "aftercall/amplitude",
    "slack": "aftercall/slack",
    "pagerduty": "aftercall/pagerduty",
}
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class GeneratedValues:
    """Keys of this data folder; the current and the previous one where rotation is supported."""

    livekit_keys: Mapping[str, str]
    twilio_auth_tokens: tuple[str, str]
    signing_keys: tuple[str, str]
    email_hash_key: str
    postgres_password: str


def generated_values(path: Path) -> GeneratedValues:
    """Return the values kept in a file (mode 0600), generated at the first call."""
    if not path.exists():
        write_private(
            path,
            {
                "livekit_keys": {name: secrets.token_hex(KEY_BYTES) for name in ("APIlocal", "APIprevious")},
                "twilio_auth_tokens": [secrets.token_hex(16) for _ in range(2)],
                "signing_keys": [secrets.token_hex(KEY_BYTES) for _ in range(2)],
                "email_hash_key": secrets.token_hex(KEY_BYTES),
                "postgres_password": secrets.token_hex(16),
            },
        )
    kept = json.loads(path.read_text())
    return GeneratedValues(
        livekit_keys=kept["livekit_keys"],
        twilio_auth_tokens=tuple(kept["twilio_auth_tokens"]),
        signing_keys=tuple(kept["signing_keys"]),
        email_hash_key=kept["email_hash_key"],
        postgres_password=kept["postgres_password"],
    )


def secret_documents(
    values: GeneratedValues,
    postgres_url: str,
    mongo_url: str,
    mongo_database: str,
    destinations: Mapping[str, object],
) -> dict[str, str]:
    """Return each secret's JSON text by its name in Secrets Manager.

    ``destinations`` are the documents of Salesforce, Amplitude, Slack and PagerDuty.
    """
    documents: dict[str, object] = {
        "livekit": {"keys": dict(values.livekit_keys)},
        "twilio": {"auth_tokens": list(values.twilio_auth_tokens)},
        "signing": {"keys": list(values.signing_keys)},
        "postgres": {"url": postgres_url},
        "mongo": {"url": mongo_url, "database": mongo_database},
        "email_hash": {"key": values.email_hash_key},
        **destinations,
    }
    return {SECRET_NAMES[purpose]: json.dumps(document) for purpose, document in documents.items()}


def store_secrets(client: "SecretsManagerClient", documents: Mapping[str, str]) -> list[str]:
    """Create or update the secrets that differ; return the names of those changed."""
    changed = []
    for name, document in documents.items():
        try:
            if client.get_secret_value(SecretId=name)["SecretString"] == document:
                continue
            client.put_secret_value(SecretId=name, SecretString=document)
        except client.exceptions.ResourceNotFoundException:
            client.create_secret(Name=name, SecretString=document)
        changed.append(name)
    return changed
