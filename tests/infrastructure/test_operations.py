"""Alarms: the emulator makes no metrics of its own, so none of these ever fires there."""

import json

import pytest

from cdk.function_catalogue import FUNCTIONS
from tests.infrastructure.conftest import Assembly
from tests.infrastructure.templates import Resource, Template

DEAD_LETTER_QUEUES = (
    "aftercall-sessions-hot-dlq.fifo",
    "aftercall-sessions-standard-dlq.fifo",
    "aftercall-sessions-backfill-dlq.fifo",
    "aftercall-telephony-dlq.fifo",
    "aftercall-inbox-dlq",
    "aftercall-acknowledgements-dlq",
)


def alarm(operations: Template, metric: str, subject: str) -> Resource:
    found = [
        properties
        for properties in operations.properties("AWS::CloudWatch::Alarm")
        if properties["MetricName"] == metric
        and subject in [dimension["Value"] for dimension in properties["Dimensions"]]
    ]
    assert len(found) == 1, (metric, subject)
    return found[0]


@pytest.mark.parametrize("queue", DEAD_LETTER_QUEUES)
def test_one_dead_letter_is_enough_for_an_alarm(operations: Template, queue: str) -> None:
    properties = alarm(operations, "ApproximateNumberOfMessagesVisible", queue)
    assert properties["Threshold"] == 0
    assert properties["ComparisonOperator"] == "GreaterThanThreshold"


def test_every_dead_letter_queue_is_watched(assembly: Assembly) -> None:
    names = {queue["Properties"]["QueueName"] for queue in assembly.all_resources("AWS::SQS::Queue").values()}
    assert {name for name in names if "-dlq" in name} == set(DEAD_LETTER_QUEUES)


@pytest.mark.parametrize(
    ("queue", "seconds"),
    [
        ("aftercall-sessions-hot.fifo", 300),
        ("aftercall-sessions-standard.fifo", 900),
        ("aftercall-telephony.fifo", 900),
        ("aftercall-sessions-backfill.fifo", 86_400),
        ("aftercall-inbox", 86_400),
        ("aftercall-acknowledgements", 900),
    ],
)
def test_a_message_that_waits_too_long_is_an_alarm(operations: Template, queue: str, seconds: int) -> None:
    assert alarm(operations, "ApproximateAgeOfOldestMessage", queue)["Threshold"] == seconds


def test_that_nobody_watches_any_more_is_an_alarm(operations: Template) -> None:
    properties = alarm(operations, "Invocations", "aftercall-check-alerts")
    assert properties["ComparisonOperator"] == "LessThanThreshold"
    assert properties["TreatMissingData"] == "breaching"
    assert properties["EvaluationPeriods"] * properties["Period"] == 600


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
@pytest.mark.parametrize("verb_noun", sorted(FUNCTIONS))
def test_every_functions_errors_and_throttles_are_alarms(
    operations: Template, verb_noun: str, metric: str
) -> None:
    properties = alarm(operations, metric, f"aftercall-{verb_noun.replace('_', '-')}")
    assert properties["Threshold"] == 0
    assert properties["Statistic"] == "Sum"


@pytest.mark.parametrize("metric", ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"])
def test_an_analysis_that_does_not_reach_its_end_is_an_alarm(operations: Template, metric: str) -> None:
    found = [
        properties
        for properties in operations.properties("AWS::CloudWatch::Alarm")
        if properties["MetricName"] == metric
    ]
    assert len(found) == 1
    assert "stateMachine:aftercall-call-analysis" in json.dumps(found[0]["Dimensions"])


def test_an_outage_that_the_api_answers_itself_is_an_alarm(operations: Template) -> None:
    (refused, failed) = (
        next(item for item in operations.properties("AWS::CloudWatch::Alarm") if item["MetricName"] == metric)
        for metric in ("4xx", "5xx")
    )
    assert failed["Threshold"] == 0
    assert failed["Dimensions"] == [{"Name": "ApiId", "Value": {"Fn::ImportValue": "AftercallApiId"}}]
    assert (refused["Threshold"], refused["EvaluationPeriods"]) == (50, 3)


def test_every_alarm_is_sent_to_the_topic_and_silence_is_none_but_of_the_watcher(
    operations: Template,
) -> None:
    (topic,) = operations.resources("AWS::SNS::Topic")
    for properties in operations.properties("AWS::CloudWatch::Alarm"):
        assert properties["AlarmActions"] == [{"Ref": topic}]
        watched_for_silence = properties["ComparisonOperator"] == "LessThanThreshold"
        assert properties["TreatMissingData"] == ("breaching" if watched_for_silence else "notBreaching")
        assert properties["AlarmDescription"]


def test_the_configured_address_hears_of_alarms(operations: Template) -> None:
    subscription = operations.only("AWS::SNS::Subscription")
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "operator@brightline.example")


def test_cloudwatch_may_use_the_topics_key(operations: Template) -> None:
    statements = operations.only("AWS::KMS::Key")["KeyPolicy"]["Statement"]
    principals = [statement["Principal"] for statement in statements]
    assert {"Service": "cloudwatch.amazonaws.com"} in principals


def test_cloudwatch_may_publish_to_the_topic_and_nobody_without_tls(operations: Template) -> None:
    statements = operations.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    allowed = [statement for statement in statements if statement["Effect"] == "Allow"]
    assert [(one["Action"], one["Principal"]) for one in allowed] == [
        ("sns:Publish", {"Service": "cloudwatch.amazonaws.com"})
    ]
    assert allowed[0]["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert [one["Effect"] for one in statements if one["Principal"] == "*"] == ["Deny"]
