"""Copy the word ratings of the vaderSentiment package into the file that the product reads.

Run ``python -m tests.evaluation.training.valence``.
"""

import json

from tests.evaluation.training.model_files import MODELS
from tests.evaluation.training.telling import tell

_NOTICE = (
    "Mean ratings of ten people each, -4 to 4, from VADER (C.J. Hutto and E.E. Gilbert, 2014). MIT License, "
    "Copyright (c) 2016 C.J. Hutto. The whole licence is in docs/models/vaderSentiment-MIT.txt."
)
_SHORTEST = 2


def main() -> None:
    """Write ``valence.json``: the plain lower-case words, without emoticons and slang in signs."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - development only

    lexicon: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    ratings = {
        word: rating
        for word, rating in sorted(lexicon.items())
        if len(word) >= _SHORTEST and word.isascii() and word.isalpha() and word.islower()
    }
    document = {"notice": _NOTICE, "ratings": ratings}
    content = json.dumps(document, separators=(",", ":"), sort_keys=True)
    (MODELS / "valence.json").write_text(content + "\n", encoding="utf-8")
    tell(f"valence.json: {len(ratings)} words")


if __name__ == "__main__":
    main()
