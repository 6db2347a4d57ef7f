"""A function that runs by the clock."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from cdk.constructs.python_function import PythonFunction


def run_on_schedule(
    scope: Construct, construct_id: str, function: PythonFunction, *, name: str, rate: str, description: str
) -> None:
    """Run a function at a rate, with a role that may do nothing but invoke it."""
    role = iam.Role(
        scope,
        f"{construct_id}Role",
        assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"),
        description=f"Invokes {name} on schedule",
    )
    role.add_to_policy(
        iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[function.function_arn])
    )
    # The low-level resource: the CDK's own target would allow every version of the function too.
    scheduler.CfnSchedule(
        scope,
        construct_id,
        name=f"aftercall-{name.replace('_', '-')}",
        description=description,
        schedule_expression=rate,
        flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
        target=scheduler.CfnSchedule.TargetProperty(
            arn=function.function_arn,
            role_arn=role.role_arn,
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(maximum_retry_attempts=2),
        ),
    )
