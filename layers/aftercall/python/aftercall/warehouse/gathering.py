"""From what the state machine hands over to one ``StoredCall``.

The state carries references and small reports: the prepared session and large reports are read
from S3 by the function that is passed in.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from aftercall.reports.completed import CompletedReports
from aftercall.reports.envelope import ReportEnvelope
from aftercall.session.forms import ReportForm
from aftercall.session.prepared import PreparedSession
from aftercall.session.raw_reference import RawReference
from aftercall.warehouse.stored_call import AnalyzerRun, StoredCall

type ReadObject = Callable[[str, str], bytes]
"""Reads an object of a bucket by its key."""

UNREADABLE = "unreadable"
UNKNOWN_VERSION = "unknown"


class UnexpectedInput(ValueError):
    """What was handed over is not what the state machine hands over; names the part, not its content."""


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Puts a call together.

    Parameters
    ----------
    read_object
        Reads an object of a bucket by its key.
    now
        The clock, aware UTC.
    """

    read_object: ReadObject
    now: Callable[[], datetime]

    def gather(self, event: Mapping[str, Any]) -> StoredCall:
        """Read everything that belongs to one analysed or unreadable call.

        Raises
        ------
        UnexpectedInput
            When a part of the input is missing.
        """
        try:
            return self._gather(event)
        except (KeyError, TypeError) as error:
            raise UnexpectedInput(f"input of store_results: {type(error).__name__} at {error}") from None

    def _gather(self, event: Mapping[str, Any]) -> StoredCall:
        prepared = self._prepared(event)
        reports, runs = self.completed(event.get("reports") or ())
        problem = event.get("problem") or {}
        return StoredCall(
            session_id=event["session_id"],
            form=ReportForm(event["form"]) if event.get("form") else None,
            raw=RawReference.from_json(event["raw"]),
            received_at=datetime.fromisoformat(event["received_at"]).astimezone(UTC),
            analyzed_at=self.now(),
            origin=event["origin"],
            session=prepared.session if prepared else None,
            reports=reports,
            runs=runs,
            annotations=prepared.annotations if prepared else (),
            error_kind=None if prepared else str(problem.get("error_kind") or UNREADABLE),
        )

    def _prepared(self, event: Mapping[str, Any]) -> PreparedSession | None:
        if event.get("status") == UNREADABLE:
            return None
        location = event["prepared"]
        return PreparedSession.model_validate_json(self.read_object(location["bucket"], location["key"]))

    def completed(
        self, envelopes: Sequence[Mapping[str, Any]]
    ) -> tuple[CompletedReports, tuple[AnalyzerRun, ...]]:
        """Read the reports; one that does not fit its model counts as failed, and the call still arrives."""
        reports: dict[str, object] = {}
        runs: dict[str, AnalyzerRun] = {}
        for document in envelopes:
            envelope = ReportEnvelope.model_validate(document)
            report, run = self._report(envelope)
            runs[envelope.analyzer] = run
            if report is not None:
                reports[envelope.analyzer] = report
        return CompletedReports.model_validate(reports), tuple(runs.values())

    def _report(self, envelope: ReportEnvelope) -> tuple[object | None, AnalyzerRun]:
        name, version = envelope.analyzer, envelope.version
        if envelope.status == "failed":
            kind = envelope.error.kind if envelope.error else UNKNOWN_VERSION
            return None, AnalyzerRun(name, version, "failed", kind)
        try:
            read = CompletedReports.model_validate_json(self._wrapped(envelope))
        except ValidationError:
            return None, AnalyzerRun(name, version, "failed", "InvalidReport")
        report = getattr(read, name)
        if report is None:
            return None, AnalyzerRun(name, version, "failed", "MissingReport")
        return report, AnalyzerRun(name, version, "ok")

    def _wrapped(self, envelope: ReportEnvelope) -> str:
        """Give the report as the one field of all reports that it is, as JSON: tuples are lists there."""
        if envelope.report is not None:
            return json.dumps({envelope.analyzer: envelope.report})
        if envelope.report_location is None:
            return "{}"
        location = envelope.report_location
        text = self.read_object(location.bucket, location.key).decode()
        return f'{{"{envelope.analyzer}": {text}}}'
