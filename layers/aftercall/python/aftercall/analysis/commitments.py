"""Which clauses promise work after the call, whose work it is, and what was only offered (spec 3.8)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from aftercall.analysis.context import is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.language.content_words import content_words
from aftercall.language.normalisation import normalise
from aftercall.language.phrases import worded
from aftercall.reports.action_items import Owner
from aftercall.session.prepared import DialogueAct

_WILL = (
    r"(?:\b(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to| are going to|'m gonna|'re gonna"
    r"|'ma)|^(?:and |so )?(?:gonna|will))"
)
_ADVERBS = (
    r"(?: also| just| then| definitely| probably| certainly| go ahead and| make sure to| personally| quickly"
    r"| have to| need to| try to| now| be sure to| of course| happily)*"
)
_OWN = re.compile(rf"{_WILL}{_ADVERBS} (?P<verb>(?!not\b|never\b)[a-z]+)(?P<rest>[^.?!]*)")
_PEOPLE = (
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
_OTHERS = worded(
    "ll will going",
    rf"\b(?P<who>{_PEOPLE})(?:'ll| will|'s going to| is going to| are going to){_ADVERBS} {_CONTACTS}\b",
)
_THEY = worded(
    "ll will",
    rf"\b(?:they|he|she)(?:'ll| will){_ADVERBS} (?:{_CONTACTS} (?:to |back to )?you|bring|prepare|send)\b",
)
_MINE = re.compile(r"\b(?:my|our|i'll have|we'll have)\b")
_TO_YOU = re.compile(r"\b(?:you|it|them|that|those|over)\b")
_YOU_WILL = worded(
    "ll will should",
    r"\byou(?:'ll| will| should)(?: also)? (?:get|receive|have|hear)\b(?!.*\b(?:when|once|if|invit\w+"
    r"|each time"
    r"|every time|confirmation)\b).*\b(?:from (?:us|me|sales|support|our|the|a|my)|back from|by |today"
    r"|tomorrow"
    r"|within|this (?:week|afternoon))",
)
_LET_ME_ASK = worded(
    "let",
    r"\blet me(?: just| go)? (?:talk (?:to|with|it over)|speak (?:to|with)|check with|ask (?!you)|run (?:it"
    r"|this|that)"
    r"|discuss|take (?:it|this|that) (?:back )?to|bring (?:it|this|that) to|get back to|confirm with)",
)
_OFFER = re.compile(
    r"^(?:and |so |okay |then |sure |otherwise )*(?:(?:for|as for|about|on) (?:\w+ ){1,4}?,? ?)?(?:(?:i|we"
    r"|sales|they|someone|our \w+(?: team)?) (?:can"
    r"|could)\b(?!')"
    r"|(?:i|we)(?:'d| would) be (?:happy|glad) to|i'm happy to)"
    rf"{_ADVERBS} (?P<verb>[a-z]+)(?P<rest>[^.?!]*)"
)
_NEVER_WORK = frozenset((
    "be", "say", "admit", "bet", "want", "know", "guess", "miss", "pretend", "imagine", "count",
    "repeat", "stop", "wait", "hold", "die", "lose", "cry", "faint", "love", "hate", "like", "remember",
    "keep", "stay", "stick", "leave", "go", "understand", "hear", "help", "explain", "transfer", "connect",
    "note", "mark", "log", "cross", "flag", "use", "agree", "start", "end", "wish", "live", "survive",
    "continue", "fire", "onboard", "hire", "grow", "open", "expand", "double", "need", "spend", "pay",
    "believe", "assume", "settle", "read", "cover",
))  # fmt: skip
_BARE = frozenset(
    (
        "pass that on",
        "pass it on",
        "pass that along",
        "pass it along",
        "let them know",
        "tell them",
        "tell her",
        "tell him",
        "do",
        "do that",
        "do it",
        "do so",
        "ask",
        "manage",
        "call",
        "send",
    )
)
_WEAK = frozenset(("think", "look", "let", "see", "try", "check", "give", "tell", "figure", "put", "take"))
"""Verbs that promise something only with a date, a person or a thing to be given."""
_WEAK_MEANT = re.compile(
    r"\b(?:with (?:the|our|my|sales|support|legal|them|him|her)|into (?:it|that|this|what|whether)|whether"
    r"|to (?:you|them|her|him|my|our|the|sales|support)|you know (?:by|when|once|after|tomorrow|today|next"
    r"|what)"
    r"|together|in writing|on the list|in front of|(?:him|her|them|it) (?:a|the|your|this)|a call|off)\b"
)
_NOT_MEANT = re.compile(
    r"\b(?:do (?:my|our) best|(?:talk|speak) (?:to|with) you|see you|take (?:it|that|the|a|one"
    r"|my chances)\b(?! to| back)"
    r"|tell you(?! (?:by|when|tomorrow))|give (?:you|them|him|her|it) that|give it a (?:try|shot|go)|ask you"
    r"|say that|be honest|have to|let you go|put you (?:on"
    r"|through)"
    r"|look (?:that|it|this) up|get back on track|get (?:that|it|you) (?:right|now|started)|have it|get used"
    r"|go (?:with|for|elsewhere)|switch to|sign out|write (?:it|that) down"
    r"|look after|take care|find out (?:on|when|soon|then|in|at|tomorrow)|get there|cop (?:it|the))\b"
)
_TRIES = re.compile(r"\bhave (?:a|the|one|another) (?:look|think|coffee|read|go|chat|play)\b")
"""Work only where it is said when."""

_AT_ONCE = re.compile(
    r"\b(?:for you now|right now|one more|once more|another (?:search|wording|way)|for a (?:moment|second))\b"
    r"|\b(?:check|look|search|find|pull (?:that|it|this) up|see)\b(?!.*\b(?:with|into|and|email|get back"
    r"|tomorrow|by)\b)"
)
_AGAIN = re.compile(r"^(?:try|search|check|look|run|do|repeat)\b.*\bagain\b")
_CALLER_NOW = worded(
    "let just have hold hang one",
    r"\blet me (?:see|think|find|pull|look|grab|write|get)\b|\bi'll just (?:put|say|write|use|do|type|go"
    r"|leave)\b"
    r"|\bhave (?:em|'em|them|him|her|someone|somebody) (?:call|email|send|ring|write|come|do)\b"
    r"|\b(?:hold on|hang on|one (?:second|moment|sec))\b",
)
_BOOKS = re.compile(
    r"^(?:book|reserve)\b|^(?:schedule|put|get|set up) ?(?:you|it|that|this|us|a|the|down"
    r"|in)*\b(?=.*\b(?:demo|call|meeting|slot|time"
    r"|session|calendar|down|booked|in for|appointment|am|pm|monday|tuesday|wednesday|thursday|friday)\b)"
)
_CONDITION = re.compile(r"\b(?:if|unless|otherwise|or else|in case)\b")
_CONDITION_BEFORE = re.compile(
    r"(?:,|\band\b|\bbut\b|^)\s*(?:(?:and|but|so|because|well|see|okay)[, ]+)*(?:if|unless|or else"
    r"|otherwise)\b"
)
_HEDGED = re.compile(r"\b(?:maybe|perhaps|might|i guess|i suppose|hopefully|would|wish)\b")
_THREAT = re.compile(r"\b(?:i'm done|run out|cancel|leave a (?:bad )?review|switch to|go elsewhere|never)\b")
_REASON = re.compile(r"^(?:because|cause|'cause|since)\b")
_SENT_SOON = re.compile(
    r"\bi(?: also| just| then)? (?:send|e-?mail|forward|write|bring|give|call|ring|text|ask|get back to|come"
    r" back to)"
    r" (?:you|it|them|that|this|him|her|over|the|my|our)\b(?! (?:every|each|all the time|always|usually"
    r"|when))"
)
"""The present tense of what is as good as done; only with a date."""
_HABIT = re.compile(
    r"\b(?:every|each|always|usually|often|never|sometimes|a (?:day|week|month|year)|when(?:ever)?|on"
    r" \w+days)\b"
)
_SARCASTIC = re.compile(r"\bi'll just\b.*\bagain\b|\bnothing else on\b")
_ACCEPTS = re.compile(
    r"^(?:(?:oh|uh|um|well|okay|ok|alright|mm|hm)[, ]+)*(?:yes|yeah|yep|sure|please|that would be|that'd be"
    r"|great"
    r"|perfect|do that|do it|sounds good|go ahead|go on|absolutely|yes please|definitely|cool|lovely|ideal"
    r"|thank"
    r"|that works|all right|fine|by all means|sweet|brilliant|super|good|please do|do(?=[,.!] | please\b|$)"
    r"|(?:it|that) (?:does|would|suits|will)|i'd (?:like|appreciate|love) (?:that|it)|if you (?:would|could"
    r"|don't mind)|would you)\b"
)
_JUST_OKAY = re.compile(r"^(?:ok|okay|alright)\W*$")
_DECLINES = re.compile(r"\b(?:no thanks|no thank you|don't|not now|no need|that's okay|not yet|but)\b")
_BY_SALES = re.compile(
    r"\bsales\b|\b(?:account (?:executive|manager)|solutions? (?:engineer|consultant|architect)"
    r"|the (?:specialist"
    r"|engineer|rep|representative)|a (?:specialist|rep|representative|product specialist))\b"
)
_BY_SUPPORT = re.compile(
    r"\b(?:support|ticket|technical team|tech team|bug|customer success|onboarding|finance|billing"
    r"|compliance|legal"
    r"|security)(?: team| colleagues?| department| lead| engineer| agent| specialist| people)?\b"
)
_TICKET = re.compile(r"\b(?:ticket|support case|bug report)\b")
_DELEGATES = re.compile(
    r"\b(?:have|ask|get|tell|let) (?:the |our |a |an |someone (?:from|in|on) (?:the "
    r"|our )?)?(?P<whom>[\w -]{3,40}?)"
    r"(?: to| who|\b(?:send|email|call|reach|write|confirm|cover|prepare|check|look|follow|contact|come|get"
    r"|bring"
    r"|answer|respond|put|walk|help|share|forward)\b)"
)
_ONE_MORE = re.compile(r",? and (?:then )?(?=(?:i|we)(?:'|\u2019)?(?:ll| will| shall)\b)", re.IGNORECASE)
_NEXT_TURNS = 3
_LATER_TURNS = 14
_SHARED_WORDS = 2
_BRIEF = 8
"""Words of an answer that takes an offer up and asks for nothing else; what is promised next is the same."""


def is_commitment(conversation: Conversation, utterance: Utterance, clause: Clause) -> bool:
    """Tell whether a clause promises work that is still to be done when the call is over."""
    text = _main_part(clause.text)
    if (
        not text
        or clause.act is DialogueAct.QUESTION
        or _SARCASTIC.search(text)
        or _REASON.search(text)
        or _goes_on_from_condition(utterance, clause)
        or is_pretended(utterance.text)
    ):
        return False
    if utterance.by_user:
        return _caller_promises(clause, text, has_date=_has_date(utterance, clause))
    return _agent_promises(conversation, utterance, text, has_date=_has_date(utterance, clause))


def promises_in(conversation: Conversation, utterance: Utterance, clause: Clause) -> Iterator[Clause]:
    """Give each promise of a clause that makes several ("I'll reopen it, and I'll ask them to call")."""
    said = clause.turn.text
    cuts = [match.end() for match in _ONE_MORE.finditer(said, clause.start, clause.end)]
    places = pairwise((clause.start, *cuts, clause.end))
    pieces = [
        replace(clause, start=start, end=end, text=normalise(said[start:end]).text.strip())
        for start, end in places
    ]
    promised = [piece for piece in pieces if is_commitment(conversation, utterance, piece)]
    if len(promised) == len(pieces) > 1:
        yield from promised
    else:
        yield clause


def _goes_on_from_condition(utterance: Utterance, clause: Clause) -> bool:
    """Tell whether a clause carries on what stands under a condition ("if not, I'm off | and I'll pay")."""
    position = utterance.clauses.index(clause) if clause in utterance.clauses else 0
    return (
        position > 0
        and clause.text.startswith("and ")
        and _CONDITION.match(utterance.clauses[position - 1].text) is not None
    )


def owner_of(clause: Clause, utterance: Utterance) -> Owner:
    """Tell who has to do the work: not who promised it, but who was told to ("I'll have sales email you")."""
    if utterance.by_user:
        return Owner.USER
    match = _DELEGATES.search(clause.text) or _OTHERS.search(clause.text)
    if match is None:
        return Owner.SUPPORT if _TICKET.search(clause.text) else Owner.AGENT
    named = match.group()
    if _BY_SALES.search(named):
        return Owner.SALES
    return Owner.SUPPORT if _BY_SUPPORT.search(named) else Owner.AGENT


def _main_part(text: str) -> str:
    """Give a clause without what stands under a condition; empty when the promise itself does."""
    condition = _CONDITION.search(text)
    if condition is None:
        return text
    before = _CONDITION_BEFORE.search(text)
    if before is not None:
        return text[: before.start()].strip()
    return "" if condition.start() == 0 else text


def _has_date(utterance: Utterance, clause: Clause) -> bool:
    return any(clause.start <= span.start < clause.end for span in utterance.annotation.dates)


def _caller_promises(clause: Clause, text: str, *, has_date: bool) -> bool:
    if _THREAT.search(clause.text) or _CALLER_NOW.search(text):
        return False
    if _LET_ME_ASK.search(text) or (has_date and _SENT_SOON.search(text) and not _HABIT.search(clause.text)):
        return True
    others = _OTHERS.search(text)
    if others is not None and _MINE.search(text) and _TO_YOU.search(text[others.end() :]):
        return True
    return any(
        _is_work(match, has_date=has_date) and not _HEDGED.search(text, 0, match.end("verb"))
        for match in _OWN.finditer(text)
    )


def _agent_promises(conversation: Conversation, utterance: Utterance, text: str, *, has_date: bool) -> bool:
    if _OTHERS.search(text) or _THEY.search(text) or _YOU_WILL.search(text):
        return True
    offer = _OFFER.match(text)
    if offer is not None:
        return (
            _is_work(offer, has_date=has_date)
            and not _is_at_once(offer, has_date=has_date)
            and _is_accepted(conversation, utterance)
        )
    return any(
        _is_work(match, has_date=has_date) and not _is_at_once(match, has_date=has_date)
        for match in _OWN.finditer(text)
    )


def _is_work(match: re.Match[str], *, has_date: bool) -> bool:
    verb, rest = match.group("verb"), match.group("rest")
    said = f"{verb}{rest}"
    if verb in _NEVER_WORK and not re.search(r"\band (?:send|email|get back|call|ask)\b", rest):
        return False
    if _NOT_MEANT.search(said) or said.strip(" ,") in _BARE or (_TRIES.search(said) and not has_date):
        return False
    return verb not in _WEAK or has_date or bool(_WEAK_MEANT.search(rest))


def _is_at_once(match: re.Match[str], *, has_date: bool) -> bool:
    """Tell whether the agent does it in the call: searches, bookings, transfers."""
    said = f"{match.group('verb')}{match.group('rest')}"
    if _AGAIN.search(said) and not has_date:
        return True
    return bool(_AT_ONCE.search(said) or _BOOKS.search(said)) and not _DELEGATES.search(said)


def _is_accepted(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether an offer was taken up, and not replaced by a firm promise soon after."""
    answer = conversation.user_after(utterance.index)
    if answer is None or _DECLINES.search(answer.text):
        return False
    if not (_ACCEPTS.match(answer.text) or _JUST_OKAY.match(answer.text)):
        return False
    return not _is_promised_later(conversation, utterance, answer.index)


def _is_promised_later(conversation: Conversation, offer: Utterance, answered: int) -> bool:
    """Tell whether a firm promise follows the offer at once, or later one about the same things."""
    words = content_words(offer.text)
    brief = len(conversation.utterances[answered].text.split()) <= _BRIEF
    for later in conversation.utterances[answered + 1 : answered + 1 + _LATER_TURNS]:
        if later.by_user:
            continue
        near = later.index <= answered + _NEXT_TURNS
        for clause in later.clauses:
            firm = bool(_OTHERS.search(clause.text)) or any(
                match.group("verb") not in _NEVER_WORK for match in _OWN.finditer(clause.text)
            )
            shared = len(words & content_words(clause.text))
            if firm and ((near and (shared or brief)) or shared >= _SHARED_WORDS):
                return True
    return False
