"""The text of the summary: one paragraph for little, two or three for a real conversation."""

from aftercall.analysis.company import company_name
from aftercall.analysis.summary.facts import SummaryFacts, clipped, listed, plural
from aftercall.reports.executive_summary import CallOutcome
from aftercall.reports.objections import Severity
from aftercall.reports.sales_intelligence import CompetitorContext, SalesIntelligenceReport
from aftercall.session.models import BudgetAuthority, DecisionTimeline, QualificationTier

_AUTHORITY = {
    BudgetAuthority.DECISION_MAKER: "The caller can decide",
    BudgetAuthority.INFLUENCER: "The caller recommends, others decide",
    BudgetAuthority.NEEDS_APPROVAL: "The purchase needs somebody else's approval",
}
_TIMELINE = {
    DecisionTimeline.THIS_WEEK: "a decision is due this week",
    DecisionTimeline.THIS_MONTH: "a decision is due this month",
    DecisionTimeline.THIS_QUARTER: "a decision is due this quarter",
    DecisionTimeline.NEXT_QUARTER: "a decision is not expected before next quarter",
    DecisionTimeline.EVALUATING: "there is no date for a decision",
}
_MINUTE = 60


def headline(facts: SummaryFacts) -> str:
    """One line: who, and how the call came out."""
    if facts.voicemail:
        return "A voicemail answered; nobody was reached."
    if facts.wrong_number:
        return "Wrong number; no lead."
    if facts.outcome is CallOutcome.NO_ANSWER:
        return "No conversation took place."
    who = _who(facts)
    came_out = {
        CallOutcome.TRANSFERRED: "handed to a person",
        CallOutcome.CALLBACK: "to be called back",
        CallOutcome.NOT_QUALIFIED: "not qualified for sales",
    }.get(facts.outcome, "qualified")
    if facts.meeting is not None:
        came_out = f"meeting booked{facts.meeting_words()}"
    return f"{who}: {came_out} ({facts.tier.value})."


def paragraphs(facts: SummaryFacts) -> tuple[str, ...]:
    """Give the paragraphs; every sentence states a finding of another report."""
    if facts.is_little:
        return (_little(facts),)
    texts = [_situation(facts), _obstacles(facts), _result(facts)]
    return tuple(text for text in texts if text)


def _who(facts: SummaryFacts) -> str:
    sales = facts.reports.sales_intelligence
    company = company_name(facts.session, sales)
    industry = sales.industry.value if sales and sales.industry else None
    if company and industry:
        return f"{company} ({industry})"
    name = facts.session.participant.name
    return company or (f"Caller in {industry}" if industry else name) or "Caller"


def _little(facts: SummaryFacts) -> str:
    seconds = facts.session.duration_seconds
    if facts.voicemail:
        return f"The call reached a voicemail after {seconds} seconds. Nothing was learned about a lead."
    if facts.wrong_number:
        return "The caller had the wrong number. Nothing was learned about a lead."
    said = len(facts.conversation.user)
    if said == 0:
        return f"The caller said nothing in {seconds} seconds."
    quote = clipped(facts.conversation.user[0].turn.text)
    return f"The call ended after {seconds} seconds, before a conversation began. The caller said: “{quote}”"


def _situation(facts: SummaryFacts) -> str:
    sales = facts.reports.sales_intelligence
    minutes = max(1, round(facts.session.duration_seconds / _MINUTE))
    opening = f"{_who(facts)} spoke with the assistant for {plural(minutes, 'minute')}."
    if sales is None:
        return opening + " What was said about the business could not be analysed."
    sentences = [opening, _business(sales), _today(sales), _needs(sales), _decision(sales)]
    return " ".join(sentence for sentence in sentences if sentence)


def _business(sales: SalesIntelligenceReport) -> str:
    parts: list[str] = []
    if sales.team_size is not None:
        people = "person" if sales.team_size.value == 1 else "people"
        parts.append(f"{sales.team_size.value:,} {people} would use it")
    if sales.monthly_volume is not None:
        parts.append(f"they send about {sales.monthly_volume.value:,} documents a month")
    if not parts:
        return ""
    sentence = " and ".join(parts)
    place = f" in {sales.location.value}" if sales.location else ""
    return f"{sentence[0].upper()}{sentence[1:]}{place}."


def _today(sales: SalesIntelligenceReport) -> str:
    uses = listed([case.value for case in sales.use_cases[:3]])
    tool = sales.current_tool.value if sales.current_tool else None
    today = "by hand (documents, print, paper)" if tool == "manual" else f"with {tool}" if tool else ""
    if uses and today:
        return f"They work on {uses}, today {today}."
    if uses:
        return f"They work on {uses}."
    return f"Today they work {today}." if today else ""


def _needs(sales: SalesIntelligenceReport) -> str:
    needed = listed([need.name for need in sales.integration_needs if need.needed][:4])
    pain = sales.pain_points[0] if sales.pain_points else None
    sentences = [f"It has to work with {needed}." if needed else ""]
    if pain is not None:
        sentences.append(f"What hurts: “{clipped(pain.problem)}”")
    return " ".join(sentence for sentence in sentences if sentence)


def _decision(sales: SalesIntelligenceReport) -> str:
    parts = [_AUTHORITY[sales.budget_authority.value]] if sales.budget_authority else []
    if sales.decision_timeline:
        parts.append(_TIMELINE[sales.decision_timeline.value])
    if not parts:
        return ""
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _obstacles(facts: SummaryFacts) -> str:
    sentences: list[str] = []
    objections = facts.reports.objections
    if objections is not None:
        still_open = [item for item in objections.objections if not item.resolved]
        blockers = [item for item in still_open if item.severity is Severity.BLOCKER]
        if still_open:
            worst = (blockers or still_open)[0]
            kind = "blocker" if blockers else "concern"
            said = clipped(worst.evidence[0].quote)
            sentences.append(
                f"{plural(len(still_open), 'objection')} stayed open; "
                f"the first {kind} is about {worst.category.value}: “{said}”"
            )
        settled = len(objections.objections) - len(still_open)
        if settled:
            sentences.append(
                f"{plural(settled, 'objection')} {'was' if settled == 1 else 'were'} settled in the call."
            )
        rivals = [
            item.name for item in objections.competitors if item.context is CompetitorContext.CONSIDERING
        ]
        if rivals:
            sentences.append(f"Also considered: {listed(rivals)}.")
    gaps = facts.reports.content_gaps
    if gaps is not None and gaps.unanswered_questions:
        first = gaps.unanswered_questions[0].question
        sentences.append(
            f"{plural(len(gaps.unanswered_questions), 'question')} got no clear answer, "
            f"among them “{clipped(first)}”"
        )
    if facts.frustrated:
        sentences.append("The caller was frustrated.")
    return " ".join(sentence for sentence in sentences if sentence)


def _result(facts: SummaryFacts) -> str:
    sentences: list[str] = []
    if facts.meeting is not None:
        sentences.append(f"A meeting is booked{facts.meeting_words()}.")
    elif facts.outcome is CallOutcome.TRANSFERRED:
        sentences.append("The assistant handed the call to a person.")
    elif facts.outcome is CallOutcome.CALLBACK:
        sentences.append("Both sides agreed on a call back.")
    reasons = facts.reports.sales_intelligence.tier_reasons if facts.reports.sales_intelligence else ()
    if facts.tier is QualificationTier.TIER_1 and reasons:
        sentences.append(f"Tier 1: {listed(list(reasons))}.")
    elif facts.tier is QualificationTier.TIER_2:
        sentences.append("Tier 2: no sign that a salesperson is needed.")
    score = facts.reports.lead_score
    if score is not None:
        sentences.append(f"Lead score {score.score} of 100 ({score.temperature.value}).")
    mood = facts.reports.sentiment.overall if facts.reports.sentiment else None
    if mood is not None:
        sentences.append(f"The caller's mood was {mood.value}.")
    return " ".join(sentence for sentence in sentences if sentence)
