"""A FIFO queue with its dead-letter queue, as the source spec's section 2.3 asks."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from cdk.names import dead_letter_name, fifo_name

VISIBILITY_TIMEOUT = Duration.minutes(5)
# The longest SQS allows: what nobody has looked at for two weeks is still in S3.
RETENTION = Duration.days(14)
MAXIMUM_RECEIVES = 3


class FifoQueue(sqs.Queue):
    """Messages are tried three times, five minutes apart at most, and then kept aside for 14 days.

    Deduplication ids are chosen by the senders (session and body hash), so that a replay can get through.
    """

    def __init__(self, scope: Construct, construct_id: str, name: str) -> None:
        dead_letters = sqs.Queue(
            scope,
            f"{construct_id}DeadLetters",
            queue_name=dead_letter_name(name),
            fifo=True,
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        super().__init__(
            scope,
            construct_id,
            queue_name=fifo_name(name),
            fifo=True,
            content_based_deduplication=False,
            # Throughput per session, not per queue: sessions do not wait for one another.
            deduplication_scope=sqs.DeduplicationScope.MESSAGE_GROUP,
            fifo_throughput_limit=sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
            visibility_timeout=VISIBILITY_TIMEOUT,
            retention_period=RETENTION,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead_letters, max_receive_count=MAXIMUM_RECEIVES),
        )
        self.dead_letters = dead_letters
