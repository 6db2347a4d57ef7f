"""Patterns of what a clause does: what :mod:`aftercall.language.acts` weighs."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from aftercall.language.acknowledgements import is_acknowledgement, is_thanks
from aftercall.language.phrases import worded, words_in

_LEAD = (
    r"^(?:(?:and|but|so|okay|ok|well|oh|also|yeah|yes|no|then|now|right|alright|um|like|sorry|actually"
    r"|anyway|because"
    r"|first|second|third|or|hi|hey|hello|great|perfect|wait|all right|got it|mm|just|you know|i mean"
    r"|i guess)"
    r"[,.]?\s+)*"
)
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
_COMMITMENT = worded(
    "i we let",
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
    r"|follow up|arrange|share|bring)\b",
)
_THIRD_PARTY_PROMISE = worded(
    "will",
    r"\b(?:sales|support|someone|somebody|a (?:rep|specialist|colleague)|our (?:team|sales team|support team)"
    r"|the (?:team|sales team|support team)) will (?:email|call|reach|contact|send|follow|get back"
    r"|be in touch)",
)
_HYPOTHETICAL = worded(
    "if when unless once suppose say",
    r"^(?:so |and |but )?(?:if|when|unless|once|suppose|say)\b|\bif (?:i|we) (?:was|were|could)\b",
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
_TAG_ENDS = (
    "right", "correct", "is it", "isn't it", "is that right", "does it", "doesn't it", "do you", "don't you",
    "is that possible", "is that not", "or no", "or not", "crazy", "is that okay", "what i mean", "or what",
)  # fmt: skip
_TAG_QUESTION = re.compile(
    r"(?:,? (?:right|correct|is it|isn't it|is that right|does it|doesn't it|do you|don't you"
    r"|is that possible|or no"
    r"|or not|yes or no|or is that (?:crazy|not)|is that okay|is that correct|you know what i mean)\s*\??"
    r"|\bor what)$"
)
_INDIRECT = worded(
    "wondering question wanted know want curious trying sure",
    r"\b(?:i was wondering|i'm wondering|wondering (?:if|whether|what|how)|my (?:\w+ )?question is"
    r"|i wanted to ask"
    r"|i'd like to know|i want to know|we want to know|i'd want to know|curious (?:if|about|whether|what|how"
    r"|to know)"
    r"|want to (?:ask|find out)|trying to (?:figure|find) out|not sure (?:if|whether|how|what) (?:you|it"
    r"|this|that))\b",
)
_INNER_QUESTION = worded(
    "how what is do does can",
    r"\b(?:how much (?:does|is|do|would)|what does (?:it|that) cost|is (?:it|that|there) (?:possible|doable"
    r"|a way)"
    r"|do you (?:guys )?(?:have|offer|support|integrate|do|know|sign)|does (?:it|that|this) (?:work"
    r"|integrate|support"
    r"|include|cost|have)|can (?:i|we|it|you) [a-z]+ .*\b(?:or|if|with)\b"
    r"|is that (?:like )?(?:is that )?doable)\b",
)
_EXCLAMATION = re.compile(r"^what an? |^how (?:nice|great|lovely|funny|awful|awesome)\b")

_FREE_RELATIVE = re.compile(
    rf"{_LEAD}(?:what|how|when|where|who|why|which|whatever|however|whenever)\s+"
    r"(?:i|we|you|they|he|she|it|people|everyone|the|my|our|this|that)\b"
)
_DIGIT = re.compile(r"\d")
_VALUES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", "today", "tomorrow", "noon", "week", "month", "year",
)  # fmt: skip
_VALUE_WORDS = frozenset(word + ending for word in _VALUES for ending in ("", "s"))
_FIGURE_OF_SPEECH = worded(
    "ll will won don can couldn gonna going sorry worried afraid should understand like let",
    r"\b(?:i|we)(?:'ll| will)(?: just| also)? (?:be honest|be frank|tell you|say\b|admit|have to say|bet"
    r"|never|not\b|need|want|have to|see\b|be (?:mad|late|out|in the|driving))"
    r"|\b(?:i|we) (?:won't|don't|can't|couldn't)\b"
    r"|\b(?:he|she|they|you|it|that)(?:'s|'re| is| are) (?:gonna|going to)\b"
    r"|\b(?:sorry|worried|afraid|should've|understand|(?:would|'d) like)\b"
    r"|\blet me (?:tell you|be (?:honest|clear|frank)|put it|guess|think|see\b|ask you|explain)",
)

_CUE_WORDS = frozenset((
    "yea", "yeah", "yes", "yep", "yup", "no", "nope", "okay", "ok", "kay", "right", "sure", "true", "good",
    "great", "nice", "cool", "fine", "fair", "perfect", "lovely", "exactly", "alright", "mm", "hmm", "oh",
    "ah", "see", "know", "think", "guess", "suppose", "agree", "too", "also", "thanks", "thank", "works",
    "sense", "course", "definitely", "absolutely", "certainly", "probably", "maybe", "possibly", "hopefully",
    "correct", "understood", "gotcha", "wow", "please", "indeed", "totally", "well", "interesting", "doable",
    "exciting", "excellent", "wonderful", "awesome", "dunno", "agreed", "brilliant", "fantastic", "fabulous",
    "splendid", "groovy", "funny", "better", "amazing", "whatever", "like", "love", "hope", "understand",
    "completely", "nah", "voila", "whoa", "gosh",
))  # fmt: skip
_CUE_PHRASES = re.compile(r"\b(?:m+hm*|uh-huh|got it|very much)\b")
_DENIALS = frozenset(("no", "nope", "nah", "not"))
_GOING_ON = frozenset(("so", "well", "but", "because", "now"))
_WILLING = worded(
    "i we let gonna going shall should could can do",
    r"\b(?:i|we)(?:'ll|'d|'m| will| would| can| could| shall| should| might| may| have to| need to| want to"
    r"| am| are)\b|\bwe're\b|\blet me\b|\blet's\b|\b(?:shall|should|could|can|do you want) (?:i|we|me)\b"
    r"|\bgonna\b|\bgoing to\b",
)

ACT_EXTRAS: Final = (
    "acknowledgement", "request", "commitment", "inversion", "wh_question", "tag", "indirect",
    "inner_question", "acknowledging_start", "hypothetical", "free_relative", "figure_of_speech", "value",
    "cue", "willing",
)  # fmt: skip


class ActEvidence(NamedTuple):
    """Which patterns a clause of normalised text shows."""

    acknowledgement: bool
    request: bool
    commitment: bool
    promise_of_others: bool
    inversion: bool
    wh_question: bool
    tag: bool
    indirect: bool
    inner_question: bool
    acknowledging_start: bool
    hypothetical: bool
    free_relative: bool
    figure_of_speech: bool
    exclamation: bool
    value: bool
    cue: bool
    willing: bool

    def numbers(self) -> tuple[float, ...]:
        """Give what :data:`ACT_EXTRAS` names, each 0 or 1."""
        return tuple(float(getattr(self, name)) for name in ACT_EXTRAS)


def evidence_of(clause: str) -> ActEvidence:
    """Look for every pattern in a clause of normalised text."""
    others = bool(_THIRD_PARTY_PROMISE.search(clause))
    return ActEvidence(
        acknowledgement=is_acknowledgement(clause),
        request=is_request(clause),
        commitment=others or bool(_COMMITMENT.search(clause)),
        promise_of_others=others,
        inversion=bool(_INVERSION.match(clause)),
        wh_question=bool(_WH_QUESTION.match(clause)),
        tag=_is_tagged(clause),
        indirect=bool(_INDIRECT.search(clause)),
        inner_question=bool(_INNER_QUESTION.search(clause)),
        acknowledging_start=acknowledges(clause),
        hypothetical=bool(_HYPOTHETICAL.search(clause)),
        free_relative=bool(_FREE_RELATIVE.match(clause)),
        figure_of_speech=bool(_FIGURE_OF_SPEECH.search(clause)),
        exclamation=bool(_EXCLAMATION.match(clause)),
        value=not _VALUE_WORDS.isdisjoint(words_in(clause)) or _DIGIT.search(clause) is not None,
        cue=_has_cue(clause),
        willing=bool(_WILLING.search(clause)),
    )


@lru_cache(maxsize=16)
def is_request(clause: str) -> bool:
    """Tell whether a clause asks somebody to do something; remembered, since it is asked twice in a row."""
    return bool(_REQUEST.match(clause)) and not _COMMITMENT.pattern.match(clause)


def acknowledges(clause: str) -> bool:
    """Tell whether a clause takes up what was said ("got it, about a hundred"), whatever else it does."""
    return bool(_ACKNOWLEDGING_START.match(clause)) or is_acknowledgement(clause) or is_thanks(clause)


def says_more(clause: str) -> bool:
    """Tell whether a short clause does more than acknowledge: thanks, denies something, or goes on."""
    first, _, rest = clause.partition(" ")
    denies = first.rstrip(",") in _DENIALS and not _has_cue(rest)
    return denies or first == "too" or clause.rsplit(" ", 1)[-1] in _GOING_ON or is_thanks(clause)


def _has_cue(text: str) -> bool:
    return not _CUE_WORDS.isdisjoint(words_in(text)) or _CUE_PHRASES.search(text) is not None


def _is_tagged(clause: str) -> bool:
    ending = clause.rstrip().rstrip("?").rstrip()
    return ending.endswith(_TAG_ENDS) and _TAG_QUESTION.search(clause) is not None
