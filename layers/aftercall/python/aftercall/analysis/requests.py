"""Demos and documents the caller asks for (spec 3.8)."""

import re

from aftercall.analysis.context import is_past, is_pretended
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.language.names import FEATURE
from aftercall.reports.action_items import DemoRequest, DocumentRequest
from aftercall.session.prepared import DialogueAct

_LEAD = (
    r"(?:(?:and|but|so|okay|ok|oh|well|yes|yeah|please|also|then|actually|just|alright|all right|look|fine"
    r"|sure"
    r"|right|no|perfect|great|yep|in that case)[, ]+)*"
)
_DEMO = re.compile(
    r"\b(?:(?:get|have|see|do|book|schedule|set up|arrange|give (?:me|us)|want|wants?|need|like"
    r"|love) (?:me |us )?"
    r"(?:a |the |another |an actual |one )?(?:\w+ )?(?:demo|demonstration|walk-?through|screen ?share|tour)\b"
    r"|(?:one|a|another) (?:\w+ )?(?:demo|demonstration|walk-?through) (?:also )?(?:we|i|would|is|please)\b"
    r"|(?:can|could|would|will) (?:you|someone|somebody|they|whoever[\w ]{0,8}|we|i) (?:please |just |also )*"
    r"(?:show|walk) (?:me|us|it|them)|^(?:please )?(?:show|walk) (?:me|us)\b"
    r"|(?:want|like|love|need)s? (?:you |someone )?to (?:show|walk) (?:me|us)"
    r"|(?:i|we|they|he|she)(?:'d| would)? (?:really |just |also )*(?:want|like|love"
    r"|need)s? to (?:actually )?see "
    r"(?:it|how it|how that|the thing|this|that|the|your|what it)|can (?:i|we) (?:actually )?see (?:it|how it"
    r"|this|the)|(?:with|see it with|through) (?:my|our|their) own eyes)\b"
)
_WHEN = re.compile(r"^(?:and |so )?when (?:can|could) (?:i|we) see\b")
_NOT_A_DEMO = re.compile(
    r"\b(?:fell over|in the demo|after the demo|before the demo|saw a demo|had a demo|the last demo|see if"
    r"|see (?:what|how much) (?:it costs|you charge|it'd cost)|(?:the|a) demo (?:account|video)|no demo"
    r"|(?:don't|do not|didn't) (?:need|want) (?:a|the|another|any)|see (?:the|a|your) (?:report|contract"
    r"|price|pricing|quote"
    r"|certificate|numbers?|terms))\b"
)
_NOUNS = (
    r"(?:case stud(?:y|ies)|(?:pricing|price|data|fact|cost) (?:sheet|list|comparison|summary|guide|info\w*"
    r"|breakdown)"
    r"|quote|quotation|estimate|proposal|brochure|one[- ]pager|overview|soc ?2(?: type \w+)?(?: report)?"
    r"|(?:security|compliance|technical|api|product) (?:docs?|documents?|documentation|white ?paper|overview"
    r"|questionnaire|sheet|pack(?:et|age)?)|pen(?:etration)? test(?: summary| report)?|baa|dpa|white ?paper"
    r"|(?:\w+ )?report|documentation|docs|deck|slides?|presentation|(?:\w+ )?summary|comparison|checklist"
    r"|order form|business associate agreement|(?:sample|draft|master) (?:contract|agreement)|sample"
    r"|references?|certificate|terms|paperwork|breakdown|validation \w+"
    r"|guide|article|manual|one page|number in writing|figures)(?![-\w])"
)
_DOCUMENT = re.compile(
    rf"\b(?P<document>{_NOUNS}|pricing|in writing|on paper|writing|link|pdf|info(?:rmation)?|details"
    rf"|recording"
    r"|numbers?|something|anything|document|them|that|this|it)\b"
)
_SENDS = r"(?:send|e-?mail|text|forward|share|mail|shoot|get|provide|drop|fax)"
_ASKED_TO_SEND = re.compile(
    rf"^{_LEAD}(?:if [^,]{{3,60}}, )?(?:please )?(?:send|e-?mail|forward|share|mail|shoot)(?: \w+)? "
    r"(?:me|us|him|her|them|over|that|it|the|a|an|some\w*|your|my \w+|our \w+|everything|whatever|both)\b"
    rf"|\b(?:can|could|would|will) (?:you|someone|somebody|they|sales|the \w+|whoever[\w ]{{0,8}})(?: guys)?"
    rf"(?: please| just| also| maybe)* (?:{_SENDS}|bring|put together|prepare|include|write up|give)\b"
    rf"|\b(?:have|get|ask|tell) (?:someone|somebody|them|'em|him|her|sales|support"
    rf"|the \w+) (?:to )?{_SENDS}\b"
    rf"|\b(?:want|need|like|love)(?: for)? (?:you|someone|somebody|them) to {_SENDS}\b"
    r"|\b(?:send|e-?mail|forward|share) (?:me|us) (?:that|it|the|a|an|some\w*|your|over|whatever)\b"
    r"|\b(?:send|e-?mail) that (?:too|over|to)\b|\bput (?:it|that|this) in writing\b"
)
_WANTS_DOCUMENT = re.compile(
    r"\b(?:i|we|they|he|she|it|\w+)(?:'s|'d|'ll|'m| would| will| is| am|'re| are)?(?: also| really"
    r"| definitely"
    rf"| gonna| going to)* (?:want|need|like|have to have|require|wants|needs|ask for)(?: to (?:have|see|get)"
    rf"(?: a copy of)?)? (?:it |that |this |something )?(?:the|a|an|your|some|any|that|those|actual|in|on"
    rf"|for|to"
    rf"|copy of)\b[\w ,'-]{{0,48}}?\b(?:{_NOUNS}|in writing|on paper)\b"
    rf"|\b(?:can|could|may) (?:i|we) (?:also |please |just )*(?:get|have|see) (?:a|an|the|your|some"
    rf"|that)(?: \w+){{0,4}}"
    rf"? (?:{_NOUNS}|in writing|copy)\b"
    rf"|\b(?:do you|have you|you guys) (?:guys )?(?:have|got) (?:a|an|any"
    rf"|some)(?: \w+){{0,3}}? (?:{_NOUNS})\b"
    rf"|\bis there (?:a|an|any|some)(?: \w+){{0,3}}? (?:{_NOUNS}) (?:i|we|you|that|on|about)\b"
    r"|^(?:\w+,? ){0,4}in writing\b|\b(?:something|it|that|this|answer|number) (?:in writing|on paper)\b"
)
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
    found: list[tuple[bool, DemoRequest]] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            vague = bool(_WHEN.search(clause.text))
            if not (vague or _DEMO.search(clause.text)) or not _is_wanted(clause.text):
                continue
            feature = next(
                (
                    name.name
                    for name in utterance.annotation.names
                    if name.kind == FEATURE and clause.start <= name.start < clause.end
                ),
                None,
            )
            request = DemoRequest(
                feature=feature,
                format=_format(clause.text, _FORMATS),
                confidence=0.75 if "demo" in clause.text else 0.6,
                evidence=(clause.evidence(),),
            )
            found.append((vague, request))
    plain = tuple(request for vague, request in found if not vague)
    return plain or tuple(request for _, request in found[:1])


def _is_wanted(text: str) -> bool:
    return not (_NOT_A_DEMO.search(text) or is_past(text) or is_pretended(text))


def document_requests(conversation: Conversation) -> tuple[DocumentRequest, ...]:
    """Find documents the caller wants to be given."""
    found: list[DocumentRequest] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            document = _document_wanted(clause)
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


def _document_wanted(clause: Clause) -> str | None:
    """Give what the caller asks to be sent; how they send their own documents is none."""
    text = clause.text
    asked = _ASKED_TO_SEND.search(text)
    wanted = None if asked else _WANTS_DOCUMENT.search(text)
    if (asked is None and wanted is None) or _REFUSED.search(text) or is_past(text):
        return None
    if (wanted and clause.act is DialogueAct.COMMITMENT) or _OWN_AFFAIRS.search(text):
        return None
    match = asked or wanted
    document = _DOCUMENT.search(text, match.start()) if match is not None else None
    return document.group("document") if document is not None else None


def _format(text: str, formats: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((name for name, pattern in formats if pattern.search(text)), None)
