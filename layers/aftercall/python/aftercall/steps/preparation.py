"""The first step: from a raw report to an annotated session."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aftercall.intake.raw_store import RawStore
from aftercall.language.cues import CueReader
from aftercall.language.embeddings import Embedder
from aftercall.language.prepare import annotate
from aftercall.profile.models import Profile
from aftercall.session.errors import UnreadableReport
from aftercall.session.parsing import parse_report
from aftercall.session.prepared import PreparedSession
from aftercall.session.raw_reference import RawReference
from aftercall.session.reading import mapping
from aftercall.steps.documents import Documents, InvalidStep, text_at
from aftercall.telemetry.log import StructuredLog


def prepared_key(session_id: str, raw_sha256: str) -> str:
    """Give the S3 key of a prepared session."""
    return f"prepared/{session_id}/{raw_sha256}.json"


@dataclass(frozen=True, slots=True)
class Preparation:
    """Parses and annotates one session.

    Parameters
    ----------
    raw_store
        Where the raw body lies.
    documents
        Where the prepared session goes.
    profile
        Whose vocabulary and tools are known.
    log
        Never gets anything that was said.
    embedder
        Gives turns their embeddings; without one they have none.
    cue_reader
        Gives the caller's turns their cues; without one they have none.
    """

    raw_store: RawStore
    documents: Documents
    profile: Profile
    log: StructuredLog
    embedder: Embedder | None = None
    cue_reader: CueReader | None = None

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
        CorruptRawBody
            When the body is not the one the reference promises.
        botocore.exceptions.ClientError
            When S3 refuses; the workflow tries again.
        """
        session_id, raw = text_at(event, "session_id"), raw_reference(event)
        body = self.raw_store.get(raw)
        try:
            prepared = prepare(body, self.profile, self.embedder, self.cue_reader)
        except UnreadableReport as error:
            self.log.warning("report_unreadable", session_id=session_id, field=error.field)
            return {
                "status": "unreadable",
                "session_id": session_id,
                "error_kind": "unreadable_report",
                "field": error.field,
                "message": str(error),
            }
        key = prepared_key(session_id, raw.sha256)
        document = prepared.model_dump_json(exclude_defaults=True).encode()
        self.documents.write(raw.bucket, key, document)
        turns = len(prepared.session.turns)
        self.log.info("session_prepared", session_id=session_id, turns=turns, size_bytes=len(document))
        return {
            "status": "ready",
            "session_id": session_id,
            "prepared": {"bucket": raw.bucket, "key": key},
            "turns": turns,
            "language_version": prepared.language_version,
        }


def raw_reference(event: Mapping[str, object]) -> RawReference:
    """Give the reference to the raw body; raises InvalidStep naming what is missing."""
    for name in ("bucket", "key", "sha256"):
        text_at(event, "raw", name)
    try:
        return RawReference.from_json(mapping(event["raw"]))
    except (KeyError, ValueError):
        raise InvalidStep("raw.size_bytes: expected a whole number") from None


def prepare(
    body: bytes,
    profile: Profile,
    embedder: Embedder | None = None,
    cue_reader: CueReader | None = None,
) -> PreparedSession:
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
    return annotate(parse_report(document, profile.tools), profile, embedder, cue_reader)
