"""Demos and documents the caller asks for (spec 3.8)."""

import re

from aftercall.analysis.context import is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.document_wishes import document_wish, is_asked_to_send, named_in
from aftercall.analysis.document_words import DOCUMENT
from aftercall.analysis.shown import is_vague, wants_to_be_shown
from aftercall.language.names import FEATURE
from aftercall.reports.action_items import DemoRequest, DocumentRequest
from aftercall.session.prepared import DialogueAct

_OWN_AFFAIRS = re.compile(
    r"\b(?:i|we|they|he|she|my \w+|our \w+|customers?|clients?|somebody|people|girls|who|drivers?)(?: then"
    r"| just"
    r"| have to| always| all| usually| would just)* (?:e-?mail|send|text|forward|mail|fax|print|sign|pdf"
    r"|upload)s?\b"
    r"|\b(?:to (?:them|clients?|customers?|residents?|patients|tenants|recipients?|signers?|'em)"
    r"|for signature"
    r"|when (?:they|i|we) sign|invite|email address|my email|send me emails?|out for|in bulk|one at a time"
    r"|template|(?:want|like|love|need) to see (?:it|how|this|the thing))\b"
)
_OFFERED = re.compile(
    r"\b(?:i'll|i can|i will|we can|shall i|would you like (?:me|us) to|have|ask)\b[^.?]*\b(?:send|email"
    r"|text|contact|touch)\b"
)
_PRONOUNS = frozenset(("it", "them"))
_REFUSED = re.compile(r"\b(?:don't|do not|no need to|stop|didn't) (?:need|want|send|email|bother)\b")
_FORMATS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "live",
        re.compile(
            r"\b(?:live|demo|call|meeting|in person|zoom|screen share|walk (?:me|us) through|show (?:me|us)"
            r"|in the room)\b"
        ),
    ),
    ("video", re.compile(r"\b(?:video|recording|recorded|loom)\b")),
    ("document", re.compile(r"\b(?:pdf|document|writing|written|page|one[- ]pager|email)\b")),
)
_DOCUMENT_FORMATS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("PDF", re.compile(r"\bpdf\b")),
    ("link", re.compile(r"\blink\b")),
    ("presentation", re.compile(r"\b(?:deck|slides?|presentation)\b")),
    ("email", re.compile(r"\b(?:email|in writing)\b")),
)


def demo_requests(conversation: Conversation) -> tuple[DemoRequest, ...]:
    """Find what the caller wants to be shown; "when can I see it" is one only when nothing else is."""
    found = [
        (is_vague(clause.text), _demo(utterance, clause))
        for utterance in conversation.user
        for clause in utterance.clauses
        if wants_to_be_shown(clause.text)
    ]
    plain = tuple(request for vague, request in found if not vague)
    return plain or tuple(request for _, request in found[:1])


def _demo(utterance: Utterance, clause: Clause) -> DemoRequest:
    named = (
        name.name
        for name in utterance.annotation.names
        if name.kind == FEATURE and clause.start <= name.start < clause.end
    )
    return DemoRequest(
        feature=next(named, None),
        format=_format(clause.text, _FORMATS),
        confidence=0.75 if "demo" in clause.text else 0.6,
        evidence=(clause.evidence(),),
    )


def document_requests(conversation: Conversation) -> tuple[DocumentRequest, ...]:
    """Find documents the caller wants to be given."""
    found: list[DocumentRequest] = []
    for utterance in conversation.user:
        before = conversation.agent_before(utterance.index)
        said_before = before.text if before is not None else ""
        for clause in utterance.clauses:
            document = _document_wanted(clause, said_before)
            if document is None:
                continue
            needed_by = next(
                (span.text for span in utterance.annotation.dates if clause.start <= span.start < clause.end),
                None,
            )
            found.append(
                DocumentRequest(
                    document=document,
                    format=_format(clause.text, _DOCUMENT_FORMATS),
                    needed_by=needed_by,
                    confidence=0.65,
                    evidence=(clause.evidence(),),
                )
            )
    return tuple(found)


def _document_wanted(clause: Clause, before: str) -> str | None:
    """Give what the caller asks to be sent: not their own documents, nor "it" where it was offered."""
    text = clause.text
    wish = document_wish(text, before)
    if wish is None or _REFUSED.search(text) or _OWN_AFFAIRS.search(text):
        return None
    if clause.act is DialogueAct.COMMITMENT and not is_asked_to_send(text):
        return None
    document = DOCUMENT.search(text, wish.start())
    if document is None:
        return None if is_past(text[: wish.end()]) else named_in(text, wish)
    if is_past(text[: document.end()]):
        return None
    named = document.group("document")
    return None if named in _PRONOUNS and _OFFERED.search(before) else named


def _format(text: str, formats: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((name for name, pattern in formats if pattern.search(text)), None)
