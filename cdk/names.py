"""The fixed names of what is deployed: a deployment serves one company, so they carry no customer.

Alarms and the dashboard use these names instead of references to other stacks: a reference becomes a
CloudFormation export, and an export cannot be removed while another stack uses it, which would make it
impossible to rename or delete a function in one deployment.
"""

PRODUCT = "aftercall"

HOT_QUEUE = "aftercall-sessions-hot"
STANDARD_QUEUE = "aftercall-sessions-standard"
BACKFILL_QUEUE = "aftercall-sessions-backfill"
TELEPHONY_QUEUE = "aftercall-telephony"
INBOX_QUEUE = "aftercall-inbox"
INBOX_DEAD_LETTER_QUEUE = "aftercall-inbox-dlq"
ACKNOWLEDGEMENTS_QUEUE = "aftercall-acknowledgements"
ACKNOWLEDGEMENTS_DEAD_LETTER_QUEUE = "aftercall-acknowledgements-dlq"

STATE_MACHINE = "aftercall-call-analysis"
HTTP_API = "aftercall"

LIVEKIT_SECRET = "aftercall/livekit"  # noqa: S105 - a name, not a secret
TWILIO_SECRET = "aftercall/twilio"  # noqa: S105 - a name, not a secret
SIGNING_SECRET = "aftercall/signing"  # noqa: S105 - a name, not a secret
POSTGRES_SECRET = "aftercall/postgres"  # noqa: S105 - a name, not a secret
MONGO_SECRET = "aftercall/mongo"  # noqa: S105 - a name, not a secret
EMAIL_HASH_SECRET = "aftercall/email-hash"  # noqa: S105 - a name, not a secret
SALESFORCE_SECRET = "aftercall/salesforce"  # noqa: S105 - a name, not a secret
AMPLITUDE_SECRET = "aftercall/amplitude"  # noqa: S105 - a name, not a secret
SLACK_SECRET = "aftercall/slack"  # noqa: S105 - a name, not a secret
PAGERDUTY_SECRET = "aftercall/pagerduty"  # noqa: S105 - a name, not a secret

DESTINATIONS = ("salesforce", "amplitude", "slack", "pagerduty", "email")


def function_name(verb_noun: str) -> str:
    """Return the deployed name of the function in ``functions/<verb_noun>``."""
    return f"{PRODUCT}-{verb_noun.replace('_', '-')}"


def wake_queue_name(destination: str) -> str:
    """Return the full name of the queue that wakes a destination's function."""
    return f"aftercall-wake-{destination}"


def fifo_name(queue: str) -> str:
    """Return the full name of a FIFO queue."""
    return f"{queue}.fifo"


def dead_letter_name(queue: str) -> str:
    """Return the full name of a FIFO queue's dead-letter queue."""
    return f"{queue}-dlq.fifo"
