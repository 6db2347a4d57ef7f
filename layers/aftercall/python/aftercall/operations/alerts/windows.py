"""The calls of a window, counted and averaged."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aftercall.profile.alerts import WidenedTiming
from aftercall.reports.alert_readings import CallReading

MOST_LISTED = 10
TREND_STEP = timedelta(minutes=10)
TREND_STEPS = 6

BARS = "▁▂▃▄▅▆▇█"
NO_CALLS = "·"

LATENCY_PARTS = ("stt_duration_ms", "eou_delay_ms", "llm_ttft_ms", "tts_ttfb_ms")


@dataclass(frozen=True, slots=True)
class Window:
    """The calls whose end we heard of in the last minutes, newest first."""

    minutes: int
    calls: tuple[CallReading, ...]

    @property
    def failed(self) -> tuple[CallReading, ...]:
        """Those that failed."""
        return tuple(call for call in self.calls if call.failed)

    @property
    def error_percent(self) -> float:
        """Failed sessions of all, in percent; 0 without any."""
        return 100.0 * len(self.failed) / len(self.calls) if self.calls else 0.0

    @property
    def timed(self) -> tuple[CallReading, ...]:
        """Those whose answers were timed."""
        return tuple(call for call in self.calls if call.latency_ms is not None and call.answers)

    @property
    def latency_ms(self) -> float | None:
        """Mean answer time over all answers."""
        return mean_over_answers(self.timed, "latency_ms")


def window(calls: Sequence[CallReading], now: datetime, minutes: int) -> Window:
    """Give the calls of the last minutes."""
    since = now - timedelta(minutes=minutes)
    inside = [call for call in calls if since < call.at <= now]
    return Window(minutes, tuple(sorted(inside, key=lambda call: (call.at, call.session_id), reverse=True)))


def widening(calls: Sequence[CallReading], now: datetime, timing: WidenedTiming) -> Iterator[Window]:
    """Give the rule's window, then one of twice the length and so on, up to the longest."""
    minutes = timing.window_minutes
    while True:
        yield window(calls, now, minutes)
        if minutes >= timing.widened_to_minutes:
            return
        minutes = min(2 * minutes, timing.widened_to_minutes)


def shortest_with_sample(
    calls: Sequence[CallReading], now: datetime, timing: WidenedTiming, is_sample: Callable[[Window], bool]
) -> tuple[Window, bool]:
    """Give the shortest window that holds a sample, and whether there is one; else the longest window."""
    last = window(calls, now, timing.window_minutes)
    for one in widening(calls, now, timing):
        if is_sample(one):
            return one, True
        last = one
    return last, False


def mean_over_answers(calls: Sequence[CallReading], part: str) -> float | None:
    """Give the mean of a latency, each call weighted by its answers; None where none tells."""
    known = [(getattr(call, part), max(call.answers, 1)) for call in calls if getattr(call, part) is not None]
    weight = sum(answers for _, answers in known)
    return sum(value * answers for value, answers in known) / weight if weight else None


def component_breakdown(calls: Sequence[CallReading]) -> dict[str, float | None]:
    """Give the mean of each part of an answer, rounded to milliseconds; None where nothing tells."""
    means = {part: mean_over_answers(calls, part) for part in LATENCY_PARTS}
    return {part: None if mean is None else round(mean) for part, mean in means.items()}


def latency_trend(calls: Sequence[CallReading], now: datetime) -> str:
    """Draw the mean answer time of each ten minutes of the last hour, oldest first: "▃▄·▆▇█ 900, ..."."""
    means = []
    for step in range(TREND_STEPS, 0, -1):
        since, until = now - step * TREND_STEP, now - (step - 1) * TREND_STEP
        inside = [call for call in calls if since < call.at <= until]
        means.append(mean_over_answers(inside, "latency_ms"))
    highest = max((mean for mean in means if mean is not None), default=1.0) or 1.0
    bars = "".join(
        NO_CALLS if mean is None else BARS[round(mean / highest * (len(BARS) - 1))] for mean in means
    )
    return f"{bars} {', '.join(NO_CALLS if mean is None else f'{mean:.0f}' for mean in means)} ms"


def session_ids(calls: Sequence[CallReading]) -> list[str]:
    """Give the newest calls' ids, ten at the most."""
    return [call.session_id for call in calls[:MOST_LISTED]]


def affected_callers(calls: Sequence[CallReading]) -> int:
    """Count who called; a caller nobody can name counts by the call."""
    return len({call.caller or call.session_id for call in calls})


def most_frequent(names: Sequence[str]) -> dict[str, int]:
    """Count names, the most frequent first."""
    return dict(Counter(names).most_common(MOST_LISTED))


def largest_first(values: Mapping[str, float]) -> dict[str, float]:
    """Order amounts, the largest first."""
    return dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
