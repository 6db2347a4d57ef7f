"""Whatever bytes, headers and paths come: an answer below 500, and never an exception."""

import base64
import json

from hypothesis import given
from hypothesis import strategies as st

from aftercall.intake.queue_batch import read_records
from aftercall.settings.intake import LiveKitSettings, SessionSettings, TwilioSettings
from functions.receive_livekit.handler import build_endpoint as build_livekit
from functions.receive_session.handler import build_endpoint as build_session
from functions.receive_twilio.handler import build_endpoint as build_twilio
from tests.fakes.edge import ENVIRONMENT, FakeEdge, document_of, fixture_document

BUILDERS = {
    "livekit": lambda edge: build_livekit(
        LiveKitSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now
    ),
    "twilio": lambda edge: build_twilio(
        TwilioSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now
    ),
    "session": lambda edge: build_session(
        SessionSettings.from_environment(ENVIRONMENT), edge.clients, edge.clock.now
    ),
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=10), children, max_size=4)
    ),
    max_leaves=12,
)
any_text = st.text(st.characters(), max_size=60)  # surrogates too: JSON can carry them
paths = any_text | st.sampled_from(
    ["/sessions", "/sessions/s-1/metrics", "/webhooks/livekit", "/webhooks/twilio/amd"]
)
header_names = any_text | st.sampled_from(
    [
        "authorization",
        "content-type",
        "x-twilio-signature",
        "x-twilio-webhooks-signature-settings",
        "x-aftercall-signature",
        "x-aftercall-timestamp",
        "x-livekit-signature",
        "x-livekit-timestamp",
    ]
)
header_values = any_text | st.sampled_from(
    ["application/json", "application/webhook+json", "application/x-www-form-urlencoded", "a.b.c"]
)
events = st.fixed_dictionaries(
    {},
    optional={
        "rawPath": paths | json_values,
        "rawQueryString": any_text | json_values,
        "headers": st.dictionaries(header_names, header_values, max_size=6) | json_values,
        "body": any_text
        | st.binary(max_size=60).map(lambda raw: base64.b64encode(raw).decode())
        | json_values,
        "isBase64Encoded": st.booleans() | json_values,
        "pathParameters": json_values,
    },
)


def check(answer: dict[str, object]) -> None:
    status = answer["statusCode"]
    assert isinstance(status, int)
    assert status < 500
    if status >= 400:
        problem = document_of(answer)
        assert problem["status"] == status
        assert {"type", "title", "detail"} <= problem.keys()


@given(st.sampled_from(sorted(BUILDERS)), events)
def test_no_event_gets_a_5xx_and_none_is_accepted_unsigned(name: str, event: dict[str, object]) -> None:
    edge = FakeEdge()

    answer = BUILDERS[name](edge).handle(event)

    check(answer)
    assert edge.left_behind == 0


signed_bodies = st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode())


@given(signed_bodies)
def test_no_signed_livekit_body_gets_a_5xx(body: bytes) -> None:
    edge = FakeEdge()
    check(BUILDERS["livekit"](edge).handle(edge.livekit(body)))


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "event", "room", "job"), json_values)))
def test_no_signed_livekit_event_gets_a_5xx(document: dict[str, object]) -> None:
    edge = FakeEdge()
    check(BUILDERS["livekit"](edge).handle(edge.livekit(json.dumps(document).encode())))


@given(
    st.sampled_from(["call-status", "recording", "transcription", "amd"]),
    st.dictionaries(
        st.sampled_from(["CallSid", "CallbackSource", "SequenceNumber", "RecordingSid", "SequenceId"]),
        st.text(st.characters(exclude_characters="&=+%", exclude_categories=["Cs"]), max_size=300),
    ),
)
def test_no_signed_twilio_form_gets_a_5xx(kind: str, fields: dict[str, str]) -> None:
    edge = FakeEdge()
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    check(BUILDERS["twilio"](edge).handle(edge.twilio(kind, body)))


@given(st.binary(max_size=200), st.sampled_from(["/sessions", "/sessions/s-1/metrics"]))
def test_no_signed_report_of_any_bytes_gets_a_5xx(body: bytes, path: str) -> None:
    edge = FakeEdge()
    event = {
        **edge.report(body=b"", path=path),
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }
    check(BUILDERS["session"](edge).handle(event))


@given(st.data())
def test_no_signed_report_with_a_changed_field_gets_a_5xx(data: st.DataObject) -> None:
    edge = FakeEdge()
    document = fixture_document("livekit_report.json")
    document[data.draw(st.sampled_from(sorted(document)))] = data.draw(json_values)
    item = data.draw(st.sampled_from(fixture_document("livekit_report.json")["chat_history"]["items"]))
    changed = {**item, data.draw(st.sampled_from(sorted(item))): data.draw(json_values)}
    if isinstance(document.get("chat_history"), dict):
        document["chat_history"].setdefault("items", [])
        document["chat_history"]["items"] = [changed]
    check(BUILDERS["session"](edge).handle(edge.report(json.dumps(document).encode())))


@given(st.dictionaries(st.sampled_from(["metrics", "connection", "type", "ttft"]), json_values))
def test_no_signed_metrics_feed_gets_a_5xx(document: dict[str, object]) -> None:
    edge = FakeEdge()
    check(
        BUILDERS["session"](edge).handle(edge.report(json.dumps(document).encode(), "/sessions/s-1/metrics"))
    )


@given(st.lists(st.dictionaries(st.sampled_from(["llm_metrics", "type", "ttft", "timestamp"]), json_values)))
def test_no_signed_metric_gets_a_5xx(entries: list[dict[str, object]]) -> None:
    edge = FakeEdge()
    body = json.dumps({"metrics": [{"type": "llm_metrics", **entry} for entry in entries]}).encode()
    check(BUILDERS["session"](edge).handle(edge.report(body, "/sessions/s-1/metrics")))


@given(st.dictionaries(st.text(max_size=5), json_values))
def test_an_event_without_records_is_an_empty_batch(event: dict[str, object]) -> None:
    assert read_records(event) == ()
