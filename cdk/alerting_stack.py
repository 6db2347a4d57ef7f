"""Noticing: alert rules every two minutes, digests when they are due, and acknowledgements from Slack."""

from aws_cdk import Stack
from aws_cdk import aws_lambda_event_sources as event_sources
from constructs import Construct

from cdk import names
from cdk.constructs.permissions import read_secret
from cdk.constructs.python_function import PythonFunction
from cdk.constructs.schedule import run_on_schedule
from cdk.delivery_stack import DeliveryStack
from cdk.intake_stack import IntakeStack
from cdk.surroundings import FunctionMaker, Surroundings

ALERTS_RATE = "rate(2 minutes)"
# On the quarters of the hour; which digests are due is a question of the profile's zone.
DIGESTS_RATE = "cron(0/15 * * * ? *)"
ACKNOWLEDGEMENT_BATCH = 10
ACKNOWLEDGEMENT_WORKERS = 2


class AlertingStack(Stack):
    """What looks at the warehouse and the queues by the clock, and tells the ledger what is to be told."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        surroundings: Surroundings,
        intake: IntakeStack,
        delivery: DeliveryStack,
    ) -> None:
        super().__init__(scope, construct_id, description="Aftercall: alerts and digests")
        self._surroundings = surroundings
        self._maker = FunctionMaker(self, surroundings)
        self._check_alerts(intake, delivery)
        self._write_digests(delivery)
        self._acknowledge_alert(intake, delivery)

    def _function(self, verb_noun: str) -> PythonFunction:
        function = self._maker.make(verb_noun)
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        return function

    def _check_alerts(self, intake: IntakeStack, delivery: DeliveryStack) -> None:
        function = self._function("check_alerts")
        delivery.wake(function, "slack", "pagerduty")
        queues = (*intake.work_queues, *intake.dead_letter_queues)
        function.allow(["sqs:GetQueueAttributes"], [queue.queue_arn for queue in queues])
        function.add_environment("QUEUE_URLS", ",".join(queue.queue_url for queue in intake.work_queues))
        function.add_environment(
            "DEAD_LETTER_QUEUE_URLS", ",".join(queue.queue_url for queue in intake.dead_letter_queues)
        )
        run_on_schedule(
            self,
            "AlertCheck",
            function,
            name="check_alerts",
            rate=ALERTS_RATE,
            description="Every alert rule is held against the last minutes",
        )

    def _write_digests(self, delivery: DeliveryStack) -> None:
        function = self._function("write_digests")
        delivery.wake(function, "slack", "email")
        run_on_schedule(
            self,
            "Digests",
            function,
            name="write_digests",
            rate=DIGESTS_RATE,
            description="Hourly, daily and weekly digests are written once they are due",
        )

    def _acknowledge_alert(self, intake: IntakeStack, delivery: DeliveryStack) -> None:
        function = self._function("acknowledge_alert")
        function.add_environment("ACKNOWLEDGEMENTS_QUEUE_URL", intake.acknowledgements.queue_url)
        delivery.wake(function, "pagerduty")
        function.add_event_source(
            event_sources.SqsEventSource(
                intake.acknowledgements,
                batch_size=ACKNOWLEDGEMENT_BATCH,
                max_concurrency=ACKNOWLEDGEMENT_WORKERS,
                report_batch_item_failures=True,
            )
        )
