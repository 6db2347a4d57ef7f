"""The bucket's ``inbox/`` and ``rejected/`` folders."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from types_boto3_s3.client import S3Client

INBOX_PREFIX = "inbox/"
REJECTED_PREFIX = "rejected/"


class DropGone(LookupError):
    """A drop is not there any more: an earlier delivery of the same event has dealt with it."""


@dataclass(frozen=True, slots=True)
class Drop:
    """One object of the inbox.

    Parameters
    ----------
    version
        Its entity tag: tells whether somebody has written another body under the same key since.
    """

    key: str
    size_bytes: int
    version: str

    @property
    def name(self) -> str:
        """The key below ``inbox/``."""
        return self.key.removeprefix(INBOX_PREFIX)


@dataclass(frozen=True, slots=True)
class InboxBucket:
    """Reads drops, lays the unreadable aside, deletes what is done."""

    s3: "S3Client"
    bucket: str

    def find(self, key: str) -> Drop:
        """Tell a drop's size and version; raises DropGone."""
        try:
            head = self.s3.head_object(Bucket=self.bucket, Key=key)
        except self.s3.exceptions.ClientError as error:
            _raise_unless(error, {"404", "NoSuchKey", "NotFound"})
            raise DropGone(key) from None
        return Drop(key=key, size_bytes=head["ContentLength"], version=head["ETag"])

    def read(self, drop: Drop) -> bytes:
        """Read exactly the version that was found; raises DropGone when it is another by now."""
        try:
            answer = self.s3.get_object(Bucket=self.bucket, Key=drop.key, IfMatch=drop.version)
        except self.s3.exceptions.ClientError as error:
            _raise_unless(error, {"404", "NoSuchKey", "412", "PreconditionFailed"})
            raise DropGone(drop.key) from None
        return answer["Body"].read()

    def reject_whole(self, drop: Drop, problem: Mapping[str, str | int]) -> None:
        """Copy a drop to ``rejected/`` and lay its problem beside it.

        Inside S3, so that a drop too large to be read is laid aside too, up to the 5 GB of one copy. Its tags
        stay behind: copying them needs the right to read and to write tags, and they mean nothing here.
        """
        target = REJECTED_PREFIX + drop.name
        self.s3.copy_object(
            Bucket=self.bucket,
            Key=target,
            CopySource={"Bucket": self.bucket, "Key": drop.key},
            CopySourceIfMatch=drop.version,
            TaggingDirective="REPLACE",
        )
        self._put_problem(target, problem)

    def reject_line(self, drop: Drop, number: int, line: bytes, problem: Mapping[str, str | int]) -> None:
        """Lay one line of a drop aside, with its problem beside it."""
        target = f"{REJECTED_PREFIX}{drop.name}.line-{number:06d}.json"
        self.s3.put_object(Bucket=self.bucket, Key=target, Body=line, ContentType="application/json")
        self._put_problem(target, problem)

    def delete(self, drop: Drop) -> None:
        """Delete the version that was read; one written since stays, and has its own event."""
        try:
            self.s3.delete_object(Bucket=self.bucket, Key=drop.key, IfMatch=drop.version)
        except self.s3.exceptions.ClientError as error:
            _raise_unless(error, {"412", "PreconditionFailed", "404", "NoSuchKey"})

    def _put_problem(self, key: str, problem: Mapping[str, str | int]) -> None:
        self.s3.put_object(
            Bucket=self.bucket,
            Key=f"{key}.problem.json",
            Body=json.dumps(problem).encode(),
            ContentType="application/problem+json",
        )


def _raise_unless(error: "ClientError", expected: set[str]) -> None:
    if error.response.get("Error", {}).get("Code") not in expected:
        raise error
