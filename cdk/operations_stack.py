"""Watching: alarms sent to one topic, and a dashboard; what is watched has a fixed name (names.py)."""

from aws_cdk import ArnFormat, CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from cdk import names
from cdk.constructs.alarms import (
    AlarmMaker,
    api_metric,
    execution_metric,
    function_metric,
    own_metric,
    queue_metric,
)
from cdk.constructs.reader import READING_ANALYZERS
from cdk.dashboard import add_dashboard
from cdk.function_catalogue import FUNCTIONS
from cdk.settings import Settings

# Seconds the oldest message may wait. The backfill is meant to be slow; a day means that it stands still.
AGE_LIMITS = {
    names.HOT_QUEUE: 300,
    names.STANDARD_QUEUE: 900,
    names.TELEPHONY_QUEUE: 900,
    names.BACKFILL_QUEUE: 86_400,
}
# Standard queues.
OTHER_AGE_LIMITS = {names.INBOX_QUEUE: 86_400, names.ACKNOWLEDGEMENTS_QUEUE: 900}
# In five minutes; strangers who try every address on the internet stay well below.
REFUSALS_PER_PERIOD = 50
# A reading that is throttled once is no news; one in each of three periods in a row is.
READING_PERIODS = 3
DEAD_LETTER_QUEUES = (
    *(names.dead_letter_name(queue) for queue in AGE_LIMITS),
    names.INBOX_DEAD_LETTER_QUEUE,
    names.ACKNOWLEDGEMENTS_DEAD_LETTER_QUEUE,
)
FAILED_EXECUTION_METRICS = ("ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled")


class OperationsStack(Stack):
    """Alarms and the dashboard."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings, api_id: str) -> None:
        super().__init__(scope, construct_id, description="Aftercall: alarms and dashboard")
        self.state_machine_arn = self.format_arn(
            service="states",
            resource="stateMachine",
            resource_name=names.STATE_MACHINE,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        topic = self._topic(settings)
        alarms = AlarmMaker(self, topic)
        self._api_alarms(alarms, api_id)
        self._watcher_alarm(alarms)
        self._queue_alarms(alarms)
        self._execution_alarms(alarms)
        self._function_alarms(alarms)
        if settings.reader_model_id is not None:
            self._reading_alarms(alarms)
        add_dashboard(self, self.state_machine_arn, api_id)
        CfnOutput(self, "AlarmTopicArn", value=topic.topic_arn)

    def _topic(self, settings: Settings) -> sns.Topic:
        key = kms.Key(self, "AlarmsKey", description="Encrypts alarms on their way", enable_key_rotation=True)
        # CloudWatch cannot publish to a topic encrypted with the account's default key.
        key.grant_encrypt_decrypt(iam.ServicePrincipal("cloudwatch.amazonaws.com"))
        topic = sns.Topic(self, "Alarms", topic_name="aftercall-alarms", master_key=key, enforce_ssl=True)
        # Enforcing TLS replaces the topic's default policy, which is what lets the account's alarms in.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if settings.alarm_email is not None:
            topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))
        return topic

    def _api_alarms(self, alarms: AlarmMaker, api_id: str) -> None:
        # A 503 of our own is an answer, not a function error, so the functions' alarms do not see it.
        alarms.when_above(
            "api-5xx",
            api_metric("5xx", api_id),
            0,
            "the API could not take something in; LiveKit gives up after a few tries, so look soon",
        )
        alarms.when_above(
            "api-4xx",
            api_metric("4xx", api_id),
            REFUSALS_PER_PERIOD,
            "the API refuses a great deal: a secret that was rotated on one side only, or a stranger",
            periods=3,
        )

    def _watcher_alarm(self, alarms: AlarmMaker) -> None:
        # Every other schedule is watched by check_alerts; that one has to be watched from outside.
        alarms.when_silent(
            "check_alerts-silent",
            function_metric("Invocations", names.function_name("check_alerts")),
            "check_alerts did not run for ten minutes: nobody is told of anything; look at its schedule",
            periods=2,
        )

    def _queue_alarms(self, alarms: AlarmMaker) -> None:
        for queue in DEAD_LETTER_QUEUES:
            alarms.when_above(
                f"{queue}-not-empty",
                queue_metric("ApproximateNumberOfMessagesVisible", queue),
                0,
                f"{queue} is not empty: mend what the log names, then run `aftercall redrive`",
            )
        ages = {names.fifo_name(queue): seconds for queue, seconds in AGE_LIMITS.items()}
        for name, seconds in {**ages, **OTHER_AGE_LIMITS}.items():
            alarms.when_above(
                f"{name.removesuffix('.fifo')}-age",
                queue_metric("ApproximateAgeOfOldestMessage", name),
                seconds,
                f"{name} has a message older than {seconds} s: look for throttles or a slow database",
                periods=5,
            )

    def _execution_alarms(self, alarms: AlarmMaker) -> None:
        for metric in FAILED_EXECUTION_METRICS:
            alarms.when_above(
                f"call-analysis-{metric}",
                execution_metric(metric, self.state_machine_arn),
                0,
                "an analysis did not reach its end; after three receives its message is kept aside",
            )

    def _function_alarms(self, alarms: AlarmMaker) -> None:
        for verb_noun in FUNCTIONS:
            name = names.function_name(verb_noun)
            for metric, meaning in (("Errors", "raised an error"), ("Throttles", "was refused capacity")):
                alarms.when_above(
                    f"{verb_noun}-{metric}",
                    function_metric(metric, name),
                    0,
                    f"{name} {meaning}; its log has more",
                )

    def _reading_alarms(self, alarms: AlarmMaker) -> None:
        # A failed reading fails no report, so neither the function's errors nor an execution's show it.
        for verb_noun in READING_ANALYZERS:
            alarms.when_above(
                f"{verb_noun}-failed-readings",
                own_metric("SecondReadings", verb_noun, "failed"),
                0,
                "the Reader fails again and again, and the rules stand alone: `second_reading` in the log of"
                f" {names.function_name(verb_noun)} has the reason",
                periods=READING_PERIODS,
            )
