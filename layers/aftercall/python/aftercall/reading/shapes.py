"""What the words of a quote must bear out before a value is believed: one shape per kind of finding.

A number has to be said, a name has to be named, a phrase has to be spoken. What is left to the
Reader's judgement is choices among the report's own enumerations.
"""

import re

from aftercall.profile.models import NamedTerm
from aftercall.reading.proposals import Proposal, Shape, Values, term_of
from aftercall.reports.reader_notes import DiscardReason

LONGEST_TEXT = 160
_SLUG = re.compile(r"[a-z]+(?:_[a-z]+){0,3}")
_NOT_SAID = DiscardReason.VALUE_NOT_IN_QUOTE
_NOT_ALLOWED = DiscardReason.VALUE_NOT_ALLOWED
# How many of a rate make a month: speakers reckon in working days as well as in calendar days.
_A_MONTH = {"day": (20.0, 31.0), "week": (4.0, 4.35), "month": (1.0, 1.0), "year": (1 / 12, 1 / 12)}


def as_judged(proposal: Proposal) -> Values | DiscardReason:
    """Take the values as they are: choices of the report's enumerations."""
    return dict(proposal.values)


def people_counted(proposal: Proposal) -> Values | DiscardReason:
    """Accept a number of people that is said in the quote."""
    return _counted(proposal, "people", proposal.profile.vocabulary.team_words)


def documents_counted(proposal: Proposal) -> Values | DiscardReason:
    """Accept a monthly number of documents that the quote's own number and rate make."""
    return _counted(proposal, "documents", proposal.profile.vocabulary.document_words)


def _counted(proposal: Proposal, unit: str, words: tuple[str, ...]) -> Values | DiscardReason:
    value = proposal.values.get("value")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return DiscardReason.MALFORMED
    context = proposal.quoted_words() + proposal.question_words()
    named = any(f" {word} " in context for word in words)
    for quantity in proposal.quantities():
        if quantity.unit != unit and not (quantity.unit is None and named):
            continue
        low, high = _A_MONTH.get(quantity.per or "month", (1.0, 1.0))
        smallest, largest = quantity.value * low, (quantity.upper or quantity.value) * high
        if smallest - 1 < value < largest + 1 if quantity.per else smallest <= value <= largest:
            return dict(proposal.values)
    return _NOT_SAID


def of_industries(proposal: Proposal) -> Values | DiscardReason:
    """Accept an industry of the profile."""
    return _of_vocabulary(proposal, proposal.profile.vocabulary.industries)


def of_use_cases(proposal: Proposal) -> Values | DiscardReason:
    """Accept a kind of documents of the profile."""
    return _of_vocabulary(proposal, proposal.profile.vocabulary.use_cases)


def _of_vocabulary(proposal: Proposal, terms: tuple[NamedTerm, ...]) -> Values | DiscardReason:
    value = proposal.values.get("value")
    term = term_of(value, terms) if isinstance(value, str) else None
    return _NOT_ALLOWED if term is None else {**proposal.values, "value": term.name}


def integration_named(proposal: Proposal) -> Values | DiscardReason:
    """Accept a system that is named in the quote; its category is the profile's."""
    name = _named(proposal, "name", "integration", proposal.profile.vocabulary.integrations)
    if isinstance(name, DiscardReason):
        return name
    category = next(
        (term.category for term in proposal.profile.vocabulary.integrations if term.name == name), None
    )
    return {**proposal.values, "name": name, "category": category}


def competitor_named(proposal: Proposal) -> Values | DiscardReason:
    """Accept a competitor that is named in the quote; a quote is a mention."""
    name = _named(proposal, "name", "competitor", proposal.profile.vocabulary.competitors)
    if isinstance(name, DiscardReason):
        return name
    return {**proposal.values, "name": name, "mentions": len(proposal.places)}


def comparison_named(proposal: Proposal) -> Values | DiscardReason:
    """Accept a comparison with a competitor that is named in the quote."""
    if proposal.values.get("about") not in {"general", "features", "pricing"}:
        return _NOT_ALLOWED
    name = _named(proposal, "competitor", "competitor", proposal.profile.vocabulary.competitors)
    return name if isinstance(name, DiscardReason) else {**proposal.values, "competitor": name}


def tool_named(proposal: Proposal) -> Values | DiscardReason:
    """Accept a tool in use that is named in the quote, in the profile's spelling where it has one."""
    name = _named(proposal, "value", "competitor", proposal.profile.vocabulary.competitors)
    return name if isinstance(name, DiscardReason) else {**proposal.values, "value": name}


def _named(proposal: Proposal, key: str, kind: str, terms: tuple[NamedTerm, ...]) -> str | DiscardReason:
    name = proposal.values.get(key)
    if not isinstance(name, str) or not _fits(name):
        return DiscardReason.MALFORMED
    term = term_of(name, terms)
    if term is not None and (
        term.name in proposal.names(kind) or any(proposal.says(spelling) for spelling in term.spellings)
    ):
        return term.name
    return name if proposal.says(name) else _NOT_SAID


def of_kinds(*kinds: str) -> Shape:
    """Make a shape that accepts only these kinds."""

    def shape(proposal: Proposal) -> Values | DiscardReason:
        return dict(proposal.values) if proposal.values.get("kind") in kinds else _NOT_ALLOWED

    return shape


def signal_kind(proposal: Proposal) -> Values | DiscardReason:
    """Accept a kind of one to four lower-case words, such as ``next_steps``."""
    kind = proposal.values.get("kind")
    return dict(proposal.values) if isinstance(kind, str) and _SLUG.fullmatch(kind) else _NOT_ALLOWED


def spoken(required: str | None, *optional: str, choices: tuple[str, ...] = ()) -> Shape:
    """Make a shape for texts in the speaker's words.

    A required text must be spoken; an optional one that is not is left out, like a format that is
    none of the choices.
    """

    def shape(proposal: Proposal) -> Values | DiscardReason:
        values = dict(proposal.values)
        if required is not None:
            text = values.get(required)
            if not isinstance(text, str):
                return DiscardReason.MALFORMED
            if not _fits(text) or not proposal.speaks_of(text):
                return _NOT_SAID
        for name in optional:
            text = values.get(name)
            if not (isinstance(text, str) and _fits(text) and proposal.speaks_of(text)):
                values[name] = None
        if choices and values.get("format") not in choices:
            values["format"] = None
        return values

    return shape


def quoted_action(proposal: Proposal) -> Values | DiscardReason:
    """Word an action item as it was said: the first quote is the action, like our rules' own."""
    place = proposal.places[0]
    text = proposal.prepared.session.turns[place.turn_index].text[place.start : place.end]
    deadline = proposal.values.get("deadline_text")
    said = isinstance(deadline, str) and proposal.says(deadline)
    return {**proposal.values, "action": text, "deadline_text": deadline if said else None}


def _fits(text: str) -> bool:
    return 0 < len(text) <= LONGEST_TEXT and text.isprintable()
