"""Telephony events as they arrive, for the tests of the fold."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from aftercall.telephony.events import EventEnvelope, TelephonyEvent
from aftercall.telephony.livekit import parse_livekit_event
from aftercall.telephony.twilio import parse_twilio_event

START = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
ROOM = {"sid": "RM_one", "name": "support", "creationTime": str(int(START.timestamp()))}
CALL_SID = "CA00000000000000000000000000000001"


def at(seconds: int) -> str:
    return str(int((START + timedelta(seconds=seconds)).timestamp()))


def envelope(name: str, kind: str = "livekit") -> EventEnvelope:
    return EventEnvelope(name, kind, START + timedelta(minutes=1))


def livekit(event: str, seconds: int = 0, **parts: Any) -> TelephonyEvent:
    document = {"event": event, "room": ROOM, "id": f"EV_{event}", "createdAt": at(seconds), **parts}
    parsed = parse_livekit_event(json.dumps(document).encode(), envelope(f"EV_{event}"))
    assert parsed is not None
    return parsed


def caller(**changes: Any) -> dict[str, Any]:
    return {
        "sid": "PA_caller",
        "identity": "caller-7",
        "joinedAt": at(2),
        "metadata": json.dumps({"email": "Maya@Brightline.example", "name": "Maya Lindqvist"}),
        **changes,
    }


def phone_caller(**attributes: str) -> dict[str, Any]:
    told = {"sip.phoneNumber": "+15550100142", "sip.twilio.callSid": CALL_SID, **attributes}
    return caller(sid="PA_phone", identity="sip_1", kind="SIP", metadata="", attributes=told)


def agent() -> dict[str, Any]:
    return {"sid": "PA_agent", "identity": "agent-AJ_one", "kind": "AGENT", "joinedAt": at(1)}


def egress(status: str, **file: str) -> dict[str, Any]:
    return {
        "egressId": "EG_one",
        "roomId": "RM_one",
        "roomName": "support",
        "status": status,
        "fileResults": [file] if file else [],
    }


ROOM_EVENTS = (
    livekit("room_started"),
    livekit("participant_joined", 1, participant=agent()),
    livekit("agent_job_started", 1, job={"id": "AJ_one", "room": ROOM}),
    livekit("participant_joined", 2, participant=caller()),
    livekit("egress_started", 3, egressInfo=egress("EGRESS_STARTING")),
    livekit("participant_left", 58, participant=caller()),
    livekit(
        "egress_ended",
        61,
        egressInfo=egress(
            "EGRESS_COMPLETE", filename="one.ogg", location="s3://recordings/one.ogg", duration="58000000000"
        ),
    ),
    livekit("room_finished", 60),
)


def twilio(kind: str, name: str, /, **fields: str) -> TelephonyEvent:
    body = urlencode({"CallSid": CALL_SID, "AccountSid": "AC1", **fields}).encode()
    return parse_twilio_event(body, envelope(name, kind))


def status(word: str, sequence: int, seconds: int, **fields: str) -> TelephonyEvent:
    stamp = (START + timedelta(seconds=seconds)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    numbers = {"From": "+15550100142", "To": "+15550100199", "Direction": "inbound"}
    values = {"CallStatus": word, "SequenceNumber": str(sequence), "Timestamp": stamp, **numbers, **fields}
    return twilio("call-status", f"status-{sequence}", **values)


def said(text: str, sequence: int, seconds: int, track: str = "inbound_track") -> TelephonyEvent:
    stamp = (START + timedelta(seconds=seconds)).isoformat()
    return twilio(
        "transcription",
        f"said-{sequence}",
        TranscriptionEvent="transcription-content",
        TranscriptionSid="GT1",
        SequenceId=str(sequence),
        Track=track,
        Timestamp=stamp,
        Final="true",
        TranscriptionData=json.dumps({"transcript": text, "confidence": 0.9}),
    )


CALL_EVENTS = (
    status("initiated", 0, 0),
    status("ringing", 1, 1),
    status("in-progress", 2, 4),
    twilio("amd", "amd", AnsweredBy="human", MachineDetectionDuration="1200"),
    said("Hello, I need a contract template.", 1, 6),
    said("Sure, for which country?", 2, 9, "outbound_track"),
    twilio(
        "recording",
        "recording",
        RecordingSid="RE1",
        RecordingStatus="completed",
        RecordingUrl="https://recordings.example/RE1",
        RecordingDuration="55",
        RecordingChannels="2",
    ),
    status("completed", 3, 64, CallDuration="60", Duration="1"),
)
