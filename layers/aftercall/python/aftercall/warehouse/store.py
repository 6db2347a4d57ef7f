"""Writing one analysed call: one transaction, idempotent by session id.

Whatever is written twice, in another order or by two writers at once leaves the same rows. What is to be
told of the call is owed from the same moment: the debts are of the same transaction.
"""

from collections.abc import Sequence
from dataclasses import replace

from aftercall.session.models import Session
from aftercall.warehouse.announcing import Announcements, owe_call
from aftercall.warehouse.caller_join import CallerOfCall, caller_of_call
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.debts import SESSION_DESTINATIONS
from aftercall.warehouse.detail_rows import (
    analysis_row,
    cost_rows,
    run_rows,
    tool_call_rows,
    transcript_row,
)
from aftercall.warehouse.live_feed import apply_pending_metrics
from aftercall.warehouse.locks import lock_people, lock_room, lock_session, lock_twilio_calls
from aftercall.warehouse.metric_rows import months_of, report_metrics
from aftercall.warehouse.partitions import ensure_partitions
from aftercall.warehouse.people import refresh_people
from aftercall.warehouse.precedence import judge, rank_of, standing_of
from aftercall.warehouse.records import insert_records, replace_records, upsert_record
from aftercall.warehouse.same_call import (
    PresentSession,
    absorb,
    better_report,
    keep_as_superseded,
    lesser_reports,
    people_of,
    present_sessions,
    settle_same_call,
)
from aftercall.warehouse.session_row import CallKeys, identity_of, keys_of, session_row
from aftercall.warehouse.stored_call import StoredCall, StoreOutcome, Verdict

SECOND_READINGS = frozenset({"replay", "redrive"})
"""Origins that read a body again: how it first came in stays as it was."""


def store_analysis(
    connection: Connection, call: StoredCall, announcements: Announcements | None = None
) -> StoreOutcome:
    """Write a call and everything that hangs on it, or remember it beside a better report.

    Parameters
    ----------
    connection
        Of ``aftercall.warehouse.connection.connect``, outside a transaction.
    announcements
        Says which alerts a call raises as it is stored; without it none are.

    Raises
    ------
    WarehouseUnavailable
        Nothing was written; the same call may be stored again later.
    RejectedByWarehouse
        Nothing was written, and trying again changes nothing.
    """
    ensure_partitions(connection, months_of(report_metrics(call)), call.analyzed_at)
    with transaction(connection):
        lock_session(connection, call.session_id)
        keys, caller = _join_caller(connection, keys_of(call))
        present = present_sessions(connection, call.session_id, keys)
        better = better_report(present, call.session_id, rank_of(call))
        itself = next((one for one in present if one.session_id == call.session_id), None)
        if better is not None:
            keep_as_superseded(connection, better.session_id, _as_present(call), call.analyzed_at)
            absorbed = settle_same_call(connection, better.session_id, present, call.analyzed_at)
            owed = frozenset(SESSION_DESTINATIONS if absorbed else ())
            return StoreOutcome(better.session_id, Verdict.SUPERSEDED, absorbed, owed=owed)
        verdict = judge(standing_of(call), itself.standing if itself else None)
        if verdict is not Verdict.STORED:
            if verdict is Verdict.SUPERSEDED:
                keep_as_superseded(connection, call.session_id, _as_present(call), call.analyzed_at)
            return StoreOutcome(call.session_id, verdict)
        outcome = _write(connection, call, keys, caller, present)
        owed = owe_call(connection, call.session_id, announcements, call.analyzed_at)
        return replace(outcome, owed=owed)


def _join_caller(connection: Connection, keys: CallKeys) -> tuple[CallKeys, CallerOfCall]:
    """Lock the room and its Twilio call, and read who called, as far as events told."""
    if keys.room_sid is not None:
        lock_room(connection, keys.room_sid)
    caller = caller_of_call(connection, keys)
    joined = replace(keys, twilio_call_sid=keys.twilio_call_sid or caller.twilio_call_sid)
    if joined.twilio_call_sid is not None:
        lock_twilio_calls(connection, [joined.twilio_call_sid])
        caller = caller_of_call(connection, joined)
    return joined, caller


def _write(
    connection: Connection,
    call: StoredCall,
    keys: CallKeys,
    caller: CallerOfCall,
    present: Sequence[PresentSession],
) -> StoreOutcome:
    sources = replace(identity_of(call), telephony=caller.identity)
    resolved = sources.resolved
    emails, phones = people_of(present, email=resolved.email, phone=resolved.phone)
    emails = lock_people(connection, emails, phones)
    itself = next((one for one in present if one.session_id == call.session_id), None)
    row = {
        **session_row(call, sources, keys),
        "lead_email": resolved.email,
        **caller.columns_for(call.session),
    }
    if itself is not None and call.origin in SECOND_READINGS:
        row |= {"origin": itself.origin, "backfilled": itself.backfilled}
    upsert_record(connection, "sessions", ["session_id"], row)
    _write_details(connection, call)
    if itself is not None and itself.standing.raw_sha256 != call.raw.sha256:
        keep_as_superseded(connection, call.session_id, itself, call.analyzed_at)
    connection.execute(
        "DELETE FROM warehouse.superseded_reports WHERE session_id = %s AND raw_sha256 = %s",
        [call.session_id, call.raw.sha256],
    )
    absorbed = lesser_reports(present, call.session_id, rank_of(call))
    for lesser in absorbed:
        absorb(connection, call.session_id, lesser, call.analyzed_at)
    connection.execute(
        "UPDATE warehouse.telephony_calls SET report_missing_at = NULL "
        "WHERE call_key = %s AND report_missing_at IS NOT NULL",
        [keys.room_sid],
    )
    apply_pending_metrics(connection, call.session_id, call.analyzed_at)
    refresh_people(connection, emails, phones, call.analyzed_at)
    return StoreOutcome(
        session_id=call.session_id,
        verdict=Verdict.STORED,
        absorbed=tuple(lesser.session_id for lesser in absorbed),
        lead_email=resolved.email,
    )


def _write_details(connection: Connection, call: StoredCall) -> None:
    session: Session | None = call.session
    transcript = [] if session is None else [transcript_row(session, call.annotations)]
    replace_records(connection, "transcripts", call.session_id, transcript)
    upsert_record(connection, "analysis_results", ["session_id"], analysis_row(call))
    replace_records(connection, "analyzer_runs", call.session_id, run_rows(call))
    replace_records(connection, "tool_calls", call.session_id, tool_call_rows(session) if session else [])
    replace_records(connection, "session_costs", call.session_id, cost_rows(call))
    connection.execute(
        "DELETE FROM warehouse.metrics WHERE session_id = %s AND source = 'report'", [call.session_id]
    )
    insert_records(connection, "metrics", report_metrics(call))


def _as_present(call: StoredCall) -> PresentSession:
    return PresentSession(
        session_id=call.session_id,
        standing=standing_of(call),
        form=call.form,
        raw_reference=dict(call.raw.to_json()),
        origin=call.origin,
        backfilled=False,
        user_email=None,
        user_phone=None,
        lead_email=None,
    )
