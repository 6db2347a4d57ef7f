"""Red flags, strengths and recommendations that follow from the measures (spec 3.3)."""

from aftercall.analysis.conversation import Conversation
from aftercall.language.quotes import quote_turn
from aftercall.profile.models import QualityTargets
from aftercall.reports.quality import QualityNote, QualityReport, Trend

_SATISFIED = 7.0
_MANY_QUESTIONS = 4

_ADVICE = {
    "dead_air": "Find out what the agent waited for in the silences; let it say that it is looking.",
    "interruptions": "Shorten the agent's answers: it is being cut off.",
    "agent_dominates": "Let the agent ask more and tell less.",
    "user_dominates": "Let the agent sum up and steer more often.",
    "declining_sentiment": "Listen to the turns where the mood fell and change what came before them.",
    "abrupt_ending": "Close with a summary and an agreed next step.",
    "unresolved_questions": "Give the agent the articles it lacked; see the content gaps.",
    "few_questions": "Ask about team, volume and timeline before presenting.",
}


def notes(
    report: QualityReport, conversation: Conversation, targets: QualityTargets
) -> dict[str, tuple[QualityNote, ...]]:
    """Give ``red_flags``, ``strengths`` and ``recommendations`` for a report."""
    if not conversation.user or not conversation.agent:
        return {"red_flags": (), "strengths": (), "recommendations": ()}
    flags = _flags(report, conversation, targets)
    return {
        "red_flags": tuple(flags),
        "strengths": tuple(_strengths(report)),
        "recommendations": tuple(QualityNote(kind=flag.kind, text=_ADVICE[flag.kind]) for flag in flags),
    }


def _flags(report: QualityReport, conversation: Conversation, targets: QualityTargets) -> list[QualityNote]:
    flags: list[QualityNote] = []
    low, high = targets.turn_balance_issue
    by_item = {utterance.turn.item_id: utterance.turn for utterance in conversation.utterances}
    if report.dead_air_percent is not None and report.dead_air_percent >= targets.dead_air_percent_below:
        evidence = tuple(
            quote_turn(by_item[gap.after_item_id]) for gap in report.silences if gap.after_item_id in by_item
        )
        flags.append(
            QualityNote(
                kind="dead_air",
                text=f"{report.dead_air_percent:g} % of the call was silence.",
                evidence=evidence,
            )
        )
    if (
        report.interruption_count >= targets.interruptions_below
        or report.interruptions_per_minute >= targets.interruptions_per_minute_below
    ):
        evidence = tuple(
            quote_turn(by_item[moment.item_id])
            for moment in report.interruption_moments
            if moment.item_id in by_item
        )
        flags.append(
            QualityNote(
                kind="interruptions",
                text=f"The caller interrupted {report.interruption_count} times.",
                evidence=evidence,
            )
        )
    if report.turn_balance is not None and report.turn_balance < low:
        flags.append(QualityNote(kind="agent_dominates", text="The agent took most of the turns."))
    if report.turn_balance is not None and report.turn_balance > high:
        flags.append(QualityNote(kind="user_dominates", text="The caller took most of the turns."))
    if report.sentiment_trend is Trend.DECLINING and (report.end_sentiment or 0.0) < 0:
        flags.append(
            QualityNote(
                kind="declining_sentiment",
                text="The mood fell and ended low.",
                evidence=(quote_turn(conversation.user[-1].turn),),
            )
        )
    if report.natural_ending is False:
        flags.append(
            QualityNote(
                kind="abrupt_ending",
                text="The call broke off without a goodbye.",
                evidence=(quote_turn(conversation.utterances[-1].turn),),
            )
        )
    flags.extend(_question_flags(report, targets))
    return flags


def _question_flags(report: QualityReport, targets: QualityTargets) -> list[QualityNote]:
    flags: list[QualityNote] = []
    resolution = _component(report, "question_resolution")
    if resolution is not None and resolution < 1 and report.user_questions:
        open_questions = round(report.user_questions * (1 - resolution))
        flags.append(
            QualityNote(
                kind="unresolved_questions",
                text=f"{open_questions} of {report.user_questions} questions stayed open.",
            )
        )
    if report.user_questions + report.agent_questions < targets.questions[0]:
        flags.append(QualityNote(kind="few_questions", text="Few questions were asked on either side."))
    return flags


def _strengths(report: QualityReport) -> list[QualityNote]:
    strengths: list[QualityNote] = []
    resolution = _component(report, "question_resolution")
    if resolution == 1:
        strengths.append(QualityNote(kind="resolution", text="Every question of the caller got an answer."))
    if report.user_questions >= _MANY_QUESTIONS:
        strengths.append(
            QualityNote(kind="engagement", text=f"The caller asked {report.user_questions} questions.")
        )
    if (report.end_sentiment or 0.0) > 0 and report.sentiment_trend is not Trend.DECLINING:
        strengths.append(QualityNote(kind="sentiment", text="The caller left in a good mood."))
    if report.satisfaction is not None and report.satisfaction >= _SATISFIED:
        strengths.append(
            QualityNote(kind="satisfaction", text=f"Estimated satisfaction {report.satisfaction:g} of 10.")
        )
    if report.natural_ending and report.interruption_count == 0:
        strengths.append(QualityNote(kind="smooth", text="No interruptions and a proper goodbye."))
    return strengths


def _component(report: QualityReport, name: str) -> float | None:
    return next((component.actual for component in report.components if component.name == name), None)
