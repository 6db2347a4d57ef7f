"""The Reader's settings: none without a model, and a wrong limit is named."""

import pytest

from aftercall.reading.limits import cost_usd, estimated_tokens, price_of
from aftercall.settings.environment import InvalidSetting
from aftercall.settings.reader import ReaderSettings
from tests.fakes.reader import MODEL
from tests.unit.analysis.calls import PROFILE
from tests.unit.reading.readings import PRICED


@pytest.mark.parametrize("environment", [{}, {"READER_MODEL_ID": " "}, {"READER_SECONDS": "never"}])
def test_without_a_model_there_is_no_reader(environment: dict[str, str]) -> None:
    assert ReaderSettings.from_environment(environment) is None


def test_a_model_alone_gets_modest_limits() -> None:
    settings = ReaderSettings.from_environment({"READER_MODEL_ID": MODEL})
    assert settings == ReaderSettings(MODEL, 8.0, 2_000, 0.05)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("READER_SECONDS", "soon"),
        ("READER_SECONDS", "0"),
        ("READER_SECONDS", "inf"),
        ("READER_MAXIMUM_COST_USD", "-1"),
        ("READER_MAXIMUM_OUTPUT_TOKENS", "1.5"),
    ],
)
def test_a_limit_that_is_none_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=name):
        ReaderSettings.from_environment({"READER_MODEL_ID": MODEL, name: value})


def test_a_price_is_found_by_the_models_exact_id() -> None:
    price = price_of(MODEL, PRICED.prices)
    assert price is not None
    assert cost_usd(price, 1_000_000, 100_000) == pytest.approx(1.5)
    assert price_of(MODEL, PROFILE.prices) is None
    assert price_of(MODEL[:-1], PRICED.prices) is None


def test_tokens_are_estimated_on_the_safe_side() -> None:
    assert [estimated_tokens(characters) for characters in (0, 1, 3, 4)] == [0, 1, 1, 2]
