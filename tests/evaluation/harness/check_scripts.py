"""Checking scripts: ``python -m tests.evaluation.harness.check_scripts FILE...``."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.evaluation.harness.script_labels import labels_of_script
from tests.evaluation.harness.scripts import BadScript, read_script


def main(arguments: Sequence[str]) -> int:
    """Check scripts, and tell how many labels of each kind a call has in the mean."""
    counts: Counter[str] = Counter()
    read = failed = turns = 0
    for path in map(Path, arguments):
        try:
            script = read_script(path)
        except BadScript as problem:
            sys.stdout.write(f"{path.name}: {problem}\n")
            failed += 1
            continue
        read += 1
        turns += sum(line.kind == "U" for line in script.lines)
        labels = labels_of_script(script)
        for key, value in labels.items():
            if key != "notes":
                counts[key] += len(value) if isinstance(value, list) else value is not None
    sys.stdout.write(
        f"{read} scripts, {turns / max(read, 1):.1f} caller turns a call, {failed} with problems\n"
    )
    sys.stdout.write(", ".join(f"{key} {count / max(read, 1):.2f}" for key, count in counts.items()) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
