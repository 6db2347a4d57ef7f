"""The queue between EventBridge and the inbox's function, with its dead-letter queue."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk import names
from cdk.constructs.fifo_queue import MAXIMUM_RECEIVES, RETENTION
from cdk.function_catalogue import FUNCTIONS

# AWS asks for six times the function's time limit (Lambda, "Using Lambda with Amazon SQS").
VISIBILITY_TIMEOUT = Duration.seconds(6 * FUNCTIONS["enqueue_inbox"].timeout_seconds)


class InboxQueue(sqs.Queue):
    """Events of drops, a standard queue: EventBridge gives them in no order, and drops need none."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        dead_letters = sqs.Queue(
            scope,
            "InboxDeadLetters",
            queue_name=names.INBOX_DEAD_LETTER_QUEUE,
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        super().__init__(
            scope,
            construct_id,
            queue_name=names.INBOX_QUEUE,
            visibility_timeout=VISIBILITY_TIMEOUT,
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=MAXIMUM_RECEIVES),
        )
        self.dead_letters = dead_letters
