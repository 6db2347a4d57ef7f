"""Who wants to be shown the product: "have somebody build ours in front of her", "can I see it"."""

import re

from aftercall.analysis.context import is_past, is_pretended
from aftercall.analysis.openings import LEAD
from aftercall.language.phrases import worded

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
    r"\b(?:show me where|fell over|in the demo|after the demo|before the demo|saw a demo|had a demo"
    r"|the last demo|see if"
    r"|see (?:what|how much) (?:it costs|you charge|it'd cost)|(?:the|a) demo (?:account|video)|no demo"
    r"|(?:don't|do not|didn't) (?:need|want) (?:a|the|another|any)|see (?:the|a|your) (?:report|contract"
    r"|price|pricing|quote"
    r"|certificate|numbers?|terms))\b"
)
# Somebody of ours: not the caller, nor the people the caller works with.
_PRESENTER = (
    r"(?:someone|somebody|(?:a|your|the|one of your|some of your) (?:[\w-]+ ){0,2}?(?:specialist"
    r"|engineer|person"
    r"|people|guys?|fellow|fella|folks|reps?|expert))"
)
_WATCHED = (
    r"(?:\bon (?:a|the|an|my|our) (?:\w+ ){0,3}?(?:screen|phone|tablet|ipad|tv)\b|\bscreen[- ]?shar\w+"
    r"|\bin front of\b|\b(?:while|as) (?:i|we|he|she|they|\w+) watch\w*|\blive\b|\bstart to finish\b"
    r"|\bbeginning to end\b|\bfrom (?:scratch|nothing)\b|\b(?:no|not a?) slides?\b|\bwith (?:my|our) own\b"
    r"|\bstep by step\b|\bin one shot\b|\bin person\b)"
)
_WHOM = r"(?:me|us|her|him|them|it|my|our|the)"
_STAGED = worded(
    "screen phone tablet ipad tv screenshare screenshared screensharing front watch watches watching"
    " watched live start"
    " beginning scratch nothing slides slide own step shot person",
    r"\b(?:have|let|get|make|put|want|wants|wanted|like|wanna|should|can|could|would)(?: for)?"
    rf" (?:{_PRESENTER}"
    r"|(?<=have )(?:them|'?em|him)|(?<=let )(?:them|'?em|him)|(?<=make )(?:them|'?em)"
    rf"|(?<=want )(?:them|'?em|you))\b.*{_WATCHED}|\b{_PRESENTER} should\b.*{_WATCHED}",
)
_SHOWS = worded(
    "show walk",
    r"(?<!\bi )(?<!\bwe )\b(?:can|could|would|will|let|have|get|make|want|wants|like|should|oughta|ought to)"
    rf" (?:please )?(?:{_PRESENTER}|them|him|'?em|they|you|y'?all)"
    rf" (?:please |just |to |also |oughta |should )*(?:show|walk) {_WHOM}\b"
    rf"|\b(?:who|that)(?:'d| can| could| would| will)(?: just)? (?:show|walk) {_WHOM}\b"
    rf"|\b{_PRESENTER} (?:to |oughta |should |can )?show {_WHOM}\b"
    rf"|^{LEAD}(?:have|let) (?:them|'?em|him|your \w+) (?:show|walk)\b"
    rf"|^{LEAD}(?:please )?(?:show|walk) (?:me|us|her|him|my \w+|them)\b",
)
_SEES = worded(
    "watch see",
    r"\b(?:want|wants|wanna|like|love|need|may)\b[\w ,']{0,40}?\bwatch (?:it|one|somebody|someone|how"
    r"|that|them"
    r"|you|your|(?:\w+ ){0,5}(?:happen|go|work))\b"
    r"|\b(?:want|wants|wanna|like|love|need|let (?:me|us))(?: to)? see\b.*"
    rf"(?:{_WATCHED}|\b(?:done|happen|get \w+ed|working|work)\b"
    r"|\bwhat (?:it|he|she|they|the \w+) (?:says?|sees?|gets?)\b|\b(?:it|one|that) (?:on|with|in)\b)",
)
_SESSION = worded(
    "screen screenshare session practice",
    r"\bscreen[- ]?share with\b|\bpractice run\b|\b(?:somebody|someone) (?:come|get) on (?:the|a) screen\b"
    r"|\b(?:can|could) (?:we|somebody|someone|they) .*\b(?:screen[- ]?share|session)\b",
)
_NOT_TO_ME = re.compile(
    r"\b(?:something|anything|video|page|sheet|certificate)\b"
    r"|\b(?:i|we)(?:'ll| can| could| will|'d)(?: \w+)? show\b|\bif i want\b"
)


def is_vague(text: str) -> bool:
    """Tell whether a clause only asks when something can be seen."""
    return _WHEN.search(text) is not None


def wants_to_be_shown(text: str) -> bool:
    """Tell whether a clause of the caller's asks for the product to be shown."""
    if _NOT_A_DEMO.search(text) or is_pretended(text):
        return False
    wish = _WHEN.search(text) or _DEMO.search(text)
    if wish is not None:
        # "Before" and "once" behind a wish change nothing.
        return not is_past(text[: wish.end()])
    staged = any(pattern.search(text) for pattern in (_STAGED, _SHOWS, _SEES, _SESSION))
    return staged and not _NOT_TO_ME.search(text)
