"""Action items (spec 3.8): who promised what until when, and what the caller wants to be given."""

import hashlib
import re
from collections.abc import Iterator

from aftercall.analysis.conversation import Clause, Conversation, Utterance, read_conversation
from aftercall.analysis.deadlines import deadline_of, priority_of
from aftercall.analysis.meetings import booked_meetings
from aftercall.analysis.requests import demo_requests, document_requests
from aftercall.language.call_time import CallTime, call_time
from aftercall.profile.models import Profile
from aftercall.reports.action_items import ActionItem, ActionItemReport, Owner
from aftercall.session.prepared import DialogueAct, PreparedSession

ANALYZER_VERSION = "1"

_WORK = (
    r"send|email|mail|text|call|ring|check|ask|talk|speak|get|forward|put|prepare|upload|try|test|bring"
    r"|share|review|show|confirm|raise|log|"
    r"request|provide|schedule|set|invite|loop|introduce|follow|reach|contact|discuss|run|take|look|pull"
    r"|gather|find|write|note|copy|sign|update|make|"
    r"convince|arrange|have|dig|order|pass|escalate|create|file|open|flag|mark|clean|grab|compare|decide"
    r"|tell|let you know"
)
_PROMISES_WORK = re.compile(
    r"\b(?:(?:i|we)(?:'ll| will| shall|'m going to|'re going to| am going to|'m gonna|'re gonna| can"
    r"| could)|let me|(?:team|sales|support|someone|somebody|rep|specialist|colleague|engineer) will)"
    r"(?: also| just| then| definitely| probably| go ahead and| make sure to| go| try to| need to"
    rf"| have to)* (?:{_WORK})\b"
)
_AT_ONCE = re.compile(
    r"\b(?:let me (?:check|look|search|see|pull|try|find|just|take|put you|transfer|get that|grab"
    r"|confirm (?:that|your))|i'll (?:look (?:that|it|this|into that) up|check (?:that )?(?:now|for you now"
    r"|right now)|try (?:again|one more|that)|transfer you|connect you|put you|count|note that|be (?:brief"
    r"|quick)|repeat|read|keep|stop|wait|hold|take that|add that to|mark (?:it|that) as)"
    r"|one more (?:search|time)|right now for you|just a (?:moment|second)|i can (?:check|look|see|hear|help"
    r"|explain|confirm that|tell)|i can have a look|i'll flag (?:it|that)|get back on track"
    r"|i'll have (?:a look|to)|have to say)\b"
)
_AT_ONCE_BY_CALLER = re.compile(r"\blet me (?:see|think|find|pull|look|grab|write|get a pen)\b")
_BOOKING_NOW = re.compile(r"\b(?:book|schedule|set up|get you (?:on|booked)|put you (?:on|down))\b")
_CONDITION = re.compile(r"\b(?:if|unless|otherwise|or else|in case)\b")
_THREAT = re.compile(r"\b(?:i'm done|run out|cancel|leave a review|switch to|go with|go elsewhere|never)\b")
_SARCASTIC = re.compile(r"\b(?:do the \w+ hours again|start over|nothing else on)\b")
_VAGUE = re.compile(
    r"\b(?:i'll|i will|we'll) (?:try|take) (?:it|that|to)?\s*(?:from there|as it comes|my chances|it)\b"
    r"|\b(?:i'll|i will) (?:take|have) (?:a|the|one|that|it)\b|\bsee (?:what|how|if) (?:happens|it goes)\b"
)
_OFFER = re.compile(r"^(?:and |so |okay )?(?:i|we) (?:can|could)\b")
_ACCEPTS = re.compile(
    r"^(?:yes|yeah|yep|sure|okay|ok|please|that would be|that'd be|great|perfect|do that|sounds good"
    r"|go ahead|fine|alright|absolutely|good|all right|yes please|definitely|cool)\b"
)
_DECLINES = re.compile(r"\b(?:no thanks|no thank you|don't|not now|no need|that's okay)\b")
_BY_SALES = re.compile(
    r"\b(?:sales (?:team|rep|representative|specialist|colleague|engineer)|our sales|(?:a|the"
    r"|an) (?:sales )?(?:rep|specialist|account executive|account manager|representative)"
    r"|someone (?:from sales|from our (?:sales )?team)|solutions engineer|account executive)\b"
)
_BY_SUPPORT = re.compile(
    r"\b(?:support (?:team|will|agent|engineer|colleague)|our support|support specialist|technical team"
    r"|ticket)\b"
)
_WANTS_DONE = re.compile(
    r"\b(?:send|email|text|call|schedule|set up|have|get|forward|provide|put together)\b"
)
_FUTURE = re.compile(r"(?:'ll| will|going to|gonna) ")
_REFUSES = re.compile(r"\b(?:won't|will not|not going to)\b")
_DELEGATES = re.compile(r"\b(?:ask|have)\b")
_LATER_ANSWERS = 2


def analyze(prepared: PreparedSession, profile: Profile) -> ActionItemReport:
    """Extract commitments, open requests, demo and document wishes and booked meetings.

    Tracking ids are digests of session, turn and span: a replay gives the same ones.
    """
    session = prepared.session
    conversation = read_conversation(prepared)
    call = call_time(session, profile)
    meetings = booked_meetings(session, conversation, call)
    items = [
        *_commitments(conversation, session.session_id, call),
        *_open_requests(conversation, session.session_id, call),
    ]
    return ActionItemReport(
        items=tuple(items),
        demo_requests=demo_requests(conversation),
        document_requests=document_requests(conversation),
        meetings=meetings,
        meeting_booked=any(meeting.success for meeting in meetings),
    )


def tracking_id(session_id: str, clause: Clause) -> str:
    """Give the stable id of an action item: 16 hex digits."""
    key = f"{session_id}\x00{clause.turn.item_id}\x00{clause.start}\x00{clause.end}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _commitments(conversation: Conversation, session_id: str, call: CallTime) -> Iterator[ActionItem]:
    seen: set[str] = set()
    for utterance in conversation.utterances:
        for clause in utterance.clauses:
            if not _is_commitment(conversation, utterance, clause):
                continue
            action = clause.turn.text[clause.start : clause.end].strip()
            if action.lower() in seen:
                continue
            seen.add(action.lower())
            yield _item(clause, utterance, call, session_id, _owner(clause, utterance))


def _is_commitment(conversation: Conversation, utterance: Utterance, clause: Clause) -> bool:
    text = clause.text
    if clause.act not in {DialogueAct.COMMITMENT, DialogueAct.STATEMENT} or not _PROMISES_WORK.search(text):
        return False
    if clause.act is DialogueAct.STATEMENT and not _FUTURE.search(text):
        return False
    if _SARCASTIC.search(text) or _VAGUE.search(text):
        return False
    if utterance.by_user:
        return not (
            _AT_ONCE_BY_CALLER.search(text)
            or _CONDITION.search(text)
            or _THREAT.search(text)
            or _REFUSES.search(text)
        )
    return _agent_means_it(conversation, utterance, text)


def _agent_means_it(conversation: Conversation, utterance: Utterance, text: str) -> bool:
    """Leave out what the agent does at once in the call, and offers that nobody took up."""
    if _AT_ONCE.search(text):
        return False
    if _BOOKING_NOW.search(text) and not _DELEGATES.search(text):
        return False
    if not _OFFER.match(text):
        return True
    answer = conversation.user_after(utterance.index)
    return answer is not None and bool(_ACCEPTS.match(answer.text)) and not _DECLINES.search(answer.text)


def _owner(clause: Clause, utterance: Utterance) -> Owner:
    if utterance.by_user:
        return Owner.USER
    if _BY_SALES.search(clause.text):
        return Owner.SALES
    if _BY_SUPPORT.search(clause.text):
        return Owner.SUPPORT
    return Owner.AGENT


def _item(clause: Clause, utterance: Utterance, call: CallTime, session_id: str, owner: Owner) -> ActionItem:
    text, moment = deadline_of(clause, utterance.annotation, call)
    certain = clause.act is DialogueAct.COMMITMENT
    return ActionItem(
        tracking_id=tracking_id(session_id, clause),
        owner=owner,
        action=clause.turn.text[clause.start : clause.end].strip(),
        deadline_text=text,
        deadline=moment,
        priority=priority_of(clause, moment, call),
        confidence=round(0.6 + (0.15 if certain else 0.0) + (0.1 if text else 0.0), 2),
        evidence=(clause.evidence(),),
    )


def _open_requests(conversation: Conversation, session_id: str, call: CallTime) -> Iterator[ActionItem]:
    """Give requests of the caller that nobody promised to fulfil: work for sales."""
    for utterance in conversation.user:
        for clause in utterance.clauses:
            if clause.act is not DialogueAct.REQUEST or not _WANTS_DONE.search(clause.text):
                continue
            if _is_taken_up(conversation, utterance) or _THREAT.search(clause.text):
                continue
            item = _item(clause, utterance, call, session_id, Owner.SALES)
            yield item.model_copy(update={"confidence": 0.45})


def _is_taken_up(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether the agent promised or did something in its next answers."""
    position = utterance.index
    for _ in range(_LATER_ANSWERS):
        answer = conversation.agent_after(position)
        if answer is None:
            return False
        if any(clause.act is DialogueAct.COMMITMENT for clause in answer.clauses) or re.search(
            r"\b(?:booked|all set|done|absolutely|of course|certainly|sure|transfer\w*|connect\w*|yes)\b",
            answer.text,
        ):
            return True
        position = answer.index
    return False
