"""Where the raw body of something that arrived is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class RawReference:
    """One raw body in the raw store.

    Parameters
    ----------
    bucket, key
        Its address in S3; the key ends with the body's SHA-256 (content-addressed).
    sha256
        Hex digest of the raw bytes.
    size_bytes
        Length of the raw bytes.
    key_id
        The encryption key the object was written under; ``bucket-default`` until keys per person exist.
    """

    bucket: str
    key: str
    sha256: str
    size_bytes: int
    key_id: str = "bucket-default"

    def to_json(self) -> dict[str, str | int]:
        """Give the reference as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> "RawReference":
        """Read a reference back; raises KeyError or ValueError when a part is missing or wrong."""
        size = document["size_bytes"]
        if isinstance(size, float):
            size = int(size)
        if not isinstance(size, int):
            msg = "size_bytes: expected a whole number"
            raise ValueError(msg)  # noqa: TRY004 - one error type for every wrong value
        return cls(
            bucket=str(document["bucket"]),
            key=str(document["key"]),
            sha256=str(document["sha256"]),
            size_bytes=size,
            key_id=str(document.get("key_id", "bucket-default")),
        )
