"""Questions, acknowledgements, commitments and sentences that ask for an action."""

import re

from aftercall.language.acts import asks_for_action, classify
from aftercall.language.normalisation import normalise
from aftercall.language.sentences import split_clauses
from aftercall.session.prepared import DialogueAct
from tests.evaluation.harness.baselines import keyword_pattern
from tests.evaluation.harness.probes import Probe, ProbedPart
from tests.evaluation.harness.rows import Row
from tests.evaluation.harness.scores import f1_of_true

_ASKING_START = re.compile(
    r"(?:what|how|when|where|why|who|which|do|does|did|is|are|can|could|would|will|should|have|has|was|were)\b"
)
_ACKNOWLEDGING = re.compile(
    r"(?:yeah|yes|yep|okay|ok|right|sure|mm-hmm|mm|hmm|uh-huh|alright|good|great|cool|fine|exactly|true"
    r"|i|see|got|it|oh|ah|that's|all|no)"
)
_PROMISING = keyword_pattern(("i'll", "i will", "we'll", "we will", "let me", "i'm going to", "i can"))
_ASKING_FOR_ACTION = keyword_pattern(
    (
        "please", "let me know", "can you", "could you", "would you", "i will", "i'll", "we will", "need to",
        "send me", "call me", "give me", "make sure", "should",
    )
)  # fmt: skip
_LONGEST_ACKNOWLEDGEMENT = 3
_MORE_LIKELY_THAN_NOT = 0.5


def acts_of(text: str) -> list[DialogueAct]:
    """Give what each clause of an utterance does, as ``annotate`` does."""
    normalised = normalise(text)
    return [classify(normalised.text[start:end])[0] for start, end in split_clauses(normalised)]


def our_question(row: Row) -> bool:
    return DialogueAct.QUESTION in acts_of(row["text_asr"])


def our_acknowledgement(row: Row) -> bool:
    acts = acts_of(row["text_asr"])
    return bool(acts) and all(act is DialogueAct.ACKNOWLEDGEMENT for act in acts)


def our_commitment(row: Row) -> bool:
    return DialogueAct.COMMITMENT in acts_of(row["text"])


def our_actionable(row: Row) -> bool:
    return asks_for_action(normalise(row["text"]).text) >= _MORE_LIKELY_THAN_NOT


def _starts_like_a_question(row: Row) -> bool:
    return bool(_ASKING_START.match(row["text_asr"]))


def _only_acknowledging_words(row: Row) -> bool:
    words = row["text_asr"].split()
    return 0 < len(words) <= _LONGEST_ACKNOWLEDGEMENT and all(map(_ACKNOWLEDGING.fullmatch, words))


def _has_act(row: Row) -> bool:
    return "text_asr" in row


ACTS = ProbedPart(
    "acts",
    ("dialogue_acts",),
    (
        Probe(
            subset="questions, unpunctuated",
            measure="F1",
            applies=_has_act,
            label=lambda row: row["label"] == "question",
            ours=our_question,
            baseline=_starts_like_a_question,
            baseline_name="first word",
            score=f1_of_true,
            aim=0.63,
        ),
        Probe(
            subset="acknowledgements, unpunctuated",
            measure="F1",
            applies=_has_act,
            label=lambda row: row["label"] == "acknowledgement",
            ours=our_acknowledgement,
            baseline=_only_acknowledging_words,
            baseline_name="word list",
            score=f1_of_true,
            aim=0.81,
        ),
    ),
)

COMMITMENTS = ProbedPart(
    "commitments",
    ("action_items",),
    (
        Probe(
            subset="meetings, with hard negatives",
            measure="F1",
            applies=lambda row: row.get("kind") == "commitment",
            label=lambda row: bool(row["label"]),
            ours=our_commitment,
            baseline=lambda row: bool(_PROMISING.search(row["text"])),
            baseline_name="keywords",
            score=f1_of_true,
            aim=0.68,
        ),
        Probe(
            subset="sentences of e-mails",
            measure="F1",
            applies=lambda row: row.get("kind") == "actionable_intent",
            label=lambda row: bool(row["label"]),
            ours=our_actionable,
            baseline=lambda row: bool(_ASKING_FOR_ACTION.search(row["text"])),
            baseline_name="keywords",
            score=f1_of_true,
            aim=0.77,
        ),
    ),
)
