"""Who promises, and in which words: "I'll send it", "sales will call you", "you'll get it by noon"."""

import re

from aftercall.language.phrases import worded

_WILL = (
    r"(?:\b(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to|'m gonna|'re gonna"
    r"|'ma)|^(?:and |so )?(?:gonna|will))"
)
_ADVERBS = (
    r"(?: also| just| then| definitely| probably| certainly| go ahead and| make sure to| personally| quickly"
    r"| have to| need to| try to| now| be sure to| of course| happily)*"
)
OWN = re.compile(rf"{_WILL}{_ADVERBS} (?P<verb>(?!not\b|never\b)[a-z]+)(?P<rest>[^.?!]*)")
PEOPLE = (
    r"(?:sales|support|billing|legal|finance|engineering|onboarding|security|someone|somebody"
    r"|(?:\w+ ){0,3}(?:team"
    r"|reps?|representative|specialist|engineer|colleagues?|manager|lead|executive|expert|consultant"
    r"|department"
    r"|counsel|assistant|person|rep|people|partner|office|admin)(?: from [\w ]{3,20}?)?)"
)
_CONTACTS = (
    r"(?:e-?mail|send|call|ring|phone|reach|contact|follow|get back|get in touch|be in touch|answer|bring"
    r"|prepare"
    r"|review|confirm|write|look into|check|provide|share|respond|reply|forward|put together|come back"
    r"|message"
    r"|text|walk|ask|sign)"
)
OTHERS = worded(
    "ll will going",
    rf"\b(?P<who>{PEOPLE})(?:'ll| will|'s going to| is going to| are going to){_ADVERBS} {_CONTACTS}\b",
)
THEY = worded(
    "ll will",
    rf"\b(?:they|he|she)(?:'ll| will){_ADVERBS} (?:{_CONTACTS} (?:to |back to )?you|bring|prepare|send)\b",
)
MINE = re.compile(r"\b(?:my|our|i'll have|we'll have)\b")
TO_YOU = re.compile(r"\b(?:you|it|them|that|those|over)\b")
YOU_WILL = worded(
    "ll will should",
    r"\byou(?:'ll| will| should)(?: also)? (?:get|receive|have|hear)\b(?!.*\b(?:when|once|if|invit\w+"
    r"|each time"
    r"|every time|confirmation)\b).*\b(?:from (?:us|me|sales|support|our|the|a|my)|back from|by |today"
    r"|tomorrow"
    r"|within|this (?:week|afternoon))",
)
LET_ME_ASK = worded(
    "let",
    r"\blet me(?: just| go)? (?:talk (?:to|with|it over)|speak (?:to|with)|check with|ask (?!you)|run (?:it"
    r"|this|that)"
    r"|discuss|take (?:it|this|that) (?:back )?to|bring (?:it|this|that) to|get back to|confirm with)",
)
OFFER = re.compile(
    r"^(?:and |so |okay |then |sure |otherwise )*(?:(?:for|as for|about|on) (?:\w+ ){1,4}?,? ?)?(?:(?:i|we"
    r"|sales|they|someone|our \w+(?: team)?) (?:can"
    r"|could)\b(?!')"
    r"|(?:i|we)(?:'d| would) be (?:happy|glad) to|i'm happy to)"
    rf"{_ADVERBS} (?P<verb>[a-z]+)(?P<rest>[^.?!]*)"
)
ADDRESSED = re.compile(r"\byour?\b")
"""The other side is spoken to, or of."""
