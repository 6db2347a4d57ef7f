"""Train the frustration model: ``python -m tests.evaluation.training.frustration``.

GoEmotions' comments as a recogniser would write them: anger, annoyance and disgust against all else.
"""

import re

from aftercall.language.emotions import FRUSTRATION_EXTRAS, frustration_evidence
from aftercall.language.normalisation import normalise
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.fitting import Example, unfitted
from tests.evaluation.training.speech import as_recognised
from tests.evaluation.training.yes_or_no import train

SETS = ("frustration",)
STRENGTH = 1.0
RECIPE = f"frustration 1; {STRENGTH=}"
SETTINGS = unfitted("frustration", "1", labels=("frustration",), extras=FRUSTRATION_EXTRAS, buckets=2**17)
_MASK = re.compile(r"\[[A-Z]+\]")


def examples() -> list[Example]:
    """Give what the model is trained on."""
    found = []
    for row in training_rows(DataSets(reported_only=False).rows(*SETS)):
        written = _MASK.sub("", row["dialogue"][row["turn_index"]]["text"])
        text = normalise(as_recognised(written)).text
        label = int(row["frustrated"])
        found.append(Example(text, frustration_evidence(text), label, "GoEmotions", group_of(row)))
    return found


def main() -> None:
    """Measure, then train on all and write the file."""
    turns = examples()
    train(SETTINGS, turns, STRENGTH, SETS, RECIPE, [bool(turn.extras[0]) for turn in turns])


if __name__ == "__main__":
    main()
