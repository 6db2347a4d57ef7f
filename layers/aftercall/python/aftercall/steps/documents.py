"""JSON documents in S3."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client


class InvalidStep(ValueError):
    """A step's input lacks something; the message names the key and what was expected."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Reads and writes small documents; raises what boto3 raises, so that the workflow tries again."""

    s3: "S3Client"

    def read(self, bucket: str, key: str) -> bytes:
        """Read an object's bytes."""
        return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def write(self, bucket: str, key: str, document: bytes) -> None:
        """Write an object; the same key and content as often as the step is tried."""
        self.s3.put_object(Bucket=bucket, Key=key, Body=document, ContentType="application/json")


def text_at(event: Mapping[str, object], *path: str) -> str:
    """Give the string below a path of keys.

    Raises
    ------
    InvalidStep
        When a key is missing or its value is no string.
    """
    value: object = event
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if not isinstance(value, str) or not value:
        raise InvalidStep(f"{'.'.join(path)}: expected a string")
    return value
