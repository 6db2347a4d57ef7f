"""One DynamoDB table in memory, keyed by the string ``id``; rows stay after they expire, as they may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.interruptions import Effects

LONGEST_KEY_BYTES = 2048


@dataclass(slots=True)
class FakeDynamoDb:
    effects: Effects = field(default_factory=Effects)
    rows: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    fails: bool = False

    def get_item(
        self,
        *,
        TableName: str,
        Key: Mapping[str, Mapping[str, str]],
        ProjectionExpression: str,
        ConsistentRead: bool,
    ) -> dict[str, Any]:
        self._check(Key["id"]["S"], "GetItem")
        row = self.rows.get(Key["id"]["S"])
        return {} if row is None else {"Item": row}

    def put_item(self, *, TableName: str, Item: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        self._check(Item["id"]["S"], "PutItem")
        with self.effects.effect("put_item"):
            self.rows[Item["id"]["S"]] = Item
            return {}

    def _check(self, key: str, operation: str) -> None:
        if self.fails:
            raise client_error("ProvisionedThroughputExceededException", operation)
        if not 0 < len(key.encode()) <= LONGEST_KEY_BYTES:
            raise client_error("ValidationException", operation)
