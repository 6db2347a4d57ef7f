"""When the caller decides, whether the caller may decide, and how urgent it is (spec 3.1)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from aftercall.analysis.context import around, is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import Candidate, best, clause_at
from aftercall.language.calendar import add_months, end_of_month, end_of_quarter
from aftercall.language.call_time import CallTime
from aftercall.reports.sales_intelligence import AuthorityFinding, TimelineFinding, UrgencyFinding
from aftercall.session.models import BudgetAuthority, DecisionTimeline, Level
from aftercall.session.prepared import DateSpan, DialogueAct

_DECIDING = re.compile(
    r"\b(?:spend|until|till|decide|decided|deciding|decision|sign(?:ed)?|buy|buying|purchase|choose|choosing"
    r"|go(?:ing)? live"
    r"|going by|up and running|in place"
    r"|roll(?:ed|ing)? ?(?:it )?out|launch|live|need (?:it|this|something|to (?:have|be|get|move|start"
    r"|switch))|want (?:it|this|to (?:have|start|be|get))"
    r"|want everybody|renews?|renewal|contract (?:is up|ends|expires)|expires?|runs out|switch|move[d]? over"
    r"|start(?:ing)? (?:in|by|with|on)|implement"
    r"|approve|approval|timeline|deadline|ready (?:by|for|in)|have (?:it|this|something) (?:by|before|in"
    r"|done)|kickoff|before|budget|meet(?:s)? again|done by)\b"
)
_CHOOSING = re.compile(
    r"\b(?:decid\w+|decision|choose|sign(?:ed)? (?:it|this|something|up)|buy|purchase|go(?:ing)? live"
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
    r"|how quickly|target date)\b"
)
_SCHEDULING = re.compile(
    r"\b(?:call me|talk|meeting|demo|invite|calendar|available|free (?:on|at)|schedule|book|email you"
    r"|send you|send me|morning|afternoon|works for"
    r"|o'clock|at (?:one|two|three|four|five|ten|eleven|nine)|[ap]\.?m)\b"
)
_ASKED_MEETING = re.compile(
    r"\b(?:when (?:works|would suit|are you (?:free|available))|what (?:day|time)|book (?:a|the)|set up a"
    r"|schedule|best (?:day|time)|does \w+ work)\b"
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
    r"|early stages|maybe later|haven't decided|just (?:want(?:ed)? to see|poking around|playing))\b"
)
_BEFORE = re.compile(r"\b(?:before|by|prior to)\s*(?:the\s*)?$")
_PAST_SPAN = re.compile(r"\b(?:last|ago|since|yesterday|back in|in (?:19|20)\d\d)\b")

_AUTHORITY: tuple[tuple[re.Pattern[str], BudgetAuthority, float], ...] = (
    (re.compile(
        r"\b(?:i (?:can )?(?:make|sign off on|control|own|hold|set) (?:the |that |this |all |all the |these "
        r"|my )*(?:final |tool |software |purchasing )?(?:decisions?|budget|call|purchase)"
        r"|it's (?:entirely |all |totally )?(?:my|our) (?:call|decision)|my (?:call|decision)\b|i (?:get to "
        r"|can |just )?decide\b|i'm the (?:one who decides|decision maker|final)"
        r"|up to me\b|i sign (?:the|off|it)|i can (?:approve|sign|buy|just buy)|don't need (?:anyone's "
        r"|anybody's )?(?:approval|permission)|budget(?:'s| is| has been) approved|i hold the budget"
        r"|i have the (?:budget|authority|final))"
    ), BudgetAuthority.DECISION_MAKER, 0.85),
    (re.compile(
        r"\b(?:(?:i'm|i am|as|we are|we're) (?:the |a |an )?(?:\w+ )?(?:owner|co-?owner|founder|co-?founder"
        r"|ceo|president"
        r"|cfo|coo|cto|managing (?:partner|director)|sole|principal|proprietor)\b"
        r"|i (?:run|own|started|founded) (?:a|an|the|my|our|this)\b|my own (?:company|business|firm|practice"
        r"|shop)|it's my (?:company|business|firm|practice|shop)|i practi[cs]e alone)"
    ), BudgetAuthority.DECISION_MAKER, 0.65),
    (re.compile(
        r"\b(?:i(?:'d|'ll)? (?:would )?(?:need|have) to (?:get (?:approval|sign ?off|it approved|a yes"
        r"|buy[- ]in)|ask|run (?:it|this|that) (?:by|past)|check with|clear it|talk to my|take it to)"
        r"|need(?:s)? (?:approval|sign ?off|to approve|to be approved)|(?:has|have) to (?:approve|sign off"
        r"|okay|ok|bless|be approved)|(?:must|will) (?:approve|sign off)|run (?:it|this|that) (?:by|past)"
        r"|not my (?:call|decision)|above my pay|i (?:don't|can't) (?:make (?:that|the) (?:decision|call)"
        r"|decide|approve|sign)|get (?:approval|sign ?off)|approves? (?:anything|everything|all|it|any|the)"
        r"|boss (?:decides|has to|needs to|signs)|decision is (?:made by|up to)|makes the (?:final )?(?:call"
        r"|decision)|board (?:has|needs|approves|decides)|would need to approve)"
    ), BudgetAuthority.NEEDS_APPROVAL, 0.8),
    (re.compile(
        r"\b(?:i(?:'ll|'m going to|'d| would| can| will)? (?:just )?recommend|my recommendation"
        r"|i tell (?:her|him|them|\w+) what|part of the (?:committee|decision|team (?:that|evaluating))"
        r"|asked me to (?:look|find|research|check|evaluate|get)"
        r"|(?:doing|do) (?:the|some) research|gathering (?:info|quotes|options)|i'm (?:just )?(?:researching"
        r"|collecting|scouting)|i have a say|one of the people|they listen to me|my input)"
    ), BudgetAuthority.INFLUENCER, 0.75),
    (re.compile(
        r"\b(?:i'm|i am|as) (?:the |a |an )?(?:\w+ ){0,3}(?:vp|vice president|head|director|manager|lead"
        r"|coordinator|administrator|assistant|analyst|supervisor|paralegal|specialist)\b"
    ), BudgetAuthority.INFLUENCER, 0.4),
)  # fmt: skip

_HIGH = re.compile(
    r"\b(?:asap|as soon as possible|urgent|urgently|right away|immediately|emergency|critical|can't wait"
    r"|cannot wait|in a (?:real )?(?:hurry|rush)|time sensitive|yesterday would|by (?:tomorrow|today|tonight"
    r"|end of (?:day|the day|week|the week))"
    r"|need (?:it|this) (?:today|now|tomorrow|this week)|drop dead|running out of time|deadline is"
    r"|under the gun|sooner the better|asap|can't (?:afford to )?wait|(?:not gonna|won't|isn't going to) wait"
    r"|(?:customer|client|guy|crew|people|super|boss)s?(?: is|'s| are|) (?:\w+ )?(?:waiting|standing here)"
    r"|before (?:five|four|three|noon|tonight|tomorrow|end of day|close)|last date|hard (?:stop|deadline"
    r"|date)"
    r"|(?:cancel\w*|going back to the \w+) tonight|get me a (?:person|human)|get the budget back)\b"
)
_LOW = re.compile(
    r"\b(?:no rush|no hurry|in no (?:rush|hurry)|not (?:in a|a) (?:rush|hurry)|not urgent|isn't urgent"
    r"|whenever|just looking|just curious|eventually|down the road|some ?day|take (?:our|my) time"
    r"|no pressure)\b"
)
_PRESENT = re.compile(r"today|tonight|(?:right )?now|this (?:morning|afternoon|evening)|yesterday|currently")
_DUE = re.compile(r"\b(?:by|before|decide|need (?:it|this)|must|has to)\b")
_PERIODS = (
    (re.compile(r"\b(?:this|the|of the) (?:\w+ )?quarter\b"), DecisionTimeline.THIS_QUARTER),
    (re.compile(r"\bnext (?:\w+ )?quarter\b"), DecisionTimeline.NEXT_QUARTER),
    (re.compile(r"\bthis (?:\w+ )?month\b|\bend of the month\b"), DecisionTimeline.THIS_MONTH),
)
_DAYS_OF_A_WEEK = 7
_NEAR_ROUTINE = 5
_BY_TIMELINE = {
    DecisionTimeline.THIS_WEEK: Level.HIGH,
    DecisionTimeline.THIS_MONTH: Level.HIGH,
    DecisionTimeline.THIS_QUARTER: Level.MEDIUM,
    DecisionTimeline.NEXT_QUARTER: Level.LOW,
    DecisionTimeline.EVALUATING: Level.LOW,
}


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
            deciding = bool(_DECIDING.search(around(clause.text, span.start - clause.start, 10, 9)))
            if (
                _PAST_SPAN.search(span.text.lower())
                or not (deciding or asked or _CHOOSING.search(clause.text))
                or is_about_others(clause.text)
            ):
                continue
            if (meeting or _SCHEDULING.search(clause.text)) and not asked:
                continue
            day = span.resolved.astimezone(call.zone).date()
            before = _BEFORE.search(clause.text[: max(0, span.start - clause.start)].rstrip() + " ")
            if day < call.today and span.grain not in {"week", "month", "quarter", "year"}:
                continue
            day = _last_day(day, span.grain, call.today)
            if (before or (day.day == 1 and span.grain == "day")) and day > call.today:
                day -= timedelta(days=1)
            chosen = bool(_CHOOSING.search(around(clause.text, span.start - clause.start, 10, 9)))
            weight = (
                0.5
                + (0.2 if deciding or chosen else 0.0)
                + (0.2 if asked else 0.0)
                + (0.15 if chosen else 0.0)
            )
            value = _named_period(span.text.lower()) or _timeline_of(day, call.today)
            yield Candidate(value, weight, clause.evidence(), utterance.index)


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


def _last_day(day: date, grain: str | None, today: date) -> date:
    """Give the end of a period that has begun ("this quarter"), since a decision within it is meant."""
    if day > today:
        return day
    if grain == "week":
        return today
    if grain == "month":
        return end_of_month(today)
    return end_of_quarter(today) if grain == "quarter" else day


def _named_period(text: str) -> DecisionTimeline | None:
    """Give the period that is named itself: near its end, "this quarter" is also this month."""
    return next((value for pattern, value in _PERIODS if pattern.search(text)), None)


def _timeline_of(day: date, today: date) -> DecisionTimeline:
    monday = today - timedelta(days=today.weekday())
    if day < monday + timedelta(days=_DAYS_OF_A_WEEK):
        return DecisionTimeline.THIS_WEEK
    if (day.year, day.month) <= (today.year, today.month):
        return DecisionTimeline.THIS_MONTH
    if day <= end_of_quarter(today):
        return DecisionTimeline.THIS_QUARTER
    if day <= end_of_quarter(add_months(today, 3)):
        return DecisionTimeline.NEXT_QUARTER
    return DecisionTimeline.EVALUATING


def _worded(conversation: Conversation) -> Iterator[Candidate[DecisionTimeline]]:
    for clause in conversation.user_clauses():
        if _DECISION_OPEN.search(clause.text):
            yield Candidate(DecisionTimeline.EVALUATING, 0.6, clause.evidence(), clause.turn_index)
        elif _DECISION_NOW.search(clause.text) and (_DECIDING.search(clause.text) or clause.words < 10):  # noqa: PLR2004 - a short answer
            yield Candidate(DecisionTimeline.THIS_WEEK, 0.6, clause.evidence(), clause.turn_index)


def find_authority(conversation: Conversation) -> AuthorityFinding | None:
    """Find what the caller may decide: what they say of it counts more than their title."""
    found: list[Candidate[BudgetAuthority]] = []
    for clause in conversation.user_clauses():
        if is_past(clause.text) and "contract" not in clause.text:
            continue
        for pattern, authority, weight in _AUTHORITY:
            if pattern.search(clause.text):
                found.append(Candidate(authority, weight, clause.evidence(), -clause.turn_index))
                break
    chosen = best(found)
    if chosen is None:
        return None
    return AuthorityFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def find_urgency(conversation: Conversation, timeline: TimelineFinding | None) -> UrgencyFinding | None:
    """Find how urgent it is: by what is said, else by when it is due."""
    found = [
        Candidate(level, 0.7, clause.evidence(), clause.turn_index)
        for clause in conversation.user_clauses()
        for level in _levels(clause)
    ]
    if timeline is not None:
        level = _BY_TIMELINE[timeline.value]
        found.append(Candidate(level, min(0.72, timeline.confidence), timeline.evidence[0], -1))
    chosen = best(found)
    if chosen is None:
        return None
    return UrgencyFinding(value=chosen.value, confidence=chosen.confidence, evidence=(chosen.evidence,))


def _levels(clause: Clause) -> Iterator[Level]:
    if _LOW.search(clause.text):
        yield Level.LOW
    elif _HIGH.search(clause.text):
        yield Level.HIGH
