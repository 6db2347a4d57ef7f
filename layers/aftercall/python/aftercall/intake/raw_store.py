"""The one way to raw bodies: content-addressed objects in S3.

Every object carries the id of the key it was written under, in its metadata and in the reference,
so that encryption per person can be added here without touching a caller.
"""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftercall.session.raw_reference import RawReference

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client

KEY_ID_METADATA = "key-id"
BUCKET_DEFAULT_KEY = "bucket-default"


class CorruptRawBody(RuntimeError):
    """An object's bytes are not the ones its address promises; the message names the address."""


def raw_key(kind: str, sha256: str) -> str:
    """Give the S3 key of a body: ``raw/{kind}/{first two of the hash}/{hash}``."""
    return f"raw/{kind}/{sha256[:2]}/{sha256}"


@dataclass(frozen=True, slots=True)
class RawStore:
    """Raw bodies in one bucket.

    Parameters
    ----------
    s3
        A boto3 S3 client.
    bucket
        The bucket's name.
    key_id
        Id of the key objects are written under; the bucket's default encryption today.
    """

    s3: "S3Client"
    bucket: str
    key_id: str = BUCKET_DEFAULT_KEY

    def put(self, body: bytes, kind: str, content_type: str) -> RawReference:
        """Keep a body; the same body of the same kind lands on the same key, however often it comes.

        ``kind`` is livekit, twilio, sessions or metrics. Raises what boto3 raises.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        key = raw_key(kind, sha256)
        self.s3.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=body,
            ContentType=content_type,
            Metadata={KEY_ID_METADATA: self.key_id},
        )
        return RawReference(
            bucket=self.bucket, key=key, sha256=sha256, size_bytes=len(body), key_id=self.key_id
        )

    def get(self, reference: RawReference) -> bytes:
        """Read a body back; raises CorruptRawBody when its hash is not the promised one."""
        answer = self.s3.get_object(Bucket=reference.bucket, Key=reference.key)
        body = answer["Body"].read()
        if hashlib.sha256(body).hexdigest() != reference.sha256:
            raise CorruptRawBody(f"s3://{reference.bucket}/{reference.key}")
        return body
