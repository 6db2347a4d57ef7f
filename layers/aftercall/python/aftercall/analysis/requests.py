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
    r"|need)s? (?:\w+ |my \w+ |our \w+ |the \w+ )?to (?:actually )?see "
    r"(?:it|one|how it|how that|the thing|this|that|the|your|what it)|(?:i|we) (?:must|have to|gotta"
    r"|got to) (?:actually )?see (?:it|this|that|how|one)\b|can (?:i|we) (?:actually )?see (?:it|how it"
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
    r"|guide|article|manual|one page|number in writing|figures|leaflet|flyer|pamphlet|hand-?out|fact ?sheet"
    r"|cheat sheet"
    r"|one[- ]page \w+|two[- ]page \w+|w ?-?9|w nine|letter|statement of \w+|(?:data (?:processing"
    r"|protection) )?agreement"
    r"|polic(?:y|ies)|list of [\w ]{3,30}|measures|spreadsheet|template|example|screenshots?|specs?"
    r"|specifications?|prices"
    r"|rates|terms and conditions|pdf|pack(?:et)?|computation|calculation|letterhead"
    r"|copy of [\w' -]{3,30})(?![-\w])"
)
_DOCUMENT = re.compile(
    rf"\b(?P<document>{_NOUNS}|pricing|in writing|email|on paper|writing|link|pdf|info(?:rmation)?|details"
    rf"|whatever"
    rf"|recording"
    r"|numbers?|something|anything|document|them|that|this|it)\b"
)
_SENDS = r"(?:send|e-?mail|text|forward|share|mail|shoot|fire|ping|pass|flick|pop|get|provide|drop|fax|give)"
_ASKED_TO_SEND = re.compile(
    rf"^{_LEAD}(?:if [^,]{{3,60}}, )?(?:please )?(?:send|e-?mail|forward|share|mail|shoot)(?: \w+)? "
    r"(?:me|us|him|her|them|over|that|it|the|a|an|some\w*|your|my \w+|our \w+|everything|whatever|both)\b"
    rf"|\b(?:can|could|would|will) (?:you|someone|somebody|they|sales|the \w+|whoever[\w ]{{0,8}})(?: guys)?"
    rf"(?: please| just| also| maybe)* (?:{_SENDS}|bring|put together|prepare|include|write up|give)\b"
    rf"|\byou (?:might|may|could|can)(?: just| please| also)? (?:send|fire|email|shoot|forward|pop|drop"
    rf"|flick)\b"
    rf"|\b(?:flick|fire|shoot|ping|pop|send|drop) (?:it |that |them |one |something )?(?:over|across|to me"
    rf"|to us|my way)\b"
    rf"|\b(?:have|get|ask|tell) (?:someone|somebody|them|'em|him|her|sales|support"
    rf"|the \w+) (?:to )?{_SENDS}\b"
    rf"|\b(?:want|need|like|love)(?: for)? (?:you|someone|somebody|them) to {_SENDS}\b"
    r"|\b(?:send|e-?mail|forward|share) (?:me|us) (?:that|it|the|a|an|some\w*|your|over|whatever)\b"
    r"|\b(?:i'd|i would|we'd|we would) be (?:obliged|grateful|glad|thankful|happy) (?:for|if|to (?:have|get"
    r"|see))\b"
    r"|\bhave you (?:got )?(?:a|an|any|some|something)\b|\b(?:something|anything) to (?:show|give|hand|put"
    r"|prove)\b"
    r"|\b(?:like|likes|want|wants|need|needs) (?:a|to have a|to take a) look at (?:the|your|a)\b"
    r"|\bput (?:it|that|this|them) in an? e-?mail\b|\bif you (?:have|had|'ve got|got) (?:something|anything"
    r"|a|an|some)\b"
    r"|\b(?:something|anything)(?: \w+){0,3} (?:i|we) (?:can|could) (?:show|put|stick|give|print|hand"
    r"|forward|take|share|read|pass)\b"
    r"|\b(?:it's|it is|would be|be) better if there is (?:a|an|some)\b"
    r"|\b(?:send|e-?mail) that (?:too|over|to)\b|\bput (?:it|that|this) in writing\b"
)
_WANTS_DOCUMENT = re.compile(
    r"\b(?:i|we|they|he|she|it|\w+)(?:'s|'d|'ll|'m| would| will| is| am|'re| are)?(?: also| really"
    r"| definitely"
    rf"| gonna| going to)* (?:want|need|like|have to have|require|wants|needs|ask for)(?: to (?:have|see|get)"
    rf"(?: a copy of)?)? (?:it |that |this |something )?(?:the|a|an|your|some|any|that|those|these|actual"
    rf"|in|on"
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
    found: list[tuple[bool, DemoRequest]] = []
    for utterance in conversation.user:
        for clause in utterance.clauses:
            vague = bool(_WHEN.search(clause.text))
            wish = _WHEN.search(clause.text) or _DEMO.search(clause.text)
            if wish is None or not _is_wanted(clause.text, wish.end()):
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


def _is_wanted(text: str, end: int) -> bool:
    """Tell whether a wish is one that ends here: "before" and "once" behind it change nothing."""
    return not (_NOT_A_DEMO.search(text) or is_past(text[:end]) or is_pretended(text))


def document_requests(conversation: Conversation) -> tuple[DocumentRequest, ...]:
    """Find documents the caller wants to be given."""
    found: list[DocumentRequest] = []
    for utterance in conversation.user:
        before = conversation.agent_before(utterance.index)
        offered = before is not None and bool(_OFFERED.search(before.text))
        for clause in utterance.clauses:
            document = _document_wanted(clause, offered=offered)
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


def _document_wanted(clause: Clause, *, offered: bool = False) -> str | None:
    """Give what the caller asks to be sent: not their own documents, nor "it" where it was offered."""
    text = clause.text
    if not _DOCUMENT.search(text):
        return None
    asked = _ASKED_TO_SEND.search(text)
    wanted = None if asked else _WANTS_DOCUMENT.search(text)
    if (asked is None and wanted is None) or _REFUSED.search(text):
        return None
    if (wanted and clause.act is DialogueAct.COMMITMENT) or _OWN_AFFAIRS.search(text):
        return None
    match = asked or wanted
    document = _DOCUMENT.search(text, match.start()) if match is not None else None
    if document is None or is_past(text[: document.end()]):
        return None
    named = document.group("document")
    return None if named in _PRONOUNS and offered else named


def _format(text: str, formats: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((name for name, pattern in formats if pattern.search(text)), None)
