"""Train the acknowledgement model: ``python -m tests.evaluation.training.acknowledgement``."""

from aftercall.language.act_rules import ACT_EXTRAS
from tests.evaluation.training.act_examples import (
    ACT_SETS,
    ANSWER_SETS,
    common_acknowledgements,
    customer_answers,
    meeting_examples,
)
from tests.evaluation.training.fitting import Example, unfitted
from tests.evaluation.training.yes_or_no import train

SETS = ACT_SETS + ANSWER_SETS
STRENGTH = 0.5
COMMON_WEIGHT = 2.0
ANSWER_WEIGHT = 0.3
RECIPE = f"acknowledgement 2; {STRENGTH=} {COMMON_WEIGHT=} {ANSWER_WEIGHT=}"
SETTINGS = unfitted(
    "acknowledgement", "2", labels=("acknowledgement",), extras=ACT_EXTRAS, buckets=2**16, edges=True
)


def examples() -> list[Example]:
    """Give what the model is trained on."""
    return [
        *meeting_examples("acknowledgement"),
        *common_acknowledgements(COMMON_WEIGHT),
        *customer_answers(ANSWER_WEIGHT),
    ]


def main() -> None:
    """Measure, then train on all and write the file."""
    clauses = examples()
    rules = [bool(clause.extras[ACT_EXTRAS.index("acknowledgement")]) for clause in clauses]
    train(SETTINGS, clauses, STRENGTH, SETS, RECIPE, rules)


if __name__ == "__main__":
    main()
