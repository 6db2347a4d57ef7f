"""Small second readings for the tests."""

from collections.abc import Mapping

from aftercall.analysis import action_items, objections, sales_intelligence
from aftercall.analysis.settling import settle
from aftercall.language.prepare import annotate
from aftercall.reading.limits import ReaderLimits
from aftercall.reading.prompt import load_prompt, shown_texts
from aftercall.reading.quoting import Transcript
from aftercall.reading.second_reading import SecondReading
from aftercall.reading.tasks import READING_TASKS, ReadableReport
from aftercall.reading.verification import Verified, Verifier
from aftercall.reports.envelope import AnalyzerName
from aftercall.reports.evidence import Evidence
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.prepared import PreparedSession
from tests.fakes.reader import MODEL, FakeReader, priced
from tests.unit.analysis.calls import PROFILE, call

PRICED = priced(PROFILE)
DIALOGUE = """
A: Thanks for calling. How many people would use it?
U: um we're like twenty four people sending contracts, mostly out of salesforce
A: And how many documents in a normal month?
U: about three hundred a month I'd say, and honestly we're locked into a contract until june
A: I'll send you the security overview today.
U: great. it's my call, I don't need to ask anyone. we don't use hubspot
"""
ANALYZERS = {
    "sales_intelligence": sales_intelligence.analyze,
    "objections": objections.analyze,
    "action_items": action_items.analyze,
}


def prepared(dialogue: str = DIALOGUE) -> PreparedSession:
    return annotate(call(dialogue), PROFILE)


def verified(
    proposals: Mapping[str, object],
    dialogue: str = DIALOGUE,
    analyzer: AnalyzerName = "sales_intelligence",
    limits: ReaderLimits | None = None,
) -> Verified:
    session = prepared(dialogue)
    verifier = Verifier(
        session,
        PROFILE,
        Transcript(session, shown_texts(session)),
        limits or ReaderLimits(),
        load_prompt().addressed_to_a_machine,
    )
    return verifier.verify(READING_TASKS[analyzer], proposals)


def finding(quote: str, turn: str = "T2", confidence: float = 0.8, **values: object) -> dict[str, object]:
    """A proposal with one quote."""
    return {**values, "confidence": confidence, "evidence": [{"turn": turn, "quote": quote}]}


def reading(reader: FakeReader, limits: ReaderLimits | None = None) -> SecondReading:
    return SecondReading(
        reader=reader,
        model=MODEL,
        profile=PRICED,
        limits=limits or ReaderLimits(),
        prompt=load_prompt(),
        settle=settle,
        monotonic_seconds=lambda: 0.0,
    )


def rules(analyzer: AnalyzerName, dialogue: str = DIALOGUE) -> ReadableReport:
    report: ReadableReport = ANALYZERS[analyzer](prepared(dialogue), PROFILE)  # type: ignore[assignment]
    return report


def read_twice(proposals: Mapping[str, object], analyzer: AnalyzerName, **found: object) -> ReadableReport:
    """Read the dialogue twice; ``found`` stands for what the rules found."""
    report = rules(analyzer).model_copy(update=found)
    return reading(FakeReader(proposals)).improve(analyzer, prepared(), report)


def sales_read_twice(proposals: Mapping[str, object], **found: object) -> SalesIntelligenceReport:
    report = read_twice(proposals, "sales_intelligence", **found)
    assert isinstance(report, SalesIntelligenceReport)
    return report


def evidence(quote: str, turn: int) -> tuple[Evidence, ...]:
    """Evidence as the rules give it."""
    spoken = call(DIALOGUE).turns[turn]
    start = spoken.text.index(quote)
    return (Evidence(item_id=spoken.item_id, start=start, end=start + len(quote), quote=quote, at=spoken.at),)
