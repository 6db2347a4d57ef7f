"""A Twilio call without an agent, as Twilio's signed callbacks tell of it."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.e2e.stack import Stack

CALLER, OURS = "+15035550119", "+12025550100"
SPOKEN = (
    ("outbound_track", "Hello, this is Brightline, how can I help you today?"),
    ("inbound_track", "Hi, we are a team of twelve and we send about forty contracts a month."),
    ("outbound_track", "Good to hear. What do you use for that today?"),
    ("inbound_track", "We print them and scan them, and it takes far too long."),
    ("outbound_track", "I can send you a trial link, would that help?"),
    ("inbound_track", "Yes please, send it over, that would be great. Goodbye."),
)

OUT_OF_ORDER = (3, 0, 5, 1, 4, 2)
LASTED = 41
RECORDING = "https://recordings.example/RE3"


@dataclass(frozen=True, slots=True)
class TwilioCall:
    """A call of 41 seconds as Twilio tells of it; every callback comes twice, as it may."""

    stack: Stack
    call_sid: str
    began: datetime

    def status(self, word: str, at_second: int, **fields: str) -> None:
        """The call's status changes."""
        told = {"CallStatus": word, "From": CALLER, "To": OURS, "Direction": "inbound", **fields}
        source = {"CallbackSource": "call-progress-events", "SequenceNumber": str(at_second)}
        moment = (self.began + timedelta(seconds=at_second)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        self._callback("call-status", Timestamp=moment, **told, **source)

    def completed(self) -> None:
        """The call is over."""
        self.status("completed", LASTED, CallDuration=str(LASTED))

    def utterance(self, number: int) -> None:
        """One of the utterances is transcribed."""
        track, transcript = SPOKEN[number]
        self._callback(
            "transcription",
            TranscriptionSid="GT" + "2" * 32,
            TranscriptionEvent="transcription-content",
            SequenceId=str(number + 2),
            Track=track,
            Final="true",
            Timestamp=(self.began + timedelta(seconds=3 + 6 * number)).isoformat(),
            TranscriptionData=json.dumps({"transcript": transcript, "confidence": 0.9}),
        )

    def recorded(self) -> None:
        """The recording is ready."""
        recording = {"RecordingSid": "RE" + "3" * 32, "RecordingStatus": "completed"}
        self._callback("recording", **recording, RecordingUrl=RECORDING, RecordingDuration=str(LASTED))

    def answered_by_a_person(self) -> None:
        """Answering machine detection has decided."""
        self._callback("amd", AnsweredBy="human", MachineDetectionDuration="1800", AsyncAmd="true")

    def _callback(self, kind: str, **fields: str) -> None:
        whole = {"CallSid": self.call_sid, "AccountSid": "AC" + "1" * 32, **fields}
        answers = [self.stack.post_twilio(kind, whole) for _ in range(2)]
        assert [answer.body["status"] for answer in answers] == ["accepted", "duplicate"]


def new_twilio_call(stack: Stack) -> TwilioCall:
    """A call of its own that ends just now."""
    began = (stack.now() - timedelta(seconds=LASTED)).replace(microsecond=0)
    return TwilioCall(stack, "CA" + secrets.token_hex(16), began)
