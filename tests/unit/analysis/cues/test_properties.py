"""What holds wherever and whatever a cue reader sees."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercall.analysis.pipeline import analyze_session
from aftercall.session.prepared import CueKind, CueSpan
from tests.unit.analysis.calls import ANGRY, HOT, PROFILE, VOICEMAIL, all_evidence, call

VALUES = {
    CueKind.OBJECTION: {"category": "timing", "severity": "concern", "settled": "open"},
    CueKind.BUYING_SIGNAL: {"strength": "weak"},
    CueKind.FEATURE_REQUEST: {"priority": "must_have"},
    CueKind.STAKEHOLDER: {"influence": "unknown"},
    CueKind.TIMELINE: {"value": "evaluating"},
    CueKind.AUTHORITY: {"value": "influencer"},
    CueKind.URGENCY: {"value": "low"},
    CueKind.INDUSTRY: {"value": "retail"},
}
SPOTS = st.tuples(st.sampled_from(CueKind), st.integers(0, 60), st.integers(1, 80), st.floats(0.3, 1.0))


@dataclass(frozen=True, slots=True)
class Anything:
    """Sees the same things in every turn, as far as it is long enough."""

    spots: list[tuple[CueKind, int, int, float]]
    name: str = "anything"

    def read(self, before: str, text: str) -> tuple[CueSpan, ...]:
        return tuple(
            CueSpan(
                start=start,
                end=min(start + size, len(text)),
                kind=kind,
                confidence=sure,
                values=VALUES.get(kind, {}),
            )
            for kind, start, size, sure in self.spots
            if start < len(text)
        )


@settings(max_examples=60, deadline=None)
@given(st.lists(SPOTS, max_size=6), st.sampled_from([HOT, ANGRY, VOICEMAIL]))
def test_every_quote_stands_where_its_offsets_point(
    spots: list[tuple[CueKind, int, int, float]], dialogue: str
) -> None:
    result = analyze_session(call(dialogue), PROFILE, cue_reader=Anything(spots))
    texts = {turn.item_id: turn.text for turn in result.prepared.session.turns}
    for item in all_evidence(result.reports):
        assert texts[item.item_id][item.start : item.end] == item.quote


def test_a_machine_that_answers_is_no_lead_whatever_the_reader_sees() -> None:
    spots = [(kind, 0, 40, 0.99) for kind in CueKind]
    report = analyze_session(call(VOICEMAIL), PROFILE, cue_reader=Anything(spots)).reports.sales_intelligence
    assert report is not None
    assert (report.buying_signals, report.pain_points, report.stakeholders) == ((), (), ())
