"""Who held the floor: turn balance, speaking balance, turn length, interruptions (spec 1.2)."""

from collections.abc import Sequence

from aftercall.session.models import Interruption, Speaker, Turn, TurnTaking


def speaking_seconds(turn: Turn) -> float | None:
    """Seconds between a turn's start and stop of speech; None unless both are known and in order."""
    started, stopped = turn.metrics.started_speaking_at, turn.metrics.stopped_speaking_at
    if started is None or stopped is None or stopped < started:
        return None
    return (stopped - started).total_seconds()


def measure_turn_taking(turns: Sequence[Turn]) -> TurnTaking:
    """Count and weigh the turns.

    Turns without known speech times are left out of the seconds, so that ``speaking_balance`` and
    ``average_turn_seconds`` are None where the source measured nothing.
    """
    user = [turn for turn in turns if turn.speaker is Speaker.USER]
    agent = [turn for turn in turns if turn.speaker is Speaker.AGENT]
    user_seconds = _total_seconds(user)
    agent_seconds = _total_seconds(agent)
    durations = [seconds for turn in turns if (seconds := speaking_seconds(turn)) is not None]
    return TurnTaking(
        turn_count=len(user) + len(agent),
        user_turns=len(user),
        agent_turns=len(agent),
        average_turn_seconds=sum(durations) / len(durations) if durations else None,
        turn_balance=len(user) / len(agent) if agent else None,
        speaking_balance=_ratio(user_seconds, agent_seconds),
        user_speaking_seconds=user_seconds,
        agent_speaking_seconds=agent_seconds,
    )


def find_interruptions(turns: Sequence[Turn]) -> tuple[Interruption, ...]:
    """Give the agent turns the caller cut short, each at the time the agent fell silent."""
    return tuple(
        Interruption(item_id=turn.item_id, at=turn.metrics.stopped_speaking_at or turn.at)
        for turn in turns
        if turn.speaker is Speaker.AGENT and turn.interrupted
    )


def _total_seconds(turns: Sequence[Turn]) -> float | None:
    known = [seconds for turn in turns if (seconds := speaking_seconds(turn)) is not None]
    return sum(known) if known else None


def _ratio(numerator: float | None, denominator: float | None) -> float | None:
    if numerator is None or not denominator:
        return None
    return numerator / denominator
