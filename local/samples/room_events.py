"""The webhooks that LiveKit's server sends about the room of a sample call, in their wire form."""

import json
from typing import Any

from local.samples.draws import hexadecimal, identifier
from local.samples.recording import Recording
from local.samples.session_report import metadata_of, room_sid


def webhooks_of(name: str, recording: Recording, report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return room_started, participant_joined and room_finished (protobuf's JSON: zero values left out)."""
    opened = recording.start - 2.2
    joins = [
        _event(name, "participant_joined", opened + 1.1, {"participant": _caller(name, recording, opened)})
    ]
    if recording.with_agent_join:
        joins.insert(
            0,
            _event(name, "participant_joined", opened + 0.6, {"participant": _agent(name, opened)}, "agent"),
        )
    room = _room(name, recording, opened)
    for event in joins:
        event["room"] = {"sid": room["sid"], "name": room["name"]}
    started = _event(name, "room_started", opened, {"room": room})
    finished = _event(
        name,
        "room_finished",
        report["timestamp"] + 1.6,
        {"room": {**room, "numParticipants": 1}, "roomEndReason": "ROOM_END_API_DELETE"},
    )
    return [started, *joins, finished]


def _event(
    name: str, kind: str, moment: float, rest: dict[str, Any], about: str = "caller"
) -> dict[str, Any]:
    seed = f"{name}:{kind}:{about}" if kind == "participant_joined" else f"{name}:{kind}"
    return {"event": kind, **rest, "id": identifier("EV_", seed), "createdAt": str(int(moment))}


def _room(name: str, recording: Recording, opened: float) -> dict[str, Any]:
    return {
        "sid": room_sid(name),
        "name": recording.room,
        "emptyTimeout": 300,
        "departureTimeout": 20,
        "creationTime": str(int(opened)),
        "creationTimeMs": str(int(opened * 1000)),
        "enabledCodecs": [{"mime": "audio/opus"}, {"mime": "audio/red"}],
        "version": {"unixMicro": str(int(opened * 1000) * 1000)},
    }


def _caller(name: str, recording: Recording, opened: float) -> dict[str, Any]:
    caller = recording.caller
    participant = _participant(name, caller.identity, opened + 1.1)
    if caller.name:
        participant["name"] = caller.name
    if caller.in_webhook and metadata_of(caller):
        participant["metadata"] = json.dumps(metadata_of(caller), ensure_ascii=False)
    if caller.kind == "SIP":
        participant["kind"] = "SIP"
        participant["attributes"] = _telephone_attributes(name, recording)
    return participant


def _agent(name: str, opened: float) -> dict[str, Any]:
    identity = identifier("agent-AJ_", f"{name}:job")
    return {
        **_participant(name, identity, opened + 0.6),
        "kind": "AGENT",
        "attributes": {"lk.agent.state": "listening"},
    }


def _participant(name: str, identity: str, joined: float) -> dict[str, Any]:
    return {
        "sid": identifier("PA_", f"{name}:{identity}"),
        "identity": identity,
        "state": "ACTIVE",
        "joinedAt": str(int(joined)),
        "joinedAtMs": str(int(joined * 1000)),
        "version": 2,
        "permission": {"canSubscribe": True, "canPublish": True, "canPublishData": True},
    }


def _telephone_attributes(name: str, recording: Recording) -> dict[str, str]:
    caller = recording.caller
    attributes = {
        "sip.callID": identifier("SCL_", f"{name}:sip"),
        "sip.callStatus": "active",
        "sip.phoneNumber": caller.phone or "anonymous",
        "sip.trunkPhoneNumber": caller.trunk_phone or "+12025550100",
    }
    if caller.twilio:
        attributes["sip.twilio.callSid"] = hexadecimal("CA", f"{name}:twilio", 32)
        attributes["sip.twilio.accountSid"] = hexadecimal("AC", "twilio account of the samples", 32)
    return attributes
