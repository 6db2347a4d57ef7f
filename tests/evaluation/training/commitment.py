"""Train the commitment model: ``python -m tests.evaluation.training.commitment``."""

from aftercall.language.act_rules import ACT_EXTRAS
from tests.evaluation.harness.rows import DataSets
from tests.evaluation.harness.splits import group_of, training_rows
from tests.evaluation.training.act_examples import ANSWER_SETS, customer_statements, example_of
from tests.evaluation.training.fitting import Example, unfitted
from tests.evaluation.training.speech import as_recognised
from tests.evaluation.training.yes_or_no import train

SETS = ("action_items", *ANSWER_SETS)
STRENGTH = 1.0
STATEMENT_WEIGHT = 0.3
RECIPE = f"commitment 1; {STRENGTH=} {STATEMENT_WEIGHT=}"
SETTINGS = unfitted("commitment", "1", labels=("commitment",), extras=ACT_EXTRAS, buckets=2**16, edges=True)


def examples() -> list[Example]:
    """Give what the model is trained on."""
    rows = training_rows(DataSets(reported_only=False).rows("action_items"))
    meetings = [
        example_of(as_recognised(row["text"]), row["label"], "AMI", group_of(row))
        for row in rows
        if row["kind"] == "commitment"
    ]
    return meetings + customer_statements(STATEMENT_WEIGHT)


def main() -> None:
    """Measure, then train on all and write the file."""
    clauses = examples()
    rules = [bool(clause.extras[ACT_EXTRAS.index("commitment")]) for clause in clauses]
    train(SETTINGS, clauses, STRENGTH, SETS, RECIPE, rules)


if __name__ == "__main__":
    main()
