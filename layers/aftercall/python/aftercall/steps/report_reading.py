"""The reports of the analyzers that ran before, for the two that read them."""

from collections.abc import Mapping, Sequence

from aftercall.reports.completed import CompletedReports
from aftercall.reports.envelope import ReportEnvelope
from aftercall.steps.documents import Documents, InvalidStep


def read_reports(event: Mapping[str, object], documents: Documents) -> CompletedReports:
    """Gather the reports of a workflow's event; one that failed stays ``None``.

    Raises
    ------
    InvalidStep
        When ``reports`` is no list.
    """
    envelopes = event.get("reports")
    if not isinstance(envelopes, Sequence) or isinstance(envelopes, str):
        raise InvalidStep("reports: expected a list of envelopes")
    found: dict[str, object] = {}
    for item in envelopes:
        envelope = ReportEnvelope.model_validate(item)
        if envelope.status != "ok":
            continue
        if envelope.report is not None:
            found[envelope.analyzer] = envelope.report
        elif envelope.report_location is not None:
            location = envelope.report_location
            model = CompletedReports.model_validate_json(
                b'{"%b":%b}' % (envelope.analyzer.encode(), documents.read(location.bucket, location.key))
            )
            found[envelope.analyzer] = getattr(model, envelope.analyzer)
    return CompletedReports.model_validate(found)
