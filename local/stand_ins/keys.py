"""The keys and secrets of the stand-ins: random, generated once per folder, kept with mode 0600."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from local.folder import write_private

CHANNELS = ("sales", "ops", "product")
USERNAME = "aftercall.integration@example.com"


@dataclass(frozen=True, slots=True)
class StandInKeys:
    """What a client needs to be let in; ``slack_paths`` are the webhooks' paths by channel."""

    client_id: str
    username: str
    private_key: str
    amplitude_api_key: str
    slack_signing_secret: str
    slack_paths: Mapping[str, str]
    pagerduty_routing_key: str

    def public_key(self) -> str:
        """Return the public half of the private key, as PEM."""
        private = serialization.load_pem_private_key(self.private_key.encode(), password=None)
        public = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return public.decode()


def generate_keys() -> StandInKeys:
    """Return fresh keys."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return StandInKeys(
        client_id=f"3MVG9local.{secrets.token_hex(16)}",
        username=USERNAME,
        private_key=pem.decode(),
        amplitude_api_key=secrets.token_hex(16),
        slack_signing_secret=secrets.token_hex(16),
        slack_paths={
            channel: f"/services/TLOCAL/B{channel.upper()}/{secrets.token_hex(12)}" for channel in CHANNELS
        },
        pagerduty_routing_key=secrets.token_hex(16),
    )


def kept_keys(path: Path) -> StandInKeys:
    """Return the keys kept in a file, generated at the first call."""
    if not path.exists():
        write_private(path, asdict(generate_keys()))
    return StandInKeys(**json.loads(path.read_text()))
