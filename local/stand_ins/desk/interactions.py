"""Where Slack's buttons are to be told: what an administrator enters as a Slack app's request URL."""

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

INTERACTIONS_PATH = "/slack/interactions"
SECONDS = 5.0


def tell_of_interactions(desk_url: str, api_url: str, api_host: str) -> None:
    """Tell a running desk where the product takes presses of buttons."""
    address = urlsplit(desk_url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=SECONDS)
    document = {"url": api_url + INTERACTIONS_PATH, "headers": {"Host": api_host}}
    try:
        connection.request("PUT", "/slack/interactions", json.dumps(document))
        connection.getresponse().read()
    finally:
        connection.close()
