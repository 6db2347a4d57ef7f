"""How a command fails: in one sentence, with a remedy and an exit code a script can act on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell gets. 2 is the usage error of the argument parser."""

    FAILED = 1
    USAGE = 2
    UNREACHABLE = 3
    NOT_FOUND = 4


class CommandFailed(Exception):
    """A command that cannot go on.

    Parameters
    ----------
    message
        What is wrong, without what people said in calls.
    remedy
        What the reader can do about it.
    code
        The exit code.
    """

    def __init__(self, message: str, remedy: str = "", code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.code = code
