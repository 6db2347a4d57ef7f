"""Least privilege: what each function may do, in one table; the emulator enforces none of it."""

import pytest

from cdk.function_catalogue import FOLLOWING_ANALYZERS, FUNCTIONS, PARALLEL_ANALYZERS
from tests.infrastructure.conftest import Assembly
from tests.infrastructure.templates import Template, allowed, many

type Grants = set[tuple[str, str]]

BUCKET = "<AftercallBucketArn>"
TRACING = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


def objects(action: str, *prefixes: str) -> Grants:
    return {(f"s3:{action}", f"{BUCKET}/{prefix}*") for prefix in prefixes}


def secrets(*names: str) -> Grants:
    return {("secretsmanager:GetSecretValue", f"secret:aftercall/{name}-??????") for name in names}


def sending(*queues: str) -> Grants:
    return {("sqs:SendMessage", f"<{queue}.Arn>") for queue in queues}


def consuming(*queues: str) -> Grants:
    actions = (
        "ReceiveMessage",
        "DeleteMessage",
        "ChangeMessageVisibility",
        "GetQueueAttributes",
        "GetQueueUrl",
    )
    return {(f"sqs:{action}", f"<{queue}.Arn>") for queue in queues for action in actions}


DECRYPT = {("kms:Decrypt", "<AftercallBodiesKeyArn>")}
ENCRYPT = {("kms:GenerateDataKey", "<AftercallBodiesKeyArn>")}
SEEN_IDS = {(f"dynamodb:{action}", "<AftercallSeenTableArn>") for action in ("GetItem", "PutItem")}

DESTINATIONS = ("salesforce", "amplitude", "slack", "pagerduty", "email")
WORK_QUEUES = ("HotQueue", "StandardQueue", "BackfillQueue", "TelephonyQueue", "InboxQueue")
DEAD_LETTER_QUEUES = (
    *(f"{queue}DeadLetters" for queue in WORK_QUEUES[:4]),
    "InboxDeadLetters",
    "AcknowledgementsDeadLetters",
)


def waking(*destinations: str) -> Grants:
    return sending(*(f"{destination.title()}Wake" for destination in destinations))


def delivering(destination: str, *secret: str) -> Grants:
    return secrets("postgres", *secret) | waking(destination) | consuming(f"{destination.title()}Wake")


EXPECTED: dict[str, Grants] = {
    "receive_livekit": objects("PutObject", "raw/livekit/")
    | ENCRYPT
    | SEEN_IDS
    | secrets("livekit")
    | sending("TelephonyQueue"),
    "receive_twilio": objects("PutObject", "raw/twilio/")
    | ENCRYPT
    | SEEN_IDS
    | secrets("twilio")
    | sending("TelephonyQueue"),
    "receive_session": objects("PutObject", "raw/sessions/", "raw/metrics/")
    | ENCRYPT
    | SEEN_IDS
    | secrets("signing", "email-hash")
    | sending("HotQueue", "StandardQueue"),
    "enqueue_inbox": objects("PutObject", "raw/sessions/", "rejected/")
    | objects("GetObject", "inbox/")
    | objects("DeleteObject", "inbox/")
    | {("s3:ListBucket", BUCKET)}
    | DECRYPT
    | ENCRYPT
    | SEEN_IDS
    | secrets("email-hash")
    | sending("BackfillQueue")
    | consuming("InboxQueue"),
    "fold_telephony": objects("GetObject", "raw/livekit/", "raw/twilio/")
    | objects("PutObject", "raw/sessions/")
    | DECRYPT
    | ENCRYPT
    | secrets("postgres", "mongo")
    | sending("StandardQueue")
    | consuming("TelephonyQueue"),
    "reconcile_rooms": objects("PutObject", "raw/sessions/")
    | ENCRYPT
    | secrets("postgres")
    | sending("StandardQueue"),
    "run_analysis": consuming("HotQueue", "StandardQueue", "BackfillQueue")
    | {("states:StartSyncExecution", "<CallAnalysis>"), ("lambda:InvokeFunction", "<StoreResults.Arn>")},
    "prepare_session": objects("GetObject", "raw/sessions/")
    | objects("PutObject", "prepared/")
    | DECRYPT
    | ENCRYPT,
    **dict.fromkeys(
        PARALLEL_ANALYZERS,
        objects("GetObject", "prepared/") | objects("PutObject", "reports/") | DECRYPT | ENCRYPT,
    ),
    **dict.fromkeys(
        FOLLOWING_ANALYZERS,
        objects("GetObject", "prepared/", "reports/") | objects("PutObject", "reports/") | DECRYPT | ENCRYPT,
    ),
    "store_results": objects("GetObject", "prepared/", "reports/", "raw/metrics/")
    | DECRYPT
    | secrets("postgres", "mongo")
    | waking("salesforce", "amplitude", "slack"),
    "deliver_salesforce": delivering("salesforce", "salesforce"),
    "deliver_amplitude": delivering("amplitude", "amplitude"),
    "deliver_slack": delivering("slack", "slack"),
    "deliver_pagerduty": delivering("pagerduty", "pagerduty"),
    "deliver_email": delivering("email"),
    "write_digests": secrets("postgres") | waking("slack", "email"),
    "sync_opportunities": secrets("postgres", "salesforce"),
    "sweep_deliveries": secrets("postgres") | waking(*DESTINATIONS),
    "check_alerts": secrets("postgres")
    | waking("slack", "pagerduty")
    | {("sqs:GetQueueAttributes", f"<{queue}.Arn>") for queue in (*WORK_QUEUES, *DEAD_LETTER_QUEUES)},
    "receive_slack": SEEN_IDS | secrets("slack") | sending("AcknowledgementsQueue"),
    "acknowledge_alert": secrets("postgres") | waking("pagerduty") | consuming("AcknowledgementsQueue"),
    "migrate_warehouse": secrets("postgres", "mongo"),
    "learn_across_calls": secrets("postgres"),
}


def test_the_table_has_every_function() -> None:
    assert EXPECTED.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize("verb_noun", sorted(FUNCTIONS))
def test_a_function_may_do_exactly_this_beside_logging_and_tracing(
    assembly: Assembly, verb_noun: str
) -> None:
    template = assembly.template_with(verb_noun)
    grants = {
        grant
        for grant in allowed(template.statements(verb_noun))
        if not grant[0].startswith("logs:") and grant[0] not in TRACING
    }
    assert grants == EXPECTED[verb_noun]


@pytest.mark.parametrize("verb_noun", sorted(FUNCTIONS))
def test_a_function_logs_into_its_own_group_only(assembly: Assembly, verb_noun: str) -> None:
    template = assembly.template_with(verb_noun)
    group = template.function(verb_noun)["LoggingConfig"]["LogGroup"]["Ref"]
    logging = [
        statement
        for statement in template.statements(verb_noun)
        if any(action.startswith("logs:") for action in many(statement["Action"]))
    ]
    assert [statement["Resource"] for statement in logging] == [{"Fn::GetAtt": [group, "Arn"]}]


@pytest.mark.parametrize("verb_noun", sorted(FUNCTIONS))
def test_a_function_is_told_of_a_secret_only_if_it_may_read_it(assembly: Assembly, verb_noun: str) -> None:
    environment = assembly.function(verb_noun).get("Environment", {}).get("Variables", {})
    told = {value for name, value in environment.items() if name.endswith("_SECRET_NAME")}
    readable = {
        resource.removeprefix("secret:").removesuffix("-??????")
        for action, resource in EXPECTED[verb_noun]
        if action == "secretsmanager:GetSecretValue"
    }
    assert told == readable


def test_no_policy_anywhere_allows_an_action_by_wildcard(assembly: Assembly) -> None:
    for policy in assembly.all_resources("AWS::IAM::Policy").values():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            assert not any("*" in action for action in many(statement["Action"]))


def test_only_tracing_and_the_delivery_of_execution_logs_are_allowed_on_everything(
    assembly: Assembly,
) -> None:
    for policy in assembly.all_resources("AWS::IAM::Policy").values():
        for action, resource in allowed(policy["Properties"]["PolicyDocument"]["Statement"]):
            if resource == "*":
                assert action.split(":")[0] in {"xray", "logs"}, action


def test_no_role_uses_a_policy_written_by_somebody_else(assembly: Assembly) -> None:
    for role in assembly.all_resources("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role["Properties"]


def test_the_state_machine_invokes_its_steps_and_nothing_else(analysis: Template) -> None:
    role = analysis.only("AWS::StepFunctions::StateMachine")["RoleArn"]["Fn::GetAtt"][0]
    invoked = {
        resource
        for action, resource in allowed(analysis.statements_of_role(role))
        if action == "lambda:InvokeFunction"
    }
    steps = ("prepare_session", *PARALLEL_ANALYZERS, *FOLLOWING_ANALYZERS, "store_results")
    assert invoked == {f"<{step.title().replace('_', '')}.Arn>" for step in steps}
