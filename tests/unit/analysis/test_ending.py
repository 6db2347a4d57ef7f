"""How a call ended."""

import pytest

from tests.unit.analysis.calls import analyzed

BEFORE = "A: Hello, how can I help?\nU: we need quotes\nA: You can make them from templates.\n"


def ended_naturally(ending: str) -> bool | None:
    report = analyzed(BEFORE + ending).reports.quality
    assert report is not None
    return report.natural_ending


@pytest.mark.parametrize(
    "ending",
    [
        "U: nope i'm good",
        "U: okay then",
        "U: fair enough, ta-ra",
        "U: that's all I wanted\nA: Safe flight, Grady!",
        "U: someone's at the door, i'll call you back, bye",
        "A: Have a lovely holiday.\nU: same to you and to whoever you belong to",
    ],
)
def test_last_words_that_leave_nothing_to_say_end_a_call(ending: str) -> None:
    assert ended_naturally(ending) is True


@pytest.mark.parametrize(
    "ending",
    [
        "U: hm\nA: Are you still there?",
        "U: and bids too\nA: Great. How many bids do you\nU: tunnel",
        "U: i'll call you back, i'm on the ladder",
        "U: then I'm calling my bank and they can dispute it",
        "U: is it down, yes or",
        "U: put it in writing\nA: I will do that.\nU: [hangs up]",
    ],
)
def test_a_line_that_breaks_off_a_threat_and_haste_do_not(ending: str) -> None:
    assert ended_naturally(ending) is False


def test_an_agent_written_down_without_full_stops_is_not_cut_off() -> None:
    report = analyzed("A: hello\nU: we need quotes\nA: noted for the team\nU: okay then").reports.quality
    assert report is not None
    assert report.natural_ending is True
