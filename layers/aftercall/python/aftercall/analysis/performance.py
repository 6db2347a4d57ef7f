"""Performance (spec 3.6): latency, tokens, cost, errors, and whether they met their targets."""

from aftercall.analysis.anomalies import find_anomalies
from aftercall.analysis.costs import find_costs
from aftercall.analysis.rounding import mean, percentile, score_of_ten
from aftercall.profile.models import ConnectionLimits, LatencyTargets, Profile
from aftercall.reports.performance import LatencyStatistics, PerformanceReport, TokenStatistics
from aftercall.session.models import ConnectionQuality, Session, UsageKind
from aftercall.session.prepared import PreparedSession

ANALYZER_VERSION = "1"

_FULL = 10.0
_POINTS_PER_ERROR = 2.5
_TOKENS_PER_TURN_LIMIT = 4000.0
"""Prompt tokens an answer beyond which the context has grown too large to be efficient."""
_GRADES = ((9.0, "A"), (8.0, "B"), (7.0, "C"), (6.0, "D"))
_SHARE_OF_FAILURES = 0.2


def analyze(prepared: PreparedSession, profile: Profile) -> PerformanceReport:
    """Measure one call. Percentiles interpolate linearly between closest ranks.

    Latency is end to end where LiveKit measured it, else the sum of the three stages.
    """
    session = prepared.session
    latency = _latency(session, profile.latency)
    tokens = _tokens(session)
    costs, total, unpriced = find_costs(session, profile.prices)
    errors = session.errors.total + sum(call.failed for call in session.tool_calls)
    anomalies = find_anomalies(session, profile.latency.spike_factor)
    latency_score = _latency_score(latency, profile.latency)
    reliability = score_of_ten(_FULL - _POINTS_PER_ERROR * session.errors.total - _tool_penalty(session))
    efficiency = _efficiency(tokens)
    score = _overall(latency_score, reliability, efficiency) if session.turns else None
    report = PerformanceReport(
        latency=latency,
        stages=_stages(session, profile.latency),
        tokens=tokens,
        costs=costs,
        total_cost_usd=total,
        unpriced=unpriced,
        error_count=errors,
        latency_score=latency_score,
        reliability_score=reliability,
        efficiency_score=efficiency,
        score=score,
        grade=None if score is None else next((grade for limit, grade in _GRADES if score >= limit), "F"),
        anomalies=anomalies,
        connection_category=_connection(session.connection, profile.connection),
    )
    return report.model_copy(update={"recommendations": _recommendations(report, session, profile.latency)})


def _statistics(name: str, values: list[float], target: float | None) -> LatencyStatistics | None:
    if not values:
        return None
    average = sum(values) / len(values)
    return LatencyStatistics(
        name=name,
        samples=len(values),
        average_ms=round(average, 1),
        p50_ms=round(percentile(values, 0.50), 1),
        p90_ms=round(percentile(values, 0.90), 1),
        p95_ms=round(percentile(values, 0.95), 1),
        p99_ms=round(percentile(values, 0.99), 1),
        maximum_ms=round(max(values), 1),
        target_average_ms=target,
        target_met=None if target is None else average < target,
    )


def _latency(session: Session, targets: LatencyTargets) -> LatencyStatistics | None:
    values = [item.latency_ms for item in session.latencies if item.latency_ms is not None]
    return _statistics("response", values, targets.average_ms)


def _stages(session: Session, targets: LatencyTargets) -> tuple[LatencyStatistics, ...]:
    columns = (
        ("eou_delay", [item.eou_delay_ms for item in session.latencies], targets.eou_delay_ms),
        ("llm_ttft", [item.llm_ttft_ms for item in session.latencies], targets.llm_ttft_ms),
        ("tts_ttfb", [item.tts_ttfb_ms for item in session.latencies], targets.tts_ttfb_ms),
        ("total_latency", [item.total_latency_ms for item in session.latencies], targets.average_ms),
        ("e2e_latency", [item.e2e_latency_ms for item in session.latencies], targets.average_ms),
        ("stt_duration", [item.stt_duration_ms for item in session.latencies], None),
    )
    found = (
        _statistics(name, [value for value in values if value is not None], target)
        for name, values, target in columns
    )
    return tuple(item for item in found if item is not None)


def _tokens(session: Session) -> TokenStatistics | None:
    entries = [usage for usage in session.usage if usage.kind is UsageKind.LLM]
    if not entries:
        return None
    prompt = sum(usage.prompt_tokens or 0 for usage in entries)
    completion = sum(usage.completion_tokens or 0 for usage in entries)
    total = prompt + completion or sum(usage.total_tokens or 0 for usage in entries)
    turns = len(session.agent_turns)
    return TokenStatistics(
        prompt=prompt,
        prompt_cached=sum(usage.prompt_cached_tokens or 0 for usage in entries),
        completion=completion,
        total=total,
        per_agent_turn=round(total / turns, 1) if turns else None,
        completion_share=round(completion / total, 4) if total else None,
    )


def _latency_score(latency: LatencyStatistics | None, targets: LatencyTargets) -> float | None:
    """Full marks for meeting average, p95 and p99; each falls with its relative excess."""
    if latency is None:
        return None
    parts = (
        (latency.average_ms, targets.average_ms),
        (latency.p95_ms, targets.p95_ms),
        (latency.p99_ms, targets.p99_ms),
    )
    return score_of_ten(
        mean([_FULL * min(1.0, max(0.0, 2 - actual / target)) for actual, target in parts]) or 0.0
    )


def _tool_penalty(session: Session) -> float:
    if not session.tool_calls:
        return 0.0
    return (
        _FULL * _SHARE_OF_FAILURES * sum(call.failed for call in session.tool_calls) / len(session.tool_calls)
    )


def _efficiency(tokens: TokenStatistics | None) -> float | None:
    if tokens is None or tokens.per_agent_turn is None:
        return None
    return score_of_ten(_FULL * min(1.0, _TOKENS_PER_TURN_LIMIT / max(tokens.per_agent_turn, 1.0)))


def _overall(latency: float | None, reliability: float, efficiency: float | None) -> float:
    parts = [(reliability, 0.3)]
    if latency is not None:
        parts.append((latency, 0.5))
    if efficiency is not None:
        parts.append((efficiency, 0.2))
    return score_of_ten(sum(value * weight for value, weight in parts) / sum(weight for _, weight in parts))


def _connection(connection: ConnectionQuality | None, limits: tuple[ConnectionLimits, ...]) -> str | None:
    """Give the category whose limits on loss and jitter both hold; ``None`` where neither was measured."""
    if connection is None or (connection.packet_loss_percent is None and connection.jitter_ms is None):
        return None
    loss, jitter = connection.packet_loss_percent or 0.0, connection.jitter_ms or 0.0
    for limit in limits:
        if loss < limit.packet_loss_percent_below and jitter < limit.jitter_ms_below:
            return limit.category
    return "Poor"


def _recommendations(report: PerformanceReport, session: Session, targets: LatencyTargets) -> tuple[str, ...]:
    advice: list[str] = []
    for stage in report.stages:
        if stage.target_met is False and stage.name in {"eou_delay", "llm_ttft", "tts_ttfb"}:
            part = {
                "eou_delay": "turn detection",
                "llm_ttft": "the language model",
                "tts_ttfb": "speech synthesis",
            }[stage.name]
            advice.append(
                f"Look at {part}: {stage.average_ms:.0f} ms on average, "
                f"target {stage.target_average_ms:.0f} ms."
            )
    if report.latency is not None and report.latency.p95_ms > targets.p95_ms:
        advice.append(
            f"One answer in twenty took longer than {report.latency.p95_ms:.0f} ms; "
            f"target {targets.p95_ms:.0f} ms."
        )
    if report.tokens is not None and report.tokens.prompt and not report.tokens.prompt_cached:
        advice.append("No prompt tokens were cached: keep the start of the prompt the same between turns.")
    if report.efficiency_score is not None and report.efficiency_score < _FULL:
        advice.append("Shorten the context: prompts grew beyond what the answers need.")
    if session.errors.total:
        advice.append(
            f"{session.errors.total} unrecoverable errors: see the provider's status for that time."
        )
    if report.unpriced:
        advice.append(
            f"Add prices to the profile for {', '.join(report.unpriced)}: they are not in the total."
        )
    if report.connection_category in {"Fair", "Poor"}:
        advice.append("The caller's line was weak; slow answers may come from there.")
    return tuple(advice)
