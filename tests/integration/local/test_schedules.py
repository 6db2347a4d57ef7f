"""Contract: the emulator's clock.  Named to run last, when the first minute is over."""

from tests.integration.local.contract_cloud import Cloud, wait_for


def test_a_rate_schedule_calls_its_function_with_its_input(cloud: Cloud) -> None:
    sqs = cloud.client("sqs")
    queue = sqs.get_queue_url(QueueName="clock-seen")["QueueUrl"]
    messages = wait_for(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), 90)
    assert messages[0]["Body"] == '{"reason": "schedule"}'
