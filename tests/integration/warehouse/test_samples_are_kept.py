"""Every sample call, parsed and analysed in one process, arrives whole in both databases."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aftercall.analysis.pipeline import analyze_session
from aftercall.profile.loading import load_profile
from aftercall.session.parsing import parse_report
from aftercall.telephony.events import EventEnvelope
from aftercall.telephony.livekit import parse_livekit_event
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.documents import open_documents, prepare_collections, write_documents
from aftercall.warehouse.read import read_call
from aftercall.warehouse.store import store_analysis
from aftercall.warehouse.stored_call import AnalyzerRun, StoredCall
from aftercall.warehouse.telephony import fold_event
from tests.integration.warehouse import calls

SAMPLES = sorted((Path(__file__).parents[3] / "local" / "samples").glob("[0-9]*-*"))
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def analysed(folder: Path) -> StoredCall:
    body = (folder / "report.json").read_text()
    profile = load_profile()
    session = parse_report(json.loads(body), profile.tools)
    result = analyze_session(session, profile)
    return StoredCall(
        session_id=session.session_id,
        form=session.form,
        raw=calls.raw(body),
        received_at=NOW,
        analyzed_at=NOW,
        origin="api",
        session=session,
        reports=result.reports,
        runs=tuple(AnalyzerRun(name, version, "ok") for name, version in result.analyzer_versions.items()),
        annotations=result.prepared.annotations,
    )


def fold_webhooks(connection: Connection, folder: Path) -> None:
    webhooks: list[dict[str, Any]] = json.loads((folder / "webhooks.json").read_text())
    for webhook in webhooks:
        envelope = EventEnvelope(webhook["id"], "livekit", NOW)
        event = parse_livekit_event(json.dumps(webhook).encode(), envelope)
        assert event is not None
        fold_event(connection, event, NOW)


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: str(folder.name))
def test_a_sample_is_read_back_as_it_was_understood(
    warehouse: Connection, mongo_url: str, mongo_database_name: str, folder: Path
) -> None:
    call = analysed(folder)
    outcome = store_analysis(warehouse, call)
    fold_webhooks(warehouse, folder)
    kept = read_call(warehouse, call.session_id)
    assert kept is not None
    assert kept.completed() == call.reports
    assert call.session is not None
    assert len(kept.transcript) == len(call.session.turns)
    prepare_collections(mongo_url, mongo_database_name)
    documents = open_documents(mongo_url, mongo_database_name)
    write_documents(documents, call, outcome.lead_email, "America/New_York")
    assert documents["outcomes"].count_documents({"callId": call.session_id}) == 1
    documents.client.close()
