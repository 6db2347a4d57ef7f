"""Saying what training does."""

import sys


def tell(line: str) -> None:
    """Write one line to the standard output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
