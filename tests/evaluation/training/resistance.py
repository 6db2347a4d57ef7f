"""Train the resistance model: ``python -m tests.evaluation.training.resistance``.

CaSiNo's negotiations, with what is bargained about masked, and customers who decline in chats.
"""

import re

from aftercall.language.normalisation import normalise
from aftercall.language.resistance import RESISTANCE_EXTRAS, resistance_evidence
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.fitting import Example, unfitted
from tests.evaluation.training.yes_or_no import train

SETS = ("negotiation_strategies", "intents")
STRENGTH = 0.3
CHAT_WEIGHT = 0.3
RECIPE = f"resistance 1; {STRENGTH=} {CHAT_WEIGHT=}"
SETTINGS = unfitted(
    "resistance", "1", labels=("resistance",), extras=RESISTANCE_EXTRAS, buckets=2**16, letters=(0, 0)
)
# Holding on to one's own need, doubting the other's, appealing to fairness.
RESISTING = frozenset({"self-need", "uv-part", "vouch-fair"})
_GOODS = re.compile(
    r"\b(?:food|water|fire ?wood|wood|camping|camp(?:ers?|site)?|packages?|hik(?:e|ing)|trip|kids|fire"
    r"|drink(?:ing)?|bottles?|meals?|fish(?:ing)?|children|family|baby|warm|cold|thirsty|hungry|dehydrated)\b"
)
_CHAT_SOURCE = "MultiDoGO"


def examples() -> list[Example]:
    """Give what the model is trained on."""
    rows = training_rows(DataSets(reported_only=False).rows(*SETS))
    return [found for row in rows if (found := _example(row)) is not None]


def main() -> None:
    """Measure, then train on all and write the file."""
    turns = examples()
    train(SETTINGS, turns, STRENGTH, SETS, RECIPE, [any(turn.extras[:5]) for turn in turns])


def _example(row: dict[str, object]) -> Example | None:
    source = str(row["source"]).split("-", maxsplit=1)[0]
    text = _GOODS.sub("it", normalise(str(row["text"])).text)
    if "labels" in row and isinstance(row["labels"], list):
        label, weight = bool(RESISTING & set(row["labels"])), 1.0
    elif source == _CHAT_SOURCE:
        label, weight = row["label"] == "rejection", CHAT_WEIGHT
    else:
        return None
    return Example(text, resistance_evidence(text), int(label), source, group_of(row), weight)


if __name__ == "__main__":
    main()
