"""Who asks to be given a document: "send him the report", "have you a leaflet", "a page with your prices"."""

import re

from aftercall.analysis.document_words import DETERMINER, DOCUMENT, GIVEN_AWAY, NOUNS, PAPERS
from aftercall.analysis.openings import LEAD
from aftercall.language.phrases import worded

_SENDS = r"(?:send|e-?mail|text|forward|share|mail|shoot|fire|ping|pass|flick|pop|get|provide|drop|fax|give)"
_ASKED_TO_SEND = re.compile(
    rf"^{LEAD}(?:if [^,]{{3,60}}, )?(?:please )?(?:send|e-?mail|forward|share|mail|shoot)(?: \w+)? "
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
    rf"|copy of)\b[\w ,'-]{{0,48}}?\b(?:{NOUNS}|in writing|on paper)\b"
    rf"|\b(?:can|could|may) (?:i|we) (?:also |please |just )*(?:get|have|see) (?:a|an|the|your|some"
    rf"|that)(?: \w+){{0,4}}"
    rf"? (?:{NOUNS}|in writing|copy)\b"
    rf"|\b(?:do you|have you|you guys) (?:guys )?(?:have|got) (?:a|an|any"
    rf"|some)(?: \w+){{0,3}}? (?:{NOUNS})\b"
    rf"|\bis there (?:a|an|any|some)(?: \w+){{0,3}}? (?:{NOUNS}) (?:i|we|you|that|on|about)\b"
    r"|^(?:\w+,? ){0,4}in writing\b|\b(?:something|it|that|this|answer|number) (?:in writing|on paper)\b"
)
_WHOM = r"(?:me|us|her|him|them|em|my \w+)"
_SOME = rf"{DETERMINER}?(?:[\w'-]+ ){{0,4}}?"
_SENT = worded(
    "send mail email e shoot forward fax share include get give find bring point have let",
    rf"\b(?:send|mail|e-?mail|shoot|forward|fax)(?: on| over)? {_WHOM}\b"
    r"(?! (?:on|at|by|when|if|every|each|back)\b)"
    rf"(?=.*\b(?:{PAPERS}|(?:something|anything|whatever|that|it|those|this|both)\b))"
    rf"|^{LEAD}(?:do |please |also )*(?:send|mail|share|shoot|include|get|give|find|bring|point)(?: \w+)?"
    rf" (?:{_WHOM} (?:to )?)?(?:{_SOME}{GIVEN_AWAY}|something (?:about|on|with|in writing|i can)\b)"
    rf"|^{LEAD}(?:have|let) (?:'?em|them|him|me) (?:bring|send|have|get|email)\b.*\b{GIVEN_AWAY}",
)
_WRITTEN = worded(
    "put write toss throw stick",
    r"\bput (?:it|that|this|them|(?:the|your|everything) (?:\w+ ){0,3}?)\s?(?:in|on) (?:an?|one|the)"
    r" (?:single )?"
    r"(?:e-?mail|sheet|page|letterhead|paper|slide)\b|\b(?:you|they|somebody|someone|sales) (?:\w+ )?put"
    r" (?:\w+ ){1,4}in writing\b|\bcan (?:you|they|somebody) write (?:it|that|this|down|up)\b"
    r"|\b(?:toss|throw|stick) in (?:something|a|the)\b"
    r"|\b(?:you|they|somebody|sales) put (?:a|the|your) (?:[\w-]+ ){0,3}in with\b",
)
_HAD = worded(
    "have got is are can could may",
    r"\b(?:do you have|have you(?: got)?|you got|you have|is there|are there) (?:like |some kind of "
    r"|a |an |any"
    r" |something |anything |short |little |some )+(?:[\w'-]+ ){0,3}?"
    rf"(?:{GIVEN_AWAY}|paper (?:you|on|that)\b|i (?:can|could) (?:read|show|print|forward|hand)\b|wrote up\b)"
    rf"|\b(?:can|could|may) (?:i|we|she|he) (?:also |please |just )*(?:get|have|see) {DETERMINER}(?:of )?"
    rf"(?:[\w'-]+ ){{0,4}}?{GIVEN_AWAY}",
)
_NEEDED = worded(
    "need like want something",
    r"\b(?:i|we)(?:'ll|'d| will| would)? (?:also |really |just )*(?:need|like) (?:to have |to see |to get )?"
    rf"(?:that|a|an|your) (?:[\w'-]+ ){{0,2}}?{GIVEN_AWAY}|\b(?:want|like|need) it on (?:letterhead|paper)\b"
    rf"|(?:^{LEAD}|\b(?:need|want|have|like) )something (?:i|she|he|we) can (?:print|forward|show|read"
    r"|hand|hold|give)\b",
)
_OFFERS_SOMETHING = worded(
    "would shall should may need anything what can could ll which meantime email",
    r"(?<!what )(?<!when )(?<!soon )\bwould (?:you like|your|a|an|the|it help)\b"
    r"|\b(?:shall|should i|may i|need from|anything (?:else )?(?:you|they) need|do they need anything"
    r"|what (?:would|do you) (?:help|need)|i (?:can|could) (?:also )?(?:send|include|ask|email|give)"
    r"|i'll (?:also )?(?:send|email)|which (?:paper|document)|sales can|can issue|in the meantime)\b",
)
_NAMED_ONLY = re.compile(
    rf"^{LEAD}(?:like |just |do )?(?:{DETERMINER}(?:[\w'-]+,? ){{0,4}}?{PAPERS}"
    r"|(?:something|anything) (?:on|about|with|in|how|short)\b|(?:one )?(?:with|in) (?:pictures"
    r"|writing|our)\b)"
)
_SENTENCE = re.compile(
    r"^[^,]*(?:\b(?:is|are|was|were|has|have|does|do|goes|takes|means|came|comes|go|had|got|won't"
    r"|can't|satisfies"
    r"|change)\b|'s\b)"
)
_TOLD = re.compile(
    r"\b(?:i|we)(?:'ll| will| always| usually| just)? (?:send|e-?mail|mail|print|forward|text)\b"
    r"|\b(?<!you )(?:would|will)(?: just| always)* (?:send|e-?mail|mail|text) (?:me|us)\b"
    r"|\b(?:i|we) (?:can|could) (?:\w+ )?(?:send|shoot|e-?mail|text)\b|\b(?:not|some|if you) send\b"
    r"|\b(?:i|we) (?:already )?(?:have|had|got|use|do|sign|typed?|make)\b"
    r"|\b(?:it|they|he|she|customers?|clients?) (?:sends?|e-?mails?|gives?|gets?|signs?)\b"
    r"|\bso (?:i|we) (?:get|send|need)\b"
    r"|\b(?:used to|don't need|don't want|no need|without|last (?:year|month|vendor))\b"
)
_DOCUMENT_OR_PAPER = re.compile(rf"\b{PAPERS}")
_NOT_WANTED = re.compile(r"(?:n't|\bnot) (?:like|want|need)\b")
_NOT_FOR_THEM = re.compile(
    r"n't\b|\bnot\b|\bto (?!have\b|see\b|get\b|ask for\b)\w+|\bso\b|\bthat wants\b|\bbehaves\b|\bmy"
    r" \w+ to send\b"
    r"|\bto see (?:it|an?) "
)
_WISHES = (_SENT, _WRITTEN, _HAD, _NEEDED)


def document_wish(text: str, before: str) -> re.Match[str] | None:
    """Give where a clause of the caller's asks for a document; ``before`` is what the agent said last."""
    wish = next((found for pattern in _WISHES if (found := pattern.search(text))), None)
    if wish is None:
        wish = _NAMED_ONLY.match(text)
        if wish and (_SENTENCE.match(text) or not _OFFERS_SOMETHING.search(before)):
            wish = None
    if wish is not None and not _TOLD.search(text):
        return wish
    return _asked_for(text)


def named_in(text: str, wish: re.Match[str]) -> str:
    """Give the words for the document, or what the wish says where it has none."""
    named = _DOCUMENT_OR_PAPER.search(text, wish.start())
    return named.group().strip() if named else wish.group().strip(" ,.")


def is_asked_to_send(text: str) -> bool:
    """Tell whether a clause asks outright for something to be sent, and does not only promise."""
    return any(pattern.search(text) for pattern in (_ASKED_TO_SEND, *_WISHES[:-1]))


def _asked_for(text: str) -> re.Match[str] | None:
    if not DOCUMENT.search(text):
        return None
    asked = _ASKED_TO_SEND.search(text)
    if asked is not None:
        return asked
    wanted = _WANTS_DOCUMENT.search(text)
    if wanted is None or _NOT_FOR_THEM.search(wanted.group()) or text.startswith(" to ", wanted.end()):
        return None
    return None if _NOT_WANTED.search(text, 0, wanted.end()) else wanted
