"""Reading every turn of a session once."""

import re

from aftercall.language.acts import classify
from aftercall.language.call_time import call_time
from aftercall.language.cues import CueReader, read_cues
from aftercall.language.dates import TimeExpression, find_times
from aftercall.language.embeddings import Embedder, embed_turns
from aftercall.language.emotions import find_emotions
from aftercall.language.names import Gazetteer, find_names, gazetteer_of
from aftercall.language.normalisation import NormalisedText, normalise
from aftercall.language.personal_data import PersonalData, find_personal_data
from aftercall.language.personal_data_people import people_named, places_named
from aftercall.language.quantities import Quantity, UnitWords, find_quantities, unit_words
from aftercall.language.sentences import split_clauses
from aftercall.language.sentiment import score_turn
from aftercall.profile.models import Profile
from aftercall.session.models import Session, Speaker, Turn
from aftercall.session.prepared import (
    ActSpan,
    DateSpan,
    NameSpan,
    PersonalDataSpan,
    PreparedSession,
    QuantitySpan,
    TurnAnnotation,
)

LANGUAGE_VERSION = "3"

_OWN_LINE = re.compile(
    r"\b(?:(?:call|reach|ring|phone|text) (?:us|me)(?: back| again)?(?: at| on)?|our (?:number|line)(?:"
    r" is)?)\W*$"
)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def annotate(
    session: Session,
    profile: Profile,
    embedder: Embedder | None = None,
    cue_reader: CueReader | None = None,
) -> PreparedSession:
    """Annotate each turn: clauses and acts, sentiment, emotions, numbers, dates, names, personal data.

    The same session and profile give the same annotations. Offsets are into the original text.
    ``embedding`` stays ``None`` without an embedder, and ``cues`` empty without a cue reader.
    """
    reader = _Reader(session, profile)
    before = ("", *(turn.text for turn in session.turns))
    annotations = tuple(map(reader.read, session.turns, before))
    if embedder is not None:
        annotations = embed_turns(session, annotations, embedder)
    if cue_reader is not None:
        annotations = read_cues(session, annotations, cue_reader)
    return PreparedSession(
        session=session,
        annotations=annotations,
        language_version=LANGUAGE_VERSION,
        embedding_model=None if embedder is None else embedder.name,
        cue_model=None if cue_reader is None else cue_reader.name,
    )


class _Reader:
    """What reading needs beside the turn itself."""

    def __init__(self, session: Session, profile: Profile) -> None:
        vocabulary = profile.vocabulary
        self._units: UnitWords = unit_words(vocabulary.team_words, vocabulary.document_words)
        self._gazetteer: Gazetteer = gazetteer_of(vocabulary)
        self._call = call_time(session, profile)
        known = (profile.product, *vocabulary.competitors, *vocabulary.integrations)
        self._organisations = frozenset(word for term in known for word in term.name.lower().split())
        self._no_people = self._organisations | places_named(turn.text for turn in session.turns)
        self._people = (*_people(session), *_gathered(session, self._no_people))

    def read(self, turn: Turn, before: str) -> TurnAnnotation:
        normalised = normalise(turn.text)
        spans = split_clauses(normalised)
        clauses = [normalised.text[start:end] for start, end in spans]
        sentiment, clause_sentiments = score_turn(clauses)
        personal = _of_people(turn, find_personal_data(turn.text, self._people, self._no_people, before))
        hidden = [
            (item.start, item.end) for item in personal if item.kind in {"PHONE", "CARD", "SSN", "EMAIL"}
        ]
        return TurnAnnotation(
            item_id=turn.item_id,
            tokens=tuple(_WORD.findall(normalised.text)),
            acts=tuple(
                _act(normalised, span, clause, feeling)
                for span, clause, feeling in zip(spans, clauses, clause_sentiments, strict=True)
            ),
            sentiment=sentiment,
            emotions=find_emotions(normalised.text, sentiment),
            quantities=tuple(
                span
                for quantity in find_quantities(normalised.text, self._units)
                if not _within((span := _quantity(normalised, quantity)).start, span.end, hidden)
            ),
            dates=tuple(_date(normalised, time) for time in find_times(normalised.text, self._call)),
            personal_data=tuple(
                PersonalDataSpan(start=item.start, end=item.end, kind=item.kind, confidence=item.confidence)
                for item in personal
            ),
            names=tuple(
                NameSpan(start=begin, end=finish, kind=name.kind, name=name.name, confidence=name.confidence)
                for name in find_names(normalised.text, self._gazetteer)
                for begin, finish in (normalised.original_span(name.start, name.end),)
            ),
        )


def _people(session: Session) -> tuple[str, ...]:
    full = [session.participant.name] + [
        call.booking.customer_name for call in session.tool_calls if call.booking
    ]
    names: dict[str, None] = {}
    for name in full:
        if name:
            names[name] = None
            names.update(dict.fromkeys(name.split()))
    return tuple(name for name in names if name[:1].isupper())


def _of_people(turn: Turn, found: tuple[PersonalData, ...]) -> tuple[PersonalData, ...]:
    """Leave out the seller's own line, which the agent gives to be called on."""
    if turn.speaker is Speaker.USER:
        return found
    return tuple(
        item
        for item in found
        if item.kind != "PHONE" or not _OWN_LINE.search(turn.text[: item.start].lower())
    )


def _gathered(session: Session, organisations: frozenset[str]) -> tuple[str, ...]:
    return people_named(
        ((turn.text, turn.speaker is not Speaker.USER) for turn in session.turns), organisations
    )


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < finish and end > begin for begin, finish in spans)


def _act(normalised: NormalisedText, span: tuple[int, int], clause: str, sentiment: float) -> ActSpan:
    act, confidence = classify(clause)
    start, end = normalised.original_span(*span)
    return ActSpan(start=start, end=end, act=act, confidence=confidence, sentiment=sentiment)


def _quantity(normalised: NormalisedText, quantity: Quantity) -> QuantitySpan:
    start, end = normalised.original_span(quantity.start, quantity.end)
    return QuantitySpan(
        start=start, end=end, value=quantity.value, upper=quantity.upper, unit=quantity.unit, per=quantity.per
    )


def _date(normalised: NormalisedText, time: TimeExpression) -> DateSpan:
    start, end = normalised.original_span(time.start, time.end)
    return DateSpan(
        start=start, end=end, text=normalised.original[start:end], resolved=time.resolved, grain=time.grain
    )
