"""Behavioural points: how the caller took part (spec 3.2)."""

from aftercall.analysis.conversation import Conversation
from aftercall.analysis.questions import user_questions
from aftercall.analysis.scoring.factors import Factor
from aftercall.profile.models import Profile
from aftercall.reports.completed import CompletedReports
from aftercall.session.models import Session

_ENGAGED_TURNS = 12
_ENGAGED_QUESTIONS = 4
_EXPLORED_FEATURES = 3
_WORDS_OF_AN_ACTIVE_TURN = 12


def behavioral_factors(
    session: Session, conversation: Conversation, reports: CompletedReports, profile: Profile
) -> list[Factor]:
    """Turns, questions, duration, features explored, and how much the caller said at a time."""
    user = conversation.user
    if not user:
        return []
    questions = user_questions(conversation)
    sales = reports.sales_intelligence
    explored = 0 if sales is None else len(sales.features_discussed) + len(sales.feature_requests)
    words = sum(len(utterance.annotation.tokens) for utterance in user) / len(user)
    return [
        Factor("turns", 0.25, min(1.0, len(user) / _ENGAGED_TURNS), f"{len(user)} turns of the caller"),
        Factor(
            "questions",
            0.2,
            min(1.0, len(questions) / _ENGAGED_QUESTIONS),
            f"{len(questions)} questions asked",
            tuple(question.clause.evidence() for question in questions[:3]),
        ),
        Factor(
            "duration",
            0.2,
            _duration_value(session.duration_seconds, profile.lead_score.good_duration_seconds),
            f"Call of {session.duration_seconds} seconds",
        ),
        Factor("features", 0.2, min(1.0, explored / _EXPLORED_FEATURES), f"{explored} features spoken of"),
        Factor(
            "participation", 0.15, min(1.0, words / _WORDS_OF_AN_ACTIVE_TURN), f"{words:.0f} words a turn"
        ),
    ]


def _duration_value(seconds: int, good: tuple[int, int]) -> float:
    """Full within the good range, falling to nothing at no time and at twice the longest."""
    shortest, longest = good
    if seconds < shortest:
        return seconds / shortest if shortest else 1.0
    return 1.0 if seconds <= longest else max(0.0, 2 - seconds / longest)
