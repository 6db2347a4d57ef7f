"""Become a server: the few lines that run between the fork and the server's own program.

Run as ``python -I -S child_entry.py '<json>' command argument...`` where the json object has ``parent``
(process id of the owner), ``signal`` (number sent to the server when the owner dies) and ``user`` /
``group`` (numbers, or null to stay who we are). It is a program of its own because code between fork and
exec of a threaded owner may deadlock.

On Linux the kernel sends the signal when the owner dies, even by SIGKILL. A server that has to leave
root keeps one capability, CAP_DAC_OVERRIDE, so that it can still read its program and its data below a
folder closed to others.
"""

import ctypes
import json
import os
import struct
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
LINUX_CAPABILITY_VERSION_3 = 0x20080522


def leave_root(libc: ctypes.CDLL, user: int, group: int) -> None:
    """Change to an ordinary user, keeping only the right to pass closed folders (without it when refused)."""
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    # Without this access(2), by which initdb looks for postgres beside itself, ignores the capability.
    libc.prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    mask = 1 << CAP_DAC_OVERRIDE
    header = ctypes.create_string_buffer(struct.pack("Ii", LINUX_CAPABILITY_VERSION_3, 0))
    sets = ctypes.create_string_buffer(struct.pack("IIIIII", mask, mask, mask, 0, 0, 0))
    if libc.capset(header, sets) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
    else:
        libc.capset(header, ctypes.create_string_buffer(struct.pack("IIIIII", *[0] * 6)))


def main(arguments: list[str]) -> None:
    """Apply the wishes in the first argument, then become the command in the others."""
    wishes = json.loads(arguments[0])
    linux = sys.platform == "linux"
    libc = ctypes.CDLL(None, use_errno=True)
    if wishes["user"] is not None:
        if linux:
            leave_root(libc, wishes["user"], wishes["group"])
        else:
            os.setgroups([])
            os.setgid(wishes["group"])
            os.setuid(wishes["user"])
    if linux:  # after the change of user, which the kernel takes as a reason to forget it
        libc.prctl(PR_SET_PDEATHSIG, wishes["signal"], 0, 0, 0)
    if os.getppid() != wishes["parent"]:
        sys.exit("the owner is gone")
    os.execv(arguments[1], arguments[1:])  # noqa: S606 - becoming a fixed program is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
