"""The whole reports of the sample calls, kept as files so that a change of a rule is read as a diff.

``make golden`` writes them anew. They are made without embeddings and know no clock but the call's own, so
the same code gives the same bytes on every machine.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile import load_profile
from aftercall.session.parsing import parse_report
from local.samples.catalogue import Sample, read_samples

FOLDER: Final = Path(__file__).parent / "golden"
LONGEST_LINE: Final = 110


def golden_file(sample: Sample) -> Path:
    """Give where a sample's reports are kept."""
    return FOLDER / f"{sample.name}.json"


def reports_of(sample: Sample) -> str:
    """Give all nine reports of a sample as they are kept; what is absent is left out."""
    profile = load_profile()
    analyzed = analyze_session(parse_report(sample.report, profile.tools), profile)
    reports = analyzed.reports.model_dump(mode="json", exclude_none=True)
    document = {
        name: {"version": analyzed.analyzer_versions[name], **report} for name, report in reports.items()
    }
    return "".join(_lines(document, "")) + "\n"


def _lines(value: Any, margin: str) -> Iterator[str]:
    """Write JSON with a quote, or whatever else is short, on one line: a change shows as that line."""
    line = json.dumps(value, ensure_ascii=False)
    if not _branches(value) or (margin and len(margin + line) <= LONGEST_LINE):
        yield line
        return
    pairs = (
        [(f"{json.dumps(name)}: ", item) for name, item in value.items()]
        if isinstance(value, dict)
        else [("", item) for item in value]
    )
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield opening
    for place, (name, item) in enumerate(pairs):
        yield f"{',' if place else ''}\n{margin} {name}"
        yield from _lines(item, margin + " ")
    yield f"\n{margin}{closing}"


def _branches(value: Any) -> bool:
    """Tell whether a value holds objects or lists; what holds none stays on one line, however long."""
    if isinstance(value, dict):
        return any(isinstance(item, dict | list) and item for item in value.values())
    return isinstance(value, list) and bool(value)


def main() -> None:
    """Write every sample's reports anew, and forget samples that are gone."""
    FOLDER.mkdir(exist_ok=True)
    samples = read_samples()
    for stray in set(FOLDER.glob("*.json")) - {golden_file(sample) for sample in samples}:
        stray.unlink()
    for sample in samples:
        golden_file(sample).write_text(reports_of(sample), encoding="utf-8")


if __name__ == "__main__":
    main()
