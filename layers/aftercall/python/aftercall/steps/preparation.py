"""The first step: from a raw report to an annotated session."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aftercall.language.prepare import annotate
from aftercall.profile.models import Profile
from aftercall.session.errors import UnreadableReport
from aftercall.session.parsing import parse_report
from aftercall.session.prepared import PreparedSession
from aftercall.steps.documents import Documents, text_at
from aftercall.telemetry.log import StructuredLog


def prepared_key(session_id: str, raw_sha256: str) -> str:
    """Give the S3 key of a prepared session."""
    return f"prepared/{session_id}/{raw_sha256}.json"


@dataclass(frozen=True, slots=True)
class Preparation:
    """Parses and annotates one session.

    Parameters
    ----------
    documents
        Where the raw body lies and the prepared session goes.
    profile
        Whose vocabulary and tools are known.
    log
        Never gets anything that was said.
    """

    documents: Documents
    profile: Profile
    log: StructuredLog

    def run(self, event: Mapping[str, object]) -> dict[str, object]:
        """Prepare the session of a workflow's input.

        Returns
        -------
        dict
            ``{"status": "ready", "prepared": {"bucket", "key"}, "session_id", ...}`` or, for a body
            that no retry can make readable, ``{"status": "unreadable", "error_kind", "field",
            "message"}``.

        Raises
        ------
        InvalidStep
            When the input lacks a key.
        botocore.exceptions.ClientError
            When S3 refuses; the workflow tries again.
        """
        session_id = text_at(event, "session_id")
        bucket, sha256 = text_at(event, "raw", "bucket"), text_at(event, "raw", "sha256")
        body = self.documents.read(bucket, text_at(event, "raw", "key"))
        try:
            prepared = prepare(body, self.profile)
        except UnreadableReport as error:
            self.log.warning("report_unreadable", session_id=session_id, field=error.field)
            return {
                "status": "unreadable",
                "session_id": session_id,
                "error_kind": "unreadable_report",
                "field": error.field,
                "message": str(error),
            }
        key = prepared_key(session_id, sha256)
        document = prepared.model_dump_json(exclude_defaults=True).encode()
        self.documents.write(bucket, key, document)
        turns = len(prepared.session.turns)
        self.log.info("session_prepared", session_id=session_id, turns=turns, size_bytes=len(document))
        return {
            "status": "ready",
            "session_id": session_id,
            "prepared": {"bucket": bucket, "key": key},
            "turns": turns,
            "language_version": prepared.language_version,
        }


def prepare(body: bytes, profile: Profile) -> PreparedSession:
    """Parse and annotate a raw body.

    Raises
    ------
    UnreadableReport
        When the body is no JSON object of an accepted form.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableReport("body", "a JSON object") from error
    if not isinstance(document, dict):
        raise UnreadableReport("body", "a JSON object")
    return annotate(parse_report(document, profile.tools), profile)
