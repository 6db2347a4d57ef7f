"""Make report.json and webhooks.json of every sample from what a person wrote.

``python -m local.samples.build`` writes them; with ``--check`` it only says which would change (exit code 1).
"""

import argparse
import json
import sys
from pathlib import Path

from local.samples.dialogue import read_dialogue
from local.samples.draws import Draws
from local.samples.performance import perform
from local.samples.recording import read_recording
from local.samples.room_events import webhooks_of
from local.samples.session_report import report_of

SAMPLES = Path(__file__).parent


def folders(root: Path = SAMPLES) -> list[Path]:
    """Return the samples' folders, in the order of their numbers."""
    return sorted(path.parent for path in root.glob("*/dialogue.txt"))


def build(folder: Path) -> dict[str, str]:
    """Return the text of each file that is made from ``folder``'s dialogue, by file name."""
    recording = read_recording(folder / "call.toml")
    steps = read_dialogue((folder / "dialogue.txt").read_text(encoding="utf-8"))
    report = report_of(folder.name, recording, perform(steps, recording, Draws(folder.name)))
    webhooks = webhooks_of(folder.name, recording, report)
    return {"report.json": _text(report), "webhooks.json": _text(webhooks)}


def changes(folder: Path) -> dict[str, str]:
    """Return the files of ``folder`` that are missing or no longer what would be built, with their text."""
    return {name: text for name, text in build(folder).items() if _stored(folder / name) != text}


def _stored(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _text(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write (or with ``--check`` list) what changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 when a file would change"
    )
    check = parser.parse_args().check
    changed = 0
    for folder in folders():
        for name, text in changes(folder).items():
            changed += 1
            sys.stdout.write(f"{'differs' if check else 'written'}: {folder.name}/{name}\n")
            if not check:
                (folder / name).write_text(text, encoding="utf-8")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
