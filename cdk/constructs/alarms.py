"""Alarms in the terms of this project, all sent to one topic."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

NAMESPACE = "Aftercall"


class AlarmMaker:
    """Makes alarms that say in their description what to do."""

    def __init__(self, scope: Construct, topic: sns.ITopic) -> None:
        self._scope = scope
        self._action = actions.SnsAction(topic)

    def when_above(
        self,
        construct_id: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        description: str,
        periods: int = 1,
    ) -> cloudwatch.Alarm:
        """Alarm when a metric is above its threshold in so many periods in a row; silence is no alarm."""
        alarm = cloudwatch.Alarm(
            self._scope,
            construct_id,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=description,
        )
        alarm.add_alarm_action(self._action)
        return alarm

    def when_silent(
        self, construct_id: str, metric: cloudwatch.IMetric, description: str, periods: int
    ) -> cloudwatch.Alarm:
        """Alarm when a metric that counts something regular had nothing to count for so many periods."""
        alarm = cloudwatch.Alarm(
            self._scope,
            construct_id,
            metric=metric,
            threshold=1,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
            alarm_description=description,
        )
        alarm.add_alarm_action(self._action)
        return alarm


def queue_metric(name: str, queue: str, statistic: str = "Maximum") -> cloudwatch.Metric:
    """Return a metric of a queue by the queue's full name."""
    return cloudwatch.Metric(
        namespace="AWS/SQS",
        metric_name=name,
        dimensions_map={"QueueName": queue},
        statistic=statistic,
        period=Duration.minutes(1),
    )


def function_metric(name: str, function: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """Return a metric of a function by the function's deployed name."""
    return cloudwatch.Metric(
        namespace="AWS/Lambda",
        metric_name=name,
        dimensions_map={"FunctionName": function},
        statistic=statistic,
        period=Duration.minutes(5),
    )


def api_metric(name: str, api_id: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """Return a metric of the HTTP API."""
    return cloudwatch.Metric(
        namespace="AWS/ApiGateway",
        metric_name=name,
        dimensions_map={"ApiId": api_id},
        statistic=statistic,
        period=Duration.minutes(5),
    )


def execution_metric(name: str, state_machine_arn: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """Return a metric of the state machine's executions."""
    return cloudwatch.Metric(
        namespace="AWS/States",
        metric_name=name,
        dimensions_map={"StateMachineArn": state_machine_arn},
        statistic=statistic,
        period=Duration.minutes(5),
    )


def own_metric(name: str, service: str, outcome: str, statistic: str = "Sum") -> cloudwatch.Metric:
    """Return a metric that a function of ours counts itself (aftercall.telemetry.metrics), by its outcome."""
    return cloudwatch.Metric(
        namespace=NAMESPACE,
        metric_name=name,
        dimensions_map={"service": service, "outcome": outcome},
        statistic=statistic,
        period=Duration.minutes(5),
    )
