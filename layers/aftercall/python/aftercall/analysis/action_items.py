"""Action items (spec 3.8): who promised what until when, and what the caller wants to be given."""

import hashlib
import re
from collections.abc import Iterator

from aftercall.analysis.commitments import is_commitment, promises_in
from aftercall.analysis.conversation import Clause, Conversation, Utterance, read_conversation
from aftercall.analysis.cues.requests import demos_with_cues, documents_with_cues
from aftercall.analysis.deadlines import deadline_of, priority_of
from aftercall.analysis.meetings import booked_meetings
from aftercall.analysis.outcome import without_strangers
from aftercall.analysis.owners import owner_of
from aftercall.analysis.requests import demo_requests, document_requests
from aftercall.language.call_time import CallTime, call_time
from aftercall.language.content_words import content_words, similarity
from aftercall.profile.models import Profile
from aftercall.reports.action_items import ActionItem, ActionItemReport, Owner
from aftercall.session.prepared import DialogueAct, PreparedSession

ANALYZER_VERSION = "4"

_WANTS_DONE = re.compile(
    r"\b(?:send|email|text|forward) (?:me|us|him|her|them|it|that|my \w+)\b|\b(?:call|ring|phone) (?:me|us)\b"
    r"|\b(?:can|could|would|will) (?:you|someone|somebody|they|sales|support)(?: guys)?(?: please| also"
    r"| just)* "
    r"(?:send|email|text|call|forward|schedule|arrange|provide|put together|get (?:me|us)|set up|transfer"
    r"|check)\b"
    r"|\b(?:have|get) (?:someone|somebody|them|'em|em|him|her|sales|support|a (?:rep|person|human))"
    r"(?: \w+)? (?:to )?(?:call|email|send|reach|ring|contact)\b"
)
_THREAT = re.compile(r"\b(?:i'm done|cancel|leave a review|switch to|never)\b")
_DONE = re.compile(
    r"\b(?:booked|all set|done|absolutely|of course|certainly|sure|transfer\w*|connect\w*|yes|noted"
    r"|on its way"
    r"|right away|calling list)\b"
)
_SAME_PROMISE = 0.6
_LATER_ANSWERS = 2


def analyze(prepared: PreparedSession, profile: Profile) -> ActionItemReport:
    """Extract commitments, open requests, demo and document wishes and booked meetings.

    Tracking ids are digests of session, turn and span: a replay gives the same ones.
    """
    session = prepared.session
    conversation = without_strangers(read_conversation(prepared))
    call = call_time(session, profile)
    meetings = booked_meetings(session, conversation, call)
    items = [
        *_commitments(conversation, session.session_id, call),
        *_open_requests(conversation, session.session_id, call),
    ]
    return ActionItemReport(
        items=tuple(items),
        demo_requests=demos_with_cues(conversation, demo_requests(conversation)),
        document_requests=documents_with_cues(conversation, document_requests(conversation)),
        meetings=meetings,
        meeting_booked=any(meeting.success for meeting in meetings),
    )


def tracking_id(session_id: str, clause: Clause) -> str:
    """Give the stable id of an action item: 16 hex digits."""
    key = f"{session_id}\x00{clause.turn.item_id}\x00{clause.start}\x00{clause.end}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _commitments(conversation: Conversation, session_id: str, call: CallTime) -> Iterator[ActionItem]:
    kept: list[tuple[Owner, frozenset[str], str | None]] = []
    for utterance in conversation.utterances:
        for clause in utterance.clauses:
            if not is_commitment(conversation, utterance, clause):
                continue
            for promise in promises_in(conversation, utterance, clause):
                owner = owner_of(promise, utterance)
                item = _item(promise, utterance, call, session_id, owner)
                words = content_words(promise.text)
                if not any(_is_the_same(owner, words, item.deadline_text, earlier) for earlier in kept):
                    kept.append((owner, words, item.deadline_text))
                    yield item


def _is_the_same(
    owner: Owner,
    words: frozenset[str],
    deadline: str | None,
    earlier: tuple[Owner, frozenset[str], str | None],
) -> bool:
    """Tell whether a promise repeats an earlier one of the same side, with the same date or without any."""
    other, said, until = earlier
    same_side = (owner is Owner.USER) == (other is Owner.USER)
    return same_side and deadline in {None, until} and similarity(words, said) >= _SAME_PROMISE


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
    """Tell whether the agent promised or did something just before or in its next answers."""
    promised = conversation.agent_before(utterance.index)
    if promised is not None and any(clause.act is DialogueAct.COMMITMENT for clause in promised.clauses):
        return True
    position = utterance.index
    for _ in range(_LATER_ANSWERS):
        answer = conversation.agent_after(position)
        if answer is None:
            return False
        if _DONE.search(answer.text) or any(
            clause.act is DialogueAct.COMMITMENT for clause in answer.clauses
        ):
            return True
        position = answer.index
    return False
