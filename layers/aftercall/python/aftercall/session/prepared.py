"""A session whose turns have been read once: what every analyzer works on.

``prepare_session`` makes it, stores it in S3, and the analyzers get its address: a transcript
never travels through the state machine.
"""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from aftercall.session.models import Fraction, Noun, Session


class DialogueAct(StrEnum):
    """What a stretch of a turn does."""

    QUESTION = "question"
    ACKNOWLEDGEMENT = "acknowledgement"
    STATEMENT = "statement"
    REQUEST = "request"
    COMMITMENT = "commitment"


class Span(Noun):
    """A stretch of a turn's original text: characters ``start`` up to, not including, ``end``."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class ActSpan(Span):
    """A sentence or clause and what it does."""

    act: DialogueAct
    confidence: Fraction
    sentiment: float = Field(default=0.0, ge=-1.0, le=1.0)


class QuantitySpan(Span):
    """A number in words or digits, and what it counts."""

    value: float
    upper: float | None = Field(default=None, description="of a range")
    unit: str | None = Field(default=None, description="people, documents, usd, percent, year, floor, ...")
    per: str | None = Field(default=None, description="day, week, month, year, of a rate")


class DateSpan(Span):
    """A time as said and, where it can be resolved against the call's own date, as a date-time."""

    text: str
    resolved: AwareDatetime | None = None
    grain: str | None = Field(default=None, description="minute, hour, day, week, month, quarter, year")


class PersonalDataSpan(Span):
    """Personal data in a turn, for redaction."""

    kind: str = Field(description="EMAIL, PHONE, PERSON, CARD, ADDRESS, ...")
    confidence: Fraction


class NameSpan(Span):
    """A name of the profile's vocabulary, by spelling, alias or sound."""

    kind: str = Field(description="competitor, integration, feature, industry or use_case")
    name: str = Field(description="as the profile writes it")
    confidence: Fraction


class CueKind(StrEnum):
    """What a cue is about: an item of a list, or the words that decide a single value."""

    OBJECTION = "objection"
    BUYING_SIGNAL = "buying_signal"
    FEATURE_REQUEST = "feature_request"
    PAIN_POINT = "pain_point"
    STAKEHOLDER = "stakeholder"
    OPEN_QUESTION = "open_question"
    DOCUMENT_REQUEST = "document_request"
    DEMO_REQUEST = "demo_request"
    COMMITMENT = "commitment"
    INTEGRATION = "integration"
    CURRENT_TOOL = "current_tool"
    INDUSTRY = "industry"
    LOCATION = "location"
    TEAM_SIZE = "team_size"
    MONTHLY_VOLUME = "monthly_volume"
    TIMELINE = "timeline"
    AUTHORITY = "authority"
    URGENCY = "urgency"


class CueSpan(Span):
    """A stretch that a trained reader takes for something, and how sure it is."""

    kind: CueKind
    confidence: Fraction
    values: dict[str, str] = Field(
        default_factory=dict, description="what kind of it: category and severity of an objection, say"
    )


class TurnAnnotation(Noun):
    """Everything that is read from one turn, once."""

    item_id: str
    tokens: tuple[str, ...] = Field(default=(), description="lower-case words of the normalised text")
    acts: tuple[ActSpan, ...] = ()
    sentiment: float = Field(default=0.0, ge=-1.0, le=1.0)
    emotions: dict[str, Fraction] = Field(default_factory=dict)
    quantities: tuple[QuantitySpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    personal_data: tuple[PersonalDataSpan, ...] = ()
    names: tuple[NameSpan, ...] = ()
    cues: tuple[CueSpan, ...] = ()
    embedding: str | None = Field(
        default=None,
        max_length=2048,
        description="of what the turn asks: signed bytes in base64 (language.embeddings.unpack)",
    )


class PreparedSession(Noun):
    """The session, and one annotation for each of its turns, in the same order."""

    schema_version: Literal[1] = 1
    session: Session
    annotations: tuple[TurnAnnotation, ...] = ()
    language_version: str
    embedding_model: str | None = Field(
        default=None, description="what made the embeddings; None: there are none"
    )
    cue_model: str | None = Field(default=None, description="what read the cues; None: there are none")
