"""Placeholder so that the stack deploys before this function is written."""

import json
import urllib.request


def lambda_handler(event: dict[str, object], context: object) -> None:
    """Tell CloudFormation that the custom resource succeeded: it waits for this answer."""
    answer = {
        "Status": "SUCCESS",
        "PhysicalResourceId": "warehouse-migrations",
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    request = urllib.request.Request(  # noqa: S310 - the address is CloudFormation's own
        str(event["ResponseURL"]), data=json.dumps(answer).encode(), method="PUT", headers={"Content-Type": ""}
    )
    urllib.request.urlopen(request, timeout=10)  # noqa: S310 - as above
