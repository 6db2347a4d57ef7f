"""``call.toml``: the facts around a call that are not in its dialogue."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Span = tuple[float, float]


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Caller(_Facts):
    """Who called, as LiveKit knows it: a browser participant (STANDARD) or a telephone one (SIP)."""

    identity: str
    kind: Literal["STANDARD", "SIP"] = "STANDARD"
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    time_zone: str | None = None
    trunk_phone: str | None = None
    twilio: bool = False
    """Whether the telephone leg came through Twilio, so that attributes carry ``sip.twilio.callSid``."""
    in_report: bool = False
    """Whether the agent adds the caller to its report as the envelope key ``participant``."""
    in_webhook: bool = True
    """Whether ``participant_joined`` carries the caller's metadata; a bare telephone call has none."""


class Pace(_Facts):
    """Ranges from which speech rates (words a second) and delays (seconds) are drawn."""

    caller_rate: Span = (2.3, 2.9)
    agent_rate: Span = (2.6, 2.9)
    caller_gap: Span = (0.25, 1.3)
    end_of_turn: Span = (0.24, 0.52)
    llm: Span = (0.29, 0.56)
    tts: Span = (0.13, 0.24)
    tool: Span = (0.28, 0.75)
    confidence: Span = (0.9, 0.99)


class Models(_Facts):
    """Provider and model of each stage of the voice pipeline."""

    llm: tuple[str, str] = ("openai", "gpt-4o")
    stt: tuple[str, str] = ("deepgram", "nova-3")
    tts: tuple[str, str] = ("elevenlabs", "eleven_turbo_v2_5")


class Recording(_Facts):
    """One ``call.toml``."""

    kind: str
    story: str
    room: str
    started_at: AwareDatetime
    close_reason: Literal[
        "CR_USER_INITIATED", "CR_PARTICIPANT_DISCONNECTED", "CR_COMPLETED", "CR_JOB_SHUTDOWN", "CR_ERROR"
    ]
    caller: Caller
    agent_name: str = "pandadoc-trial"
    sdk_version: str = "1.8.9"
    tags: tuple[str, ...] = ()
    with_configuration_item: bool = False
    """Whether the history opens with the agent's instructions and tools (``agent_config_update``)."""
    with_agent_join: bool = False
    """Whether the webhooks also say that the agent itself joined."""
    models: Models = Models()
    pace: Pace = Pace()
    signals: dict[str, Any] = Field(default_factory=dict)
    """Envelope key of the source spec's section 1.4: what the agent itself noticed."""
    connection: dict[str, Any] = Field(default_factory=dict)
    """Envelope key of the source spec's section 1.6."""

    @property
    def start(self) -> float:
        """Epoch seconds at which the agent joined."""
        return datetime.timestamp(self.started_at)


def read_recording(path: Path) -> Recording:
    """Read a ``call.toml``.

    Raises
    ------
    pydantic.ValidationError
        A key is missing, unknown or of the wrong type.
    """
    return Recording.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
