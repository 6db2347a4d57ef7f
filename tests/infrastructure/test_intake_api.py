"""The HTTP API: routes, throttling, and logs without bodies."""

import json

from tests.infrastructure.templates import Resource, Template, readable

ROUTES = {
    "POST /webhooks/livekit": "ReceiveLivekit",
    "POST /webhooks/twilio/call-status": "ReceiveTwilio",
    "POST /webhooks/twilio/recording": "ReceiveTwilio",
    "POST /webhooks/twilio/transcription": "ReceiveTwilio",
    "POST /webhooks/twilio/amd": "ReceiveTwilio",
    "POST /sessions": "ReceiveSession",
    "POST /sessions/{id}/metrics": "ReceiveSession",
    "POST /slack/interactions": "ReceiveSlack",
}


def function_behind(intake: Template, route: Resource) -> str:
    integration = readable(route["Target"]).rsplit("/", 1)[1]
    properties = {
        readable({"Ref": name}): resource["Properties"]
        for name, resource in intake.resources("AWS::ApiGatewayV2::Integration").items()
    }[integration]
    assert properties["PayloadFormatVersion"] == "2.0"
    return readable(properties["IntegrationUri"]).removeprefix("<").removesuffix(".Arn>")


def test_there_are_these_routes_and_no_others(intake: Template) -> None:
    routes = intake.properties("AWS::ApiGatewayV2::Route")
    assert {route["RouteKey"]: function_behind(intake, route) for route in routes} == ROUTES


def test_a_flood_is_answered_by_api_gateway(intake: Template) -> None:
    settings = intake.only("AWS::ApiGatewayV2::Stage")["DefaultRouteSettings"]
    assert settings["ThrottlingRateLimit"] == 100
    assert settings["ThrottlingBurstLimit"] == 200


def test_access_logs_hold_neither_bodies_nor_headers(intake: Template) -> None:
    logged = json.loads(intake.only("AWS::ApiGatewayV2::Stage")["AccessLogSettings"]["Format"])
    assert set(logged.values()) == {
        "$context.requestId",
        "$context.requestTimeEpoch",
        "$context.routeKey",
        "$context.status",
        "$context.requestLength",
        "$context.responseLatency",
        "$context.integrationErrorMessage",
        "$context.identity.sourceIp",
    }


def test_twilio_signatures_are_checked_against_the_apis_own_address_unless_another_is_set(
    intake: Template,
) -> None:
    address = intake.environment("receive_twilio")["PUBLIC_BASE_URL"]
    assert readable(address) == "<ApiHttpApi.ApiEndpoint>"


def test_the_edge_knows_the_profiles_booking_tools(intake: Template) -> None:
    for verb_noun in ("receive_session", "enqueue_inbox"):
        assert intake.environment(verb_noun)["BOOKING_TOOLS"] == "book_sales_meeting:success"
        assert json.loads(intake.environment(verb_noun)["TIER_RULE"])["team_size_at_least"] == 5
