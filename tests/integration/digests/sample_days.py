"""Two weeks of sample calls, so that a digest has something to compare: what the reference picture shows."""

from datetime import datetime, timedelta

from local.samples.catalogue import sample_names
from tests.integration.digests.digest_house import DigestHouse

THURSDAY = datetime.fromisoformat("2026-11-19T09:30:00-05:00")


def fill(house: DigestHouse) -> None:
    """Every sample on Thursday, most on Wednesday, some in the week before; two deals in Salesforce."""
    names = sample_names()
    for place, name in enumerate(names):
        house.sample(name, THURSDAY + timedelta(minutes=25 * place))
    for place, name in enumerate(names[:10]):
        house.sample(name, THURSDAY - timedelta(days=1) + timedelta(minutes=30 * place))
    for days in (2, 3, 9):
        for place, name in enumerate(names[days % 3 :: 2]):
            house.sample(name, THURSDAY - timedelta(days=days) + timedelta(minutes=40 * place))
    emails = house.connection.execute(
        "SELECT email FROM warehouse.leads WHERE lead_score IS NOT NULL ORDER BY lead_score DESC LIMIT 3"
    ).fetchall()
    for (email,), amount in zip(emails, (48_000, 64_500, 14_500), strict=True):
        house.opportunity(email, amount, THURSDAY - timedelta(days=1))
    house.salesforce_was_read()
