"""A Reader that answers what it is told, and a profile that prices it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aftercall.profile.models import LanguageModelPrice, Profile
from aftercall.reading.port import ReadingAnswer, ReadingRequest

MODEL = "example.reading-model-1:0"


@dataclass(slots=True)
class FakeReader:
    proposals: Mapping[str, object] = field(default_factory=dict)
    failure: Exception | None = None
    asked: list[ReadingRequest] = field(default_factory=list)

    def read(self, request: ReadingRequest) -> ReadingAnswer:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        return ReadingAnswer(self.proposals, input_tokens=2_000, output_tokens=300)


def priced(profile: Profile, *, dollars_a_million: float = 1.0) -> Profile:
    """The profile with a price for the fake's model."""
    price = LanguageModelPrice(
        provider="bedrock",
        model=MODEL,
        input=dollars_a_million,
        cached_input=dollars_a_million,
        output=5 * dollars_a_million,
    )
    prices = profile.prices.model_copy(update={"language_models": (*profile.prices.language_models, price)})
    return profile.model_copy(update={"prices": prices})
