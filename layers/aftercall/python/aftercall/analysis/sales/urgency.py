"""How urgent it is to the caller (spec 3.1)."""

import re
from collections.abc import Iterator
from typing import Final

from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import Candidate, best
from aftercall.reports.sales_intelligence import TimelineFinding, UrgencyFinding
from aftercall.session.models import DecisionTimeline, Level

_HIGH: Final = re.compile(
    r"\b(?:asap|as (?:soon|fast|quick(?:ly)?) as (?:possible|you can|we can|humanly)|urgent|urgently|right"
    r" away|immediately"
    r"|straight away|emergency|critical|(?:can't|cannot|can not) (?:afford to )?wait|in a (?:real |bit of a"
    r" )?(?:hurry|rush)"
    r"|time[- ]sensitive|yesterday would|on fire|by (?:tomorrow|today|tonight|end of (?:day|the day|week|the"
    r" week))"
    r"|need (?:it|this|something|that|an answer)(?: \w+){0,2} (?:today|now|tonight|tomorrow|this week|right"
    r" now|this (?:morning|afternoon))"
    r"|(?:has|have|needs?|got) to (?:\w+ ){1,5}(?:today|tonight|tomorrow|this (?:morning|afternoon))|drop"
    r" dead"
    r"|(?:running|run|almost|nearly) out of time|(?:deadline|clock) is|(?:clock's|clock is) ticking|up"
    r" against (?:it|the clock|a)"
    r"|under the gun|sooner the better|time is (?:short|tight|running)|the faster the better"
    r"|(?:not gonna|won't|isn't going to|aren't going to|not going to) wait"
    r"|(?:customer|client|guy|crew|people|super|boss|buyer|tenant|patient)s?(?: is|'s| are| were|) (?:\w+"
    r" )?(?:waiting|standing here)"
    r"|before (?:five|four|three|noon|tonight|tomorrow|end of day|close)|last date|hard (?:stop|deadline"
    r"|date)"
    r"|(?:cancel\w*|going back to the \w+) tonight|get me a (?:person|human)|get the budget back"
    r"|(?:i|we) (?:really )?(?:must|have to|need to|have got to|got to) (?:decide|choose|sign|act|move"
    r"|switch|be (?:live|out|done|ready))"
    r"\b(?=.*\b(?:otherwise|or else|or we|before)\b))\b"
)
_LOW: Final = re.compile(
    r"\b(?:no (?:great |big |real |particular |huge )?(?:rush|hurry|urgency|pressure|fire)|in no (?:\w+"
    r" )?(?:rush|hurry)"
    r"|(?:not|isn't|aren't|ain't) (?:\w+ ){0,2}?(?:in (?:a|any) (?:\w+ )?(?:rush|hurry)|urgent|on fire"
    r"|pressing|time[- ]sensitive|a priority)"
    r"|nothing(?:'s| is)? (?:\w+ )?(?:urgent|burning|on fire|pressing)|(?:can|could|will|it'll) wait\b"
    r"|whenever|just (?:looking|curious|browsing|exploring)|eventually|down the road|some ?day|one of these"
    r" days"
    r"|tak(?:e|ing) (?:our|my) (?:sweet )?time|early days|thinking ahead|planning ahead|back burner|when"
    r" (?:i|we) get (?:a)?round to"
    r"|not (?:this|until next|before next|till next) year|next year (?:maybe|some ?time|at the earliest)|in"
    r" the (?:long|longer) (?:run|term))\b"
)
_MEDIUM: Final = re.compile(
    r"\b(?:(?:fairly|pretty|reasonably|quite|relatively|rather) (?:soon|quick(?:ly)?|urgent)|sooner rather"
    r" than later"
    r"|(?:not|isn't) (?:\w+ )?(?:urgent|an emergency|on fire),? but|in the (?:next (?:few|couple of)"
    r" (?:weeks|months)|coming (?:weeks|months))"
    r"|before (?:the )?(?:rush|season|holidays?|busy)|(?:some time|sometime|at some point) (?:soon|this"
    r" (?:month|quarter|season)))\b"
)
_SOFTENED: Final = re.compile(
    r"\b(?:i'd|we'd|would|could|if|hope|hoping|ideally|maybe|perhaps|like to|might|wanted)\b"
)
"""A wish in the conditional presses less than a date that stands."""

_BY_TIMELINE: Final = {
    DecisionTimeline.THIS_WEEK: Level.HIGH,
    DecisionTimeline.THIS_MONTH: Level.HIGH,
    DecisionTimeline.THIS_QUARTER: Level.MEDIUM,
    DecisionTimeline.NEXT_QUARTER: Level.LOW,
    DecisionTimeline.EVALUATING: Level.LOW,
}


def find_urgency(conversation: Conversation, timeline: TimelineFinding | None) -> UrgencyFinding | None:
    """Find how urgent it is: by what is said, else by when it is due."""
    found = [
        Candidate(level, 0.7, clause.evidence(), clause.turn_index)
        for clause in conversation.user_clauses()
        for level in _levels(clause)
    ]
    if timeline is not None:
        level = _BY_TIMELINE[timeline.value]
        if timeline.value is DecisionTimeline.THIS_MONTH and _SOFTENED.search(
            timeline.evidence[0].quote.lower()
        ):
            level = Level.MEDIUM
        found.append(Candidate(level, min(0.72, timeline.confidence), timeline.evidence[0], -1))
    chosen = best(found)
    if chosen is None:
        return None
    return UrgencyFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def _levels(clause: Clause) -> Iterator[Level]:
    if _MEDIUM.search(clause.text):
        yield Level.MEDIUM
    elif _LOW.search(clause.text):
        yield Level.LOW
    elif _HIGH.search(clause.text):
        yield Level.HIGH
