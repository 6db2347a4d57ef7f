"""Reading cues: what the network is asked, and how its answer becomes cues."""

import importlib.util
import json
from collections.abc import Sequence
from typing import Any

import pytest

from aftercall.embedding.cue_network import NEEDED_PACKAGES, CueNetwork, load_cue_reader, read_settings
from aftercall.embedding.wordpiece import WordPieces, read_vocabulary
from aftercall.session.prepared import CueKind, CueSpan

np = pytest.importorskip("numpy")

SETTINGS = {
    "name": "cues-test",
    "kinds": ["objection", "urgency"],
    "values": {"objection": {"category": ["pricing", "trust"]}, "urgency": {"value": ["high", "low"]}},
    "least": 0.3,
    "widest_gap": 1,
    "most_before": 2,
    "most_pieces": 6,
}


class Scripted:
    """A network that finds a kind at given places of the caller's pieces and remembers what it was given."""

    def __init__(self, chances: Sequence[float], answers: Sequence[float] = (0, 0, 0, 0)) -> None:
        self.chances, self.answers = chances, answers
        self.given: list[dict[str, Any]] = []

    def run(self, outputs: None, inputs: dict[str, Any]) -> list[Any]:
        self.given.append({name: value[0].tolist() for name, value in inputs.items()})
        size = inputs["input_ids"].shape[1]
        likely, answers = np.zeros((1, size, 2)), np.tile(np.array(self.answers, dtype=float), (1, size, 1))
        first = inputs["token_type_ids"][0].tolist().index(1)
        for place, chance in enumerate(self.chances[: size - first - 1]):
            likely[0, first + place, 0] = chance
        return [likely, answers]


def reader(network: Scripted) -> CueNetwork:
    settings = read_settings(json.dumps(SETTINGS))
    return CueNetwork(network, WordPieces(read_vocabulary(), settings.most_pieces), settings)


def quotes(text: str, cues: tuple[CueSpan, ...]) -> list[str]:
    return [text[cue.start : cue.end] for cue in cues]


def test_a_cue_covers_the_likely_words() -> None:
    text = "well that is too dear"
    assert quotes(text, reader(Scripted([0, 0.9, 0.9, 0.8, 0.9])).read("", text)) == ["that is too dear"]


def test_a_small_gap_does_not_tear_a_cue_and_a_wide_one_does() -> None:
    text = "far too dear for us"
    assert quotes(text, reader(Scripted([0.9, 0, 0.9])).read("", text)) == ["far too dear"]
    assert quotes(text, reader(Scripted([0.9, 0, 0, 0.9, 0])).read("", text)) == ["far", "for"]


def test_a_cue_is_as_sure_as_its_surest_word() -> None:
    assert reader(Scripted([0.4, 0.85, 0.5])).read("", "too dear really")[0].confidence == 0.85


def test_unlikely_words_give_no_cue() -> None:
    assert reader(Scripted([0.29, 0.2])).read("", "hello there") == ()


def test_each_question_of_a_kind_gets_its_likeliest_answer() -> None:
    cue = reader(Scripted([0.9], answers=[0.1, 2.0, 5.0, 0.0])).read("", "hm")[0]
    assert (cue.kind, cue.values) == (CueKind.OBJECTION, {"category": "trust"})


def test_the_end_of_what_the_agent_said_is_read_along_as_the_other_side() -> None:
    network = Scripted([])
    reader(network).read("one two three", "yes")
    given = network.given[0]
    assert len(given["input_ids"]) == 1 + 2 + 1 + 1 + 1
    assert given["token_type_ids"] == [0, 0, 0, 0, 1, 1]


def test_a_long_turn_is_read_window_by_window() -> None:
    text = "a b c d e f g h"
    network = Scripted([0.9])
    assert quotes(text, reader(network).read("", text)) == ["a", "g"]
    assert len(network.given) == 2


def test_offsets_are_those_of_the_original_text() -> None:
    text = "Café,  TOO  dear!"
    assert quotes(text, reader(Scripted([0, 0, 0.9, 0.9])).read("", text)) == ["TOO  dear"]


def test_a_turn_without_words_has_no_cues() -> None:
    assert reader(Scripted([0.9])).read("hello", "  ") == ()


@pytest.mark.parametrize("missing", NEEDED_PACKAGES)
def test_without_its_packages_there_is_no_reader_and_no_error(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else find(name))
    assert load_cue_reader() is None


def test_a_kind_that_the_product_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="weather"):
        read_settings(json.dumps({**SETTINGS, "kinds": ["weather"]}))


def test_the_packaged_network_sees_a_plain_objection() -> None:
    packaged = load_cue_reader()
    if packaged is None:
        pytest.skip("the dependency group `embeddings` is not installed")
    text = "honestly that is way more than we can afford, I can't justify that price"
    cues = packaged.read("On the Business plan it is forty-nine dollars per user per month.", text)
    objections = [cue for cue in cues if cue.kind is CueKind.OBJECTION]
    assert [cue.values["category"] for cue in objections] == ["pricing"]
    assert all(0 <= cue.start < cue.end <= len(text) for cue in cues)
