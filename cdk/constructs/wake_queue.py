"""The queue that wakes a destination's function; what is owed stands in the ledger, not in its messages."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.constructs.acknowledged_rules import acknowledge

# A wake that nobody heard is no loss: the sweep of the next minute wakes again.
RETENTION = Duration.minutes(10)
VISIBILITY_TIMEOUT = Duration.minutes(6)


class WakeQueue(sqs.Queue):
    """A standard queue whose messages say no more than that something is due."""

    def __init__(self, scope: Construct, construct_id: str, name: str) -> None:
        super().__init__(
            scope,
            construct_id,
            queue_name=name,
            visibility_timeout=VISIBILITY_TIMEOUT,
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        acknowledge(
            self,
            "AwsSolutions-SQS3",
            "a message only wakes a function; what is owed stands in the ledger, and the sweep wakes again",
        )
