"""Moving the emulator's kept state to another port.

Queue addresses hold the port, and they stand in the state of queues, functions and stacks alike.  When the
port of the last start is taken by something else, the kept state is rewritten before the emulator reads it.
"""

import re
from pathlib import Path

from local.processes import LOOPBACK


def relocate_state(emulator_folder: Path, port: int) -> bool:
    """Rewrite the kept addresses for ``port``; tell whether the port had changed."""
    mark = emulator_folder / "port"
    last = int(mark.read_text()) if mark.exists() else port
    if last != port:
        old, new = re.compile(rf"{re.escape(LOOPBACK)}:{last}(?![0-9])"), f"{LOOPBACK}:{port}"
        for path in (emulator_folder / "state").glob("*.json"):
            text = path.read_text()
            if old.search(text):
                path.write_text(old.sub(new, text))
    emulator_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text(str(port))
    return last != port
