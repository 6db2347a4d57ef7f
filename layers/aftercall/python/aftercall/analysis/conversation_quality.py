"""Conversation quality (spec 3.3): how well the conversation itself went."""

import re

from aftercall.analysis.conversation import Conversation, read_conversation
from aftercall.analysis.ending import ended_naturally, ending_clauses
from aftercall.analysis.quality_notes import notes
from aftercall.analysis.quality_scores import (
    agent_effectiveness,
    balance_score,
    below_score,
    overall_score,
    range_score,
    satisfaction,
    trend_score,
)
from aftercall.analysis.questions import settled_later, unanswered_reason, user_questions
from aftercall.analysis.segments import start_and_end, trend_of
from aftercall.analysis.timing import dead_air_percent, interruption_moments, silences
from aftercall.language.acts import acknowledges
from aftercall.language.content_words import content_words
from aftercall.profile.models import Profile, QualityTargets
from aftercall.reports.quality import QualityComponent, QualityReport
from aftercall.session.prepared import DialogueAct, PreparedSession

ANALYZER_VERSION = "2"

_CLARIFIES = re.compile(
    r"\b(?:do you mean|did you mean|just to (?:confirm|clarify|check)|to clarify"
    r"|could you (?:tell me (?:a bit )?more|clarify|elaborate|explain)|can you tell me (?:a bit )?more"
    r"|can i confirm|so you're (?:saying|looking)"
    r"|let me make sure|did i (?:get|hear)|is that (?:right|correct)|which (?:one|ones)|what do you mean"
    r"|am i right)\b"
)
_SHARED_TO_BUILD = 2
_SECONDS_IN_MINUTE = 60
_ENOUGH_TURNS = 8


def analyze(prepared: PreparedSession, profile: Profile) -> QualityReport:
    """Measure balance, questions, listening, interruptions, silence, ending and mood against targets.

    Dead air is null where the report holds no speaking times.
    """
    session = prepared.session
    conversation = read_conversation(prepared)
    targets = profile.quality
    values = [utterance.annotation.sentiment for utterance in conversation.user]
    start, end = start_and_end(values)
    gaps = silences(conversation, targets.silence_after_seconds)
    questions = user_questions(conversation)
    answered = [
        question
        for question in questions
        if unanswered_reason(conversation, question) is None
        or settled_later(conversation, question, questions)
    ]
    minutes = session.duration_seconds / _SECONDS_IN_MINUTE
    interruptions = len(session.interruptions)
    natural = ended_naturally(conversation)
    resolution = len(answered) / len(questions) if questions else None
    measured = {
        "turn_balance": _turn_balance(conversation),
        "questions": float(len(questions) + _agent_questions(conversation)),
        "interruptions": float(interruptions),
        "interruptions_per_minute": interruptions / minutes if minutes else 0.0,
        "dead_air_percent": dead_air_percent(gaps, session),
        "natural_ending": None if natural is None else float(natural),
        "sentiment_end": end,
        "sentiment_change": None if start is None or end is None else round(end - start, 4),
        "question_resolution": resolution,
    }
    components = _components(measured, targets)
    trend = trend_of(start, end)
    report = QualityReport(
        score=overall_score(components, conversation),
        confidence=round(min(0.9, 0.3 + 0.6 * len(conversation.utterances) / (2 * _ENOUGH_TURNS)), 2),
        components=components,
        turn_balance=measured["turn_balance"],
        user_questions=len(questions),
        agent_questions=_agent_questions(conversation),
        acknowledgements=sum(
            any(acknowledges(clause.text) for clause in utterance.clauses) for utterance in conversation.agent
        ),
        builds_on_caller=_builds_on_caller(conversation),
        clarifications=sum(
            any(_CLARIFIES.search(clause.text) for clause in utterance.clauses)
            for utterance in conversation.agent
        ),
        interruption_count=interruptions,
        interruptions_per_minute=round(measured["interruptions_per_minute"] or 0.0, 3),
        interruption_moments=interruption_moments(session, conversation),
        dead_air_percent=measured["dead_air_percent"],
        silences=gaps or (),
        natural_ending=natural,
        ending_evidence=tuple(clause.evidence() for clause in ending_clauses(conversation))
        if natural
        else (),
        start_sentiment=start,
        end_sentiment=end,
        sentiment_trend=trend,
        satisfaction=satisfaction(values, resolution, natural=natural, engaged=len(conversation.user)),
        agent_effectiveness=agent_effectiveness(conversation, session, resolution),
    )
    return report.model_copy(update=notes(report, conversation, targets))


def _turn_balance(conversation: Conversation) -> float | None:
    if not conversation.agent:
        return None
    return round(len(conversation.user) / len(conversation.agent), 3)


def _agent_questions(conversation: Conversation) -> int:
    return sum(clause.act is DialogueAct.QUESTION for clause in conversation.agent_clauses())


def _builds_on_caller(conversation: Conversation) -> int:
    """Count answers that take up at least two content words of what the caller just said."""
    count = 0
    for utterance in conversation.agent:
        if utterance.index == 0 or not conversation.utterances[utterance.index - 1].by_user:
            continue
        said = content_words(conversation.utterances[utterance.index - 1].text)
        count += len(said & content_words(utterance.text)) >= _SHARED_TO_BUILD
    return count


def _components(measured: dict[str, float | None], targets: QualityTargets) -> tuple[QualityComponent, ...]:
    low, high = targets.turn_balance
    fewest, most = targets.questions
    return (
        balance_score("turn_balance", measured["turn_balance"], low, high),
        range_score("questions", measured["questions"], fewest, most),
        below_score("interruptions", measured["interruptions"], targets.interruptions_below),
        below_score(
            "interruptions_per_minute",
            measured["interruptions_per_minute"],
            targets.interruptions_per_minute_below,
        ),
        below_score("dead_air_percent", measured["dead_air_percent"], targets.dead_air_percent_below),
        range_score("natural_ending", measured["natural_ending"], 1, 1),
        trend_score(measured["sentiment_end"], measured["sentiment_change"]),
        range_score("question_resolution", measured["question_resolution"], 0.8, 1),
    )
