"""A Lambda function as every function here is: own role, own log group, traced, with the layers it needs."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk.constructs.acknowledged_rules import acknowledge
from cdk.constructs.layer_library import RUNTIME, LayerLibrary, lambda_architecture
from cdk.function_catalogue import FUNCTIONS, memory_megabytes
from cdk.layer_builder import PROJECT_FOLDER
from cdk.names import function_name
from cdk.package_layer import DEPLOYED_PROFILE_PATH
from cdk.settings import Settings

FUNCTIONS_FOLDER = PROJECT_FOLDER / "functions"


def retention(days: int) -> logs.RetentionDays:
    """Return CloudWatch's name of a retention; the settings allow only days that have one."""
    by_days = {
        1: logs.RetentionDays.ONE_DAY,
        3: logs.RetentionDays.THREE_DAYS,
        5: logs.RetentionDays.FIVE_DAYS,
        7: logs.RetentionDays.ONE_WEEK,
        14: logs.RetentionDays.TWO_WEEKS,
        30: logs.RetentionDays.ONE_MONTH,
        60: logs.RetentionDays.TWO_MONTHS,
        90: logs.RetentionDays.THREE_MONTHS,
        120: logs.RetentionDays.FOUR_MONTHS,
        150: logs.RetentionDays.FIVE_MONTHS,
        180: logs.RetentionDays.SIX_MONTHS,
        365: logs.RetentionDays.ONE_YEAR,
        400: logs.RetentionDays.THIRTEEN_MONTHS,
        545: logs.RetentionDays.EIGHTEEN_MONTHS,
        731: logs.RetentionDays.TWO_YEARS,
    }
    return by_days[days]


class PythonFunction(lambda_.Function):
    """The function in ``functions/<verb_noun>``, with nothing allowed but logging and tracing.

    Each stack adds, statement by statement, what its functions may do.
    """

    def __init__(
        self,
        scope: Construct,
        verb_noun: str,
        settings: Settings,
        layers: LayerLibrary,
    ) -> None:
        construct_id = verb_noun.title().replace("_", "")
        spec = FUNCTIONS[verb_noun]
        log_group = _log_group(scope, construct_id, verb_noun, settings)
        role = iam.Role(
            scope,
            f"{construct_id}Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What {verb_noun} may do",
        )
        log_group.grant_write(role)
        super().__init__(
            scope,
            construct_id,
            function_name=function_name(verb_noun),
            description=spec.description,
            runtime=RUNTIME,
            architecture=lambda_architecture(settings.architecture),
            code=lambda_.Code.from_asset(str(FUNCTIONS_FOLDER / verb_noun), exclude=["__pycache__", "*.pyc"]),
            handler="handler.lambda_handler",
            layers=layers.versions(spec.layers),
            role=role,
            log_group=log_group,
            memory_size=memory_megabytes(spec.memory, settings),
            timeout=Duration.seconds(spec.timeout_seconds),
            tracing=lambda_.Tracing.ACTIVE,
            environment=_environment(settings),
        )
        self.own_role = role
        _acknowledge(self, role)

    def allow(self, actions: list[str], resources: list[str]) -> None:
        """Allow actions on exactly these resources."""
        self.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=resources))


def _log_group(scope: Construct, construct_id: str, verb_noun: str, settings: Settings) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        f"{construct_id}Logs",
        log_group_name=f"/aws/lambda/{function_name(verb_noun)}",
        retention=retention(settings.log_retention_days),
        removal_policy=RemovalPolicy.DESTROY,
    )


def _environment(settings: Settings) -> dict[str, str]:
    return {} if settings.profile_path is None else {"PROFILE_PATH": DEPLOYED_PROFILE_PATH}


def _acknowledge(function: lambda_.Function, role: iam.Role) -> None:
    acknowledge(
        role,
        "AwsSolutions-IAM5[Resource::*]",
        "X-Ray's PutTraceSegments and PutTelemetryRecords accept no resource",
    )
    acknowledge(
        function,
        "AwsSolutions-L1",
        "Python 3.13 is what the locked layers are built and tested for; it is supported until 2029",
    )
