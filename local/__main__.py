"""``python -m local up|down|status``: the local cloud without the product's own command line."""

import sys

from local.cloud import AlreadyAtWorkError, LocalCloud
from local.endpoints import MissingOutputError
from local.lambda_runtime import LambdaRuntimeError
from local.processes import ProgramError
from local.progress import Step
from local.supervision import SupervisorError

USAGE = "usage: python -m local up|down|status"
FAILURES = (ProgramError, SupervisorError, LambdaRuntimeError, AlreadyAtWorkError, MissingOutputError)


def say(text: str) -> None:
    """Write one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def tell(step: Step) -> None:
    """Write one line per finished step."""
    if step.state in {"done", "skipped"}:
        detail = f" ({step.detail})" if step.detail else ""
        say(f"[{step.number}/{step.total}] {step.name} {step.state} in {step.seconds:.1f} s{detail}")


def main(arguments: list[str]) -> int:
    """Do what was asked; 2 for a wrong command, 1 for a failure, 130 after Ctrl-C."""
    cloud = LocalCloud()
    try:
        match arguments:
            case ["up"]:
                endpoints = cloud.up(tell)
                say(f"up: {endpoints.api_url} with Host: {endpoints.api_host}; see {cloud.folder.endpoints}")
            case ["down"]:
                say("down" if cloud.down() else "was not up")
            case ["status"]:
                status = cloud.status()
                servers = ", ".join(
                    f"{name} {'runs' if up else 'stopped'}" for name, up in status.running.items()
                )
                say(f"{'up' if status.up else 'down'}{': ' if servers else ''}{servers}")
            case _:
                say(USAGE)
                return 2
    except FAILURES as error:
        say(f"failed: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; what was started is stopped")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
