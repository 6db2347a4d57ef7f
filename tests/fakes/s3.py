"""S3 in memory: the operations the product uses, conditions included."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes.client_errors import ClientExceptions, client_error
from tests.fakes.interruptions import Effects


@dataclass(frozen=True, slots=True)
class StoredObject:
    body: bytes
    content_type: str | None
    metadata: Mapping[str, str]
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        return '"' + hashlib.md5(self.body, usedforsecurity=False).hexdigest() + '"'


@dataclass(slots=True)
class FakeS3:
    effects: Effects = field(default_factory=Effects)
    objects: dict[str, StoredObject] = field(default_factory=dict)
    exceptions: ClientExceptions = field(default_factory=ClientExceptions)

    def drop(self, key: str, body: bytes, **tags: str) -> None:
        """Put an object as somebody else would."""
        self.objects[key] = StoredObject(body, None, {}, tags)

    def keys(self, prefix: str = "") -> list[str]:
        return sorted(key for key in self.objects if key.startswith(prefix))

    def put_object(
        self,
        *,
        Bucket: str,
        Key: str,
        Body: bytes,
        ContentType: str | None = None,
        Metadata: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        with self.effects.effect("put_object"):
            self.objects[Key] = StoredObject(Body, ContentType, dict(Metadata or {}))
            return {"ETag": self.objects[Key].etag}

    def get_object(self, *, Bucket: str, Key: str, IfMatch: str | None = None) -> dict[str, Any]:
        found = self._found(Key, "GetObject", "NoSuchKey")
        self._require(found, IfMatch, "GetObject")
        return {"Body": io.BytesIO(found.body), "ETag": found.etag, "ContentLength": len(found.body)}

    def head_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:
        found = self._found(Key, "HeadObject", "404")
        return {"ETag": found.etag, "ContentLength": len(found.body)}

    def copy_object(
        self,
        *,
        Bucket: str,
        Key: str,
        CopySource: Mapping[str, str],
        CopySourceIfMatch: str | None = None,
        TaggingDirective: str = "COPY",
    ) -> dict[str, Any]:
        found = self._found(CopySource["Key"], "CopyObject", "NoSuchKey")
        self._require(found, CopySourceIfMatch, "CopyObject")
        with self.effects.effect("copy_object"):
            self.objects[Key] = found if TaggingDirective == "COPY" else replace(found, tags={})
            return {}

    def delete_object(self, *, Bucket: str, Key: str, IfMatch: str | None = None) -> dict[str, Any]:
        if Key in self.objects:
            self._require(self.objects[Key], IfMatch, "DeleteObject")
        with self.effects.effect("delete_object"):
            self.objects.pop(Key, None)
            return {}

    def _found(self, key: str, operation: str, code: str) -> StoredObject:
        if key not in self.objects:
            raise client_error(code, operation)
        return self.objects[key]

    def _require(self, found: StoredObject, etag: str | None, operation: str) -> None:
        if etag is not None and etag != found.etag:
            raise client_error("PreconditionFailed", operation)
