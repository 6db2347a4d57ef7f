"""The clock of a running function; whatever tells time is given it, so that tests can stand still."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Give the time, aware UTC."""
    return datetime.now(UTC)
