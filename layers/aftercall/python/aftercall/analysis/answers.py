"""Whether what the agent said answers a question: by what the question asks for (spec 3.7)."""

import re
from enum import StrEnum

from aftercall.analysis.conversation import Utterance
from aftercall.language.content_words import content_words
from aftercall.language.phrases import worded
from aftercall.reports.content_gaps import UnansweredReason
from aftercall.session.prepared import DialogueAct


class Asked(StrEnum):
    """What a question asks for."""

    PRICE = "price"
    NUMBER = "number"
    TIME = "time"
    CHOICE = "choice"
    YES_OR_NO = "yes_or_no"
    OPEN = "open"


_PRICE = re.compile(
    r"\bhow much(?! (?:of|time|longer|work|does (?:it|that) (?:save|hold))\b)|\bwhat(?:'s| is| does| do"
    r"| would|s)?\b"
    r"[^.?]{0,48}\b(?:costs?|price[sd]?|pricing|run|running|charge[sd]?|rate|fee|come to|set (?:me|us) back"
    r"|in (?:dollars"
    r"|pounds|euros)|per (?:user|seat|month))\b|\b(?:best price|ballpark|price for|what's it come to)\b"
)
_NUMBER = re.compile(r"\bhow many\b|\bis there (?:like )?(?:a|any) (?:\w+ )?(?:number|limit|cap|maximum)\b")
_TIME = worded(
    "how when what", r"\bhow (?:long|soon|quickly|fast)\b|^(?:\w+,? ){0,3}when\b|\bby when\b|\bwhat time\b"
)
_HOW_LONG = re.compile(r"\bhow many (?:\w+ ){0,2}?(?:minutes|hours|days|weeks|months)\b")
_CHOICE = worded(
    "or", r"\b(?P<one>[\w'-]+) or (?:is (?:it|that) |in |at |a |an |the |one |with )*(?P<other>[\w'-]+)"
)
_OPEN = re.compile(r"\b(?:what|how|why|where|who|which|whose)(?:'s|'re|'d)?\b(?! about)")
_YES_OR_NO = re.compile(
    r"^(?:(?:\w+|\w+'\w+),? ){0,6}?(?:is|are|does|do|can|could|will|would|did|has|have|was|should|may|isn't"
    r"|doesn't"
    r"|can't|won't|don't|aren't)\b|\b(?:right|or not|yes or no|correct)\W*$|\bis there\b"
)
_UNKNOWN = re.compile(
    r"\b(?:i don't have (?:a |an |any |that |the |specific |information|details?)|i(?:'m| am) not (?:able"
    r"|sure|certain)"
    r"|i (?:couldn't|could not|can't|cannot|wasn't able to|was not able to|don't) (?:find|confirm|locate"
    r"|see|say"
    r"|verify|give|quote|tell|promise|know|speak to)|i (?:do not|don't) (?:see|know|have)|not certain"
    r"|(?:don't|rather not) (?:want to )?guess|no (?:specific )?(?:article|information)|unable to (?:find"
    r"|confirm"
    r"|say)|i'd (?:want|need|have) (?:a|an|the|our|someone)[^.]*(?:confirm|check)|i only have"
    r"|(?:have|ask|get) (?:a|an|the|our|someone)[^.]*(?:confirm|check|look into|get back|come back|answer)"
    r"|i have nothing|i'd rather (?:have|not)|nothing (?:specific|on|about)"
    r"|(?:isn't|not) (?:anything )?in (?:my|our) (?:documentation|notes|help)|(?:didn't|did not) find"
    r"|(?:aren't|isn't) something i can|i looked (?:and|but)|i'm afraid i|(?:have|having) no (?:details"
    r"|record|answer)"
    r"|can't be sure|beyond what i)\b"
)
_VAGUE = re.compile(
    r"\b(?:our (?:\w+ )?team (?:can|will|could)|a (?:specialist|representative) (?:can|will)|depends on"
    r"|reach out to"
    r"|contact (?:our|your)|you can find|is there anything else|would you like (?:me|us) to|i understand"
    r"|i hear you"
    r"|i'd be happy to|let me ask|can you tell me|that's an? (?:\w+ )?(?:great|good|important|fair|common)"
    r" (?:question|point)|many of (?:our|the)|takes? [\w ]{3,24} (?:extremely |very )?seriously|various"
    r"|large library"
    r"|(?:broad|wide|rich) (?:\w+ )?(?:ecosystem|range|set|selection|variety)|(?:very|most"
    r"|highly) (?:popular|easy"
    r"|straightforward|simple|cost-effective|flexible|powerful|intuitive)|is (?:designed|built|made) (?:for"
    r"|to)"
    r"|different sizes|(?:several|many|a (?:range|variety) of) (?:plans|options|ways|features|countries"
    r"|systems)"
    r"|works? out (?:cheaper|better)|save[sd]? (?:hours|time)|compared with|payment options"
    r"|(?:may|might|could) be available|pricing page|priced individually|for (?:regional"
    r"|specific) [\w ]{3,30} requirements"
    r"|any time by clicking|you can (?:organi[sz]e|create a new|also start)|great (?:impression|for|fit"
    r"|value)"
    r"|best value|peace of mind|full visibility|proud to|(?:most|many) of (?:our|the)|(?:widely|broadly) used"
    r"|on the (?:move|go)|in the field|world ?wide|around the world|every (?:size|kind|industry)|all kinds of"
    r"|all sorts of|everywhere|according to your|based on your|(?:customers|teams|people|users) (?:\w+ )?love"
    r"|hundreds of|thousands of (?!dollars)|help center|difference that|one of the reasons"
    r"|wonderful|comprehensive|robust|seamless\w*|state of the art|world[- ]class|industry[- ]leading"
    r"|tailored|committed to|we (?:value|care|strive|take pride)|experience)\b"
)
_SAYS_SO = re.compile(
    r"(?:^|[.!?;] )(?:(?:so|well|and|oh|sure|sorry|good news|great question)[,:.!]? )*(?:yes|yeah|yep|no"
    r"|nope|correct"
    r"|absolutely|exactly|of course|definitely|(?:both|either|neither)(?: of them)? (?:work|do|are|is|will"
    r"|can)\w*|that's (?:\w+ )?(?:right|doable|okay|correct|it|supported|fine|possible|not)"
    r"|right|neither"
    r"|nobody|it (?:does|doesn't|can|can't|will|won't)|they (?:can|can't|do|don't|will|won't)|you (?:can't"
    r"|don't|won't)"
    r"|we (?:do|don't|can't))\b"
)
_SUBJECT = re.compile(
    r"(?:^|[.!?;] )(?:(?:so|well|and|oh|sure|sorry)[,:.!]? )*(?:it(?:'s| is| isn't)|they(?:'re| are"
    r"| aren't)|you (?:can|could"
    r"|do|will|get|see|need)|we (?:can|are|aren't|sign|have|support|offer)|there(?: is| are| isn't| aren't"
    r"|'s)|anyone"
    r"|everyone|both|all|only|not (?:yet|directly|at the moment|by itself|really))\b"
)
_STATES = re.compile(
    r"\b(?:is|are|it's|that's|they're|isn't|aren't)(?: also| now| fully| only| all| both)* (?:available"
    r"|included|part of"
    r"|supported|possible|covered|native|recogni[sz]ed|compatible|certified|extra|separate|billed"
    r"|deactivated|free"
    r"|kept|stored|required|needed|legal|legally|binding|an add-on|in the)\b|\b(?:supports?|integrates?"
    r"|connects?|works"
    r"|comes? with|includes?|requires?|allows?|lets?|needs?|sits?|appears?|go(?:es)?|happens?|handles?"
    r"|covers?|uses?"
    r"|stops?|keeps?|takes?|pays?|signs?|shows?|gets?)\b"
)
_COSTS_NOTHING = re.compile(
    r"\b(?:free|no (?:extra |additional )?(?:charge|cost|fee)|included|at no cost|doesn't cost"
    r"|costs? (?:extra|nothing)"
    r"|billed separately)\b"
)
_MANY = re.compile(
    r"\b(?:unlimited|no (?:limit|cap|maximum)|as many|any number|none|all of them|several|a couple)\b"
)
_WHEN = re.compile(
    r"\b(?:immediately|instantly|right away|at once|same day|overnight|seconds|minutes|hours?|days?|weeks?"
    r"|months?"
    r"|as soon as|usually|typically|today|tomorrow|now|any time|once|after|before)\b"
)
_COUNTED = re.compile(r"\bhow many (?:of (?:the|these|those|your) )?(?P<noun>[\w'-]+)")
_CURRENCY = re.compile(r"\b(?:pounds?|euros?|rupees|dollars?)\b")
_GENERIC = frozenset(
    ("plan", "pandadoc", "document", "template", "price", "cost", "feature", "question", "team")
)


def admits_ignorance(answer: Utterance) -> bool:
    """Tell whether the agent says that it does not know."""
    return bool(_UNKNOWN.search(answer.text))


def kind_of(question: str) -> Asked:
    """Tell what a question of normalised text asks for."""
    if _PRICE.search(question):
        return Asked.PRICE
    if _NUMBER.search(question) and not _HOW_LONG.search(question):
        return Asked.NUMBER
    if _HOW_LONG.search(question) or _TIME.search(question):
        return Asked.TIME
    if _CHOICE.search(question) and not re.search(r"\bor (?:not|no|something|anything|what)\b", question):
        return Asked.CHOICE
    if _YES_OR_NO.search(question) and not _OPEN.match(question):
        return Asked.YES_OR_NO
    return Asked.OPEN if _OPEN.search(question) else Asked.YES_OR_NO


def evasion(question: str, words: frozenset[str], answer: Utterance | None) -> UnansweredReason | None:
    """Tell why an answer is none; ``None`` when it says what was asked for.

    Parameters
    ----------
    question
        The question, normalised; ``words`` are its content words.
    """
    if answer is None or _is_cut_off(answer):
        return UnansweredReason.NO_REPLY
    kind = kind_of(question)
    if _says(kind, question, words, answer):
        return None
    if _UNKNOWN.search(answer.text):
        return UnansweredReason.UNKNOWN_TO_AGENT
    if kind is Asked.PRICE or kind is Asked.NUMBER:
        return None if _asks_back(answer) else UnansweredReason.DEFLECTED
    if _VAGUE.search(answer.text) and not (kind is Asked.OPEN and _overlap(words, answer) > 1):
        return UnansweredReason.DEFLECTED
    return None


def _says(kind: Asked, question: str, words: frozenset[str], answer: Utterance) -> bool:
    """Tell whether an answer holds what a question of this kind asks for."""
    unknown, vague = bool(_UNKNOWN.search(answer.text)), bool(_VAGUE.search(answer.text))
    if kind is Asked.PRICE and _prices(question, answer, unknown=unknown):
        return True
    if unknown:
        return False
    if kind is Asked.NUMBER:
        counted = answer.annotation.quantities or _MANY.search(answer.text)
        return bool(counted) and _counts_it(question, answer)
    if kind is Asked.TIME:
        return bool(answer.annotation.quantities or answer.annotation.dates or _WHEN.search(answer.text))
    if kind is Asked.PRICE:
        return not vague and _overlap(words, answer) > 1
    return not vague if kind is Asked.OPEN else _decides(kind, question, words, answer)


def _prices(question: str, answer: Utterance, *, unknown: bool) -> bool:
    """Tell whether an answer names a price, in the currency that was asked for."""
    quantities = answer.annotation.quantities
    named = any(item.unit in {"usd", None} or item.per for item in quantities)
    if named:
        return not (unknown and _CURRENCY.search(question))
    return bool(_COSTS_NOTHING.search(answer.text)) and not unknown


def _decides(kind: Asked, question: str, words: frozenset[str], answer: Utterance) -> bool:
    """Say whether an answer decides: yes or no, or which of two things."""
    vague = bool(_VAGUE.search(answer.text))
    if _SAYS_SO.search(answer.text):
        return kind is not Asked.CHOICE or not vague or _chooses(question, answer)
    if kind is Asked.CHOICE and _chooses(question, answer):
        return True
    if vague and _overlap(words, answer) <= 1:
        return False
    states = _SUBJECT.search(answer.text) or _STATES.search(answer.text)
    return bool(states) and not (vague and kind is Asked.CHOICE)


def _counts_it(question: str, answer: Utterance) -> bool:
    """Tell whether an answer counts what was asked: of templates, "unlimited uploads" says nothing."""
    asked = _COUNTED.search(question)
    if asked is None or any(item.unit is None for item in answer.annotation.quantities):
        return True
    return bool(content_words(asked.group("noun")) & content_words(answer.text))


def _chooses(question: str, answer: Utterance) -> bool:
    """Tell whether an answer takes up one of the things to choose from."""
    match = _CHOICE.search(question)
    said = content_words(answer.text)
    options = content_words(" ".join(match.groups())) if match else frozenset()
    return bool(options & said) or bool(re.search(r"\b(?:both|either|neither|whichever)\b", answer.text))


def _overlap(words: frozenset[str], answer: Utterance) -> int:
    return len((words & content_words(answer.text)) - _GENERIC)


def _asks_back(answer: Utterance) -> bool:
    """Tell whether the agent needs something first ("how many seats?")."""
    return bool(answer.clauses) and all(
        clause.act in {DialogueAct.QUESTION, DialogueAct.REQUEST, DialogueAct.ACKNOWLEDGEMENT}
        for clause in answer.clauses
    )


def _is_cut_off(answer: Utterance) -> bool:
    """Tell whether an answer broke off before its first sentence ended."""
    return answer.turn.interrupted and not re.search(r"[.!?]", answer.text)
