"""How a caller's score changed since the call before: written where all calls of a person meet.

The analyzers see one call, so they leave ``previous_score`` and ``change_explanation`` empty. They are filled
in whenever a person's calls change, for all of them: a call that comes in late also changes what the one
after it says.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from aftercall.warehouse.connection import Connection
from aftercall.warehouse.records import to_json

NEWEST_CALLS = 200
"""Of somebody who calls more often, the oldest calls keep what they say."""

_SMALLEST_CHANGE = 0.05

SCORED_CALLS = """
SELECT call.session_id, call.occurred_at, analysis.lead_score_breakdown AS report,
    analysis.executive_summary_report AS summary
FROM warehouse.sessions AS call JOIN warehouse.analysis_results AS analysis USING (session_id)
WHERE (call.lead_email = %(email)s OR call.lead_email IS NULL AND call.user_phone = %(phone)s)
AND call.lead_score IS NOT NULL AND jsonb_typeof(analysis.lead_score_breakdown -> 'score') = 'number'
ORDER BY call.occurred_at DESC, call.session_id DESC LIMIT %(most)s
"""


def refresh_score_changes(
    connection: Connection, *, email: str | None = None, phone: str | None = None
) -> None:
    """Write into each lead-score report of a person what the score before was; the person's lock is held.

    Parameters
    ----------
    email
        The lead's; ``phone`` is for those who are known by nothing else.
    """
    with connection.cursor(row_factory=dict_row) as cursor:
        wanted = {"email": email, "phone": phone, "most": NEWEST_CALLS + 1}
        calls = cursor.execute(SCORED_CALLS, wanted).fetchall()
    for place, call in enumerate(calls[:NEWEST_CALLS]):
        earlier = calls[place + 1] if place + 1 < len(calls) else None
        told = score_change(earlier["report"] if earlier else None, call["report"])
        if any(call["report"].get(name) != value for name, value in told.items()):
            connection.execute(
                "UPDATE warehouse.analysis_results "
                "SET lead_score_breakdown = lead_score_breakdown || %s::jsonb WHERE session_id = %s",
                [to_json(told), call["session_id"]],
            )
        _tell_in_summary(connection, call, earlier)


def _tell_in_summary(
    connection: Connection, call: Mapping[str, Any], earlier: Mapping[str, Any] | None
) -> None:
    """Let the summary of a call say how the score changed since the person's call before."""
    if not isinstance(call["summary"], Mapping):
        return
    sentence = None
    if earlier is not None:
        sentence = summary_sentence(
            earlier["report"], call["report"], earlier["occurred_at"], call["occurred_at"]
        )
    if call["summary"].get("score_change") == sentence:
        return
    text = "\n\n".join([*call["summary"].get("paragraphs", ()), *([sentence] if sentence else [])])
    connection.execute(
        "UPDATE warehouse.analysis_results SET executive_summary = %s, "
        "executive_summary_report = executive_summary_report || %s::jsonb WHERE session_id = %s",
        [text, to_json({"score_change": sentence}), call["session_id"]],
    )


def summary_sentence(
    before: Mapping[str, Any], report: Mapping[str, Any], then: datetime, now: datetime
) -> str:
    """Say the change as a summary does: "Score up from 61 to 78 since the call of 3 March: intent +9."."""
    day = f"{then.day} {then:%B}" + ("" if then.year == now.year else f" {then.year}")
    if report["score"] == before["score"]:
        return f"Score unchanged at {report['score']} since the call of {day}."
    direction = "up" if report["score"] > before["score"] else "down"
    moved = _moved(before.get("components") or (), report.get("components") or ())
    reasons = ", ".join(f"{name} {change:+g}" for name, change in moved)
    told = f"Score {direction} from {before['score']} to {report['score']} since the call of {day}"
    return f"{told}{f': {reasons}' if reasons else ''}."


def score_change(before: Mapping[str, Any] | None, report: Mapping[str, Any]) -> dict[str, object]:
    """Give the two fields of a stored lead-score report that need the report before it."""
    if before is None:
        return {"previous_score": None, "change_explanation": None}
    return {"previous_score": before["score"], "change_explanation": explain_change(before, report)}


def explain_change(before: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Say how far a score moved and which components moved it, the largest first."""
    difference = report["score"] - before["score"]
    direction = (
        "Unchanged at" if difference == 0 else f"{'Up' if difference > 0 else 'Down'} {abs(difference)} from"
    )
    moved = _moved(before.get("components") or (), report.get("components") or ())
    reasons = ", ".join(f"{name} {change:+g}" for name, change in moved)
    return f"{direction} {before['score']}{f': {reasons}' if reasons else ''}."


def _moved(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[tuple[str, float]]:
    old = {part["name"]: float(part["score"]) for part in before}
    new = {part["name"]: float(part["score"]) for part in after}
    changes = ((name, round(new.get(name, 0.0) - old.get(name, 0.0), 1)) for name in {**old, **new})
    return sorted(
        ((name, change) for name, change in changes if abs(change) >= _SMALLEST_CHANGE),
        key=lambda part: (-abs(part[1]), part[0]),
    )
