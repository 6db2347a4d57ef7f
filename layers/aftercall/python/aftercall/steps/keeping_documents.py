"""MongoDB, for the functions that keep documents too."""

from aftercall.intake.secrets import SecretsCache
from aftercall.warehouse.documents import ReusedDocuments


def reused_documents(secrets: SecretsCache, secret_name: str) -> ReusedDocuments:
    """Give the one client of a warm container; its address is asked for at each use."""
    return ReusedDocuments(
        lambda: (secrets.string(secret_name, "url"), secrets.string(secret_name, "database"))
    )
