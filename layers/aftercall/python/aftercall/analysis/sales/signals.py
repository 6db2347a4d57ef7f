"""Signs that the caller wants to buy (spec 3.1)."""

import re
from typing import Final

from aftercall.analysis.context import around, is_denied
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.reports.sales_intelligence import BuyingSignal, Strength
from aftercall.session.prepared import DialogueAct

_SEATS = r"(?:seats?|users?|licen[cs]es?|of us|people|reps?|agents?|admins?)"
_RULES: Final[tuple[tuple[str, Strength, bool, re.Pattern[str]], ...]] = (
    ("purchase", Strength.STRONG, True, re.compile(
        r"\b(?:let's (?:do it|do this|go(?! over| through| back)|get started|move forward|sign|buy)|(?:how"
        r"|where) (?:do|can|would|should) (?:i|we) (?:buy|sign up|upgrade|pay|subscribe|order|purchase"
        r"|put (?:in )?(?:my|our|the) card|(?:go|get|move|switch|convert) (?:\w+ ){0,3}(?:from"
        r"|off) the trial)|ready to (?:buy|sign|move|go(?! to)|switch|purchase|start|pull the trigger)|(?:i"
        r"|we)(?:'ll| will) (?:take (?:it|\w+ seats?|the)|buy|upgrade|subscribe|sign up|go (?:with|ahead"
        r"|for)|do the upgrade)|sign (?:me|us) up|put (?:me|us) down for|count (?:me|us) in|(?:i'm"
        r"|we're) (?:sold|in$|going (?:annual|monthly|with (?:you|the|it)|ahead|for (?:it|the)))|(?:i"
        r"|we)(?:'m| am|'re| are|'d| would)? (?:like|want|wanting|looking|ready|hoping|planning"
        r"|going) to (?:buy|sign up|upgrade|purchase|move forward|subscribe|go ahead|get started)"
        r"|^(?:\w+\W+){0,2}buy it\b|that's the one (?:i'm|we're|i|we) (?:\w+ )?(?:after|want\w*|need)"
        r"|send (?:me|us|over|it over) (?:the |an |a )?(?:contract|agreement|order form|paperwork"
        r"|invoice)(?! template)|(?:talk|speak|call|email) (?:to )?(?:\w+ )?(?:about|to) (?:buy|purchas"
        r"|upgrad|subscrib)\w*|(?:put|enter|use|give you)(?: in)? (?:my|our|the|a) (?:credit )?card"
        r"|what do (?:i|we) (?:need|have) to do to (?:get started|buy|sign|start|upgrade)|purchase order"
        r"|want it signed|(?:think|guess|then|and) we're (?:kind of |pretty much |basically )?(?:done"
        r"|good to go)|where do i sign"
        rf"|(?:start|begin|go) with (?:just )?(?:the )?(?:\w+ ){{1,2}}{_SEATS}|start with the (?:one|two"
        rf"|three|four|five"
        r"|six|ten))\b"
    )),
    ("next_steps", Strength.STRONG, True, re.compile(
        r"\b(?:next steps?|how (?:do|can|would) (?:we|i) (?:get started|proceed|move forward|go ahead)"
        r"|what (?:happens|comes|would happen|do (?:i|we) do) next|when can (?:we|i) (?:start|get started"
        r"|begin|go live|be (?:live|up and running|set up|using it))|when (?:could|would) (?:we|i) (?:start"
        r"|be)|how soon (?:can|could) (?:we|you|i)|(?:is (?:that|it)|would that be) (?:\w+ )?(?:doable"
        r"|possible|realistic) by|how (?:fast|quickly|long)[^.?]{0,40}\b(?:set ?up|up and running|live"
        r"|onboard\w*|migrat\w*|moved|switch\w*|roll\w* out))\b"
    )),
    ("timeline", Strength.STRONG, False, re.compile(
        r"\b(?:(?:want|need|needs|like|have|has|love)(?: to)? (?:it|this|that|have it|have this|be|everyone"
        r"|everybody|something|us|all \w+ of (?:us|em|them)) (?:\w+ ){0,4}?(?:going|live|running|in place"
        r"|signed|done|moved over|set up|rolled out|sorted|ready|working|figured out|decided) (?:by|before"
        r"|in|this|next|on|for)|wanted all (?:\w+ ){1,4}moved|go(?:ing)?[- ]live (?:by|on|before|date)"
        r"|(?:need|want|got|have|has) to (?:decide|choose|pick|switch|move|sign|be off|be out"
        r"|make a decision)[^.?]{0,25}\b(?:by|before|this|within|next)\b|(?:looking|hoping|planning|trying"
        r"|aiming) to (?:decide|make (?:a|our|the) decision|choose|have (?:it|this|something)|be (?:live"
        r"|done|switched))[^.?]{0,30}\b(?:by|before|within|in the next|this|next)\b|(?:last date|deadline"
        r"|cut ?off)(?: \w+){0,3} (?:is|for me|for us)|is (?:the |our |my )?(?:last date|deadline|cut ?off)"
        r"|before (?:\w+ ){1,5}(?:renews|expires|ends|is up|runs out|lapses)|(?:close|finali[sz]e|decide"
        r"|sign) (?:it |this )?(?:in|within|by|before) (?:this|the|next|end))\b"
    )),
    ("affordability", Strength.STRONG, False, re.compile(
        r"\b(?:(?:that's|is) nothing|oh that's (?:cheap|nothing|fine|not bad|less than)|(?:(?:well )?within"
        r"|fits?(?: in| within| into)?) (?:our |the |my )?budget|we (?:have|got|'ve got) (?:the |a )?budget"
        r"|budget(?:'s| is| has been)?(?: already| all)? (?:approved|there|set aside|signed off)"
        r"|worth every|cheaper than (?:what|i thought|we|i expected)|less than (?:i thought|we pay|what we"
        r"|i expected|we're paying)|(?:we|i) can (?:afford|swing|do) that|that's (?:very |really |actually "
        r"|pretty )?(?:reasonable|affordable))\b"
    )),
    ("internal_case", Strength.MEDIUM, False, re.compile(
        r"\b(?:i(?:'ll| will| can|'d)(?: just)? (?:use that(?: one)?|bring (?:it|this|that) (?:to|up)"
        r"|take (?:it|this|that) to|show (?:this|it|that)|forward (?:it|this|that)|recommend|present|put"
        r" (?:it|this|that) (?:to|in front of|before))|so (?:that )?(?:i|we) can (?:put|show|share|take"
        r"|present|forward|bring|tell|compare)|put (?:it|this|that) (?:in|into) (?:the|our|my)|something"
        r" (?:to|i can|we can) (?:put|show|take|bring|hand|forward)(?: \w+){0,3} (?:front|to|them|him|her"
        r"|board|boss)|one[- ]pager|for (?:my|the|our) (?:boss|board|cfo|ceo|partners)(?: to (?:see|look"
        r"|read))|(?:number|price|pricing|quote|it|that) in writing)\b"
    )),
    ("pricing", Strength.MEDIUM, True, re.compile(
        r"\b(?:how much(?! time)(?: (?:is (?!left|on my|my)|does|would|do you|for|will|are)|$|\W(?! \w))"
        r"|(?:what|what's|what'd|what'll)(?: \w+){0,5} (?:cost|run|charge|come to|set (?:me|us) back"
        r"|looking at|be paying)\b|what(?:'s| is| are| about) (?:it|that|(?:the |your )?(?:best |total "
        r"|annual |monthly |yearly )?(?:price|cost|pricing|rate|damage|fee)s?)(?: (?:for|on|per|you|of|in)"
        r"|\W*$)|what's it (?:run|cost|come to|in)|(?:can|could|need|want|get|send|give|bring|prepare"
        r"|have)(?: \w+){0,3} (?:a|the|rough|written|firm) (?:\w+ )?(?:quote|estimate|price|number|ballpark"
        r"|figure)(?! (?:template|builder))|annual (?:discount|billing)|volume (?:discount|pricing)|add"
        r" (?:more )?seats|ballpark|prorated|(?:price|pricing|cost|quote) for (?:the )?(?:\w+ )?(?:\w+ )?"
        rf"{_SEATS}|send (?:me |us |over )?(?:the |your |that |those )?(?:numbers?|pricing|prices|quote"
        rf"|figures|offer)"
        r"|best price|(?:does|do|would) (?:the |that |your )?(?:price|cost|plan|it|that) include|how (?:do"
        r"|would|does) (?:we|i|it|that|the \w+|billing) (?:get )?(?:billed|priced|work))"
    )),
    ("evaluation", Strength.MEDIUM, True, re.compile(
        r"\b(?:(?:can|could|may) (?:we|i|you|they|somebody|someone) (?:get|see|have|do|show|set up|book"
        r"|schedule|give|run) (?:us |me )?(?:a |the |it |an |through )?(?:live |full |proper |quick "
        r"|short )?(?:demo|walk ?through|trial|pilot)|(?:i|we)(?:'d| would)? (?:want|like|love|need)"
        r" (?:to see (?:it|how|that|the|this)|a demo|a pilot)|(?:one|a|the) demo (?:also )?(?:we|i) want"
        r"|show (?:me|us) (?:how (?!to\b)|the|that|a)|pilot|proof of concept|i can show (?:my|the|them)"
        r"|(?:try|test) (?:it|this) (?:out )?(?:with|on) (?:our|my|a|one|the))\b"
    )),
    ("preparation", Strength.MEDIUM, True, re.compile(
        r"\b(?:i|we)(?:'ll| will|'m going to|'re going to| can) (?:send|email|get|forward|put together"
        r"|share|gather|pull|upload|prepare) (?:\w+ ){0,12}(?:over|to you|for you|you (?:the|our|my|a)|by"
        r"|tomorrow|this (?:afternoon|week)|templates?|contracts?|forms?|documents?|logo|questionnaire"
        r"|format|samples?)\b"
    )),
    ("return_on_investment", Strength.MEDIUM, False, re.compile(
        r"\b(?:(?:would|will|could|'d|'ll|gonna|going to|it) (?:\w+ )?save[s]? (?:us|me|a|an|hours|money"
        r"|time|so much|\w+ hours)|paid for itself|(?:pays?|pay) for itself|if (?:it|this|that) saves|roi"
        r"|return on investment|free up|cut (?:that|it|our) (?:down|in half)|hours a week (?:back|saved))\b"
    )),
    ("stakeholders", Strength.MEDIUM, False, re.compile(
        r"\b(?:i want (?:my|the|our|\w+ and) (?:\w+ ){0,3}(?:on the call|in the room|to see|there|to join)"
        r"|(?:bring|invite|loop in|include) (?:my|our|the) (?!contract|document|template"
        r"|price)(?:\w+ ){1,3})\b"
    )),
    ("satisfaction", Strength.WEAK, False, re.compile(
        r"\b(?:exactly what (?:i|we)(?:'m|'re)? (?:need|want|looking|after)|that's (?:exactly|just) (?:it$"
        r"|what (?:i|we))|(?:\w+ ?)(?:would|'d|will|'ll|gonna|going to) (?:love|like|be (?:thrilled"
        r"|delighted|happy) (?:with|about)) (?:that|it|this)$|that(?:'d| would|'ll| will) (?:be (?:huge"
        r"|amazing|perfect)|solve|fix|get (?:him|her|them) off|save)|impressive|sold on|more than \w+ ever"
        r"|we can (?:live|work) with (?:that|it)|that's something$)"
    )),
    ("reconsideration", Strength.WEAK, False, re.compile(
        r"\b(?:i(?:'ll| will| might|'d) (?:look at it again|take another look|give it (?:a|another) (?:try"
        r"|shot|go)|reconsider)|if (?:it|that|you)[^.?!]{2,40} (?:i(?:'ll|'d)|we(?:'ll|'d)|then (?:i"
        r"|we)(?:'ll|'d)) (?:look|sign|switch|buy|move|be in|be interested|go with|come (?:over|back)))\b"
    )),
)  # fmt: skip
_CONFIDENCE = {Strength.STRONG: 0.8, Strength.MEDIUM: 0.65, Strength.WEAK: 0.5}
_ORDER = {Strength.STRONG: 0, Strength.MEDIUM: 1, Strength.WEAK: 2}
_REFUSING = re.compile(
    r"\b(?:not (?:going to|gonna|ready|interested)|don't (?:want|need)|won't|no thanks|can't|too expensive)\b"
)
_NOT_BUYING = re.compile(
    r"\b(?:not (?:like )?a (?:real |actual |paying )?(?:customer|buyer)|i'm a student|wrong number|(?:class"
    r"|school|college|capstone|thesis) (?:project|assignment|paper)|for (?:my|a) (?:class|thesis|capstone"
    r"|dissertation|homework))\b"
)
_DENIABLE = frozenset(("affordability", "timeline", "preparation", "return_on_investment", "stakeholders"))
_ASKS_BY_WHEN = re.compile(
    r"\bwhen (?:do|would|are|were) you (?:\w+ ){0,4}?(?:running|live|start\w*|using|in place|decid\w*"
    r"|choos\w*|switch\w*|ready)"
    r"|\btime ?(?:line|frame)|\bhow soon\b|\bby when\b"
)
_BY = re.compile(r"^(?:(?:oh|well|so|ideally|probably|i'd say|we'd like|it has to be)[, ]+)*(?:by|before) \w")
_DENIED_WITHIN = 5
_EACH_COUNTS = frozenset(("purchase", "next_steps", "timeline", "affordability", "internal_case"))
_FOR_HOW_MANY = re.compile(
    r"\bfor (?:the |all |all the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|\w+ty)\b"
)


def find_buying_signals(conversation: Conversation) -> tuple[BuyingSignal, ...]:
    """Find buying signals of the caller, the strongest first.

    One clause gives one signal. Who asks for the price twice signals it once; what commits counts each time.
    Somebody who says that he is no customer signals nothing.
    """
    if any(_NOT_BUYING.search(clause.text) for clause in conversation.user_clauses()):
        return ()
    found: list[tuple[Clause, BuyingSignal]] = []
    for clause in conversation.user_clauses():
        signal = _signal(clause) or _answered_deadline(conversation, clause)
        if signal is None:
            continue
        place = next((index for index, known in enumerate(found) if _is_same(known, (clause, signal))), None)
        if place is None:
            found.append((clause, signal))
        elif _says_more(clause, found[place][0]):
            found[place] = (clause, signal)
    found.sort(key=lambda item: (_ORDER[item[1].strength], item[0].turn_index))
    return tuple(signal for _, signal in found)


def _is_same(earlier: tuple[Clause, BuyingSignal], later: tuple[Clause, BuyingSignal]) -> bool:
    if earlier[1].kind != later[1].kind:
        return False
    return later[1].kind not in _EACH_COUNTS or earlier[0].turn_index == later[0].turn_index


def _says_more(later: Clause, earlier: Clause) -> bool:
    """Tell whether a clause says better what is wanted: for how many, or in the same turn with more words."""
    counted, before = (bool(_FOR_HOW_MANY.search(clause.text)) for clause in (later, earlier))
    if counted is not before:
        return counted
    return later.turn_index == earlier.turn_index and later.words > earlier.words


def _answered_deadline(conversation: Conversation, clause: Clause) -> BuyingSignal | None:
    """Take a date that answers when it should be running or decided for a deadline."""
    before = conversation.agent_before(clause.turn_index)
    if before is None or not _ASKS_BY_WHEN.search(before.text.lower()) or not _BY.match(clause.text):
        return None
    return BuyingSignal(
        strength=Strength.STRONG,
        explicit=False,
        kind="timeline",
        confidence=_CONFIDENCE[Strength.STRONG],
        evidence=(clause.evidence(),),
    )


def _signal(clause: Clause) -> BuyingSignal | None:
    text = clause.text.rstrip(" .!?,")
    if _REFUSING.search(text):
        return None
    for kind, strength, explicit, pattern in _RULES:
        match = pattern.search(text)
        if match is None:
            continue
        denied = is_denied(around(text, match.start(), _DENIED_WITHIN, 1))
        if denied and kind not in _DENIABLE and clause.act is not DialogueAct.QUESTION:
            continue
        return BuyingSignal(
            strength=strength,
            explicit=explicit,
            kind=kind,
            confidence=_CONFIDENCE[strength],
            evidence=(clause.evidence(),),
        )
    return None
