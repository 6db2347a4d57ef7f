"""Signs that the caller wants to buy (spec 3.1)."""

import re

from aftercall.analysis.context import is_denied
from aftercall.analysis.conversation import Conversation
from aftercall.reports.sales_intelligence import BuyingSignal, Strength
from aftercall.session.prepared import DialogueAct

_RULES: tuple[tuple[str, Strength, bool, re.Pattern[str]], ...] = (
    ("purchase", Strength.STRONG, True, re.compile(
        r"\b(?:let's (?:do it|do this|go|go ahead|get started|move forward|sign)|(?:how|where) (?:do"
        r"|can) (?:i|we) (?:buy|sign up|upgrade|pay|subscribe|order)|ready to (?:buy|sign|move|go|switch"
        r"|purchase|start)"
        r"|i(?:'ll| will) take it|sign (?:me|us) up|i(?:'m| am) sold|i(?:'d| would)? (?:like|want) to (?:buy"
        r"|sign up|upgrade|purchase|move forward)|send (?:me|over) the (?:contract|agreement|order form"
        r"|paperwork)|want it signed|we're (?:kind of )?done|where do i sign)\b"
    )),
    ("next_steps", Strength.STRONG, True, re.compile(
        r"\b(?:next steps?|how (?:do|can|would) (?:we|i) (?:get started|proceed|move forward|go ahead)"
        r"|what happens next|when can (?:we|i) (?:start|get started|begin|go live)|how soon can (?:we|you|i)"
        r"|how (?:fast|quickly|long) (?:can|could|would|does it take)[^.?]*(?:set ?up|up and running|live"
        r"|onboard\w*|migrat\w*|moved))\b"
    )),
    ("timeline", Strength.STRONG, False, re.compile(
        r"\b(?:(?:want|need|like|have|love) (?:it|this|that|to have it|to have this|to be|everyone|everybody"
        r"|something|us|all \w+ of (?:us|em|them)) (?:\w+ ){0,4}?(?:going|live|running|in place|signed|done"
        r"|moved over|set up|rolled out) (?:by|before|in|this|next|on)|go live (?:by|on|before)"
        r"|before (?:\w+ ){1,5}(?:renews|expires|ends|is up|runs out)|by (?:january|february|march|april|may"
        r"|june|july|august|september|october|november|december) (?:first|1st))\b"
    )),
    ("affordability", Strength.STRONG, False, re.compile(
        r"\b(?:that's nothing|oh that's (?:cheap|nothing|fine|not bad|less than)|(?:well )?within (?:our "
        r"|the )?budget|we (?:have|got|'ve got) (?:the |a )?budget|budget(?:'s| is| has been)? (?:approved"
        r"|there|set aside)|pays? for itself|worth every|cheaper than (?:what|i thought|we))\b"
    )),
    ("pricing", Strength.MEDIUM, True, re.compile(
        r"\b(?:how much (?:is|does|would|do|for)|what (?:does|would|do) (?:it|that|this|you"
        r"|\w+ seats)? ?(?:cost|run|charge)|what's (?:it|that|the (?:price|cost|pricing|damage)) ?(?:run"
        r"|cost|for)?|what's it run|what's the (?:price|cost|pricing)|(?:a|rough|price|ballpark) (?:quote"
        r"|estimate)|per seat|per user|annual (?:discount|billing)|volume discount|add (?:more )?seats"
        r"|ballpark|prorated)\b"
    )),
    ("evaluation", Strength.MEDIUM, True, re.compile(
        r"\b(?:(?:can|could) (?:we|i|you|they) (?:get|see|have|do|show|set up|book|schedule) (?:us "
        r"|me )?(?:a |the |it |an )?(?:live |full |proper )?(?:demo|walkthrough|walk through|trial|pilot"
        r"|call|meeting)|i(?:'d| would)? (?:want|like|love) to see (?:it|how|that|the)|show (?:me|us) (?:how"
        r"|the|that|a)|pilot|proof of concept|i can show (?:my|the|them))\b"
    )),
    ("internal_case", Strength.MEDIUM, False, re.compile(
        r"\b(?:i(?:'ll| will| can) (?:use that|bring (?:it|this|that) (?:to|up)|take (?:it|this|that) to"
        r"|show (?:this|it|that|my|the)|forward (?:it|this|that)|tell (?:my|our|the|him|her|them))"
        r"|so i can (?:put|show|share|take|present|forward|bring|tell)|for (?:my|the|our) (?:boss|board|cfo"
        r"|ceo|team|manager|partners))\b"
    )),
    ("preparation", Strength.MEDIUM, True, re.compile(
        r"\bi(?:'ll| will|'m going to| can) (?:send|email|get|forward|put together|share|gather|pull|upload"
        r"|prepare) (?:\w+ ){0,8}(?:over|to you|for you|by|tomorrow|so (?:they|you)|this (?:afternoon|week)"
        r"|templates?|contracts?|forms?|documents?|logo)\b"
    )),
    ("return_on_investment", Strength.MEDIUM, False, re.compile(
        r"\b(?:save[s]? (?:us|me|a|an|hours|money|time|so much)|would save|paid for|roi|return on investment"
        r"|free up|cut (?:that|it|our) (?:down|in half)|hours a week (?:back|saved))\b"
    )),
    ("stakeholders", Strength.MEDIUM, False, re.compile(
        r"\b(?:i want (?:my|the|our|\w+ and) (?:\w+ ){0,3}(?:on the call|in the room|to see|there|to join)"
        r"|(?:bring|invite|loop in|include|copy) (?:my|our|the) (?:\w+ ){1,3})\b"
    )),
    ("satisfaction", Strength.WEAK, False, re.compile(
        r"\b(?:exactly what (?:i|we)(?:'m|'re)? (?:need|want|looking)|that's (?:exactly|just) (?:it|what)"
        r"|i love (?:it|that|this)|that would (?:be (?:huge|great|perfect|amazing|so nice|very nice)|solve"
        r"|fix|help|save)|this (?:looks|sounds) (?:great|perfect|good)|i like (?:that|it|this|what)"
        r"|impressive|sold on)\b"
    )),
    ("reconsideration", Strength.WEAK, False, re.compile(
        r"\b(?:i(?:'ll| will| might|'d) (?:look at it again|take another look|give it (?:a|another) (?:try"
        r"|shot|go)|consider|think about it|reconsider)|if (?:it|that|you)[^.?!]{2,40} (?:i(?:'ll|'d)"
        r"|we(?:'ll|'d)|then) (?:look|sign|switch|buy|move|be in|be interested))\b"
    )),
)  # fmt: skip
_CONFIDENCE = {Strength.STRONG: 0.8, Strength.MEDIUM: 0.65, Strength.WEAK: 0.5}
_ORDER = {Strength.STRONG: 0, Strength.MEDIUM: 1, Strength.WEAK: 2}
_REFUSING = re.compile(
    r"\b(?:not (?:going to|gonna|ready|interested)|don't (?:want|need)|won't|no thanks|can't|too expensive)\b"
)
_DENIABLE = frozenset(("affordability", "timeline", "preparation", "return_on_investment", "stakeholders"))


def find_buying_signals(conversation: Conversation) -> tuple[BuyingSignal, ...]:
    """Find buying signals of the caller, the strongest first; one clause gives one signal."""
    found: list[tuple[int, BuyingSignal]] = []
    for clause in conversation.user_clauses():
        for kind, strength, explicit, pattern in _RULES:
            if not pattern.search(clause.text) or _REFUSING.search(clause.text):
                continue
            if is_denied(clause.text) and kind not in _DENIABLE and clause.act is not DialogueAct.QUESTION:
                continue
            signal = BuyingSignal(
                strength=strength,
                explicit=explicit,
                kind=kind,
                confidence=_CONFIDENCE[strength],
                evidence=(clause.evidence(),),
            )
            found.append((clause.turn_index, signal))
            break
    found.sort(key=lambda item: (_ORDER[item[1].strength], item[0]))
    return tuple(signal for _, signal in found)
