"""Permissions in the terms of this project: objects below a prefix, one secret, one queue."""

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_sqs as sqs

from cdk.constructs.acknowledged_rules import acknowledge
from cdk.constructs.python_function import PythonFunction
from cdk.storage_stack import BUCKET_ARN_EXPORT, StorageStack


class ObjectAccess:
    """Lets functions at objects of the one bucket, prefix by prefix, and at the key that encrypts them."""

    def __init__(self, storage: StorageStack) -> None:
        self._bucket_arn = storage.bucket_arn
        self._key_arn = storage.key_arn

    def read(self, function: PythonFunction, *prefixes: str) -> None:
        """Allow reading objects."""
        self._allow(function, "s3:GetObject", prefixes)
        function.allow(["kms:Decrypt"], [self._key_arn])

    def write(self, function: PythonFunction, *prefixes: str) -> None:
        """Allow writing objects."""
        self._allow(function, "s3:PutObject", prefixes)
        function.allow(["kms:GenerateDataKey"], [self._key_arn])

    def delete(self, function: PythonFunction, *prefixes: str) -> None:
        """Allow deleting objects."""
        self._allow(function, "s3:DeleteObject", prefixes)

    def tell_missing(self, function: PythonFunction) -> None:
        """Let a function learn that an object is gone: without this S3 answers 403 in place of 404."""
        function.allow(["s3:ListBucket"], [self._bucket_arn])

    def _allow(self, function: PythonFunction, action: str, prefixes: Sequence[str]) -> None:
        function.allow([action], [f"{self._bucket_arn}/{prefix}*" for prefix in prefixes])
        for prefix in prefixes:
            acknowledge(
                function.own_role,
                f"AwsSolutions-IAM5[Resource::{BUCKET_ARN_EXPORT}/{prefix}*]",
                f"object names below {prefix} are known only when a call arrives",
            )


def read_secret(function: PythonFunction, variable: str, secret_name: str) -> None:
    """Allow reading one secret and tell the function its name.

    Secrets are made by the operator before the first deployment and imported by name, so that no secret value
    ever passes through a template. Secrets Manager appends six characters to the name, hence the pattern.
    """
    stack = Stack.of(function)
    address = (
        f"arn:{stack.partition}:secretsmanager:{stack.region}:{stack.account}:secret:{secret_name}-??????"
    )
    function.allow(["secretsmanager:GetSecretValue"], [address])
    function.add_environment(variable, secret_name)


def send_to(function: PythonFunction, variable: str, queue: sqs.IQueue) -> None:
    """Allow sending to one queue and tell the function its address."""
    function.allow(["sqs:SendMessage"], [queue.queue_arn])
    function.add_environment(variable, queue.queue_url)
