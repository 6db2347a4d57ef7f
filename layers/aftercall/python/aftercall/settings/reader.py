"""Settings of the optional Reader; without a model there is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aftercall.settings.environment import InvalidSetting, optional, positive_integer

MODEL_VARIABLE = "READER_MODEL_ID"


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What a second reading by a model on Amazon Bedrock may take.

    Parameters
    ----------
    model
        Id of the model or inference profile, as the profile's prices name it.
    seconds, maximum_output_tokens, maximum_cost_usd
        Limits of one reading; a call has three.
    """

    model: str
    seconds: float
    maximum_output_tokens: int
    maximum_cost_usd: float

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self | None:
        """Read ``READER_MODEL_ID``, ``READER_SECONDS``, ``READER_MAXIMUM_OUTPUT_TOKENS``,
        ``READER_MAXIMUM_COST_USD``.

        Returns
        -------
        ReaderSettings or None
            None where no model is named.

        Raises
        ------
        InvalidSetting
            When a limit is no number above zero.
        """  # noqa: D205 - four names do not fit one line
        model = optional(environment, MODEL_VARIABLE)
        if model is None:
            return None
        return cls(
            model=model,
            seconds=_positive_number(environment, "READER_SECONDS", 8.0),
            maximum_output_tokens=positive_integer(environment, "READER_MAXIMUM_OUTPUT_TOKENS", 2_000),
            maximum_cost_usd=_positive_number(environment, "READER_MAXIMUM_COST_USD", 0.05),
        )


def _positive_number(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise InvalidSetting(name, "a number above zero")
    return value
