"""When the caller decides or wants to start, on the calendar of the call's own day (spec 3.1)."""

import re
from collections.abc import Iterator

from aftercall.analysis.context import around, is_about_others, is_imagined
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import Candidate, best, clause_at
from aftercall.analysis.sales.due_dates import is_over, last_day_to_act, named_period, timeline_of
from aftercall.language.call_time import CallTime
from aftercall.reports.sales_intelligence import TimelineFinding
from aftercall.session.models import DecisionTimeline
from aftercall.session.prepared import DateSpan, DialogueAct

_DECIDING = re.compile(
    r"\b(?:spend|until|till|decide|decided|deciding|decision|sign(?:ed)?(?! up\b)|buy|buying|purchase"
    r"|choose|choosing"
    r"|go(?:ing)? live"
    r"|going by|up and running|in place|begin|proceed|train(?:ed|ing)?|onboard|budget round|in the budget"
    r"|roll(?:ed|ing)? ?(?:it )?out|launch|live|need (?:it|this|something|to (?:have|be|get|move|start"
    r"|switch))|want (?:it|this|to (?:have|start|be|get))"
    r"|want everybody|renews?|renewal|contract (?:is up|ends|expires)|expires?|runs out|switch|move[d]? over"
    r"|start(?:ing)? (?:in|by|with|on)|implement"
    r"|approve|approval|timeline|deadline|ready (?:by|for|in)|have (?:it|this|something) (?:by|before|in"
    r"|done)|kickoff|before|budget|meet(?:s)? again|done by)\b"
)
_CHOOSING = re.compile(
    r"\b(?:decid\w+|decision|choose|sign(?:ed)? (?:it|this|something|up (?:for|with|by|before))|buy"
    r"|purchase|go(?:ing)? live"
    r"|up and running|in place"
    r"|roll(?:ed|ing)? ?(?:it )?out|launch|ready (?:by|for|in|before)|want to be ready|start using"
    r"|figured out|recommend"
    r"|last date|cut ?off|close (?:it|this|in)|wrap (?:it|this) up|sorted|committee|board|partners' meeting"
    r"|done by|upgrade)\b"
)
"""Words of the decision itself; a renewal or a budget only bears on it."""

_ROUTINE = re.compile(
    r"\b(?:every|each|usually|always|normally|a typical) (?:\w+ )?(?:january|february|march|april|may|june"
    r"|july|august"
    r"|september|october|november|december|year|month|week|quarter|spring|summer|fall|winter|monday|tuesday"
    r"|wednesday"
    r"|thursday|friday)\b|\ba (?:month|week|year)\b|\bon a (?:mon|tues|wednes|thurs|fri)day\b|\bin a month\b"
    r"|\bsigned up\b|\bwe (?:send|do|sign) (?:\w+ ){0,4}(?:in|every|a)\b"
)
_OUT_OF_OFFICE = re.compile(
    r"\b(?:out (?:at|of|till|until)|away|on vacation|on leave|off (?:on|till|until|the)|back on)\b"
)
_ASKED_TIMELINE = re.compile(
    r"\b(?:would (?:the|that|this) (?:decision|call)|decision|when (?:would|do|are"
    r"|will|is|should|were)|timeline|time ?frame|how soon|by when|deadline"
    r"|how quickly|target date|earliest|when (?:should|could) (?:it|you)|(?:begin|start|switch|decide|ready"
    r"|live) (?:by|in|on)\b"
    r"|then\?)"
)
_SCHEDULING = re.compile(
    r"\b(?:call me|talk|demo|invite|calendar|available|free (?:on|at)|schedule|book|email you"
    r"|send you|send me|morning|afternoon|works for"
    r"|o'clock|at (?:one|two|three|four|five|ten|eleven|nine)|[ap]\.?m)\b"
)
_ASKED_MEETING = re.compile(
    r"\b(?:when (?:works|would suit|are you (?:free|available))|what (?:day|time)|book (?:a|the)|set up a"
    r"|schedule|best (?:day|time)|does \w+ work)\b"
)
_GROUP_MEETS = re.compile(
    r"\b(?:board|committee|council|town|partners'?|trustees'?|staff|annual|directors'?|shareholders'?"
    r"|leadership|team"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|monthly"
    r"|next) meeting\b"
    r"|\b(?:they|we|board|committee|council|trustees|partners) (?:\w+ )?meets?\b"
)
_MEETING = re.compile(r"\bmeeting\b")
_NOT_THEN = re.compile(
    r"\b(?:not|don't|doesn't|won't|can't|cannot|isn't|aren't|never|nobody|nothing(?:'s)?|wouldn't|no)\b"
    r"(?!.*\b(?:until|till|later than|but)\b)(?:\W+[\w']+){0,6}\W*$"
)
_BUYS_NOW = re.compile(
    r"\b(?:who do (?:i|we) pay|where do (?:i|we) sign|(?:sign|set) (?:me|us) up\b(?! (?:a|with a) (?:call"
    r"|demo|meeting))"
    r"|take my card|put (?:it|that|the \w+) (?:on|in) (?:my|the|a) (?:card|amex|visa)|i'll take (?:it|the)"
    r"|we'll take (?:it|the)"
    r"|ready to (?:buy|sign|pay|go)|let's (?:do it|get (?:it|this) (?:done|started))|we're doing it"
    r"|buy it (?:now|today|tonight)"
    r"|upgrade (?:now|today|tonight)|(?:do|start) it (?:now|today|tonight))\b"
)
_DECISION_NOW = re.compile(
    r"\b(?:asap|as soon as possible|right away|immediately|straight away|yesterday would|today if|now would"
    r"|this instant)\b"
)
_DECISION_OPEN = re.compile(
    r"\b(?:no rush|no hurry|not in a (?:rush|hurry)|in no (?:rush|hurry)|just looking|just exploring"
    r"|just evaluating|still (?:evaluating|exploring|looking)|no (?:real |set |fixed )?(?:timeline|deadline)"
    r"|kicking the tires|shopping around|early days|down the road|eventually|some ?day|at some point"
    r"|whenever|just curious|just browsing|not ready|just comparing"
    r"|not saying (?:yes|no)|see what's out there|no plans to|(?:just|only) (?:asking|finding out|gathering"
    r"|getting prices)"
    r"|exploring|not committing|keep (?:it|you|this) in mind|think (?:it|about it) over"
    r"|early stages|maybe later|haven't decided|just (?:want(?:ed)? to see|poking around|playing))\b"
)
_PAST_SPAN = re.compile(r"\b(?:last|ago|since|yesterday|back in|in (?:19|20)\d\d)\b")

_PRESENT = re.compile(r"today|tonight|(?:right )?now|this (?:morning|afternoon|evening)|yesterday|currently")
_DUE = re.compile(r"\b(?:by|before|decide|need (?:it|this)|must|has to)\b")
_NEAR_ROUTINE = 5


def find_timeline(conversation: Conversation, call: CallTime) -> TimelineFinding | None:
    """Find when a decision or a start is due, on the calendar of the call's own day."""
    chosen = best([*_dated(conversation, call), *_worded(conversation)])
    if chosen is None:
        return None
    return TimelineFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def _dated(conversation: Conversation, call: CallTime) -> Iterator[Candidate[DecisionTimeline]]:
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = (
            question is not None
            and bool(_ASKED_TIMELINE.search(question.text))
            and not _ASKED_MEETING.search(question.text)
        )
        meeting = question is not None and bool(_ASKED_MEETING.search(question.text))
        for span in utterance.annotation.dates:
            clause = clause_at(utterance, span.start)
            if clause is None or span.resolved is None or not _may_decide(clause, span, asked=asked):
                continue
            if _NOT_THEN.search(_words_before(clause, span)):
                continue
            deciding = bool(_DECIDING.search(around(clause.text, span.start - clause.start, 10, 9)))
            if (
                _PAST_SPAN.search(span.text.lower())
                or not (
                    deciding or asked or _CHOOSING.search(clause.text) or _GROUP_MEETS.search(clause.text)
                )
                or is_about_others(clause.text)
            ):
                continue
            if not asked and (meeting or _arranges(clause.text)):
                continue
            day = span.resolved.astimezone(call.zone).date()
            if is_over(day, span.grain, call.today):
                continue
            before = clause.text[: max(0, span.start - clause.start)]
            day = last_day_to_act(day, span.grain, before, call.today)
            chosen = bool(_CHOOSING.search(around(clause.text, span.start - clause.start, 10, 9)))
            weight = (
                0.5
                + (0.2 if deciding or chosen else 0.0)
                + (0.2 if asked else 0.0)
                + (0.15 if chosen or _GROUP_MEETS.search(clause.text) else 0.0)
            )
            value = named_period(span.text.lower()) or timeline_of(day, call.today)
            yield Candidate(value, weight, clause.evidence(), utterance.index)


def _words_before(clause: Clause, span: DateSpan) -> str:
    """Give what stands before a time, as far as it speaks of it: up to a comma with a new start, or "but"."""
    before = clause.turn.text[clause.start : span.start].lower()
    return re.split(r"[,;.]|\bbut\b|\band\b", before)[-1]


def _arranges(text: str) -> bool:
    """Tell whether a clause arranges a talk with us; when a board meets is when it decides."""
    if _GROUP_MEETS.search(text):
        return False
    return bool(_SCHEDULING.search(text) or _MEETING.search(text))


def _may_decide(clause: Clause, span: DateSpan, *, asked: bool) -> bool:
    """Leave out questions, times of day, and a "today" that only says how things are."""
    if clause.act is DialogueAct.QUESTION and not asked:
        return False
    if _OUT_OF_OFFICE.search(clause.text) or _ROUTINE.search(
        around(clause.text, span.start - clause.start, _NEAR_ROUTINE, _NEAR_ROUTINE)
    ):
        return False
    if span.grain in {"minute", "hour"} and not asked:
        return False
    if not _PRESENT.fullmatch(span.text.lower()) or _DUE.search(clause.text):
        return True
    return clause.act is DialogueAct.COMMITMENT and bool(_CHOOSING.search(clause.text))


def _worded(conversation: Conversation) -> Iterator[Candidate[DecisionTimeline]]:
    for clause in conversation.user_clauses():
        if _DECISION_OPEN.search(clause.text):
            yield Candidate(DecisionTimeline.EVALUATING, 0.6, clause.evidence(), clause.turn_index)
        elif _DECISION_NOW.search(clause.text) and (_DECIDING.search(clause.text) or clause.words < 10):  # noqa: PLR2004 - a short answer
            yield Candidate(DecisionTimeline.THIS_WEEK, 0.6, clause.evidence(), clause.turn_index)
        elif (
            _BUYS_NOW.search(clause.text)
            and not is_about_others(clause.text)
            and not is_imagined(clause.text)
        ):
            yield Candidate(DecisionTimeline.THIS_WEEK, 0.55, clause.evidence(), clause.turn_index)
