"""The signature of session reports and metrics: HMAC-SHA256 over a timestamp and the raw body.

``hex(HMAC-SHA256(key, timestamp + "." + body))``, timestamp in epoch seconds. The PostCallReport
proposed for LiveKit Agents signs alike under its own header names, which are accepted as equal.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence

from aftercall.intake.problem import missing_credentials, stale_request, wrong_credentials

FRESH_FOR_SECONDS = 300
HEADER_PREFIXES = ("X-Aftercall-", "X-LiveKit-")
_EPOCH_SECONDS = re.compile(r"[0-9]{1,12}")


def sign_report(key: str, timestamp: str, body: bytes) -> str:
    """Give the signature a sender puts into its header."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def verify_report_signature(
    header: Callable[[str], str | None], body: bytes, keys: Sequence[str], now: float
) -> None:
    """Check a report's signature and its freshness.

    Parameters
    ----------
    header
        Gives a header's value by its lower-case name.
    body
        The raw bytes as sent.
    keys
        The current and the previous key.
    now
        The time, in epoch seconds.

    Raises
    ------
    Refusal
        401 without signature or timestamp; 403 when the signature does not hold or is older (or
        further ahead) than five minutes.
    """
    prefix = next(
        (prefix for prefix in HEADER_PREFIXES if header(f"{prefix}Signature".lower()) is not None),
        HEADER_PREFIXES[0],
    )
    signature = _present(header, f"{prefix}Signature", "hex HMAC-SHA256 of timestamp, a dot and the body")
    timestamp = _present(header, f"{prefix}Timestamp", "the time of signing in epoch seconds")
    if not _EPOCH_SECONDS.fullmatch(timestamp):
        raise wrong_credentials(f"{prefix}Timestamp", "Expected whole epoch seconds")
    stated = signature.lower().encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(sign_report(key, timestamp, body).encode(), stated) for key in keys]
    if not any(matches):
        raise wrong_credentials(f"{prefix}Signature", "The signature does not hold for this body and time")
    if abs(now - int(timestamp)) > FRESH_FOR_SECONDS:
        raise stale_request(f"{prefix}Timestamp", "Expected a time within five minutes of now")


def _present(header: Callable[[str], str | None], name: str, expected: str) -> str:
    value = header(name.lower())
    if value is None:
        raise missing_credentials(name, expected)
    return value
