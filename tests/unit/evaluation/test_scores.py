import pytest

from tests.evaluation.harness.scores import character_f1, f1, f1_of_true, macro_f1, share_equal


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    precision, recall = 3 / 4, 3 / 6
    assert f1(hits=3, said=4, labelled=6) == pytest.approx(2 * precision * recall / (precision + recall))


def test_nothing_said_about_nothing_is_no_success() -> None:
    assert f1(hits=0, said=0, labelled=0) == 0.0


def test_the_f1_of_yes_ignores_the_true_negatives() -> None:
    assert f1_of_true([True, False, False, False], [True, True, False, False]) == pytest.approx(2 / 3)


def test_macro_f1_gives_a_rare_label_the_weight_of_a_common_one() -> None:
    labels = ["neutral"] * 9 + ["negative"]
    always_neutral = ["neutral"] * 10
    assert macro_f1(labels, always_neutral) == pytest.approx((18 / 19 + 0) / 2)


def test_a_label_that_only_the_method_uses_adds_no_class_of_its_own() -> None:
    assert macro_f1(["a", "a"], ["a", "b"]) == pytest.approx(2 / 3)


def test_characters_are_counted_over_all_texts_together() -> None:
    labels = [frozenset(range(10)), frozenset[int]()]
    answers = [frozenset(range(5)), frozenset(range(5))]
    assert character_f1(labels, answers) == pytest.approx(2 * 5 / (10 + 10))


def test_exact_means_equal() -> None:
    assert share_equal([1, [2.0], "x"], [1, [2.0], "y"]) == pytest.approx(2 / 3)
    assert share_equal([], []) == 0.0
