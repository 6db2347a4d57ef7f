"""The caller's questions: which there are, which repeat, which got an answer (spec 3.3, 3.4, 3.7)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aftercall.analysis.answers import admits_ignorance, evasion, kind_of
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.remembering import remembered_for_last
from aftercall.language.content_words import content_words, similarity
from aftercall.language.embeddings import SAME_QUESTION, Vector, unpack
from aftercall.language.phrases import worded
from aftercall.reports.content_gaps import UnansweredReason
from aftercall.session.prepared import DialogueAct

_NOT_ASKING = re.compile(
    r"^(?:(?:and|so|but|oh|okay|well|yeah|hi|hello|sorry|no|huh)[,.! ]+)*(?:i(?:'m not| am not"
    r"|'d not be) sure"
    r" (?:if|whether|that)\b.*|i don't know (?:if|whether)\b.*|right|okay|is (?:that"
    r"|this) (?:okay"
    r"|all right|alright|so)|you know(?: what i mean)?|do you have a (?:minute|moment|second)"
    r"|how are you(?: doing)?(?: today)?|are you (?:there|still there|serious\w*|kidding|joking)"
    r"|can you hear me"
    r"|am i (?:audible|coming through)|hello|hm+|huh|what|pardon|sorry|really|seriously|everybody"
    r"|anybody there"
    r"|anyone there|that's it|(?:is|does|do|did|can|was|has|will) (?:it|that|they|he|she)|for real|guess what"
    r"|that's not an? \w+ is it|what was (?:it|i saying)|where was i|what's (?:it|his|her) (?:called|name)"
    r"|what do you call it"
    r"|who knew|you believe (?:it|that))\W*$"
)
_RHETORICAL = re.compile(
    r"\b(?:what (?:am|are) (?:i|we) (?:even )?paying|are you (?:even )?(?:listening|seriously|serious"
    r"|kidding|joking)"
    r"|why (?:does|would) that matter|who (?:does|would do) that|what's the point|is (?:that|this|it) (?:a"
    r"|some kind of"
    r"|some sort of) joke|do i look like|how (?:hard|difficult) (?:can|could) (?:it|that) be|did i (?:say"
    r"|tell you)"
    r"|can you believe|why didn't i think|who (?:cares|knows)|how should i know|what did i (?:say|tell)"
    r"|are you (?:seeing a pattern|a robot|human)|isn't that (?:something|nice|great|lovely|funny)"
    r"|what else is new|how am i supposed|you hear (?:that|me)|what could go wrong"
    r"|why do i (?:even )?bother)\b"
    r"|^(?:\w+,? ){0,2}do you (?:guys )?know (?!if|whether|how|when|what|who|where|why|the|anything|about)"
)
_COMPLAINT = re.compile(
    r"\b(?:isn't what i asked|not what i asked|(?:not|isn't) an? (?:answer|date|number|name|price|yes|no)"
    r"|didn't answer|not answering|so you don't know|not asking"
    r"|that's not (?:an answer|my question)|my question (?:is|was)|i asked|as i said|ask(?:ed"
    r"|ing)? (?:you )?again|once again|yes or no|means you don't know"
    r"|already (?:told|asked|said)|told you|i said|so,? no\W*$|so that's a no|(?:is )?that a (?:yes|no)"
    r"|specifically|(?:half|part) of (?:my|the) question|told me (?:how|what|that|where|why)\b[^.]* asked"
    r"|didn't say (?:yes|no|so|if|whether)|(?:not|isn't) sure (?:if )?that(?:'s| is| was)? (?:a )?(?:yes|no)"
    r"|(?:that's|is) not quite|wondering about \w+|nobody wants to say|hearing no|(?:so|down as a) no\W*$"
    r"|in particular|i mean(?:t)? (?:the|is|does|can)|still (?:don't|didn't) (?:know|say|answer))\b"
)
_NOT_THAT = re.compile(
    r"\b(?:(?:i'm|i am|just) asking|i didn't ask|i wondered|asking (?:about|for)|i just (?:said|told|asked)"
    r"|doesn't answer|brochure|i understood that|i heard|i (?:saw|can see|know) (?:the|that|where)"
    r"|that's (?:the (?:other|general|regular)|while|nice|lovely))\b"
)
"""What puts an answer aside without a complaint."""
_EITHER_OR = worded(
    "or no not",
    r"\b(?:yes or no|or not|or no|(?:or|no) (?:isn't|doesn't|don't|aren't|can't|won't|wouldn't) (?:it"
    r"|they|you|he"
    r"|she|there|that|we|i)|a yes|a no|possible or not)\b",
)
"""What presses for a plain answer, whatever else is said."""
_INSISTS = re.compile(
    r"^(?:(?:okay|ok|yeah|yes|right|sure|no|mhm|mm|fine|well|alright|hm+|great|i see|i know|that's (?:nice"
    r"|a \w+"
    r"|lovely|good|great)|you know|look"
    r"|oh)[,.]? )*(?:but|still|and yet"
    r"|i'm sure|i'd hope|that's as may be|so is|no no|again|i (?:saw|know|heard|understand) (?:this|that)"
    r"|that's (?:nice"
    r"|lovely|great|not))\b|\b(?:or not|yes or no|or no|though|exactly|roughly|ballpark|actually)\W*$"
    r"|\bis there (?:like|actually|even)\b"
)
_SETTLED = re.compile(
    r"^(?:oh,? |okay,? |ok,? |great|perfect|good|nice|got it|that's (?:good|great|a relief|fine|perfect"
    r"|nice)|thanks|thank you|awesome|cool|alright|makes sense|fine|wonderful|excellent|sounds good|grand)\b"
)
_CONTINUES = re.compile(r"^(?:for|of|with|in|on|about|at|per)\b")
_MAY_I_HAVE = re.compile(r"\b(?:can|could|may) (?:i|we) (?:have|get|see)\b.*(?:\?|\byes or no\b|\bor not\b)")
_WISH = re.compile(
    r"\b(?:demo|call|copy|quote|report|summary|document|person|human|somebody|someone|sales|it in writing"
    r"|walk"
    r"|meeting|invite|link|that|a minute|started)\b"
)
_SAME = 0.6
_SHARED_WORDS = 2
_SHORTEST_QUESTION = 3
_NEXT_EXCHANGES = 4
_NEXT_TURN = 2
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the caller's.

    ``vector`` is its meaning, where embeddings were made; ``evasion`` tells why the next
    words of the agent are no answer.
    """

    clause: Clause
    words: frozenset[str]
    utterance: Utterance
    vector: Vector | None = None
    evasion: UnansweredReason | None = None

    @property
    def evaded(self) -> bool:
        """Whether the next words of the agent are no answer."""
        return self.evasion is not None


@remembered_for_last
def user_questions(conversation: Conversation) -> tuple[Question, ...]:
    """Give the caller's real questions, without "right?" and "can you hear me"; five analyzers ask."""
    found: list[Question] = []
    for utterance in conversation.user:
        asked = [clause for clause in utterance.clauses if _is_asked(clause)]
        if not asked:
            continue
        answer = conversation.agent_after(utterance.index)
        meaning = _meaning(utterance)
        for clause in asked:
            words = _subject(clause, utterance)
            why = evasion(clause.text, words, answer)
            found.append(Question(clause, words, utterance, meaning, why))
    return tuple(found)


def _subject(clause: Clause, utterance: Utterance) -> frozenset[str]:
    """Give a question's content words; of a fragment ("is that on top?") also those of the clause before."""
    words = content_words(clause.text)
    place = utterance.clauses.index(clause)
    if len(words) < _SHARED_WORDS and place:
        words |= content_words(utterance.clauses[place - 1].text)
    following = utterance.clauses[place + 1 : place + 2]
    if following and following[0].words <= _FEW_WORDS and _CONTINUES.match(following[0].text):
        words |= content_words(following[0].text)
    return words


def _is_asked(clause: Clause) -> bool:
    if clause.act is DialogueAct.REQUEST:
        return bool(_MAY_I_HAVE.search(clause.text)) and not _WISH.search(clause.text)
    if clause.act is not DialogueAct.QUESTION:
        return False
    if _NOT_ASKING.match(clause.text) or _RHETORICAL.search(clause.text):
        return False
    return clause.words >= _SHORTEST_QUESTION or clause.text.endswith("?")


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
        home = next((group for group in groups if _repeats(group[-1], question)), None)
        if home is None:
            groups.append([question])
        else:
            home.append(question)
    return tuple(tuple(group) for group in groups if len({item.utterance.index for item in group}) > 1)


def count_repeats(questions: Sequence[Question]) -> int:
    """Count how often the caller had to ask again."""
    return sum(len({item.utterance.index for item in group}) - 1 for group in repeated_groups(questions))


def _repeats(earlier: Question, later: Question) -> bool:
    """Tell whether a question is an earlier one over again, or presses on in the next turn.

    Pressing counts as asking again even where the answer before it was no evasion; whether that answer left
    the question open is another matter.
    """
    if _same(earlier, later):
        return True
    said = later.utterance.text
    if not 0 < later.utterance.index - earlier.utterance.index <= _NEXT_TURN or _SETTLED.match(said):
        return False
    if _EITHER_OR.search(said):
        return True
    related = bool(earlier.words & later.words) or len(later.words) <= _SHARED_WORDS
    return related and bool(_NOT_THAT.search(said) or _COMPLAINT.search(said))


def _same(earlier: Question, later: Question) -> bool:
    distance = later.utterance.index - earlier.utterance.index
    if distance == 0:
        return False
    if earlier.clause.text.strip(" ?.") == later.clause.text.strip(" ?."):
        return True
    if earlier.vector and later.vector and earlier.vector.cosine(later.vector) >= SAME_QUESTION:
        return True
    shared = len(earlier.words & later.words)
    if shared and distance <= _NEXT_EXCHANGES and _insists(earlier, later):
        return True
    if distance <= _NEXT_TURN and _presses(earlier, later):
        return True
    return shared >= _SHARED_WORDS and similarity(earlier.words, later.words) >= _SAME


def _presses(earlier: Question, later: Question) -> bool:
    """Tell whether the next words of the caller ask on ("yeah but is there?"), in whatever other words."""
    if not (earlier.evaded or later.evaded) or _SETTLED.match(later.utterance.text):
        return False
    if _COMPLAINT.search(later.utterance.text):
        return bool(earlier.words & later.words) or len(later.words) <= _SHARED_WORDS
    insists = _INSISTS.search(later.utterance.text) or _INSISTS.search(later.clause.text)
    return bool(insists) and (earlier.evaded or kind_of(earlier.clause.text) is kind_of(later.clause.text))


def asks_the_same(earlier: Question, later: Question, alike: float) -> bool:
    """Tell whether a later question is the earlier one over again."""
    return _same(earlier, later) or similarity(earlier.words, later.words) >= alike


def _insists(earlier: Question, later: Question) -> bool:
    """Tell whether the caller asks on because there was no answer: with a complaint, or after an evasion."""
    if _COMPLAINT.search(later.utterance.text):
        return True
    return earlier.evaded and bool(
        later.utterance.index - earlier.utterance.index <= _NEXT_TURN
        or _INSISTS.search(later.utterance.text)
        or _INSISTS.search(later.clause.text)
        or later.evaded
    )


def unanswered_reason(conversation: Conversation, question: Question) -> UnansweredReason | None:
    """Tell why a question got no clear answer; ``None`` when it did."""
    answer = conversation.agent_after(question.utterance.index)
    reason = question.evasion
    if answer is None or reason is UnansweredReason.NO_REPLY:
        return reason
    reaction = conversation.user_after(answer.index)
    if (
        reaction is not None
        and _COMPLAINT.search(reaction.text)
        and not _SETTLED.match(reaction.text)
        and (reason is not None or _asks_about(reaction, question) or not _asks_anything(reaction))
    ):
        return UnansweredReason.ASKED_AGAIN
    if reason is None and reaction is not None and _is_left_open(conversation, reaction, question):
        return UnansweredReason.UNKNOWN_TO_AGENT
    return reason


def _asks_anything(utterance: Utterance) -> bool:
    return any(_is_asked(clause) for clause in utterance.clauses)


def _is_left_open(conversation: Conversation, reaction: Utterance, question: Question) -> bool:
    """Tell whether the agent gives in after a few more words: "I'm sorry, I couldn't find it"."""
    if _asks_anything(reaction) or _SETTLED.match(reaction.text):
        return False
    admission = conversation.agent_after(reaction.index)
    return admission is not None and admits_ignorance(admission) and _asks_about(reaction, question)


def _asks_about(reaction: Utterance, question: Question) -> bool:
    """Tell whether a complaint is about this question: it names its subject, or nothing else."""
    words = content_words(reaction.text)
    return bool(words & question.words) or len(words) <= _FEW_WORDS


def asked_on(conversation: Conversation, question: Question, questions: Sequence[Question]) -> bool:
    """Tell whether the same question, worded again, stayed open: then the first wording did, too."""
    return any(
        _same(question, later) and unanswered_reason(conversation, later) is not None
        for later in questions
        if later.utterance.index > question.utterance.index
    )


def settled_later(conversation: Conversation, question: Question, questions: Sequence[Question]) -> bool:
    """Tell whether the same question was answered when it was asked again."""
    return any(
        _same(question, later) and unanswered_reason(conversation, later) is None
        for later in questions
        if later.utterance.index > question.utterance.index
    )
