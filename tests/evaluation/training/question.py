"""Train the question model: ``python -m tests.evaluation.training.question``.

AMI's meetings without punctuation, and sentences of chats, e-mails and comments whose mark was taken away.
"""

from dataclasses import replace

from aftercall.language.act_rules import ACT_EXTRAS
from tests.evaluation.training.act_examples import ACT_SETS, WEAK_SETS, meeting_examples, punctuated_sentences
from tests.evaluation.training.fitting import Example, unfitted
from tests.evaluation.training.yes_or_no import train

SETS = ACT_SETS + WEAK_SETS
STRENGTH = 0.3
WEAK_WEIGHT = 0.15
RECIPE = f"question 1; {STRENGTH=} {WEAK_WEIGHT=}"
SETTINGS = unfitted("question", "1", labels=("question",), extras=ACT_EXTRAS, buckets=2**16, edges=True)


def examples() -> list[Example]:
    """Give what the model is trained on."""
    weak = [replace(example, weight=WEAK_WEIGHT) for example in punctuated_sentences()]
    return meeting_examples("question") + weak


def main() -> None:
    """Measure, then train on all and write the file."""
    clauses = examples()
    positions = [
        ACT_EXTRAS.index(name) for name in ("inversion", "wh_question", "tag", "indirect", "inner_question")
    ]
    rules = [any(clause.extras[position] for position in positions) for clause in clauses]
    train(SETTINGS, clauses, STRENGTH, SETS, RECIPE, rules)


if __name__ == "__main__":
    main()
