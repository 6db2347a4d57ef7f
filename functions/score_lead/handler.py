"""Placeholder so that the stack deploys before this function is written."""


def lambda_handler(event: object, context: object) -> dict[str, str]:
    """Answer that there is nothing here yet."""
    return {"status": "not written yet"}
