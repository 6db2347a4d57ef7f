"""How queues, the inbox and the clock reach their functions."""

import re
from pathlib import Path

import pytest

from aftercall.warehouse.across_calls import LONGEST_RUN
from tests.infrastructure.conftest import Assembly
from tests.infrastructure.templates import Resource, Template, readable

VISIBILITY_SECONDS = 300


def mapping(template: Template, queue: str) -> Resource:
    found = [
        properties
        for properties in template.properties("AWS::Lambda::EventSourceMapping")
        if readable(properties["EventSourceArn"]) == f"<{queue}.Arn>"
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("queue", "concurrency"), [("HotQueue", 20), ("StandardQueue", 10), ("BackfillQueue", 2)]
)
def test_sessions_are_consumed_one_a_time_by_a_bounded_number_of_consumers(
    analysis: Template, queue: str, concurrency: int
) -> None:
    source = mapping(analysis, queue)
    assert source["BatchSize"] == 1
    assert source["ScalingConfig"] == {"MaximumConcurrency": concurrency}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_telephony_events_are_consumed_in_batches_that_may_fail_in_part(intake: Template) -> None:
    source = mapping(intake, "TelephonyQueue")
    assert source["BatchSize"] == 10
    assert source["ScalingConfig"] == {"MaximumConcurrency": 5}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("verb_noun", ["run_analysis", "fold_telephony"])
def test_a_consumer_ends_within_a_sixth_of_the_visibility(assembly: Assembly, verb_noun: str) -> None:
    assert assembly.function(verb_noun)["Timeout"] * 6 <= VISIBILITY_SECONDS


def test_a_drop_below_inbox_reaches_its_queue_and_nothing_else_does(intake: Template) -> None:
    rule = intake.only("AWS::Events::Rule")
    assert rule["EventPattern"]["source"] == ["aws.s3"]
    assert rule["EventPattern"]["detail-type"] == ["Object Created"]
    assert rule["EventPattern"]["detail"]["object"] == {"key": [{"prefix": "inbox/"}]}
    (target,) = rule["Targets"]
    assert readable(target["Arn"]) == "<InboxQueue.Arn>"
    assert readable(target["DeadLetterConfig"]["Arn"]) == "<InboxDeadLetters.Arn>"


def test_thousands_of_drops_take_two_functions_at_once(intake: Template) -> None:
    source = mapping(intake, "InboxQueue")
    assert readable(source["FunctionName"]) == "<EnqueueInbox>"
    assert source["BatchSize"] == 1
    assert source["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_only_the_rule_may_send_drops_to_their_queue(intake: Template) -> None:
    senders = [
        (statement["Principal"], statement["Condition"])
        for policy in intake.properties("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    (rule,) = intake.resources("AWS::Events::Rule")
    own_rule = {"ArnEquals": {"aws:SourceArn": {"Fn::GetAtt": [rule, "Arn"]}}}
    assert senders == [({"Service": "events.amazonaws.com"}, own_rule)] * 2


def test_rooms_are_reconciled_every_five_minutes(intake: Template) -> None:
    schedule = intake.only("AWS::Scheduler::Schedule")
    assert schedule["ScheduleExpression"] == "rate(5 minutes)"
    assert readable(schedule["Target"]["Arn"]) == "<ReconcileRooms.Arn>"


def test_what_takes_more_than_one_call_is_learned_every_hour(analysis: Template) -> None:
    schedule = analysis.only("AWS::Scheduler::Schedule")
    assert schedule["ScheduleExpression"] == "rate(1 hour)"
    assert readable(schedule["Target"]["Arn"]) == "<LearnAcrossCalls.Arn>"
    assert analysis.function("learn_across_calls")["Timeout"] > LONGEST_RUN.total_seconds() + 60


def test_migrations_run_again_when_the_warehouse_package_changes(warehouse: Template) -> None:
    migration = warehouse.only("Custom::MigratedWarehouse")
    assert readable(migration["ServiceToken"]) == "<MigrateWarehouse.Arn>"
    assert re.fullmatch("[0-9a-f]{64}", migration["SchemaVersion"])


def test_a_migration_that_cannot_even_start_fails_the_deployment_within_minutes(warehouse: Template) -> None:
    patience = int(warehouse.only("Custom::MigratedWarehouse")["ServiceTimeout"])
    assert warehouse.function("migrate_warehouse")["Timeout"] < patience == 300


def test_the_schema_version_changes_with_any_source_of_the_warehouse(tmp_path: Path) -> None:
    from cdk.warehouse_stack import package_digest  # noqa: PLC0415 - starts jsii

    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "first.py").write_text("create")
    before = package_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "first.pyc").write_text("compiled")
    assert package_digest(tmp_path) == before
    (tmp_path / "versions" / "second.py").write_text("alter")
    assert package_digest(tmp_path) != before
