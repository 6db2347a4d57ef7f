"""What a daily or weekly digest is computed from: calls by when they took place, backfilled ones too.

Bounds are moments that the caller laid out on the calendar of the company's zone, so a day of 23 hours is
one here as well. An old call that came without its time took place nobody knows when, and counts nowhere.
"""

from collections.abc import Mapping
from datetime import datetime

from psycopg.rows import class_row, dict_row

from aftercall.profile.models import Profile
from aftercall.reports.digest_readings import (
    DigestPeriod,
    DriverReading,
    ExecutiveReadings,
    LeadReading,
    PeriodReading,
    TermReading,
    WeekReading,
)
from aftercall.reports.digests import DigestKind
from aftercall.reports.opportunity import Opportunity
from aftercall.warehouse.connection import Connection, transaction
from aftercall.warehouse.digest_gap_readings import gaps_between
from aftercall.warehouse.digest_statements import (
    ANY_CALL_BEFORE,
    CALLS,
    COUNTED,
    DRIVERS,
    FLAGS,
    HISTORY,
    LEADS,
    OPPORTUNITIES,
    TERMS,
    WEEKS,
)
from aftercall.warehouse.opportunities import last_read_at

MOST_LEADS = 20
MOST_TERMS = 500


def read_executive(
    connection: Connection,
    period: DigestPeriod,
    before: DigestPeriod,
    weeks: tuple[datetime, ...],
    profile: Profile,
) -> ExecutiveReadings | None:
    """Read everything a day's or week's digest needs; None where nobody ever called until its end.

    Parameters
    ----------
    before
        The period to compare with.
    weeks
        Bounds of weeks up to the period's end, the newest first: the end of the period, a week before it,
        and so on.

    Raises WarehouseUnavailable or RejectedByWarehouse.
    """
    newest, middle, oldest = weeks[:3]
    with transaction(connection):
        if not _any_call_before(connection, period.end):
            return None
        known_before = _any_call_before(connection, before.end)
        synced = last_read_at(connection) is not None
        week = {"start": oldest, "middle": middle, "end": newest}
        this_week = {"start": middle, "end": newest}
        counts = connection.execute(CALLS + WEEKS, week).fetchone() or (0, 0)
        return ExecutiveReadings(
            current=_counted(connection, period, profile),
            before=_counted(connection, before, profile) if known_before else None,
            opportunities=_opportunities(connection, period) if synced else None,
            opportunities_before=_opportunities(connection, before) if synced and known_before else None,
            leads=_leads(connection, period),
            week=counts[0],
            week_before=counts[1],
            terms=_rows(connection, TermReading, CALLS + TERMS, {**week, "most": MOST_TERMS}),
            gaps=gaps_between(connection, middle, newest),
            flags=dict(
                connection.execute(
                    CALLS + FLAGS, {**this_week, "below": profile.alerts.low_engagement.below_score}
                ).fetchall()
            ),
            drivers=_drivers(connection, this_week, profile),
            history=_history(connection, weeks) if period.kind is DigestKind.WEEKLY else (),
        )


def _any_call_before(connection: Connection, moment: datetime) -> bool:
    found = connection.execute(ANY_CALL_BEFORE, [moment]).fetchone()
    return bool(found and found[0])


def _counted(connection: Connection, period: DigestPeriod, profile: Profile) -> PeriodReading:
    bounds = {"start": period.start, "end": period.end, "hot_above": profile.lead_score.hot_above}
    (reading,) = _rows(connection, PeriodReading, CALLS + COUNTED, bounds)
    return reading


def _opportunities(connection: Connection, period: DigestPeriod) -> tuple[Opportunity, ...]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(CALLS + OPPORTUNITIES, {"start": period.start, "end": period.end}).fetchall()
    return tuple(Opportunity.model_validate(row) for row in rows)


def _leads(connection: Connection, period: DigestPeriod) -> tuple[LeadReading, ...]:
    parameters = {"start": period.start, "end": period.end, "most": MOST_LEADS}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(CALLS + LEADS, parameters).fetchall()
    return tuple(_lead(row["signals"] or {}, row) for row in rows)


def _lead(signals: dict[str, object], row: dict[str, object]) -> LeadReading:
    team, volume, needs = (signals.get(name) for name in ("team_size", "monthly_volume", "integration_needs"))
    tool, timeline, urgency = (
        value if isinstance(value, str) else None
        for value in (signals.get(name) for name in ("current_tool", "decision_timeline", "urgency"))
    )
    return LeadReading(
        session_id=str(row["session_id"]),
        score=int(str(row["score"])),
        company=None if row["company"] is None else str(row["company"]),
        name=None if row["name"] is None else str(row["name"]),
        team_size=team if isinstance(team, int) else None,
        monthly_volume=volume if isinstance(volume, int) else None,
        integration_needs=tuple(map(str, needs)) if isinstance(needs, list) else (),
        current_tool=tool,
        decision_timeline=timeline,
        urgency=urgency,
    )


def _drivers(connection: Connection, bounds: dict[str, datetime], profile: Profile) -> DriverReading:
    rule = profile.tier_rule
    parameters = {**bounds, "team": rule.team_size_at_least, "volume": rule.monthly_volume_at_least}
    (reading,) = _rows(connection, DriverReading, CALLS + DRIVERS, parameters)
    return reading


def _history(connection: Connection, weeks: tuple[datetime, ...]) -> tuple[WeekReading, ...]:
    bounds = {"starts": list(weeks[2:]), "ends": list(weeks[1:-1])}
    return _rows(connection, WeekReading, HISTORY, bounds)


def _rows[Reading](
    connection: Connection, kind: type[Reading], query: str, parameters: Mapping[str, object]
) -> tuple[Reading, ...]:
    with connection.cursor(row_factory=class_row(kind)) as cursor:
        return tuple(cursor.execute(query, parameters))
