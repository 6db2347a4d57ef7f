"""Wiring of the optional Reader: imported only where a model is configured, so that nobody else pays."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import boto3
from botocore.config import Config

from aftercall.analysis.settling import SettledReport, settle
from aftercall.profile.models import Profile
from aftercall.reading.bedrock import BedrockReader, ConverseClient
from aftercall.reading.limits import ReaderLimits
from aftercall.reading.prompt import load_prompt
from aftercall.reading.second_reading import SecondReading
from aftercall.reports.action_items import ActionItemReport
from aftercall.reports.envelope import AnalyzerName
from aftercall.reports.objections import ObjectionReport
from aftercall.reports.reader_notes import ReaderNotes
from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import Noun
from aftercall.session.prepared import PreparedSession
from aftercall.settings.reader import ReaderSettings
from aftercall.telemetry.log import StructuredLog
from aftercall.telemetry.metrics import MetricsWriter

CONNECT_SECONDS = 2


@dataclass(frozen=True, slots=True)
class ReadingEdge:
    """Reads a report a second time, and says in log and metrics how that went; never what was read."""

    reading: SecondReading
    log: StructuredLog | None = None
    metrics: MetricsWriter | None = None

    def improve(self, analyzer: AnalyzerName, prepared: PreparedSession, report: Noun) -> Noun:
        """Improve a report that a Reader may propose findings for; give back any other as it is."""
        if not isinstance(report, SalesIntelligenceReport | ObjectionReport | ActionItemReport):
            return report
        improved: SettledReport = self.reading.improve(analyzer, prepared, report)
        if improved.reader is not None:
            self._tell(analyzer, prepared.session.session_id, improved.reader)
        return improved

    def _tell(self, analyzer: AnalyzerName, session_id: str, notes: ReaderNotes) -> None:
        if self.log is not None:
            self.log.info(
                "second_reading",
                session_id=session_id,
                analyzer=analyzer,
                outcome=notes.outcome.value,
                reason=notes.reason,
                added=notes.added,
                confirmed=notes.confirmed,
                replaced=notes.replaced,
                discarded=sum(item.times for item in notes.discarded),
                cost_usd=notes.cost_usd,
                duration_ms=notes.duration_ms,
            )
        if self.metrics is not None:
            self.metrics.count("SecondReadings", outcome=notes.outcome.value)


def build_reading(
    settings: ReaderSettings,
    profile: Profile,
    client: ConverseClient,
    sleep: Callable[[float], None] = time.sleep,
    monotonic_seconds: Callable[[], float] = time.monotonic,
) -> SecondReading:
    """Wire a second reading."""
    limits = ReaderLimits(
        seconds=settings.seconds,
        maximum_output_tokens=settings.maximum_output_tokens,
        maximum_cost_usd=settings.maximum_cost_usd,
    )
    return SecondReading(
        reader=BedrockReader(client, settings.model, limits, sleep, monotonic_seconds),
        model=settings.model,
        profile=profile,
        limits=limits,
        prompt=load_prompt(),
        settle=settle,
        monotonic_seconds=monotonic_seconds,
    )


def bedrock_client(settings: ReaderSettings) -> ConverseClient:
    """Make boto3's client, whose own retries are off: they would outlive the time limit."""
    config = Config(
        connect_timeout=min(CONNECT_SECONDS, settings.seconds),
        read_timeout=settings.seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    client: ConverseClient = boto3.client("bedrock-runtime", config=config)
    return client
