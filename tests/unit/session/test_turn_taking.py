from datetime import UTC, datetime, timedelta

import pytest

from aftercall.session.models import Speaker, Turn, TurnMetrics
from aftercall.session.turn_taking import measure_turn_taking, speaking_seconds

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _turn(speaker: Speaker, begins: float, lasts: float | None = None) -> Turn:
    started = NOON + timedelta(seconds=begins)
    stopped = None if lasts is None else started + timedelta(seconds=lasts)
    metrics = TurnMetrics(started_speaking_at=started, stopped_speaking_at=stopped)
    return Turn(item_id=f"t{begins}", speaker=speaker, text="x", at=started, metrics=metrics)


def test_balances_compare_the_user_with_the_agent() -> None:
    taking = measure_turn_taking(
        [
            _turn(Speaker.AGENT, 0, 4),
            _turn(Speaker.USER, 5, 9),
            _turn(Speaker.USER, 15, 3),
            _turn(Speaker.AGENT, 20, 2),
        ]
    )

    assert taking.turn_count == 4
    assert taking.turn_balance == 1.0
    assert taking.speaking_balance == 2.0
    assert taking.average_turn_seconds == 4.5


def test_without_speech_times_there_is_no_speaking_balance() -> None:
    taking = measure_turn_taking([_turn(Speaker.AGENT, 0), _turn(Speaker.USER, 5)])

    assert taking.turn_balance == 1.0
    assert taking.speaking_balance is None
    assert taking.average_turn_seconds is None


def test_an_agent_that_said_nothing_gives_no_balance() -> None:
    taking = measure_turn_taking([_turn(Speaker.USER, 5, 2)])

    assert (taking.turn_balance, taking.speaking_balance) == (None, None)


def test_no_turns_at_all_are_zero_turns() -> None:
    assert measure_turn_taking([]).turn_count == 0


@pytest.mark.parametrize("lasts", [None, -1.0])
def test_speech_that_ends_before_it_begins_was_not_measured(lasts: float | None) -> None:
    assert speaking_seconds(_turn(Speaker.USER, 5, lasts)) is None
