"""AWS clients of the emulator, each made once: making one costs more than a request."""

from typing import Any

import boto3
from botocore.config import Config

from aftercall.command_line.deployment import Deployment


class Clients:
    """One client per service, closed together."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._session: Any = boto3.Session(
            aws_access_key_id="local", aws_secret_access_key="local", region_name=deployment.region
        )
        self._made: dict[str, Any] = {}

    def of(self, service: str) -> Any:
        """The client of a service, such as ``sqs``."""
        if service not in self._made:
            self._made[service] = self._session.client(
                service,
                endpoint_url=self._deployment.aws_endpoint_url,
                config=Config(
                    read_timeout=60,
                    retries={"max_attempts": 1},
                    inject_host_prefix=False,
                    s3={"addressing_style": "path"},
                ),
            )
        return self._made[service]

    def close(self) -> None:
        """Close every client."""
        for client in self._made.values():
            client.close()
