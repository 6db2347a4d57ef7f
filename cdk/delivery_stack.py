"""Out: what pays the delivery ledger's debts, one function and one wake queue for each destination."""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_lambda_event_sources as event_sources
from constructs import Construct

from cdk import names
from cdk.constructs.email_identity import send_email
from cdk.constructs.permissions import read_secret, send_to
from cdk.constructs.python_function import PythonFunction
from cdk.constructs.schedule import run_on_schedule
from cdk.constructs.wake_queue import WakeQueue
from cdk.intake_stack import IntakeStack
from cdk.surroundings import FunctionMaker, Surroundings

SWEEP_RATE = "rate(1 minute)"
OPPORTUNITIES_RATE = "rate(1 hour)"
# Two workers a destination: the second goes on while the first waits for a slow answer, and what a
# destination allows in a second is not used up by us.
WORKERS_PER_DESTINATION = 2
# A wake says nothing but "look": ten of them are one look.
WAKES_AT_ONCE = 10

# Destinations with a secret; e-mail goes through SES, which knows the function by its role.
SECRETS = {
    "salesforce": names.SALESFORCE_SECRET,
    "amplitude": names.AMPLITUDE_SECRET,
    "slack": names.SLACK_SECRET,
    "pagerduty": names.PAGERDUTY_SECRET,
}


class DeliveryStack(Stack):
    """From a debt in the ledger to Salesforce, Amplitude, Slack, PagerDuty and SES."""

    def __init__(
        self, scope: Construct, construct_id: str, surroundings: Surroundings, intake: IntakeStack
    ) -> None:
        super().__init__(scope, construct_id, description="Aftercall: deliveries to other systems")
        self._surroundings = surroundings
        # Links to calls begin where the API is reached.
        self._public_base_url = intake.api.public_base_url
        self._maker = FunctionMaker(self, surroundings)
        self.wake_queues = {
            destination: WakeQueue(self, f"{destination.title()}Wake", names.wake_queue_name(destination))
            for destination in names.DESTINATIONS
        }
        for destination, queue in self.wake_queues.items():
            self._deliver(destination, queue)
        self._sweep()
        self._sync_opportunities()

    def wake(self, function: PythonFunction, *destinations: str) -> None:
        """Let a function wake destinations, all of them where none is named."""
        for destination in destinations or names.DESTINATIONS:
            send_to(function, f"{destination.upper()}_WAKE_QUEUE_URL", self.wake_queues[destination])

    def _deliver(self, destination: str, queue: WakeQueue) -> None:
        function = self._maker.make(f"deliver_{destination}")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        if destination in SECRETS:
            read_secret(function, "DESTINATION_SECRET_NAME", SECRETS[destination])
        else:
            send_email(function, self._surroundings.settings)
        self._tell(function)
        self.wake(function, destination)
        function.add_event_source(
            event_sources.SqsEventSource(
                queue,
                batch_size=WAKES_AT_ONCE,
                max_batching_window=Duration.seconds(0),
                max_concurrency=WORKERS_PER_DESTINATION,
                report_batch_item_failures=True,
            )
        )
        CfnOutput(self, f"{destination.title()}WakeQueueUrl", value=queue.queue_url)

    def _tell(self, function: PythonFunction) -> None:
        function.add_environment("SHADOW_MODE", str(self._surroundings.settings.shadow_mode).lower())
        function.add_environment("PUBLIC_BASE_URL", self._public_base_url)

    def _sweep(self) -> None:
        function = self._maker.make("sweep_deliveries")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        self.wake(function)
        run_on_schedule(
            self,
            "Sweep",
            function,
            name="sweep_deliveries",
            rate=SWEEP_RATE,
            description="Deliveries that are due, whose worker is gone, or that are to be given up",
        )

    def _sync_opportunities(self) -> None:
        function = self._maker.make("sync_opportunities")
        read_secret(function, "POSTGRES_SECRET_NAME", names.POSTGRES_SECRET)
        read_secret(function, "DESTINATION_SECRET_NAME", names.SALESFORCE_SECRET)
        self._tell(function)
        run_on_schedule(
            self,
            "Opportunities",
            function,
            name="sync_opportunities",
            rate=OPPORTUNITIES_RATE,
            description="Opportunities of people who called are read back from Salesforce",
        )
