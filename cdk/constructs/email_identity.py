"""Sending e-mail through SES as one sender and nobody else."""

from aws_cdk import ArnFormat, Stack

from cdk.constructs.python_function import PythonFunction
from cdk.settings import Settings


def send_email(function: PythonFunction, settings: Settings) -> None:
    """Let a function send as the configured sender; without one it is told of none and sends nothing.

    The identity itself (an address or its domain) is verified by the operator before the first deployment.
    """
    sender = settings.email_sender
    if sender is None:
        return
    stack = Stack.of(function)
    identities = [
        stack.format_arn(
            service="ses",
            resource="identity",
            resource_name=identity,
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
        for identity in (sender, sender.rpartition("@")[2])
    ]
    function.allow(["ses:SendEmail"], identities)
    function.add_environment("EMAIL_SENDER", sender)
