"""Errors as boto3 raises them."""

from botocore.exceptions import ClientError


def client_error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)


class ClientExceptions:
    ClientError = ClientError
