"""What a clause does: ask, acknowledge, request, promise or state, punctuated or not."""

import re

from aftercall.session.prepared import DialogueAct

_LEAD = (
    r"^(?:(?:and|but|so|okay|ok|well|oh|also|yeah|yes|no|then|now|right|alright|um|like|sorry|actually"
    r"|anyway|because"
    r"|first|second|third|or|hi|hey|hello|great|perfect|wait|all right|got it|mm|just|you know|i mean"
    r"|i guess)"
    r"[,.]?\s+)*"
)
_ACKNOWLEDGEMENT_WORDS = (
    "yeah|yes|yep|yup|ok|okay|right|sure|great|perfect|awesome|nice|good|cool|alright|all right|got it"
    "|gotcha|i see"
    "|mm-hmm|mmhmm|mhm|mm hmm|uh-huh|uh huh|uhuh|understood|absolutely|exactly|of course|fine|wonderful"
    "|excellent"
    "|makes sense|that makes sense|fair enough|i understand|i know|oh|ah|aha|wow|no problem|true|correct"
    "|definitely"
    "|certainly|sounds good|very good|oh good|oh okay|oh nice|thanks|thank you|no worries|interesting|hm"
    "|huh|mm|so"
    "|that's right|i get it|noted|fantastic|lovely|grand|totally|indeed|really|that's great|that's good"
    "|happy to"
)
_ACKNOWLEDGEMENT = re.compile(rf"^(?:(?:{_ACKNOWLEDGEMENT_WORDS})[\s,.!]*)+$")
_ACKNOWLEDGING_START = re.compile(
    r"^(?:got it|understood|i see|mm-hmm|makes sense|that makes sense|of course|absolutely|okay|right"
    r"|i understand"
    r"|i hear you|i completely understand|that's (?:a )?(?:fair|good|great|very) |sounds like|great to"
    r"|sure)\b"
)

_REQUEST_VERBS = (
    "send|email|mail|text|show|give|schedule|set up|set me|add|transfer|put|get me|get us|connect|walk"
    "|book|forward"
    "|share|call|ring|copy|cc|include|check|help|let me|let us|have (?:someone|somebody|them|him|her|a)"
    "|take me|make"
    "|provide|arrange|talk me|speak|stop|remove|cancel|ignore|hold|wait|repeat|bring|do a|demo"
)
_REQUEST = re.compile(
    rf"{_LEAD}(?:please\s+)?(?:(?:can|could|would|will) (?:you|we|i|someone|somebody|whoever it is|the \w+)"
    rf"(?: guys)?(?: please| just| also| maybe)* (?:{_REQUEST_VERBS})\b"
    r"|(?:send|email|text|show|give|call|forward|copy|schedule|book|transfer|connect|put|have) "
    r"(?:me|us|him|her|them|it|that|somebody|someone|jen|a)\b"
    r"|let me know\b|i(?:'d| would) (?:like|love|want|appreciate) (?:you|to (?:see|get|have|talk|speak|book"
    r"|schedule))"
    r"|i need (?:you to|someone to|to speak|to talk)|(?:can|could|may) (?:i|we) (?:please )?(?:get|have|see"
    r"|speak|talk)"
    r"|please \w+|would you mind)"
)
_COMMITMENT = re.compile(
    r"\b(?:i|we)(?:'ll| will| shall)(?: also| just| definitely| probably| then| go ahead and| make sure to)* "
    r"(?!be honest|tell you|say\b|admit|not\b|never|be (?:mad|late|out|in the|driving)|need|want|have to"
    r"|see\b|bet)"
    r"[a-z]+"
    r"|\b(?:i'm|i am|we're|we are) (?:going to|gonna) (?!need|want|be honest|say|lose|die|have to|guess"
    r"|assume)[a-z]+"
    r"|\blet me (?!know|see\b|ask you|think|guess|tell you|be |put it this|get this straight|start|explain"
    r"|give you a"
    r"|just ask|stop you|finish)(?:also |just |go |quickly )*(?:check|send|talk|ask|run|look|find|get|book"
    r"|schedule"
    r"|confirm|connect|transfer|forward|email|bring|grab|pull|try|circle|review|set|share|make|take|put"
    r"|see if)"
    r"|\b(?:i|we) (?:can|could) (?:send|email|have|get|book|schedule|ask|raise|set up|connect|transfer"
    r"|forward"
    r"|follow up|arrange|share|bring)\b"
    r"|\b(?:sales|support|someone|somebody|a (?:rep|specialist|colleague)|our (?:team|sales team"
    r"|support team)"
    r"|the (?:team|sales team|support team)) will (?:email|call|reach|contact|send|follow|get back"
    r"|be in touch)"
)
_HYPOTHETICAL = re.compile(
    r"^(?:so |and |but )?(?:if|when|unless|once|suppose|say)\b|\bif (?:i|we) (?:was|were|could)\b"
)

_INVERSION = re.compile(
    rf"{_LEAD}(?:do|does|did|is|are|was|were|can|could|would|will|should|have|has|am|may|isn't|aren't|don't"
    r"|doesn't"
    r"|can't|won't|wouldn't|couldn't|didn't|shall|might)\s+"
    r"(?:i|you|we|they|he|she|it|there|this|that|the|anyone|anybody|my|your|our|these|those|somebody|someone"
    r"|people"
    r"|any|everyone|all|recipients|clients|customers)\b"
)
_WH_QUESTION = re.compile(
    rf"{_LEAD}(?:(?:what|how|when|where|why|who|which)(?:'s|'re|\s+(?:is|are|do|does|did|can|could|would"
    r"|should|will"
    r"|about|much|many|long|often|kind|sort|time|if|come|was|were|has|have|plan|of|else|exactly|happens"
    r"|happened))"
    r"|(?:what|which|whose)\s+(?!i\b|we\b|you\b|they\b|he\b|she\b|it\b)\w+\s+(?:do|does|did|is|are|can|could"
    r"|would|will|should|have|has)"
    r"|what's|who's|how come|any (?:chance|idea|way|news))\b"
)
_TAG_QUESTION = re.compile(
    r"(?:,? (?:right|correct|is it|isn't it|is that right|does it|doesn't it|do you|don't you"
    r"|is that possible|or no"
    r"|or not|yes or no|or is that (?:crazy|not)|is that okay|is that correct|you know what i mean)\s*\??"
    r"|\bor what)$"
)
_INDIRECT = re.compile(
    r"\b(?:i was wondering|i'm wondering|wondering (?:if|whether|what|how)|my (?:\w+ )?question is"
    r"|i wanted to ask"
    r"|i'd like to know|i want to know|we want to know|i'd want to know|curious (?:if|about|whether|what|how"
    r"|to know)"
    r"|want to (?:ask|find out)|trying to (?:figure|find) out|not sure (?:if|whether|how|what) (?:you|it"
    r"|this|that))\b"
)
_INNER_QUESTION = re.compile(
    r"\b(?:how much (?:does|is|do|would)|what does (?:it|that) cost|is (?:it|that|there) (?:possible|doable"
    r"|a way)"
    r"|do you (?:guys )?(?:have|offer|support|integrate|do|know|sign)|does (?:it|that|this) (?:work"
    r"|integrate|support"
    r"|include|cost|have)|can (?:i|we|it|you) [a-z]+ .*\b(?:or|if|with)\b"
    r"|is that (?:like )?(?:is that )?doable)\b"
)
_EXCLAMATION = re.compile(r"^what an? |^how (?:nice|great|lovely|funny|awful|awesome)\b")

_LONGEST_ACKNOWLEDGEMENT = 6


def classify(clause: str) -> tuple[DialogueAct, float]:
    """Tell what a clause of normalised text does, and how sure that is (0 to 1)."""
    asked = clause.endswith("?")
    if len(clause.split()) <= _LONGEST_ACKNOWLEDGEMENT and _ACKNOWLEDGEMENT.match(clause.rstrip("?")):
        return (DialogueAct.ACKNOWLEDGEMENT, 0.6 if asked else 0.9)
    if _REQUEST.match(clause) and not _COMMITMENT.match(clause):
        return (DialogueAct.REQUEST, 0.85)
    if not asked and _COMMITMENT.search(clause) and not _HYPOTHETICAL.search(clause):
        return (DialogueAct.COMMITMENT, 0.8)
    certainty = 0.97 if asked else _question_certainty(clause)
    if certainty:
        return (DialogueAct.QUESTION, certainty)
    return (DialogueAct.STATEMENT, 0.7)


def _question_certainty(clause: str) -> float:
    """Tell how surely a clause without a question mark asks; 0 when it does not."""
    stated = clause.endswith((".", "!"))
    if _EXCLAMATION.match(clause):
        return 0.0
    if _INVERSION.match(clause) or _WH_QUESTION.match(clause):
        return 0.6 if stated else 0.85
    if _INDIRECT.search(clause):
        return 0.6
    return 0.65 if not stated and (_TAG_QUESTION.search(clause) or _INNER_QUESTION.search(clause)) else 0.0


def acknowledges(clause: str) -> bool:
    """Tell whether a clause takes up what was said ("got it, about a hundred"), whatever else it does."""
    return bool(_ACKNOWLEDGING_START.match(clause) or _ACKNOWLEDGEMENT.match(clause))
