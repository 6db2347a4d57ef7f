"""Where a cdk-nag rule does not fit: per resource, with the reason."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Accept one finding of one rule on this construct.

    Parameters
    ----------
    rule
        Such as ``AwsSolutions-S1``, or ``AwsSolutions-IAM5[Resource::*]`` for one finding of several.
    """
    Validations.of(construct).acknowledge(Acknowledgment(id=rule, reason=reason))
