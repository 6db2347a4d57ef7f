"""The optional Reader: what the analyzers that ask it are told and allowed, only where one is configured."""

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_lambda as lambda_

from cdk.constructs.acknowledged_rules import acknowledge
from cdk.constructs.python_function import PythonFunction
from cdk.function_catalogue import FUNCTIONS
from cdk.settings import Settings

# Those whose reports have findings that a Reader may propose (aftercall.reading.tasks).
READING_ANALYZERS = ("analyze_sales_intelligence", "analyze_objections", "extract_action_items")
# Bedrock's inference profiles carry the part of the world in front of the model's id.
PROFILE_PREFIXES = frozenset({"us", "eu", "apac", "jp", "au", "ca", "us-gov", "global"})


def give_reader(function: PythonFunction, verb_noun: str, settings: Settings) -> None:
    """Let a function ask the configured model, and nothing but that model; without one change nothing."""
    model = settings.reader_model_id
    if model is None:
        return
    function.add_environment("READER_MODEL_ID", model)
    function.add_environment("READER_SECONDS", str(settings.reader_seconds))
    function.add_environment("READER_MAXIMUM_COST_USD", str(settings.reader_maximum_cost_usd))
    function.allow(["bedrock:InvokeModel"], model_addresses(Stack.of(function), model))
    if _is_inference_profile(model):
        acknowledge(
            function.own_role,
            f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/{_base(model)}]",
            "an inference profile sends the request to whichever of its regions has room; the model is fixed",
        )
    resource = function.node.default_child
    if isinstance(resource, lambda_.CfnFunction):
        own = FUNCTIONS[verb_noun].timeout_seconds
        resource.timeout = own + settings.reader_seconds


def model_addresses(stack: Stack, model: str) -> list[str]:
    """Give the ARNs of a model: its own, or an inference profile's and its model's in any region."""
    if not _is_inference_profile(model):
        return [_foundation_model(stack, model, stack.region)]
    profile = stack.format_arn(
        service="bedrock",
        resource="inference-profile",
        resource_name=model,
        arn_format=ArnFormat.SLASH_RESOURCE_NAME,
    )
    return [profile, _foundation_model(stack, _base(model), "*")]


def _foundation_model(stack: Stack, model: str, region: str) -> str:
    return stack.format_arn(
        service="bedrock",
        region=region,
        account="",
        resource="foundation-model",
        resource_name=model,
        arn_format=ArnFormat.SLASH_RESOURCE_NAME,
    )


def _is_inference_profile(model: str) -> bool:
    return model.split(".", 1)[0] in PROFILE_PREFIXES


def _base(model: str) -> str:
    return model.split(".", 1)[1]
