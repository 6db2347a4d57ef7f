"""Keeps what it was called with, by source, so that a test can look at it."""

import json
import os
from typing import Any

import boto3


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    source = "api" if "rawPath" in event else "s3" if "Records" in event else "clock"
    boto3.client("s3").put_object(
        Bucket=os.environ["BUCKET_NAME"], Key=f"seen/{source}.json", Body=json.dumps(event).encode()
    )
    return {"statusCode": 202, "headers": {"Content-Type": "application/json"}, "body": '{"accepted": true}'}
