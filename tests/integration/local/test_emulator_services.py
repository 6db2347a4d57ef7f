"""Contract: what the product relies on in the emulator besides the repairs."""

import json
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.local.contract_cloud import ROLE, Cloud, wait_for

CONSUMER = """
import boto3, json, os

def lambda_handler(event, context):
    sqs = boto3.client("sqs")
    failures = []
    for record in event["Records"]:
        sqs.send_message(
            QueueUrl=os.environ["SEEN"],
            MessageBody=json.dumps([record["body"], record["attributes"]["ApproximateReceiveCount"]]),
        )
        if record["body"] == "poison":
            sqs.change_message_visibility(
                QueueUrl=os.environ["QUEUE"], ReceiptHandle=record["receiptHandle"], VisibilityTimeout=1
            )
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
"""


def test_a_conditional_put_refuses_an_id_seen_before(cloud: Cloud) -> None:
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(
        TableName="seen",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.update_time_to_live(
        TableName="seen", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
    )
    item = {"id": {"S": "livekit:EV_1"}, "expires_at": {"N": str(int(time.time()) + 600)}}
    condition = {"ConditionExpression": "attribute_not_exists(id)"}
    dynamodb.put_item(TableName="seen", Item=item, **condition)
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        dynamodb.put_item(TableName="seen", Item=item, **condition)
    described = dynamodb.describe_time_to_live(TableName="seen")["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_an_object_is_written_once_when_asked_so(cloud: Cloud) -> None:
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket="once")
    s3.put_object(Bucket="once", Key="raw/a", Body=b"1", IfNoneMatch="*", Metadata={"key-id": "shared"})
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket="once", Key="raw/a", Body=b"2", IfNoneMatch="*")
    kept = s3.get_object(Bucket="once", Key="raw/a")
    assert (kept["Body"].read(), kept["Metadata"]) == (b"1", {"key-id": "shared"})


def test_a_poison_message_reaches_the_dead_letters_after_three_receives(cloud: Cloud) -> None:
    sqs = cloud.client("sqs")
    dead = fifo(cloud, "poison-dlq.fifo")
    policy = json.dumps({"deadLetterTargetArn": arn(cloud, dead), "maxReceiveCount": 3})
    queue = fifo(cloud, "poison.fifo", RedrivePolicy=policy, VisibilityTimeout="120")
    seen = sqs.create_queue(QueueName="poison-seen")["QueueUrl"]
    cloud.deploy("poison", CONSUMER, Environment={"Variables": {"SEEN": seen, "QUEUE": queue}})
    for body, group in (("poison", "a"), ("good", "b")):
        send(cloud, queue, body, group)
    cloud.client("lambda").create_event_source_mapping(
        EventSourceArn=arn(cloud, queue),
        FunctionName="poison",
        BatchSize=10,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    message = wait_for(lambda: sqs.receive_message(QueueUrl=dead).get("Messages"), 30)[0]
    assert message["Body"] == "poison"
    receives = sorted(json.loads(text) for text in drain(cloud, seen))
    assert receives == [["good", "1"], ["poison", "1"], ["poison", "2"], ["poison", "3"]]
    assert drain(cloud, queue) == []


def test_a_fifo_queue_drops_a_repeated_deduplication_id(cloud: Cloud) -> None:
    queue = fifo(cloud, "repeated.fifo")
    for deduplication in ("same", "same", "same:attempt-2"):
        send(cloud, queue, deduplication, "a", deduplication)
    assert drain(cloud, queue) == ["same", "same:attempt-2"]


def test_a_message_can_be_sent_with_attributes_and_read_by_a_consumer(cloud: Cloud) -> None:
    queue = fifo(cloud, "attributes.fifo")
    attributes = {"priority": {"DataType": "String", "StringValue": "hot_lead"}}
    cloud.client("sqs").send_message(
        QueueUrl=queue,
        MessageBody="{}",
        MessageGroupId="g",
        MessageDeduplicationId="d",
        MessageAttributes=attributes,
    )
    received = cloud.client("sqs").receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
    )["Messages"][0]
    assert received["MessageAttributes"] == attributes
    assert received["Attributes"]["MessageGroupId"] == "g"


def test_a_function_runs_an_express_machine_to_its_end(cloud: Cloud) -> None:
    machine = cloud.client("stepfunctions").create_state_machine(
        name="synchronous",
        definition=json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}),
        roleArn=ROLE,
        type="EXPRESS",
    )["stateMachineArn"]
    source = """
import boto3, os
def lambda_handler(event, context):
    answer = boto3.client("stepfunctions").start_sync_execution(
        stateMachineArn=os.environ["MACHINE"], name="a" * 64, input='{"a": 1}'
    )
    return {"status": answer["status"], "output": answer["output"]}
"""
    cloud.deploy("synchronous", source, Environment={"Variables": {"MACHINE": machine}})
    payload = cloud.invoke("synchronous").payload
    assert (payload["status"], json.loads(payload["output"])) == ("SUCCEEDED", {"a": 1})


def test_a_drop_reaches_its_function_by_eventbridge(cloud: Cloud) -> None:
    s3, events = cloud.client("s3"), cloud.client("events")
    seen = cloud.client("sqs").create_queue(QueueName="drops-seen")["QueueUrl"]
    source = """
import boto3, json, os
def lambda_handler(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["SEEN"], MessageBody=json.dumps(event))
"""
    function = cloud.deploy("drops", source, Environment={"Variables": {"SEEN": seen}})
    s3.create_bucket(Bucket="drops")
    s3.put_bucket_notification_configuration(
        Bucket="drops", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": ["drops"]}, "object": {"key": [{"prefix": "inbox/"}]}},
    }
    events.put_rule(Name="drops", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="drops", Targets=[{"Id": "1", "Arn": function}])
    s3.put_object(Bucket="drops", Key="raw/not this", Body=b"{}")
    s3.put_object(Bucket="drops", Key="inbox/a call+1.json", Body=b"{}")
    event = json.loads(wait_for(lambda: drain(cloud, seen))[0])
    assert event["detail"]["object"]["key"] == "inbox/a call+1.json"
    assert event["detail"]["object"]["size"] == 2


def fifo(cloud: Cloud, name: str, **attributes: str) -> str:
    created = cloud.client("sqs").create_queue(QueueName=name, Attributes={"FifoQueue": "true", **attributes})
    return str(created["QueueUrl"])


def arn(cloud: Cloud, queue: str) -> str:
    found = cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    return str(found["Attributes"]["QueueArn"])


def send(cloud: Cloud, queue: str, body: str, group: str, deduplication: str | None = None) -> Any:
    return cloud.client("sqs").send_message(
        QueueUrl=queue, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=deduplication or body
    )


def drain(cloud: Cloud, queue: str) -> list[str]:
    """Take every visible message off a queue."""
    sqs = cloud.client("sqs")
    bodies: list[str] = []
    while True:
        messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        if not messages:
            return bodies
        for message in messages:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
