"""Ids of what has been accepted: a DynamoDB table whose rows expire.

An id is marked only after its body is stored and queued, so an id that is not there says nothing,
and one that is there says that nothing is left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient


@dataclass(frozen=True, slots=True)
class SeenIds:
    """Seen ids in one table with the string key ``id`` and the expiry ``expires_at`` (epoch seconds).

    Parameters
    ----------
    dynamodb
        A boto3 DynamoDB client.
    now
        The clock, aware UTC.
    kept_for
        How long an id is remembered.
    """

    dynamodb: "DynamoDBClient"
    table: str
    now: Callable[[], datetime]
    kept_for: timedelta

    def is_seen(self, seen_id: str) -> bool:
        """Tell whether an id was marked and has not expired; raises what boto3 raises.

        DynamoDB removes expired rows late, so the expiry is checked here too. The read is
        consistent: a retry often comes within a second.
        """
        answer = self.dynamodb.get_item(
            TableName=self.table,
            Key={"id": {"S": seen_id}},
            ProjectionExpression="expires_at",
            ConsistentRead=True,
        )
        row = answer.get("Item")
        return row is not None and int(row["expires_at"]["N"]) > self.now().timestamp()

    def mark_seen(self, seen_id: str) -> None:
        """Remember an id; marking it again prolongs it. Raises what boto3 raises."""
        expires_at = int((self.now() + self.kept_for).timestamp())
        self.dynamodb.put_item(
            TableName=self.table, Item={"id": {"S": seen_id}, "expires_at": {"N": str(expires_at)}}
        )
