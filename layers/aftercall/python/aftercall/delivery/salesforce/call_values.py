"""What ``Voice_Call__c`` says of a call (spec 4.8), and the task that follows from it (4.7): pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from aftercall.delivery.salesforce.fields import EXTERNAL_ID, RICH_TEXT, SHORT_TEXT
from aftercall.delivery.salesforce.findings import next_step
from aftercall.delivery.salesforce.person_values import (
    Values,
    date_time,
    follow_up_priority,
    minutes,
    present,
    text_of,
)
from aftercall.delivery.salesforce.text import (
    BULLET,
    clip,
    inert,
    json_text,
    length,
    plain,
    rich_text,
)
from aftercall.profile.models import Profile
from aftercall.reports.call_record import CallRecord, SpokenTurn
from aftercall.session.models import Level, QualificationTier, Speaker

LONGEST_DESCRIPTION = 32_000
SPEAKERS = {Speaker.USER: "Caller", Speaker.AGENT: "Agent"}
TASK_PRIORITIES = {Level.HIGH: "High", Level.MEDIUM: "Normal", Level.LOW: "Low"}


def call_values(record: CallRecord, link: str | None) -> Values:
    """Give the call's values; ``link`` is where the whole transcript is."""
    summary = record.reports.executive_summary
    return present(
        {
            EXTERNAL_ID: record.session_id,
            "Transcript__c": transcript(record, link),
            "Call_Summary__c": text_of("Call_Summary__c", None if summary is None else summary.text),
            "Transcript_URL__c": link if link is not None and length(link) <= SHORT_TEXT else None,
            "Quality_Score__c": record.engagement_score,
            "Call_Date__c": date_time(record.occurred_at),
            "Duration_Minutes__c": minutes(record.duration_seconds),
            "Metrics_JSON__c": metrics(record),
        }
    )


def transcript(record: CallRecord, link: str | None) -> str | None:
    """Give who said what as rich text; cut between turns where it is too long, the link kept."""
    if not record.transcript:
        return None
    ending = "" if link is None else f'<p><a href="{escape(link)}">Whole transcript</a></p>'
    begun = record.transcript[0].at
    turns = (_turn(turn, begun) for turn in record.transcript)
    return rich_text(turns, ending, RICH_TEXT)


def _turn(turn: SpokenTurn, begun: datetime) -> str:
    passed = max(0, int((turn.at - begun).total_seconds()))
    clock = f"{passed // 60:02d}:{passed % 60:02d}"
    return f"<p><b>{SPEAKERS[turn.speaker]}</b> {clock}<br>{escape(inert(turn.text), quote=False)}</p>"


def metrics(record: CallRecord) -> str | None:
    """Give all figures of the call as JSON: performance, conversation, sentiment, tools."""
    reports = record.reports
    document: dict[str, object] = {
        "session_id": record.session_id,
        "status": record.status.value,
        "error_kind": record.error_kind,
        "agent_version": record.agent_version,
        "duration_seconds": record.duration_seconds,
        "turn_count": record.turn_count,
        "interruption_count": record.interruption_count,
        "tool_calls": len(record.tool_uses),
        "failed_tool_calls": sum(use.failed for use in record.tool_uses),
        "outcome": record.outcome,
    }
    for name, report, left_out in (
        ("performance", reports.performance, set[str]()),
        (
            "quality",
            reports.quality,
            {"ending_evidence", "red_flags", "strengths", "recommendations", "interruption_moments"},
        ),
    ):
        if report is not None:
            document[name] = report.model_dump(mode="json", exclude=left_out, exclude_none=True)
    if reports.sentiment is not None:
        document["sentiment"] = {"overall": reports.sentiment.overall, "score": reports.sentiment.score}
    return json_text({key: value for key, value in document.items() if value is not None}, RICH_TEXT)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A task as far as the call decides it; who it concerns and who does it comes from Salesforce."""

    subject: str
    text: str
    due_in_days: int
    priority: str

    def values(self, record_link: str, transcript_link: str | None, today: date) -> Values:
        """Give the task's values, links last so that they are never cut off."""
        links = [f"Salesforce record: {record_link}"]
        if transcript_link is not None:
            links.append(f"Transcript: {transcript_link}")
        ending = "\n\n" + "\n".join(links)
        return {
            "Subject": self.subject,
            "Description": clip(self.text, LONGEST_DESCRIPTION - length(ending)) + ending,
            "ActivityDate": (today + timedelta(days=self.due_in_days)).isoformat(),
            "Priority": self.priority,
            "Status": "Not Started",
        }


def follow_up(record: CallRecord, profile: Profile) -> FollowUp | None:
    """Give the task of a Tier 1 call; None for any other, and for a call from an old batch."""
    if record.qualification_tier is not QualificationTier.TIER_1 or record.backfilled:
        return None
    rules = profile.destinations.salesforce.tasks
    urgency = record.signals.urgency if record.signals is not None else None
    days = rules.days_without_urgency
    if urgency is not None:
        days = rules.days_by_urgency.get(urgency, rules.days_without_urgency)
    name = inert(record.name or record.email or record.phone or "unknown caller")
    return FollowUp(
        subject=clip(f"Follow up on voice trial call - {name}", SHORT_TEXT),
        text=plain("\n".join(_description(record)), LONGEST_DESCRIPTION) or "",
        due_in_days=days,
        priority=TASK_PRIORITIES[follow_up_priority(record, profile) or Level.MEDIUM],
    )


def is_too_old_for_a_task(record: CallRecord, profile: Profile, now: datetime) -> bool:
    """Whether the call is so long ago that nobody waits for an answer any more."""
    oldest = timedelta(days=profile.destinations.salesforce.tasks.oldest_call_days)
    return now - record.occurred_at > oldest


def local_day(profile: Profile, now: datetime) -> date:
    """Give the company's day."""
    return now.astimezone(ZoneInfo(profile.business_hours.time_zone)).date()


def _description(record: CallRecord) -> Iterator[str]:
    summary, actions = record.reports.executive_summary, record.reports.action_items
    if summary is not None:
        yield summary.text
        if summary.takeaways:
            yield from ("", "Key takeaways", *(f"{BULLET}{point.text}" for point in summary.takeaways))
        yield from ("", f"Next: {next_step(summary)}")
    if actions is not None and actions.items:
        yield from ("", "Action items")
        for item in actions.items:
            deadline = f", {item.deadline_text}" if item.deadline_text else ""
            yield f"{BULLET}{item.action} ({item.owner}{deadline})"
