"""What a second reading may take: time, tokens, money, and how much it may claim."""

from dataclasses import dataclass

from aftercall.profile.models import LanguageModelPrice, Prices

PROVIDER = "bedrock"
_CHARACTERS_PER_TOKEN = 3
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """The limits of one reading, of which a call has three.

    Parameters
    ----------
    seconds
        Wall time; whatever comes later is not waited for.
    maximum_input_characters
        A longer request is not sent at all: a transcript cut in half reads as another call.
    maximum_output_tokens
        Where the answer is cut off; a cut answer is discarded whole.
    maximum_cost_usd
        At the profile's prices, for the estimate before sending.
    maximum_proposals
        For one field; further ones are discarded unread.
    confidence_ceiling
        A model's own confidence is not calibrated: nothing it says counts for more than this.
    """

    seconds: float = 8.0
    maximum_input_characters: int = 60_000
    maximum_output_tokens: int = 2_000
    maximum_cost_usd: float = 0.05
    maximum_proposals: int = 20
    confidence_ceiling: float = 0.85


def price_of(model: str, prices: Prices) -> LanguageModelPrice | None:
    """Give the profile's price of a Bedrock model, by its exact id; ``None`` where there is none."""
    return next(
        (price for price in prices.language_models if price.provider == PROVIDER and price.model == model),
        None,
    )


def estimated_tokens(characters: int) -> int:
    """Estimate tokens on the safe side: English takes about four characters a token, we count three."""
    return -(-characters // _CHARACTERS_PER_TOKEN)


def cost_usd(price: LanguageModelPrice, input_tokens: int, output_tokens: int) -> float:
    """Price tokens, in US dollars."""
    return round((input_tokens * price.input + output_tokens * price.output) / _MILLION, 6)
