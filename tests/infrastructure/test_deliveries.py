"""What pays the ledger's debts: woken by queues and clocks, silent in shadow mode, mailing as one sender."""

import pytest

from tests.infrastructure.conftest import Assembly, synthesise
from tests.infrastructure.templates import allowed, readable

DESTINATIONS = ("salesforce", "amplitude", "slack", "pagerduty", "email")
SENDER = "digests@northwind.example"


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    folder = tmp_path_factory.mktemp("chosen") / "cdk.out"
    return synthesise("aws", folder, email_sender=SENDER, shadow_mode=True)


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_destination_has_two_workers_whatever_is_owed(assembly: Assembly, destination: str) -> None:
    template = assembly.template_with(f"deliver_{destination}")
    (source,) = [
        properties
        for properties in template.properties("AWS::Lambda::EventSourceMapping")
        if readable(properties["FunctionName"]) == f"<Deliver{destination.title()}>"
    ]
    assert readable(source["EventSourceArn"]) == f"<{destination.title()}Wake.Arn>"
    assert source["ScalingConfig"] == {"MaximumConcurrency": 2}


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_worker_ends_before_its_claim_and_its_wake_come_back(assembly: Assembly, destination: str) -> None:
    template = assembly.template_with(f"deliver_{destination}")
    queue = template.named("AWS::SQS::Queue", "QueueName", f"aftercall-wake-{destination}")
    function = template.function(f"deliver_{destination}")
    assert function["Timeout"] < 90
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]


def test_the_ledger_is_swept_every_minute_and_alerts_are_checked_every_two(assembly: Assembly) -> None:
    rates = {
        properties["Name"]: properties["ScheduleExpression"]
        for stack in ("delivery", "alerting")
        for properties in assembly.templates[stack].properties("AWS::Scheduler::Schedule")
    }
    assert rates == {
        "aftercall-sweep-deliveries": "rate(1 minute)",
        "aftercall-sync-opportunities": "rate(1 hour)",
        "aftercall-check-alerts": "rate(2 minutes)",
        "aftercall-write-digests": "cron(0/15 * * * ? *)",
    }


def test_without_a_sender_nothing_may_be_mailed(assembly: Assembly) -> None:
    template = assembly.template_with("deliver_email")
    assert "EMAIL_SENDER" not in template.environment("deliver_email")
    assert not [grant for grant in allowed(template.statements("deliver_email")) if "ses:" in grant[0]]


def test_with_one_mail_goes_out_as_that_address_or_its_domain_only(chosen: Assembly) -> None:
    template = chosen.template_with("deliver_email")
    assert template.environment("deliver_email")["EMAIL_SENDER"] == SENDER
    address = "arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity"
    assert {grant for grant in allowed(template.statements("deliver_email")) if "ses:" in grant[0]} == {
        ("ses:SendEmail", f"{address}/{SENDER}"),
        ("ses:SendEmail", f"{address}/northwind.example"),
    }


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_shadow_mode_is_told_to_everything_that_delivers(
    assembly: Assembly, chosen: Assembly, destination: str
) -> None:
    name = f"deliver_{destination}"
    assert assembly.template_with(name).environment(name)["SHADOW_MODE"] == "false"
    assert chosen.template_with(name).environment(name)["SHADOW_MODE"] == "true"
