"""Several reports of one call: which session stands, and what becomes of the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.warehouse.alerts_history import move_alerts
from aftercall.warehouse.connection import Connection
from aftercall.warehouse.debts import move_debts
from aftercall.warehouse.identity import is_international
from aftercall.warehouse.locks import lock_people
from aftercall.warehouse.people import refresh_people
from aftercall.warehouse.precedence import RANK_NO_REPORT, RANK_POST_CALL_REPORT, RANK_TWILIO, Standing
from aftercall.warehouse.records import to_json
from aftercall.warehouse.session_row import CallKeys


@dataclass(frozen=True, slots=True)
class PresentSession:
    """A session of the same call that stands in the table."""

    session_id: str
    standing: Standing
    form: str | None
    raw_reference: dict[str, object] | None
    origin: str
    backfilled: bool
    user_email: str | None
    user_phone: str | None
    lead_email: str | None
    of_the_rooms_one_job: bool = False


OF_THE_ROOMS_ONE_JOB = """
call.room_sid = %(room)s AND CASE
WHEN %(jobless)s THEN (call.job_id IS NOT NULL OR call.session_id = %(session_id)s) AND (
    jobs.others = 1 OR EXISTS (SELECT FROM warehouse.superseded_reports AS merged
        WHERE merged.session_id = call.session_id AND merged.superseded_session_id = %(session_id)s))
WHEN %(job)s::text IS NOT NULL
THEN jobs.others = 0 AND call.rank = %(post_call)s AND call.job_id IS NULL
ELSE false END
"""
"""A PostCallReport without a job speaks of the room's one known job; what was merged once stays so."""

PRESENT = f"""
WITH jobs AS (SELECT count(DISTINCT job_id) AS others FROM warehouse.sessions
    WHERE room_sid = %(room)s AND job_id IS NOT NULL AND job_id IS DISTINCT FROM %(job)s::text)
SELECT call.*, analysis.analyzed_at, {OF_THE_ROOMS_ONE_JOB} AS of_the_rooms_one_job,
    (SELECT count(*) FROM warehouse.analyzer_runs AS run
        WHERE run.session_id = call.session_id AND run.status = 'failed') AS failed_analyzers
FROM jobs CROSS JOIN warehouse.sessions AS call
LEFT JOIN warehouse.analysis_results AS analysis USING (session_id)
WHERE session_id = %(session_id)s OR twilio_call_sid = %(twilio)s
OR (room_sid = %(room)s AND rank = %(no_report)s) OR ({OF_THE_ROOMS_ONE_JOB})
"""  # noqa: S608 - two fixed texts


def present_sessions(connection: Connection, session_id: str, keys: CallKeys) -> list[PresentSession]:
    """Find the session itself and every other that speaks of the same call.

    Two agent jobs of one room are two calls, so a shared Twilio call joins only where one side is
    the Twilio transcription itself, and a room only where it is a placeholder for a missing report, or
    where one side does not tell its job and the room has one that is known.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            PRESENT,
            {
                "session_id": session_id,
                "twilio": keys.twilio_call_sid,
                "room": keys.room_sid,
                "no_report": RANK_NO_REPORT,
                "post_call": RANK_POST_CALL_REPORT,
                "job": keys.job_id,
                "jobless": keys.jobless,
            },
        ).fetchall()
    return [_present(row) for row in rows]


def _present(row: dict[str, Any]) -> PresentSession:
    return PresentSession(
        session_id=row["session_id"],
        standing=Standing(
            row["rank"],
            row["received_at"],
            row["raw_sha256"],
            row["analyzed_at"],
            row["failed_analyzers"],
        ),
        form=row["form"],
        raw_reference=row["raw_reference"],
        origin=row["origin"],
        backfilled=row["backfilled"],
        user_email=row["user_email"],
        user_phone=row["user_phone"],
        lead_email=row["lead_email"],
        of_the_rooms_one_job=bool(row["of_the_rooms_one_job"]),
    )


def better_report(present: Sequence[PresentSession], session_id: str, rank: int) -> PresentSession | None:
    """Give the session under another id that stands above an arriving one, if any."""
    others = [one for one in present if one.session_id != session_id]
    if rank == RANK_NO_REPORT:
        above = [one for one in others if one.standing.rank > rank]
    else:
        above = [one for one in others if one.standing.rank > rank and _joined(one, rank)]
    return max(above, key=lambda one: (one.standing.rank, one.standing.received_at), default=None)


def lesser_reports(present: Sequence[PresentSession], session_id: str, rank: int) -> list[PresentSession]:
    """Give the sessions under other ids that an arriving one takes the place of."""
    return [
        one
        for one in present
        if one.session_id != session_id
        and one.standing.rank < rank
        and (one.standing.rank == RANK_NO_REPORT or _joined(one, rank))
    ]


def _joined(one: PresentSession, rank: int) -> bool:
    return one.of_the_rooms_one_job or RANK_TWILIO in {rank, one.standing.rank}


def people_of(
    present: Iterable[PresentSession], email: str | None = None, phone: str | None = None
) -> tuple[frozenset[str], frozenset[str]]:
    """Give the e-mails and numbers of everybody whom a change to these sessions concerns."""
    rows = list(present)
    emails = {email, *(one.user_email for one in rows), *(one.lead_email for one in rows)}
    phones = {phone, *(one.user_phone for one in rows)}
    return (
        frozenset(known for known in emails if known),
        frozenset(number for number in phones if number and is_international(number)),
    )


def settle_same_call(
    connection: Connection, session_id: str, present: Sequence[PresentSession], now: datetime
) -> tuple[str, ...]:
    """Take out the sessions that ``session_id``, itself present, is the better report of.

    The locks of session, room and Twilio call are held; those of the people are taken here.
    """
    better = next(one for one in present if one.session_id == session_id)
    lesser = lesser_reports(present, session_id, better.standing.rank)
    if not lesser:
        return ()
    emails, phones = people_of([better, *lesser])
    everybody = lock_people(connection, emails, phones)
    for one in lesser:
        absorb(connection, session_id, one, now)
    refresh_people(connection, everybody, phones, now)
    return tuple(one.session_id for one in lesser)


def keep_as_superseded(
    connection: Connection, session_id: str, report: PresentSession, superseded_at: datetime
) -> None:
    """Remember a report beside the session that stands; one without a body leaves nothing to keep."""
    if report.raw_reference is None or report.standing.raw_sha256 is None:
        return
    connection.execute(
        "INSERT INTO warehouse.superseded_reports (session_id, raw_sha256, superseded_session_id, form, "
        "rank, raw_reference, received_at, superseded_at) VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s) "
        "ON CONFLICT (session_id, raw_sha256) DO NOTHING",
        [
            session_id,
            report.standing.raw_sha256,
            report.session_id,
            report.form,
            report.standing.rank,
            to_json(report.raw_reference),
            report.standing.received_at,
            superseded_at,
        ],
    )


def absorb(connection: Connection, session_id: str, lesser: PresentSession, now: datetime) -> None:
    """Take a lesser report's session out of the tables: what hangs on it moves to the better one."""
    keep_as_superseded(connection, session_id, lesser, now)
    ids = {"better": session_id, "lesser": lesser.session_id}
    connection.execute(
        "INSERT INTO warehouse.superseded_reports (session_id, raw_sha256, superseded_session_id, form, "
        "rank, raw_reference, received_at, superseded_at) "
        "SELECT %(better)s, raw_sha256, superseded_session_id, form, rank, raw_reference, received_at, "
        "superseded_at FROM warehouse.superseded_reports WHERE session_id = %(lesser)s "
        "ON CONFLICT (session_id, raw_sha256) DO NOTHING",
        ids,
    )
    move_alerts(connection, session_id, lesser.session_id, now)
    move_debts(connection, session_id, lesser.session_id, now)
    connection.execute("DELETE FROM warehouse.sessions WHERE session_id = %(lesser)s", ids)
