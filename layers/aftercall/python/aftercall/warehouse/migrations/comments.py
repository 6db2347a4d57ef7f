"""Comments on tables and columns, so that the schema explains itself to whoever opens it in a client."""

from collections.abc import Mapping

from alembic import op


def comment_on(comments: Mapping[str, str]) -> None:
    """Set comments: a key is ``table`` or ``table.column``, without the schema."""
    for name, comment in comments.items():
        kind = "COLUMN" if "." in name else "TABLE"
        text = comment.replace("'", "''").replace(":", "\\:")
        op.execute(f"COMMENT ON {kind} warehouse.{name} IS '{text}'")
