"""Reads the database's secret at deploy time, as a migration does."""

import json
import os
from typing import Any

import boto3


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["POSTGRES_SECRET_NAME"])
    url = json.loads(secret["SecretString"])["url"]
    return {"PhysicalResourceId": "migration", "Data": {"Database": url.rsplit("/", 1)[1]}}
