"""How the caller can be reached, as said in the call: the last source of who called (decisions)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aftercall.language.personal_data import spoken_digits, spoken_email_address
from aftercall.session.identity import normalise_email, normalise_phone
from aftercall.session.models import Session, Speaker
from aftercall.session.prepared import TurnAnnotation

EMAIL, PHONE = "EMAIL", "PHONE"
SHORTEST_NUMBER, LONGEST_NUMBER = 10, 15
_OF_SOMEBODY_ELSE = re.compile(
    r"\b(?:his|hers?|their|theirs|boss|colleague|partner|assistant|manager|wife|husband|lawyer|accountant)\b",
    re.IGNORECASE,
)
_ABOUT_A_PHONE = re.compile(r"\b(?:phone|number|cell|mobile|reach|call|dial|text)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SpokenContact:
    """What the caller said of him- or herself; the number is E.164 only where its country was said."""

    email: str | None = None
    phone: str | None = None


def spoken_contact(session: Session, annotations: Sequence[TurnAnnotation]) -> SpokenContact:
    """Give the address and the number the caller said last: a correction comes after a mistake.

    What is somebody else's ("my assistant is dana at ...") is left out, and a number counts only
    where a telephone is the subject, in the caller's turn or in what it answers.
    """
    email = phone = None
    for text, subject, kind in _said(session, annotations):
        if kind == EMAIL:
            email = normalise_email(text if "@" in text else spoken_email_address(text)) or email
        elif _ABOUT_A_PHONE.search(subject):
            phone = _number(text) or phone
    return SpokenContact(email, phone)


def _said(session: Session, annotations: Sequence[TurnAnnotation]) -> Iterator[tuple[str, str, str]]:
    """Give each stretch of contact data, its subject (the turn and the one before) and its kind."""
    spans = {annotation.item_id: annotation.personal_data for annotation in annotations}
    before = ""
    for turn in session.turns:
        if turn.speaker is Speaker.USER and not _OF_SOMEBODY_ELSE.search(turn.text):
            for span in spans.get(turn.item_id, ()):
                if span.kind in {EMAIL, PHONE}:
                    yield turn.text[span.start : span.end], f"{before} {turn.text}", span.kind
        before = turn.text


def _number(text: str) -> str | None:
    digits = spoken_digits(text)
    if not SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER:
        return None
    return normalise_phone(f"+{digits}" if text.startswith("+") else digits)
