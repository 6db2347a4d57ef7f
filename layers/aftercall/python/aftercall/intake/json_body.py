"""Reading a body as a JSON object, with errors that name what was expected."""

import json
from collections.abc import Mapping

from aftercall.session.errors import UnreadableReport


def read_json_object(body: bytes) -> Mapping[str, object]:
    """Parse a body; raises UnreadableReport when it is no JSON object in UTF-8.

    NaN and Infinity, which Python writes into its JSON, are taken: one odd number in a report must
    not cost the call, and whoever reads the number knows what to do with it.
    """
    try:
        document: object = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise UnreadableReport("body", "a JSON object in UTF-8") from None
    if not isinstance(document, dict):
        raise UnreadableReport("body", "a JSON object")
    return document
