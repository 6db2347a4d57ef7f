"""In: the HTTP API, the queues, what verifies, stores and enqueues, and the fold of telephony events."""

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from aftercall.profile.loading import InvalidProfile, load_profile
from aftercall.session.models import ToolRole
from cdk import names
from cdk.constructs.fifo_queue import FifoQueue
from cdk.constructs.intake_api import IntakeApi
from cdk.constructs.permissions import read_secret, send_to
from cdk.constructs.python_function import PythonFunction
from cdk.constructs.schedule import run_on_schedule
from cdk.constructs.standard_queue import StandardQueue
from cdk.settings import Settings, SettingsError
from cdk.surroundings import FunctionMaker, Surroundings

TELEPHONY_BATCH = 10
RECONCILIATION_RATE = "rate(5 minutes)"


def edge_profile(settings: Settings) -> dict[str, str]:
    """Return what the edge needs of the profile: booking tools as ``name:success_key``, and the tier rule.

    The edge decides which queue a call takes without loading a profile, so it is told in its environment.

    Raises
    ------
    SettingsError
        When the profile cannot be used; better now than in the first call.
    """
    try:
        profile = load_profile(settings.profile_path)
    except InvalidProfile as error:
        raise SettingsError(f"profile_path: {error}") from error
    catalogue = profile.tools
    names_with_keys = (
        f"{name}:{catalogue.definition_of(name).output.get('success', 'success')}"
        for name in catalogue.names_with_role(ToolRole.BOOKING)
    )
    return {"BOOKING_TOOLS": ",".join(names_with_keys), "TIER_RULE": profile.tier_rule.model_dump_json()}


class IntakeStack(Stack):
    """Everything between the callers and the queues."""

    def __init__(self, scope: Construct, construct_id: str, surroundings: Surroundings) -> None:
        super().__init__(scope, construct_id, description="Aftercall: webhooks, reports and queues")
        self._surroundings = surroundings
        self._maker = FunctionMaker(self, surroundings)
        self.hot = FifoQueue(self, "HotQueue", names.HOT_QUEUE)
        self.standard = FifoQueue(self, "StandardQueue", names.STANDARD_QUEUE)
        self.backfill = FifoQueue(self, "BackfillQueue", names.BACKFILL_QUEUE)
        self.telephony = FifoQueue(self, "TelephonyQueue", names.TELEPHONY_QUEUE)
        self.inbox = StandardQueue(
            self,
            "InboxQueue",
            # EventBridge gives drops in no order, and they need none.
            name=names.INBOX_QUEUE,
            dead_letter_name=names.INBOX_DEAD_LETTER_QUEUE,
            consumer="enqueue_inbox",
        )
        self.acknowledgements = StandardQueue(
            self,
            "AcknowledgementsQueue",
            name=names.ACKNOWLEDGEMENTS_QUEUE,
            dead_letter_name=names.ACKNOWLEDGEMENTS_DEAD_LETTER_QUEUE,
            consumer="acknowledge_alert",
        )
        self.api = IntakeApi(self, "Api", surroundings.settings)
        # Under a name of its own: the one thing that alarms cannot find by a fixed name.
        self.api_id = str(self.export_value(self.api.http_api.api_id, name="AftercallApiId"))
        self._receive_livekit()
        self._receive_twilio()
        self._receive_session()
        self._enqueue_inbox()
        self._fold_telephony()
        self._reconcile_rooms()
        self._receive_slack()
        self._outputs()

    @property
    def work_queues(self) -> tuple[FifoQueue | StandardQueue, ...]:
        """Return the queues whose messages wait for an analysis or a fold."""
        return (self.hot, self.standard, self.backfill, self.telephony, self.inbox)

    @property
    def dead_letter_queues(self) -> tuple[sqs.Queue, ...]:
        """Return every queue that is to stay empty."""
        queues = (*self.work_queues, self.acknowledgements)
        return tuple(queue.dead_letters for queue in queues)

    def _receiver(self, verb_noun: str, *raw_kinds: str) -> PythonFunction:
        """Make a function that stores raw bodies and remembers which ids it has seen."""
        function = self._maker.make_with_bucket(verb_noun)
        prefixes = [f"raw/{kind}/" for kind in raw_kinds]
        self._surroundings.objects.write(function, *prefixes)
        storage = self._surroundings.storage
        function.allow(["dynamodb:GetItem", "dynamodb:PutItem"], [storage.seen_table_arn])
        function.add_environment("SEEN_TABLE_NAME", storage.seen_table_name)
        return function

    def _receive_livekit(self) -> None:
        function = self._receiver("receive_livekit", "livekit")
        send_to(function, "TELEPHONY_QUEUE_URL", self.telephony)
        read_secret(function, "LIVEKIT_SECRET_NAME", names.LIVEKIT_SECRET)
        self.api.route(function, "/webhooks/livekit")

    def _receive_twilio(self) -> None:
        function = self._receiver("receive_twilio", "twilio")
        send_to(function, "TELEPHONY_QUEUE_URL", self.telephony)
        read_secret(function, "TWILIO_SECRET_NAME", names.TWILIO_SECRET)
        function.add_environment("PUBLIC_BASE_URL", self.api.public_base_url)
        for kind in ("call-status", "recording", "transcription", "amd"):
            self.api.route(function, f"/webhooks/twilio/{kind}")

    def _receive_session(self) -> None:
        function = self._receiver("receive_session", "sessions", "metrics")
        send_to(function, "HOT_QUEUE_URL", self.hot)
        send_to(function, "STANDARD_QUEUE_URL", self.standard)
        read_secret(function, "SIGNING_SECRET_NAME", names.SIGNING_SECRET)
        read_secret(function, "EMAIL_HASH_SECRET_NAME", names.EMAIL_HASH_SECRET)
        self._tell_profile(function)
        self.api.route(function, "/sessions")
        self.api.route(function, "/sessions/{id}/metrics")

    def _tell_profile(self, function: PythonFunction) -> None:
        for name, value in edge_profile(self._surroundings.settings).items():
            function.add_environment(name, value)

    def _enqueue_inbox(self) -> None:
        function = self._receiver("enqueue_inbox", "sessions")
        self._surroundings.objects.read(function, "inbox/")
        self._surroundings.objects.write(function, "rejected/")
        self._surroundings.objects.delete(function, "inbox/")
        self._surroundings.objects.tell_missing(function)
        self._tell_profile(function)
        send_to(function, "BACKFILL_QUEUE_URL", self.backfill)
        read_secret(function, "EMAIL_HASH_SECRET_NAME", names.EMAIL_HASH_SECRET)
        function.add_environment("INBOX_QUEUE_URL", self.inbox.queue_url)
        # Thousands of drops at once must not take the account's Lambda concurrency from new calls.
        function.add_event_source(
            event_sources.SqsEventSource(
                self.inbox,
                batch_size=1,
                max_concurrency=self._surroundings.settings.backfill_concurrency,
                report_batch_item_failures=True,
            )
        )
        self._inbox_rule()

    def _inbox_rule(self) -> None:
        bucket_name = self._surroundings.storage.bucket_name
        rule = events.Rule(
            self,
            "InboxDrops",
            description="A report dropped below inbox/ is an equal way in",
            event_pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={"bucket": {"name": [bucket_name]}, "object": {"key": [{"prefix": "inbox/"}]}},
            ),
        )
        rule.add_target(targets.SqsQueue(self.inbox, dead_letter_queue=self.inbox.dead_letters))

    def _fold_telephony(self) -> None:
        function = self._maker.make_with_bucket("fold_telephony")
        self._surroundings.objects.read(function, "raw/livekit/", "raw/twilio/")
        # A Twilio call without an agent becomes a session of its own once it has completed.
        self._surroundings.objects.write(function, "raw/sessions/")
        send_to(function, "STANDARD_QUEUE_URL", self.standard)
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        # Who called, when that comes after the report, is told to MongoDB as well.
        read_secret(function, "MONGO_SECRET_NAME", names.MONGO_SECRET)
        function.add_environment("TELEPHONY_QUEUE_URL", self.telephony.queue_url)
        function.add_event_source(
            event_sources.SqsEventSource(
                self.telephony,
                batch_size=TELEPHONY_BATCH,
                max_concurrency=self._surroundings.settings.telephony_concurrency,
                report_batch_item_failures=True,
            )
        )

    def _reconcile_rooms(self) -> None:
        function = self._maker.make_with_bucket("reconcile_rooms")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        self._surroundings.objects.write(function, "raw/sessions/")
        send_to(function, "STANDARD_QUEUE_URL", self.standard)
        run_on_schedule(
            self,
            "Reconciliation",
            function,
            name="reconcile_rooms",
            rate=RECONCILIATION_RATE,
            description="Rooms that finished without a report are flagged after 15 minutes",
        )

    def _receive_slack(self) -> None:
        function = self._maker.make("receive_slack")
        storage = self._surroundings.storage
        function.allow(["dynamodb:GetItem", "dynamodb:PutItem"], [storage.seen_table_arn])
        function.add_environment("SEEN_TABLE_NAME", storage.seen_table_name)
        read_secret(function, "SLACK_SECRET_NAME", names.SLACK_SECRET)
        send_to(function, "ACKNOWLEDGEMENTS_QUEUE_URL", self.acknowledgements)
        self.api.route(function, "/slack/interactions")

    def _outputs(self) -> None:
        CfnOutput(self, "ApiId", value=self.api.http_api.api_id)
        CfnOutput(self, "ApiUrl", value=self.api.http_api.api_endpoint)
        CfnOutput(self, "PublicBaseUrl", value=self.api.public_base_url)
        queues: dict[str, FifoQueue | StandardQueue] = {
            "Hot": self.hot,
            "Standard": self.standard,
            "Backfill": self.backfill,
            "Telephony": self.telephony,
            "Inbox": self.inbox,
            "Acknowledgements": self.acknowledgements,
        }
        for name, queue in queues.items():
            CfnOutput(self, f"{name}QueueUrl", value=queue.queue_url)
            # `aftercall redrive` and `aftercall doctor` find the dead letters by these.
            CfnOutput(self, f"{name}DeadLetterQueueUrl", value=queue.dead_letters.queue_url)
