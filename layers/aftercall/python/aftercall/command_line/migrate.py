"""``aftercall migrate``: bring both databases to the current schema."""

from typing import Final

from rich.console import Console

from aftercall.command_line.databases import mongo_settings, postgres_url, reaching
from aftercall.command_line.deployment import OnAws, find_deployment

EXAMPLES: Final = "Examples: aftercall migrate · aftercall migrate --aws"


def migrate_warehouse(aws: OnAws = False) -> None:
    """Bring Postgres and MongoDB to the current schema. Safe to repeat and to run from two places at once."""
    deployment = find_deployment(on_aws=aws)

    from aftercall.warehouse.documents import prepare_collections
    from aftercall.warehouse.migrate import migrate

    console = Console(highlight=False, soft_wrap=True)
    url = postgres_url(deployment)
    with reaching("Postgres", url, deployment):
        revision = migrate(url)
    console.print(f"Postgres: schema warehouse is at revision {revision}")
    url, database = mongo_settings(deployment)
    with reaching("MongoDB", url, deployment):
        prepare_collections(url, database)
    console.print("MongoDB: transcripts and outcomes have their validators and indexes")
