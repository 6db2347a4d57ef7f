"""Demos and documents the caller asks for (spec 3.8)."""

import re

from aftercall.analysis.context import is_past
from aftercall.analysis.conversation import Conversation
from aftercall.language.names import FEATURE
from aftercall.reports.action_items import DemoRequest, DocumentRequest
from aftercall.session.prepared import DialogueAct

_DEMO = re.compile(
    r"\b(?:(?:get|have|see|do|book|schedule|set up|give (?:me|us)|want|need|like|love) (?:me |us )?(?:a "
    r"|the |another |an actual )?(?:\w+ )?(?:demo|demonstration|walk-?through)|show (?:me|us)|walk (?:me"
    r"|us) through|(?:want|like|love|need) to see (?:it|how|that|the|this|what)|can (?:i|we) see (?:it|how"
    r"|that|the)|when can i see)\b"
)
_NOT_A_DEMO = re.compile(
    r"\b(?:fell over|in the demo|after the demo|saw a demo|had a demo|see if|see what (?:it costs"
    r"|you charge))\b"
)
_DOCUMENT = re.compile(
    r"\b(?P<document>case stud(?:y|ies)|(?:pricing|price) (?:sheet|list|comparison|summary|guide|info\w*)"
    r"|pricing|quote|proposal|brochure|one[- ]pager|overview|soc ?2(?: report)?|security (?:docs?|documents?"
    r"|documentation|whitepaper|overview|questionnaire)|pen(?:etration)? test(?: summary| report)?"
    r"|baa|dpa|white ?paper|report|documentation|docs|pdf|deck|slides?|summary|comparison|data sheet|link"
    r"|terms|order form|contract|agreement|sample|example|references?|in writing|info(?:rmation)?|something"
    r"|details|recording|that|it|one page)\b"
)
_GIVE = re.compile(
    r"\b(?:(?:send|email|text|forward|share|mail|give) (?:me|us|him|her|them|over|that|it|my \w+|our \w+)"
    r"|(?:get|have|see) (?:a|an|the|some|me|us) (?:\w+ ){0,3}(?:quote|report|summary|sheet|overview"
    r"|case stud\w*|comparison|document\w*|pricing|one[- ]pager|deck|proposal|contract|copy)|in writing"
    r"|(?:gonna|going to|will|would|'ll|'d|do|does)? ?(?:want|need|like) (?:to see |a copy of )?(?:the|a|an"
    r"|your|some|that|it) (?:\w+ ){0,2}(?:report|summary|quote|overview|case stud\w*|baa|dpa|documentation"
    r"|docs|sheet|whitepaper|terms|certificate)|bring (?:a|the|us a) (?:\w+ )?(?:quote|proposal|summary))\b"
)
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
    """Find what the caller wants to be shown."""
    found: list[DemoRequest] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            if not _DEMO.search(clause.text) or _NOT_A_DEMO.search(clause.text) or is_past(clause.text):
                continue
            feature = next(
                (
                    name.name
                    for name in utterance.annotation.names
                    if name.kind == FEATURE and clause.start <= name.start < clause.end
                ),
                None,
            )
            found.append(
                DemoRequest(
                    feature=feature,
                    format=_format(clause.text, _FORMATS),
                    confidence=0.75 if "demo" in clause.text else 0.6,
                    evidence=(clause.evidence(),),
                )
            )
    return tuple(found)


def document_requests(conversation: Conversation) -> tuple[DocumentRequest, ...]:
    """Find documents the caller wants to be given."""
    found: list[DocumentRequest] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            if clause.act is DialogueAct.COMMITMENT or not _GIVE.search(clause.text) or is_past(clause.text):
                continue
            document = _DOCUMENT.search(clause.text)
            if document is None or re.search(
                r"\b(?:invite|email address|my email|send me emails?)\b", clause.text
            ):
                continue
            needed_by = next(
                (span.text for span in utterance.annotation.dates if clause.start <= span.start < clause.end),
                None,
            )
            found.append(
                DocumentRequest(
                    document=document.group("document"),
                    format=_format(clause.text, _DOCUMENT_FORMATS),
                    needed_by=needed_by,
                    confidence=0.65,
                    evidence=(clause.evidence(),),
                )
            )
    return tuple(found)


def _format(text: str, formats: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((name for name, pattern in formats if pattern.search(text)), None)
