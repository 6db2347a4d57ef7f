"""Contract: what this project repairs in the emulator, seen from outside."""

import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.integration.local.contract_cloud import ROLE, Cloud, wait_for

RAISES = """
class CallUnreadableError(Exception):
    pass

def lambda_handler(event, context):
    try:
        raise ValueError("inner")
    except ValueError as error:
        raise CallUnreadableError("line one\\nline two") from error
"""


def test_a_handlers_exception_arrives_with_its_class(cloud: Cloud) -> None:
    cloud.deploy("raises", RAISES)
    answer = cloud.invoke("raises")
    assert answer.error == "Unhandled"
    assert answer.payload["errorType"] == "CallUnreadableError"
    assert answer.payload["errorMessage"] == "line one\nline two"
    assert any("lambda_handler" in line for line in answer.payload["stackTrace"])


def test_a_state_machine_catches_a_handlers_exception_by_its_class(cloud: Cloud) -> None:
    function = cloud.deploy("raises-in-state", RAISES)
    catching = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": function, "Payload": {}},
        "Catch": [{"ErrorEquals": ["CallUnreadableError"], "Next": "Caught"}],
        "End": True,
    }
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "Call",
        "States": {"Call": catching, "Caught": {"Type": "Pass", "Output": "caught", "End": True}},
    }
    assert run_express(cloud, "catching", definition, {}) == "caught"


def test_a_jsonata_parallel_state_takes_arguments_output_and_assign(cloud: Cloud) -> None:
    def branch(name: str) -> dict[str, Any]:
        state = {"Type": "Pass", "Output": "{% $states.input.number + " + name + " %}", "End": True}
        return {"StartAt": f"Add{name}", "States": {f"Add{name}": state}}

    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "Both",
        "States": {
            "Both": {
                "Type": "Parallel",
                "Arguments": {"number": "{% $states.input.given * 10 %}"},
                "Branches": [branch("1"), branch("2")],
                "Output": {"sums": "{% $states.result %}"},
                "Assign": {"first": "{% $states.result[0] %}"},
                "Next": "After",
            },
            "After": {
                "Type": "Pass",
                "Output": {"sums": "{% $states.input.sums %}", "first": "{% $first %}"},
                "End": True,
            },
        },
    }
    assert run_express(cloud, "parallel", definition, {"given": 3}) == {"sums": [31, 32], "first": 31}


def test_embedded_metrics_become_metrics(cloud: Cloud) -> None:
    line = {
        "_aws": {
            "Timestamp": 1700000000000,
            "CloudWatchMetrics": [
                {
                    "Namespace": "Contract",
                    "Dimensions": [["service"]],
                    "Metrics": [{"Name": "CallsStored", "Unit": "Count"}],
                }
            ],
        },
        "service": "store",
        "CallsStored": [1, 2],
    }
    cloud.deploy("metrics", f"def lambda_handler(event, context):\n    print({json.dumps(line)!r})\n")
    cloud.invoke("metrics")
    listed = cloud.client("cloudwatch").list_metrics(Namespace="Contract")["Metrics"]
    assert [(metric["MetricName"], metric["Dimensions"]) for metric in listed] == [
        ("CallsStored", [{"Name": "service", "Value": "store"}])
    ]


def test_a_function_sees_only_the_runtimes_packages(cloud: Cloud) -> None:
    source = """
import importlib.util, sys
def lambda_handler(event, context):
    names = ("boto3", "pydantic", "psycopg", "ministack", "aftercall")
    return {"version": sys.version_info[:2], "found": [n for n in names if importlib.util.find_spec(n)]}
"""
    cloud.deploy("packages", source)
    assert cloud.invoke("packages").payload == {"version": [3, 13], "found": ["boto3"]}


def test_a_burst_waits_for_a_bounded_number_of_workers(cloud: Cloud) -> None:
    cloud.deploy(
        "slow", "import os, time\ndef lambda_handler(e, c):\n    time.sleep(0.2)\n    return os.getpid()\n"
    )
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: cloud.invoke("slow"), range(12)))
    assert [answer.error for answer in answers] == [None] * 12
    assert len({answer.payload for answer in answers}) <= 2


def test_the_report_line_tells_the_invocations_own_duration_and_memory(cloud: Cloud) -> None:
    source = """
import time
kept = []
def lambda_handler(event, context):
    kept.append(bytearray(b"x" * event["megabytes"] * 1024 * 1024))
    time.sleep(0.1)
"""
    cloud.deploy("reports", source)
    logs = [cloud.invoke("reports", {"megabytes": size}).log for size in (1, 100)]
    reports = [
        re.search(r"REPORT .*\tDuration: ([\d.]+) ms\tBilled Duration: (\d+) ms.*", log) for log in logs
    ]
    memory = [int(re.findall(r"Max Memory Used: (\d+) MB", log)[0]) for log in logs]
    assert all(report and 100 <= float(report[1]) < 3000 for report in reports)
    assert memory[0] < 80  # its own, not the emulator's
    assert memory[1] - memory[0] >= 95
    assert "Init Duration" in logs[0]
    assert "Init Duration" not in logs[1]
    group = cloud.client("logs").filter_log_events(logGroupName="/aws/lambda/reports", filterPattern="REPORT")
    assert len([event for event in group["events"] if event["message"].startswith("REPORT")]) == 2


def test_a_file_of_a_layer_is_found_below_opt(cloud: Cloud) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        writer.writestr("profile/profile.json", '{"company": "Brightline"}')
    layer = cloud.client("lambda").publish_layer_version(
        LayerName="profile", Content={"ZipFile": archive.getvalue()}
    )
    variables = {"PROFILE_PATH": "/opt/profile/profile.json", "OTHER": "/opt/missing"}
    cloud.deploy(
        "below-opt",
        "import json, os\n"
        "def lambda_handler(e, c):\n"
        "    return json.load(open(os.environ['PROFILE_PATH'])), os.environ['OTHER']\n",
        Layers=[layer["LayerVersionArn"]],
        Environment={"Variables": variables},
    )
    assert cloud.invoke("below-opt").payload == [{"company": "Brightline"}, "/opt/missing"]


def test_workers_share_one_unpacked_copy_of_the_code(cloud: Cloud) -> None:
    source = "import time\ndef lambda_handler(e, c):\n    time.sleep(0.3)\n    return __file__\n"
    cloud.deploy("shared", source)
    before = len(list((cloud.server.folder / "code").iterdir()))
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: cloud.invoke("shared").payload, range(2)))
    assert len(set(answers)) == 2
    assert len(list((cloud.server.folder / "code").iterdir())) == before + 1


def test_a_fifo_queue_is_consumed_for_several_groups_at_once(cloud: Cloud) -> None:
    sqs = cloud.client("sqs")
    source = """
import boto3, os, time
def lambda_handler(event, context):
    started = time.time()
    time.sleep(1.0)
    for record in event["Records"]:
        body = f"{record['body']} {started}"
        boto3.client("sqs").send_message(QueueUrl=os.environ["OUT"], MessageBody=body)
"""
    out = sqs.create_queue(QueueName="groups-out")["QueueUrl"]
    queue = sqs.create_queue(
        QueueName="groups.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "60"}
    )["QueueUrl"]
    cloud.deploy("groups", source, Environment={"Variables": {"OUT": out}})
    for number, group in enumerate(["a", "a", "b", "b"]):
        sqs.send_message(
            QueueUrl=queue,
            MessageBody=f"{group}{number}",
            MessageGroupId=group,
            MessageDeduplicationId=str(number),
        )
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    cloud.client("lambda").create_event_source_mapping(EventSourceArn=arn, FunctionName="groups", BatchSize=1)
    came: dict[str, float] = {}

    def collect() -> bool:
        answer = sqs.receive_message(QueueUrl=out, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            body, started = message["Body"].split()
            came[body] = float(started)
        return len(came) == 4

    wait_for(collect)
    assert came["a0"] + 1.0 <= came["a1"]
    assert came["b2"] + 1.0 <= came["b3"]
    assert abs(came["a0"] - came["b2"]) < 0.9


def run_express(cloud: Cloud, name: str, definition: dict[str, Any], given: dict[str, Any]) -> Any:
    machines = cloud.client("stepfunctions")
    machine = machines.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=ROLE, type="EXPRESS"
    )
    answer = machines.start_sync_execution(
        stateMachineArn=machine["stateMachineArn"], input=json.dumps(given)
    )
    assert answer["status"] == "SUCCEEDED", answer
    return json.loads(answer["output"])


def test_a_function_with_provisioned_concurrency_is_initialised_before_its_first_call(cloud: Cloud) -> None:
    cloud.deploy("provisioned", "def lambda_handler(event, context):\n    return 'answered'\n")
    assert provision(cloud, "provisioned")["Status"] == "READY"
    answer = cloud.invoke("provisioned")
    assert answer.payload == "answered"
    assert "REPORT RequestId" in answer.log
    assert "Init Duration" not in answer.log


def test_a_function_that_cannot_be_imported_says_why_when_its_concurrency_is_provisioned(
    cloud: Cloud,
) -> None:
    cloud.deploy("not-importable", "import no_such_layer\n")
    answer = provision(cloud, "not-importable")
    assert answer["Status"] == "FAILED"
    assert "no_such_layer" in answer["StatusReason"]


def provision(cloud: Cloud, name: str) -> Any:
    version = {"FunctionName": name, "Qualifier": "$LATEST"}
    client = cloud.client("lambda")
    client.put_provisioned_concurrency_config(**version, ProvisionedConcurrentExecutions=1)

    def settled() -> Any:
        answer = client.get_provisioned_concurrency_config(**version)
        return answer if answer["Status"] != "IN_PROGRESS" else None

    return wait_for(settled)
