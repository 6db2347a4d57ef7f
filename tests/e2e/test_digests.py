"""The daily digest is mailed once, through SES, with a part for every mail client."""

from datetime import timedelta
from typing import Any

from aftercall.operations.digests.schedule import due_digests
from aftercall.profile import load_profile
from aftercall.reports.digest_readings import DigestPeriod
from aftercall.reports.digests import DigestKind
from tests.e2e.deliveries import Deliveries


def last_day(deliveries: Deliveries) -> DigestPeriod:
    """The day whose digest is due now."""
    profile = load_profile()
    zone = profile.business_hours.time_zone
    periods = due_digests(deliveries.stack.now(), zone, profile.digests, ())
    return next(period for period in periods if period.kind is DigestKind.DAILY)


def test_a_day_with_calls_is_mailed_once(deliveries: Deliveries) -> None:
    stack, day = deliveries.stack, last_day(deliveries)
    call = stack.new_call(ended_at=day.start + timedelta(hours=12))
    stack.post_report(call.report)
    stack.wait_for_analysis(call.session_id)

    for _ in range(2):
        stack.functions.invoke("write_digests", {})

    (digest,) = [row for row in stack.rows("digests", "kind", "daily") if row["period_start"] == day.start]
    stack.wait_until(lambda: mailed(deliveries, digest), "the mail")
    stack.functions.invoke("deliver_email", {})
    (row,) = [row for row in stack.rows("deliveries", "subject_id", str(digest["digest_id"])) if is_mail(row)]
    assert (row["status"], row["attempts"]) == ("delivered", 1)
    assert deliveries.desk.state()["mails"]


def mailed(deliveries: Deliveries, digest: dict[str, Any]) -> bool:
    rows = deliveries.stack.rows("deliveries", "subject_id", str(digest["digest_id"]))
    return any(is_mail(row) and row["status"] == "delivered" for row in rows)


def is_mail(row: dict[str, Any]) -> bool:
    return (row["subject"], row["destination"]) == ("digest", "email")
