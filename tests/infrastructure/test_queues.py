"""The queues: source spec 2.3, which the emulator follows only in part."""

import pytest

from aftercall.command_line.deployment import deployment_from_outputs
from tests.infrastructure.conftest import Assembly
from tests.infrastructure.templates import Resource, Template

FOURTEEN_DAYS = 14 * 24 * 3600
QUEUES = (
    "aftercall-sessions-hot",
    "aftercall-sessions-standard",
    "aftercall-sessions-backfill",
    "aftercall-telephony",
)


def queue_named(intake: Template, name: str) -> Resource:
    return intake.named("AWS::SQS::Queue", "QueueName", name)


@pytest.mark.parametrize("name", QUEUES)
def test_a_message_is_received_three_times_and_then_kept_aside(intake: Template, name: str) -> None:
    policy = queue_named(intake, f"{name}.fifo")["RedrivePolicy"]
    assert policy["maxReceiveCount"] == 3
    dead_letters = policy["deadLetterTargetArn"]["Fn::GetAtt"][0]
    properties = intake.resources("AWS::SQS::Queue")[dead_letters]["Properties"]
    assert properties["QueueName"] == f"{name}-dlq.fifo"


@pytest.mark.parametrize("name", QUEUES)
def test_a_message_is_hidden_for_five_minutes_and_kept_for_fourteen_days(intake: Template, name: str) -> None:
    queue = queue_named(intake, f"{name}.fifo")
    assert queue["VisibilityTimeout"] == 300
    assert queue["MessageRetentionPeriod"] == FOURTEEN_DAYS


@pytest.mark.parametrize("name", QUEUES)
def test_senders_choose_the_deduplication_id(intake: Template, name: str) -> None:
    queue = queue_named(intake, f"{name}.fifo")
    assert queue["FifoQueue"] is True
    assert queue["ContentBasedDeduplication"] is False


@pytest.mark.parametrize("name", QUEUES)
def test_sessions_do_not_wait_for_one_another(intake: Template, name: str) -> None:
    queue = queue_named(intake, f"{name}.fifo")
    assert queue["DeduplicationScope"] == "messageGroup"
    assert queue["FifoThroughputLimit"] == "perMessageGroupId"


@pytest.mark.parametrize(
    "name",
    [*(f"{name}-dlq.fifo" for name in QUEUES), "aftercall-inbox-dlq", "aftercall-acknowledgements-dlq"],
)
def test_dead_letters_are_kept_for_fourteen_days(intake: Template, name: str) -> None:
    assert queue_named(intake, name)["MessageRetentionPeriod"] == FOURTEEN_DAYS


def test_every_queue_is_encrypted_and_refuses_plain_connections(intake: Template) -> None:
    queues = intake.resources("AWS::SQS::Queue")
    assert len(queues) == 12
    for queue in queues.values():
        assert queue["Properties"]["SqsManagedSseEnabled"] is True
    denied = {
        policy["Queues"][0]["Ref"]
        for policy in intake.properties("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }
    assert denied == queues.keys()


def test_the_command_line_finds_every_queue_by_the_stacks_outputs(assembly: Assembly) -> None:
    outputs = {
        name: name
        for template in assembly.templates.values()
        for name in template.document.get("Outputs", {})
    }
    deployment = deployment_from_outputs(outputs, "eu-north-1")
    assert deployment.queues["hot"] == "HotQueueUrl"
    assert deployment.queues["telephony_dead_letter"] == "TelephonyDeadLetterQueueUrl"
    assert deployment.queues["inbox_dead_letter"] == "InboxDeadLetterQueueUrl"
    assert len(deployment.queues) == 12


def test_a_drops_event_is_received_three_times_and_hidden_for_longer_than_its_function_may_run(
    assembly: Assembly,
) -> None:
    intake = assembly.templates["intake"]
    queue = queue_named(intake, "aftercall-inbox")
    assert "FifoQueue" not in queue
    assert queue["MessageRetentionPeriod"] == FOURTEEN_DAYS
    assert queue["VisibilityTimeout"] == 6 * assembly.function("enqueue_inbox")["Timeout"]
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 3
    dead_letters = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert (
        intake.resources("AWS::SQS::Queue")[dead_letters]["Properties"]["QueueName"] == "aftercall-inbox-dlq"
    )
