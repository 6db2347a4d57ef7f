"""Numbers and identifiers that look random and are the same on every machine."""

import hashlib
from dataclasses import dataclass

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def identifier(prefix: str, seed: str, length: int = 12) -> str:
    """Return ``prefix`` and ``length`` characters that depend on ``seed`` alone, like ``EV_aB3…``."""
    return prefix + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in _digest(seed)[:length])


def hexadecimal(prefix: str, seed: str, length: int = 12) -> str:
    """Return ``prefix`` and ``length`` (up to 64) hexadecimal digits that depend on ``seed`` alone."""
    return prefix + _digest(seed).hex()[:length]


@dataclass(slots=True)
class Draws:
    """A reproducible sequence: hashing stays equal across Python versions, `random` does not promise to."""

    seed: str
    _count: int = 0

    def between(self, low: float, high: float) -> float:
        """Return the next number, at least ``low`` and below ``high``, to the millisecond."""
        self._count += 1
        fraction = int.from_bytes(_digest(f"{self.seed}:{self._count}")[:7]) / 2**56
        return round(low + (high - low) * fraction, 3)

    def token(self, prefix: str, length: int = 12) -> str:
        """Return the next identifier of this sequence."""
        self._count += 1
        return hexadecimal(prefix, f"{self.seed}:{self._count}", length)
