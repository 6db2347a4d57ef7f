"""The HTTP API: a handful of POST routes, throttled, with access logs that hold no bodies."""

import json

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_logs as logs
from constructs import Construct

from cdk import names
from cdk.constructs.acknowledged_rules import acknowledge
from cdk.constructs.python_function import PythonFunction, retention
from cdk.settings import Settings

# Neither bodies nor signatures: what is needed to see that the door works.
ACCESS_LOG_FIELDS = {
    "request_id": "$context.requestId",
    "requested_at": "$context.requestTimeEpoch",
    "route": "$context.routeKey",
    "status": "$context.status",
    "request_bytes": "$context.requestLength",
    "latency_ms": "$context.responseLatency",
    "integration_error": "$context.integrationErrorMessage",
    "source_address": "$context.identity.sourceIp",
}


class IntakeApi(Construct):
    """An HTTP API (v2: a third of a REST API's price) with one stage at its root."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self.http_api = apigatewayv2.HttpApi(
            self,
            "HttpApi",
            api_name=names.HTTP_API,
            description="Signed webhooks and session reports",
            create_default_stage=False,
        )
        self._stage(settings)
        # Twilio signs the address it calls, so the validator must know the public one exactly.
        self.public_base_url = settings.public_base_url or self.http_api.api_endpoint
        self._integrations: dict[str, integrations.HttpLambdaIntegration] = {}

    def _stage(self, settings: Settings) -> None:
        access_logs = logs.LogGroup(
            self,
            "AccessLogs",
            log_group_name="/aws/vendedlogs/apis/aftercall",
            retention=retention(settings.log_retention_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        stage = apigatewayv2.HttpStage(
            self,
            "Stage",
            http_api=self.http_api,
            stage_name="$default",
            auto_deploy=True,
            detailed_metrics_enabled=True,
            throttle=apigatewayv2.ThrottleSettings(
                rate_limit=settings.api_requests_per_second, burst_limit=settings.api_burst_requests
            ),
        )
        resource = stage.node.default_child
        assert isinstance(resource, apigatewayv2.CfnStage)  # noqa: S101 - true of every HttpStage
        resource.access_log_settings = apigatewayv2.CfnStage.AccessLogSettingsProperty(
            destination_arn=access_logs.log_group_arn, format=json.dumps(ACCESS_LOG_FIELDS)
        )

    def route(self, function: PythonFunction, path: str) -> None:
        """Send ``POST path`` to a function."""
        if function.node.id not in self._integrations:
            self._integrations[function.node.id] = integrations.HttpLambdaIntegration(
                f"{function.node.id}Integration", function
            )
        routes = self.http_api.add_routes(
            path=path,
            methods=[apigatewayv2.HttpMethod.POST],
            integration=self._integrations[function.node.id],
        )
        for route in routes:
            acknowledge(
                route,
                "AwsSolutions-APIG4",
                "the function verifies the sender's own signature over the raw body; an authorizer "
                "never sees the body",
            )
