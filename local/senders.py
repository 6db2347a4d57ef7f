"""Who sends the local cloud's mails: an identity that the emulator's SES takes mail from."""

from typing import Any

SENDER = "digests@aftercall.example"


def make_identity(client: Any) -> None:  # noqa: ANN401 - boto3 makes the class at run time
    """Create the sender's identity with an SES (v2) client, where it is not there yet."""
    try:
        client.create_email_identity(EmailIdentity=SENDER)
    except client.exceptions.AlreadyExistsException:
        return
