"""One report read a second time: ask, verify, merge, settle; whatever fails, the rules' report stands."""

from collections.abc import Callable
from dataclasses import dataclass

from aftercall.profile.models import LanguageModelPrice, Profile
from aftercall.reading.limits import ReaderLimits, cost_usd, estimated_tokens, price_of
from aftercall.reading.merging import merge
from aftercall.reading.port import Reader, ReaderFailed, ReadingAnswer, ReadingRequest
from aftercall.reading.prompt import Prompt, fenced_transcript, shown_texts
from aftercall.reading.quoting import Transcript
from aftercall.reading.schema import answer_schema
from aftercall.reading.tasks import READING_TASKS, ReadableReport, ReadingTask
from aftercall.reading.verification import Verifier
from aftercall.reports.envelope import AnalyzerName
from aftercall.reports.reader_notes import ReaderNotes, ReaderOutcome
from aftercall.session.prepared import PreparedSession

type Settle = Callable[[ReadableReport, PreparedSession, Profile], ReadableReport]

NOTHING_SAID = "nothing_said"
TOO_LONG = "too_long"
TOO_EXPENSIVE = "too_expensive"
UNPRICED = "unpriced"
UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class _Question:
    task: ReadingTask
    texts: tuple[str, ...]
    request: ReadingRequest


@dataclass(frozen=True, slots=True)
class SecondReading:
    """Improves reports with what a Reader proposes.

    Parameters
    ----------
    reader
        Who is asked.
    model
        The model's id, as the profile prices it and the report names it.
    settle
        Computes what follows from merged findings (``analysis``): tiers, deadlines, order.
    monotonic_seconds
        A clock for durations.
    """

    reader: Reader
    model: str
    profile: Profile
    limits: ReaderLimits
    prompt: Prompt
    settle: Settle
    monotonic_seconds: Callable[[], float]

    def reads(self, analyzer: AnalyzerName) -> bool:
        """Tell whether an analyzer's report has fields that a Reader may propose."""
        return analyzer in READING_TASKS

    def improve(
        self, analyzer: AnalyzerName, prepared: PreparedSession, report: ReadableReport
    ) -> ReadableReport:
        """Ask the Reader about one report and merge what can be believed.

        Returns
        -------
        ReadableReport
            The same report with notes when the Reader failed or was not asked; it never raises for
            anything a Reader or its answer does.
        """
        question = self._question(READING_TASKS[analyzer], prepared)
        price = price_of(self.model, self.profile.prices)
        reason = self._why_not(question, prepared, price)
        if reason is not None or price is None:
            return self._noted(report, ReaderOutcome.SKIPPED, reason or UNPRICED)
        started = self.monotonic_seconds()
        try:
            answer = self.reader.read(question.request)
            improved = self._merged(question, prepared, report, answer, price)
        except ReaderFailed as failure:
            improved = self._noted(report, ReaderOutcome.FAILED, failure.kind.value)
        except Exception as error:  # noqa: BLE001 - an optional improvement must not cost the report
            improved = self._noted(report, ReaderOutcome.FAILED, f"{UNEXPECTED}: {type(error).__name__}")
        return self._timed(improved, (self.monotonic_seconds() - started) * 1000)

    def _question(self, task: ReadingTask, prepared: PreparedSession) -> _Question:
        texts = shown_texts(prepared)
        return _Question(
            task,
            texts,
            ReadingRequest(
                system=self.prompt.task(task.analyzer, task.tool_name),
                message=fenced_transcript(prepared, texts),
                tool_name=task.tool_name,
                tool_description=self.prompt.tool,
                schema=answer_schema(task),
                maximum_output_tokens=self.limits.maximum_output_tokens,
            ),
        )

    def _why_not(
        self, question: _Question, prepared: PreparedSession, price: LanguageModelPrice | None
    ) -> str | None:
        """Give the reason not to ask at all; a limit that cannot be computed is not ignored."""
        request = question.request
        characters = len(request.system) + len(request.message) + len(str(request.schema))
        if not prepared.session.user_turns:
            return NOTHING_SAID
        if characters > self.limits.maximum_input_characters:
            return TOO_LONG
        if price is None:
            return UNPRICED
        worst = cost_usd(price, estimated_tokens(characters), self.limits.maximum_output_tokens)
        return TOO_EXPENSIVE if worst > self.limits.maximum_cost_usd else None

    def _merged(
        self,
        question: _Question,
        prepared: PreparedSession,
        report: ReadableReport,
        answer: ReadingAnswer,
        price: LanguageModelPrice,
    ) -> ReadableReport:
        verifier = Verifier(
            prepared,
            self.profile,
            Transcript(prepared, question.texts),
            self.limits,
            self.prompt.addressed_to_a_machine,
        )
        verified = verifier.verify(question.task, answer.proposals)
        merged = merge(question.task, report, verified.findings)
        improved = report
        if merged.updates:
            improved = self.settle(report.model_copy(update=merged.updates), prepared, self.profile)
        priced = answer.input_tokens is not None and answer.output_tokens is not None
        notes = ReaderNotes(
            outcome=ReaderOutcome.USED,
            model=self.model,
            prompt_version=self.prompt.version,
            added=merged.added,
            confirmed=merged.confirmed,
            replaced=merged.replaced,
            discarded=verified.discarded,
            outvoted=tuple(merged.outvoted),
            input_tokens=answer.input_tokens,
            output_tokens=answer.output_tokens,
            cost_usd=cost_usd(price, answer.input_tokens or 0, answer.output_tokens or 0) if priced else None,
        )
        return improved.model_copy(update={"reader": notes})

    def _noted(self, report: ReadableReport, outcome: ReaderOutcome, reason: str) -> ReadableReport:
        notes = ReaderNotes(
            outcome=outcome, reason=reason, model=self.model, prompt_version=self.prompt.version
        )
        return report.model_copy(update={"reader": notes})

    def _timed(self, report: ReadableReport, milliseconds: float) -> ReadableReport:
        if report.reader is None:
            return report
        notes = report.reader.model_copy(update={"duration_ms": round(max(0.0, milliseconds), 1)})
        return report.model_copy(update={"reader": notes})
