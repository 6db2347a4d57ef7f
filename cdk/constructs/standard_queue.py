"""A standard queue with its dead-letter queue, for messages that need no order."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.constructs.fifo_queue import MAXIMUM_RECEIVES, RETENTION
from cdk.function_catalogue import FUNCTIONS


class StandardQueue(sqs.Queue):
    """Messages for one function, tried three times and then kept aside for 14 days."""

    def __init__(
        self, scope: Construct, construct_id: str, *, name: str, dead_letter_name: str, consumer: str
    ) -> None:
        dead_letters = sqs.Queue(
            scope,
            f"{construct_id.removesuffix('Queue')}DeadLetters",
            queue_name=dead_letter_name,
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        super().__init__(
            scope,
            construct_id,
            queue_name=name,
            # AWS asks for six times the function's time limit (Lambda, "Using Lambda with Amazon SQS").
            visibility_timeout=Duration.seconds(6 * FUNCTIONS[consumer].timeout_seconds),
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=MAXIMUM_RECEIVES),
        )
        self.dead_letters = dead_letters
