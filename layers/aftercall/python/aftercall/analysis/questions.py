"""The caller's questions: which there are, which repeat, which got an answer (spec 3.3, 3.4, 3.7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.language.content_words import content_words, similarity
from aftercall.language.embeddings import SAME_QUESTION, Vector, unpack
from aftercall.reports.content_gaps import UnansweredReason
from aftercall.session.prepared import DialogueAct

_UNKNOWN = re.compile(
    r"\b(?:i don't have (?:a |an |any |that |the |specific |information|details?)|i'm not (?:able|sure"
    r"|certain)|i (?:couldn't|could not|can't|cannot|wasn't able to|was not able to) (?:find|confirm|locate"
    r"|see|say|verify)"
    r"|i don't (?:see|know|have)|not certain|(?:don't|rather not) (?:want to )?guess"
    r"|no (?:specific )?(?:article|information)|unable to (?:find|confirm)|i'd (?:want|need|have) (?:a|an"
    r"|the|our|someone)[^.]*(?:confirm|check)"
    r"|have (?:a|an|the|our|someone)[^.]*(?:confirm|check|look into))\b"
)
_DEFLECTED = re.compile(
    r"\b(?:our (?:sales )?team (?:can|will|could)|a specialist (?:can|will)|depends on|reach out to"
    r"|contact (?:our|your)|you can find|is there anything else|would you like me to|i understand"
    r"|i'd be happy to"
    r"|let me ask|can you tell me|that's a (?:great|good|very important|fair) (?:question|point)|many of"
    r"|takes \w+ (?:extremely |very )?seriously|various|large library)\b"
)
_ANSWERS = re.compile(
    r"^(?:yes|yeah|no|correct|absolutely|exactly|it's|it is|it does|they can|you can|sure|of course"
    r"|definitely|good news|right|great question)\b|\b(?:is available|are available|is included|costs?"
    r"|per (?:user|seat|month)|\$\d+|supports?|integrates?|is native|you can|we do|we don't|it does|there is"
    r"|there are)\b"
)
_NOT_ASKING = re.compile(
    r"^(?:(?:and|so|but|oh|okay|well|yeah|hi|hello|sorry)[, ]+)*(?:right|okay|is (?:that|this) (?:okay"
    r"|all right|alright)|you know|do you have a (?:minute|moment|second)|how are you(?: doing)?(?: today)?"
    r"|are you (?:there|still there|serious\w*|kidding)|can you hear me|hello|hm+|huh|what|pardon|sorry"
    r"|really|is it|seriously)\W*$"
)
_COMPLAINT = re.compile(
    r"\b(?:isn't what i asked|not what i asked|didn't answer|not answering|so you don't know"
    r"|that's not (?:an answer|my question)|my question (?:is|was)|i asked|as i said|ask(?:ed"
    r"|ing)? (?:you )?again|once again|yes or no"
    r"|already (?:told|asked|said)|told you|i said"
    r"|specifically)\b"
)
_SETTLED = re.compile(
    r"^(?:oh,? |okay,? |ok,? |great|perfect|good|nice|got it|that's (?:good|great|a relief|fine|perfect"
    r"|nice)|thanks|thank you|awesome|cool|alright|makes sense|fine|wonderful|excellent|sounds good|grand)\b"
)
_SAME = 0.6
_SHARED_WORDS = 2
_SHORTEST_QUESTION = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the caller's; ``vector`` is its meaning, where embeddings were made."""

    clause: Clause
    words: frozenset[str]
    utterance: Utterance
    vector: Vector | None = None


def user_questions(conversation: Conversation) -> tuple[Question, ...]:
    """Give the caller's real questions, without "right?" and "can you hear me"."""
    return tuple(
        Question(clause, content_words(clause.text), utterance, _meaning(utterance))
        for utterance in conversation.user
        for clause in utterance.clauses
        if clause.act is DialogueAct.QUESTION
        and not _NOT_ASKING.match(clause.text)
        and (clause.words >= _SHORTEST_QUESTION or clause.text.endswith("?"))
    )


def _meaning(utterance: Utterance) -> Vector | None:
    """Give the embedding of a turn that asks one thing; of several it would be a blend."""
    asked = [
        clause
        for clause in utterance.clauses
        if clause.act is DialogueAct.QUESTION and clause.words >= _SHORTEST_QUESTION
    ]
    embedding = utterance.annotation.embedding
    return unpack(embedding) if embedding is not None and len(asked) == 1 else None


def repeated_groups(questions: Sequence[Question]) -> tuple[tuple[Question, ...], ...]:
    """Group questions that ask the same in different turns, in order of first asking."""
    groups: list[list[Question]] = []
    for question in questions:
        home = next((group for group in groups if _same(group[-1], question)), None)
        if home is None:
            groups.append([question])
        else:
            home.append(question)
    return tuple(tuple(group) for group in groups if len({item.utterance.index for item in group}) > 1)


def count_repeats(questions: Sequence[Question]) -> int:
    """Count how often the caller had to ask again."""
    return sum(len({item.utterance.index for item in group}) - 1 for group in repeated_groups(questions))


def _same(earlier: Question, later: Question) -> bool:
    if earlier.utterance.index == later.utterance.index:
        return False
    if earlier.clause.text.strip(" ?.") == later.clause.text.strip(" ?."):
        return True
    if earlier.vector and later.vector and earlier.vector.cosine(later.vector) >= SAME_QUESTION:
        return True
    shared = len(earlier.words & later.words)
    if _COMPLAINT.search(later.utterance.text) and later.utterance.index - earlier.utterance.index <= 4:  # noqa: PLR2004 - the next two exchanges
        return shared >= 1
    return shared >= _SHARED_WORDS and similarity(earlier.words, later.words) >= _SAME


def unanswered_reason(conversation: Conversation, question: Question) -> UnansweredReason | None:
    """Tell why a question got no clear answer; ``None`` when it did."""
    answer = conversation.agent_after(question.utterance.index)
    if answer is None or _is_cut_off(answer):
        return UnansweredReason.NO_REPLY
    reaction = conversation.user_after(answer.index)
    if reaction is not None and _COMPLAINT.search(reaction.text) and not _SETTLED.match(reaction.text):
        return UnansweredReason.ASKED_AGAIN
    if _UNKNOWN.search(answer.text):
        return UnansweredReason.UNKNOWN_TO_AGENT
    if _ANSWERS.search(answer.text):
        return None
    overlap = len(question.words & content_words(answer.text))
    if _DEFLECTED.search(answer.text) and overlap <= 1:
        return UnansweredReason.DEFLECTED
    return None


def _is_cut_off(answer: Utterance) -> bool:
    """Tell whether an answer broke off before its first sentence ended."""
    return answer.turn.interrupted and not re.search(r"[.!?]", answer.text)


def settled_later(conversation: Conversation, question: Question, questions: Sequence[Question]) -> bool:
    """Tell whether the same question was answered when it was asked again."""
    return any(
        _same(question, later) and unanswered_reason(conversation, later) is None
        for later in questions
        if later.utterance.index > question.utterance.index
    )
