"""Train the model of sentences that ask for or promise an action.

Run ``python -m tests.evaluation.training.action``.
"""

from aftercall.language.act_rules import ACT_EXTRAS
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.act_examples import example_of
from tests.evaluation.training.fitting import Example, unfitted
from tests.evaluation.training.yes_or_no import train

SETS = ("action_items",)
STRENGTH = 2.0
RECIPE = f"action 1; {STRENGTH=}"
SETTINGS = unfitted("action", "1", labels=("action",), extras=ACT_EXTRAS, buckets=2**17, edges=True)


def examples() -> list[Example]:
    """Give what the model is trained on."""
    rows = training_rows(DataSets(reported_only=False).rows(*SETS))
    return [
        example_of(row["text"], row["label"], "e-mail", group_of(row))
        for row in rows
        if row["kind"] == "actionable_intent"
    ]


def main() -> None:
    """Measure, then train on all and write the file."""
    sentences = examples()
    positions = [ACT_EXTRAS.index(name) for name in ("request", "commitment")]
    rules = [any(example.extras[position] for position in positions) for example in sentences]
    train(SETTINGS, sentences, STRENGTH, SETS, RECIPE, rules)


if __name__ == "__main__":
    main()
