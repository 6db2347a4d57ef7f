"""What sales reads in Slack while the caller still remembers the call (spec 7.3). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aftercall.delivery.links import filled_link
from aftercall.delivery.salesforce.routing import facts_of, route
from aftercall.delivery.slack.blocks import (
    Block,
    SlackMessage,
    bullets,
    escaped,
    header,
    links,
    mention,
    message,
    paragraph,
    quoted,
    table,
    words,
)
from aftercall.profile.models import Profile
from aftercall.reports.action_items import BookedMeeting
from aftercall.reports.business_alerts import BusinessAlert, competing_products
from aftercall.reports.call_record import CallRecord, ToolUse
from aftercall.reports.sales_intelligence import Attitude, CompetitorContext, CompetitorMention
from aftercall.session.models import ToolRole

ATTITUDES = {
    Attitude.POSITIVE: "Positive toward competitor ⚠️",
    Attitude.NEUTRAL: "Neutral toward competitor",
    Attitude.NEGATIVE: "Negative toward competitor ✅",
}
NEEDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SalesContext:
    """What a message needs beside the call.

    Parameters
    ----------
    public_base_url
        Where our own links begin; None leaves them out.
    record_id
        The call's record in Salesforce, once there is one.
    """

    profile: Profile
    public_base_url: str | None = None
    record_id: str | None = None

    def link(self, name: str, call: CallRecord, **values: str | None) -> str | None:
        """Fill a link of the profile."""
        return filled_link(
            self.profile.links,
            name,
            public_base_url=self.public_base_url,
            session_id=call.session_id,
            record_id=self.record_id,
            **values,
        )


def sales_message(alert_name: str, call: CallRecord, context: SalesContext) -> SlackMessage | None:
    """Give the message of a call's alert, or None where the call no longer gives reason for it."""
    builders = {
        BusinessAlert.HOT_LEAD: hot_lead,
        BusinessAlert.MEETING_BOOKED: meeting_booked,
        BusinessAlert.COMPETITOR_MENTIONED: competitor_mentioned,
    }
    return builders[BusinessAlert(alert_name)](call, context) if alert_name in set(BusinessAlert) else None


def hot_lead(call: CallRecord, context: SalesContext) -> SlackMessage:
    """Say that somebody is ready to buy, and why."""
    hours = context.profile.alerts.business.respond_within_hours
    score = f"{call.lead_score}/100" if call.lead_score is not None else None
    advice = f"Recommended: call within {hours} hour{'s' if hours > 1 else ''}"
    return message(
        f"Hot lead: {who(call)}, score {score}",
        [
            header("🔥 HOT LEAD ALERT"),
            *table([("Name", who(call)), ("Company", call.company), ("Score", score)]),
            *bullets("Key signals", key_signals(call)),
            _links(call, context, ("Salesforce", "salesforce"), ("Transcript", "call")),
            _to_the_owner(call, context, advice),
        ],
    )


def meeting_booked(call: CallRecord, context: SalesContext) -> SlackMessage:
    """Say when the meeting is, and what to know before it."""
    booking, meeting = _booking(call)
    calendar = (booking.meeting_link if booking else None) or (meeting.meeting_link if meeting else None)
    tier = call.qualification_tier.value if call.qualification_tier else "Unknown"
    score = f" (Score: {call.lead_score})" if call.lead_score is not None else ""
    when = meeting_time(call, context.profile.business_hours.time_zone)
    return message(
        f"Sales meeting booked: {who(call)}, {when}",
        [
            header("📅 SALES MEETING BOOKED"),
            *table([("Customer", who(call)), ("Meeting", when), ("Qualification", f"{tier}{score}")]),
            *bullets("Quick context", quick_context(call)),
            links(
                [
                    ("Calendar", calendar if calendar and calendar.startswith("http") else None),
                    ("Salesforce", context.link("salesforce", call)),
                    ("Prep notes", context.link("preparation_notes", call)),
                ]
            ),
            _to_the_owner(call, context, "Review the prep notes before the call"),
        ],
    )


def competitor_mentioned(call: CallRecord, context: SalesContext) -> SlackMessage | None:
    """Say which competitor came up, in whose words, and how the caller feels about it."""
    mentions = competing_products(call, context.profile.vocabulary.no_products)
    if not mentions:
        return None
    first, *others = mentions
    battlecards = [
        (f"{one.name} battlecard", context.link("battlecard", call, competitor=one.name)) for one in mentions
    ]
    return message(
        f"Competitor mentioned: {first.name}, by {who(call)}",
        [
            header("⚔️ COMPETITOR MENTIONED"),
            *table(
                [
                    ("Lead", who(call)),
                    ("Competitor", first.name),
                    ("Context", first.context.value.replace("_", " ")),
                    ("Sentiment", ATTITUDES[first.attitude]),
                    ("Also mentioned", ", ".join(one.name for one in others) or None),
                ]
            ),
            *([quoted(first.evidence[0].quote)] if first.evidence else []),
            links([("Full transcript", context.link("call", call)), *battlecards]),
            paragraph(f"Opportunity: {opportunity(first, context.profile)}"),
        ],
    )


def who(call: CallRecord) -> str:
    """Name the caller as well as can be."""
    reach = call.email or call.phone
    if call.name:
        return f"{call.name} ({reach})" if reach else call.name
    return reach or "Unknown caller"


def key_signals(call: CallRecord) -> list[str]:
    """Give the facts that make a lead, as far as the call told them."""
    told = call.signals
    if told is None:
        return []
    needs = ", ".join(told.integration_needs[:NEEDS_SHOWN])
    timeline = told.decision_timeline.value.replace("_", " ") if told.decision_timeline else None
    authority = told.budget_authority.value.replace("_", " ") if told.budget_authority else None
    return _known(
        [
            ("Team size: {} users", told.team_size),
            ("Volume: {} docs/month", told.monthly_volume),
            ("Needs: {} integration", needs),
            ("Timeline: {}", timeline),
            ("Authority: {}", authority),
            ("Current tool: {}", told.current_tool),
        ]
    )


def quick_context(call: CallRecord) -> list[str]:
    """Give what whoever takes the meeting has to know."""
    told = call.signals
    if told is None:
        return []
    timeline = told.decision_timeline.value.replace("_", " ") if told.decision_timeline else None
    return _known(
        [
            ("Team of {}", told.team_size),
            ("Timeline: {}", timeline),
            ("Current tool: {}", told.current_tool),
            ("Pain points: {}", "; ".join(told.pain_points[:NEEDS_SHOWN])),
        ]
    )


def meeting_time(call: CallRecord, company_zone: str) -> str:
    """Give the meeting's time in the company's zone, else as the caller said it."""
    booking, meeting = _booking(call)
    if meeting is not None and meeting.meeting_time is not None:
        return _shown(meeting.meeting_time, company_zone)
    said = (booking.preferred_date, booking.preferred_time) if booking is not None else ()
    return " ".join(part for part in said if part) or "time not told"


def opportunity(mentioned: CompetitorMention, profile: Profile) -> str:
    """Say what the mention is good for."""
    slack = profile.destinations.slack
    own = slack.opportunities.get(mentioned.name)
    if own is not None:
        return own
    tired = mentioned.context is CompetitorContext.CURRENT_TOOL and mentioned.attitude is Attitude.NEGATIVE
    return slack.switcher_opportunity if tired else slack.comparison_opportunity


def owner_mention(call: CallRecord, profile: Profile) -> str:
    """Mention whose lead it is, as markup; by name where no Slack user is known, empty where nobody is."""
    owner = route(
        profile.destinations.salesforce.routing,
        facts_of(call),
        call.occurred_at,
        profile.business_hours,
        call.session_id,
    ).owner
    if owner is None:
        return ""
    mentions: Mapping[str, str] = profile.destinations.slack.mentions
    user = mentions.get(owner.email or "") or mentions.get(owner.name)
    return f"<@{user}>" if user else f"{escaped(owner.name)}:"


def _to_the_owner(call: CallRecord, context: SalesContext, advice: str) -> Block:
    markup = owner_mention(call, context.profile)
    return mention(markup, advice) if markup else words(advice)


def _links(call: CallRecord, context: SalesContext, *named: tuple[str, str]) -> Block | None:
    return links([(shown, context.link(name, call)) for shown, name in named])


def _booking(call: CallRecord) -> tuple[ToolUse | None, BookedMeeting | None]:
    """Give the booking that succeeded last, as the tool told it and as it was understood."""
    bookings = [use for use in call.tool_uses if use.role is ToolRole.BOOKING and use.success]
    report = call.reports.action_items
    meetings = [one for one in report.meetings if one.success] if report else []
    return bookings[-1] if bookings else None, meetings[-1] if meetings else None


def _known(lines: Sequence[tuple[str, object]]) -> list[str]:
    return [template.format(value) for template, value in lines if value]


def _shown(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A, %B} {local.day} at {local.hour % 12 or 12}:{local:%M %p %Z}"
