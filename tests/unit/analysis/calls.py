"""Small calls for the tests of language and analysis, written as dialogues."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from aftercall.analysis.pipeline import AnalyzedCall, analyze_session
from aftercall.language.prepare import annotate
from aftercall.profile import Profile, load_profile
from aftercall.reports.evidence import Evidence
from aftercall.session.forms import ReportForm
from aftercall.session.models import (
    Interruption,
    KnowledgeSearch,
    MeetingBooking,
    Noun,
    Participant,
    ResponseLatency,
    Session,
    Speaker,
    ToolCall,
    ToolRole,
    Turn,
    TurnMetrics,
    TurnTaking,
)
from aftercall.session.prepared import PreparedSession

# A Wednesday; half past nine in New York.
CALL_START = datetime(2025, 11, 12, 14, 30, tzinfo=UTC)
SECONDS_A_TURN = 8
PROFILE: Profile = load_profile()


def turns_of(dialogue: str, *, timed: bool = False) -> tuple[Turn, ...]:
    """Turn lines such as ``A: Hello`` and ``U: hi`` into turns of agent and user."""
    turns = []
    for number, line in enumerate(filter(None, (line.strip() for line in dialogue.splitlines()))):
        who, _, text = line.partition(": ")
        start = CALL_START + timedelta(seconds=number * SECONDS_A_TURN)
        metrics = TurnMetrics()
        if timed:
            metrics = TurnMetrics(
                started_speaking_at=start, stopped_speaking_at=start + timedelta(seconds=SECONDS_A_TURN - 1)
            )
        speaker = Speaker.USER if who == "U" else Speaker.AGENT
        turns.append(Turn(item_id=f"item_{number}", speaker=speaker, text=text, at=start, metrics=metrics))
    return tuple(turns)


def call(
    dialogue: str,
    *,
    seconds: int | None = None,
    tool_calls: Sequence[ToolCall] = (),
    latencies: Sequence[ResponseLatency] = (),
    interrupted: Sequence[int] = (),
    timed: bool = False,
    **details: object,
) -> Session:
    """Build a session around a dialogue."""
    turns = turns_of(dialogue, timed=timed)
    duration = len(turns) * SECONDS_A_TURN if seconds is None else seconds
    users = sum(turn.speaker is Speaker.USER for turn in turns)
    session = Session(
        session_id="RM_test.AJ_test",
        form=ReportForm.LIVEKIT_REPORT,
        start_time=CALL_START,
        end_time=CALL_START + timedelta(seconds=duration),
        duration_seconds=duration,
        turns=turns,
        interruptions=tuple(Interruption(item_id=f"item_{n}", at=turns[n].at) for n in interrupted),
        turn_taking=TurnTaking(turn_count=len(turns), user_turns=users, agent_turns=len(turns) - users),
        tool_calls=tuple(tool_calls),
        latencies=tuple(latencies),
        participant=Participant(),
    )
    return session.model_copy(update=details)


def prepared(dialogue: str) -> PreparedSession:
    return annotate(call(dialogue), PROFILE)


def analyzed(dialogue: str, *, tool_calls: Sequence[ToolCall] = ()) -> AnalyzedCall:
    return analyze_session(call(dialogue, tool_calls=tool_calls), PROFILE)


def search(query: str, *, found: bool, after: int = 1, results: int | None = None) -> ToolCall:
    """Build a search of the knowledge base right after a turn."""
    return ToolCall(
        item_id=f"tool_{after}",
        call_id=f"call_{after}",
        name="unleash_search_knowledge",
        role=ToolRole.KNOWLEDGE_SEARCH,
        at=CALL_START + timedelta(seconds=after * SECONDS_A_TURN + 1),
        failed=False,
        search=KnowledgeSearch(
            query=query, results_found=found, total_results=results if results is not None else int(found)
        ),
    )


def booking(date: str, time: str, *, success: bool = True, after: int = 1) -> ToolCall:
    """Build a booking right after a turn."""
    return ToolCall(
        item_id=f"tool_{after}",
        call_id=f"call_{after}",
        name="book_sales_meeting",
        role=ToolRole.BOOKING,
        at=CALL_START + timedelta(seconds=after * SECONDS_A_TURN + 1),
        failed=not success,
        booking=MeetingBooking(
            customer_name="Dana Reyes",
            customer_email="dana@brightline.example",
            preferred_date=date,
            preferred_time=time,
            success=success,
            meeting_link="https://meet.example/abc" if success else None,
        ),
    )


def all_evidence(value: object) -> list[Evidence]:
    """Every piece of evidence anywhere in a report."""
    if isinstance(value, Evidence):
        return [value]
    if isinstance(value, Noun):
        return [item for _, part in value for item in all_evidence(part)]
    if isinstance(value, tuple | list):
        return [item for part in value for item in all_evidence(part)]
    if isinstance(value, dict):
        return [item for part in value.values() for item in all_evidence(part)]
    return []


HOT = """
A: Hi, thanks for calling! How can I help you today?
U: Hi, I'm the owner of a real estate brokerage in Mobile, Alabama. We do it all in Word.
A: I see.
U: We print it and scan it, it takes forever.
A: That sounds slow. How many people would be using it?
U: twenty no sorry twelve of us twelve agents now
A: So twelve agents. And how many documents a month?
U: uh each agent does maybe eight or ten a month so like a hundred total
A: About a hundred a month. Do you need it to connect to anything?
U: we don't have sales force or any of that it needs to talk to hub spot
A: HubSpot is a native integration, you can create documents from a deal.
U: Perfect, I love that. I want it signed and running before December first. What does it cost for twelve?
A: Forty-nine dollars per user per month.
U: That's nothing. I own the budget, it's my call. Can we get a demo this Friday at two thirty?
A: You're booked for Friday at two thirty p.m. Eastern. I'll send you the pricing sheet today.
U: Awesome. I'll email you our listing agreement by Thursday. Thank you so much, bye!
A: Thank you, goodbye!
"""

ANGRY = """
A: Welcome to trial support. How can I help today?
U: My proposal links say expired and a customer called me about it. This is ridiculous.
A: You can send a document by clicking the send button in the top right corner.
U: That's not what I asked. Why do the links expire?
A: Documents can be shared by link or email. Would you like me to walk you through sending?
U: No! I already told you twice. Why do the links expire? This is a waste of time, I'm fed up.
A: I don't have information about that. Our support team will call you back by five today.
U: Fine. If they don't call I'm done.
A: I understand. Goodbye.
"""

VOICEMAIL = """
A: Hi, this is the assistant calling about your trial.
U: you've reached the voicemail of Dana please leave a message after the tone
A: Hello, I will try again another time. Goodbye.
"""
