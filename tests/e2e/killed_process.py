"""A function's own handler in a process that is killed at one of its effects.

Run as ``python -m tests.e2e.killed_process VERB_NOUN WHEN EFFECT`` with the function's environment and
the event on standard input. WHEN is before or after; EFFECT is an AWS operation (``PutObject``), a
``commit`` in PostgreSQL, or a MongoDB command and its collection (``update outcomes``).
"""

import importlib
import json
import os
import signal
import sys
from types import TracebackType
from typing import Any

import psycopg
from botocore.client import BaseClient
from pymongo import monitoring


class Killer:
    """Kills this process, with no chance to tidy up, at one moment."""

    def __init__(self, when: str, effect: str) -> None:
        self._moment = (when, effect)

    def before(self, effect: str) -> None:
        """An effect is about to happen."""
        self._reach("before", effect)

    def after(self, effect: str) -> None:
        """An effect has happened, and nobody knows yet."""
        self._reach("after", effect)

    def _reach(self, when: str, effect: str) -> None:
        if (when, effect) == self._moment:
            os.kill(os.getpid(), signal.SIGKILL)


class MongoCommands(monitoring.CommandListener):
    """Tells the killer of MongoDB commands."""

    def __init__(self, killer: Killer) -> None:
        self._killer = killer
        self._names: dict[int, str] = {}

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Before a command is sent."""
        name = f"{event.command_name} {event.command.get(event.command_name)}"
        self._names[event.request_id] = name
        self._killer.before(name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """After the server has answered."""
        self._killer.after(self._names.pop(event.request_id))

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """After the server has refused."""


def watch_aws(killer: Killer) -> None:
    """Tell the killer of every AWS operation."""
    make_call: Any = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - absent from the stubs

    def watched(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        killer.before(operation)
        answer = make_call(client, operation, parameters)
        killer.after(operation)
        return answer

    BaseClient._make_api_call = watched  # type: ignore[attr-defined]  # noqa: SLF001 - as above


def watch_postgres(killer: Killer) -> None:
    """Tell the killer of every commit."""
    leave = psycopg.Transaction.__exit__

    def watched(
        transaction: psycopg.Transaction,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        killer.before("commit")
        answer = leave(transaction, kind, error, trace)
        killer.after("commit")
        return answer

    psycopg.Transaction.__exit__ = watched  # type: ignore[method-assign]  # in this process alone, which ends now


def main(verb_noun: str, when: str, effect: str) -> None:
    """Handle the event on standard input, as far as it goes."""
    killer = Killer(when, effect)
    watch_aws(killer)
    watch_postgres(killer)
    monitoring.register(MongoCommands(killer))
    handler = importlib.import_module(f"functions.{verb_noun}.handler")
    handler.lambda_handler(json.load(sys.stdin), None)


if __name__ == "__main__":
    main(*sys.argv[1:])
