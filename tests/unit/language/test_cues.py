"""Which turns are read for cues, and what the reader is given."""

import pytest

from aftercall.language import cues
from aftercall.language.prepare import annotate
from aftercall.session.prepared import CueKind
from tests.fakes.cue_reader import Seen, ToldCues
from tests.unit.analysis.calls import PROFILE, call

DIALOGUE = """
A: What brings you here?
U: we are drowning in paper
A: I see. Who decides?
A: Are you there?
U: my husband
"""


def test_only_the_callers_turns_are_read_each_with_what_the_agent_said_last() -> None:
    reader = ToldCues()
    annotate(call(DIALOGUE), PROFILE, None, reader)
    assert reader.asked == [
        ("What brings you here?", "we are drowning in paper"),
        ("Are you there?", "my husband"),
    ]


def test_cues_stand_in_the_turn_that_they_were_read_in() -> None:
    reader = ToldCues((Seen("drowning in paper", CueKind.PAIN_POINT),))
    result = annotate(call(DIALOGUE), PROFILE, None, reader)
    assert [len(item.cues) for item in result.annotations] == [0, 1, 0, 0, 0]


def test_the_model_is_named_where_somebody_looked_for_cues() -> None:
    assert annotate(call(DIALOGUE), PROFILE, None, ToldCues()).cue_model == "told"
    assert annotate(call(DIALOGUE), PROFILE).cue_model is None


def test_an_endless_call_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cues, "MOST_TURNS", 1)
    reader = ToldCues()
    annotate(call(DIALOGUE), PROFILE, None, reader)
    assert len(reader.asked) == 1
