"""Content gaps (spec 3.7): what the knowledge base and the agent could not answer."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from aftercall.analysis.conversation import Clause, Conversation, read_conversation
from aftercall.analysis.outcome import without_strangers
from aftercall.analysis.questions import (
    Question,
    asked_on,
    asks_the_same,
    repeated_groups,
    settled_later,
    unanswered_reason,
    user_questions,
)
from aftercall.language.content_words import content_words, similarity
from aftercall.language.quotes import quote
from aftercall.profile.models import Profile
from aftercall.reports.content_gaps import (
    ContentGapReport,
    ContentRecommendation,
    FailedSearch,
    QuestionCluster,
    UnansweredQuestion,
    UnansweredReason,
)
from aftercall.session.models import Level, ToolCall, ToolRole
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "2"

_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "pricing",
        re.compile(
            r"\b(?:pric\w*|cost\w*|how much|discount|seat|seats|billing|billed|plan|plans|refund|invoice"
            r"|prorated|run me|charge)\b"
        ),
    ),
    (
        "integrations",
        re.compile(r"\b(?:integrat\w*|connect\w*|sync\w*|api|zapier|webhook\w*|crm|push|native)\b"),
    ),
    (
        "security",
        re.compile(
            r"\b(?:secur\w*|complian\w*|hipaa|gdpr|soc|baa|data|stored|encrypt\w*|privacy|legal\w*|binding"
            r"|audit)\b"
        ),
    ),
    (
        "troubleshooting",
        re.compile(
            r"\b(?:gone|lost|restor\w*|recover\w*|error|broken|not working|doesn't work|get it back|trash"
            r"|history|crash\w*|stuck|can't (?:log|open|find|see))\b"
        ),
    ),
    ("templates", re.compile(r"\b(?:template\w*|fields?|variables?|content library)\b")),
    ("signing", re.compile(r"\b(?:sign\w*|recipient\w*|account)\b")),
    ("payments", re.compile(r"\b(?:payment\w*|deposit\w*|card|stripe)\b")),
    ("workflows", re.compile(r"\b(?:approv\w*|workflow\w*|remind\w*|notif\w*|track\w*)\b")),
    ("migration", re.compile(r"\b(?:migrat\w*|import\w*|move[d]?|switch\w*)\b")),
)
_CONTENT_TYPES = {
    "pricing": "pricing page",
    "integrations": "integration guide",
    "troubleshooting": "troubleshooting",
    "security": "reference",
}
_TOP = 10
_PRIORITY = {Level.HIGH: 0, Level.MEDIUM: 1, Level.LOW: 2}
_SAME_QUERY = 0.7
_SHORT_ALTERNATIVE = 6


def analyze(prepared: PreparedSession, profile: Profile) -> ContentGapReport:  # noqa: ARG001 - one signature for all
    """Find failed searches, unanswered and repeated questions, and what to write about them.

    The age of articles and the coverage of the help centre as a whole have no source in a call.
    """
    session = prepared.session
    conversation = without_strangers(read_conversation(prepared))
    searches = [call for call in session.tool_calls if call.role is ToolRole.KNOWLEDGE_SEARCH]
    failed = _failed_searches(searches, conversation)
    questions = user_questions(conversation)
    unanswered = _unanswered(conversation, questions)
    clusters = _clusters(questions)
    return ContentGapReport(
        searches=len(searches),
        coverage_rate=_coverage(searches),
        failed_searches=failed,
        unanswered_questions=unanswered,
        repeated_questions=clusters,
        missing_topics=_missing_topics(failed, unanswered),
        recommendations=_recommendations(failed, unanswered),
    )


def _failed(call: ToolCall) -> bool:
    return call.failed or call.search is None or not call.search.results_found


def _coverage(searches: Sequence[ToolCall]) -> float | None:
    if not searches:
        return None
    return round(sum(not _failed(call) for call in searches) / len(searches), 4)


def _failed_searches(searches: Sequence[ToolCall], conversation: Conversation) -> tuple[FailedSearch, ...]:
    groups: list[list[ToolCall]] = []
    for call in searches:
        if not _failed(call):
            continue
        words = content_words(_query(call).lower())
        home = next(
            (
                group
                for group in groups
                if similarity(words, content_words(_query(group[0]).lower())) >= _SAME_QUERY
            ),
            None,
        )
        if home is None:
            groups.append([call])
        else:
            home.append(call)
    found = [
        FailedSearch(
            item_id=group[0].item_id,
            at=group[0].at,
            query=_query(group[0]),
            category=group[0].search.category if group[0].search else None,
            times=len(group),
            error=any(call.failed for call in group),
            impact=_impact(group, conversation),
        )
        for group in groups
    ]
    return tuple(sorted(found, key=lambda item: (_PRIORITY[item.impact], -item.times, item.at))[:_TOP])


def _query(call: ToolCall) -> str:
    if call.search is not None:
        return call.search.query
    return str(call.arguments.get("query", ""))


def _impact(group: Sequence[ToolCall], conversation: Conversation) -> Level:
    """Judge by whether it was looked for again and how the caller took the answer that followed."""
    if len(group) > 1:
        return Level.HIGH
    reaction = next(
        (item for item in conversation.user if item.turn.at > group[0].at),
        None,
    )
    if reaction is None or reaction.annotation.sentiment < 0 or "frustration" in reaction.annotation.emotions:
        return Level.HIGH
    return Level.MEDIUM


def _unanswered(conversation: Conversation, questions: Sequence[Question]) -> tuple[UnansweredQuestion, ...]:
    found: list[UnansweredQuestion] = []
    kept: list[Question] = []
    for _, asked in groupby(questions, key=lambda question: question.utterance.index):
        still_open = [
            (question, reason)
            for question in asked
            if (reason := _reason(conversation, question, questions)) is not None
            and not settled_later(conversation, question, questions)
        ]
        if not still_open or any(
            asks_the_same(earlier, question, _SAME_QUERY) for earlier in kept for question, _ in still_open
        ):
            continue
        kept.extend(question for question, _ in still_open)
        found.append(_finding(still_open))
    return tuple(found)


def _reason(
    conversation: Conversation, question: Question, questions: Sequence[Question]
) -> UnansweredReason | None:
    reason = unanswered_reason(conversation, question)
    if reason is None and asked_on(conversation, question, questions):
        return UnansweredReason.ASKED_AGAIN
    return reason


def _finding(still_open: Sequence[tuple[Question, UnansweredReason]]) -> UnansweredQuestion:
    """Give one finding for what was asked in one breath: "In bulk? Or one at a time?"."""
    (first, reason), (last, _) = still_open[0], still_open[-1]
    evidence = quote(first.clause.turn, first.clause.start, _end_with_alternative(last))
    topics = (topic_of(question.clause) for question, _ in still_open)
    certainty = {UnansweredReason.UNKNOWN_TO_AGENT: 0.8, UnansweredReason.ASKED_AGAIN: 0.75}
    return UnansweredQuestion(
        question=evidence.quote,
        reason=reason,
        topic=next((topic for topic in topics if topic), None),
        confidence=certainty.get(reason, 0.6),
        evidence=(evidence,),
    )


def _end_with_alternative(question: Question) -> int:
    """Give where a question ends, with the "or one at a time" that may stand after its question mark."""
    clauses = question.utterance.clauses
    following = clauses[clauses.index(question.clause) + 1 :]
    if following and following[0].text.startswith("or ") and following[0].words <= _SHORT_ALTERNATIVE:
        return following[0].end
    return question.clause.end


def topic_of(clause: Clause) -> str | None:
    """Give the subject area of a clause, ``None`` where no word points to one."""
    return _topic(clause.text)


def _topic(text: str) -> str | None:
    return next((topic for topic, pattern in _TOPICS if pattern.search(text)), None)


def _clusters(questions: Sequence[Question]) -> tuple[QuestionCluster, ...]:
    return tuple(
        QuestionCluster(
            representative=group[0].clause.turn.text[group[0].clause.start : group[0].clause.end],
            item_ids=tuple(dict.fromkeys(question.clause.turn.item_id for question in group)),
            priority=Level.HIGH if len(group) > 2 else Level.MEDIUM,  # noqa: PLR2004 - asked a third time
        )
        for group in repeated_groups(questions)
    )


def _missing_topics(
    failed: Sequence[FailedSearch], unanswered: Sequence[UnansweredQuestion]
) -> tuple[str, ...]:
    topics = [search.query for search in failed] + [item.topic for item in unanswered if item.topic]
    return tuple(dict.fromkeys(topics))


def _recommendations(
    failed: Sequence[FailedSearch], unanswered: Sequence[UnansweredQuestion]
) -> tuple[ContentRecommendation, ...]:
    found: dict[str, ContentRecommendation] = {}
    for search in failed:
        topic = _topic(f"{search.query} {search.category or ''}".lower()) or "general"
        again = f", {search.times} times" if search.times > 1 else ""
        found[search.query] = ContentRecommendation(
            topic=search.query,
            content_type=_CONTENT_TYPES.get(topic, "guide"),
            reason=f"The search {'failed' if search.error else 'found nothing'}{again}.",
            priority=search.impact,
        )
    by_topic: dict[str, list[UnansweredQuestion]] = defaultdict(list)
    for item in unanswered:
        by_topic[item.topic or "general"].append(item)
    for topic, items in by_topic.items():
        found.setdefault(
            items[0].question,
            ContentRecommendation(
                topic=items[0].question,
                content_type=_CONTENT_TYPES.get(topic, "guide"),
                reason=f"{len(items)} question{'s' if len(items) > 1 else ''} about {topic} stayed open.",
                priority=Level.HIGH if len(items) > 1 else Level.MEDIUM,
            ),
        )
    return tuple(sorted(found.values(), key=lambda item: (_PRIORITY[item.priority], item.topic)))
