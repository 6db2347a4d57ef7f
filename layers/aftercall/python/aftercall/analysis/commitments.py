"""Which clauses promise work after the call, and what of it is more than one promise (spec 3.8)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from aftercall.analysis.context import is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.promise_model import may_promise, promise_likelihood
from aftercall.analysis.promise_rules import is_certain, is_over_with_the_call, is_promise
from aftercall.language.normalisation import normalise

_ONE_MORE = re.compile(r",? and (?:then )?(?=(?:i|we)(?:'|\u2019)?(?:ll| will| shall)\b)", re.IGNORECASE)
LIKELY_ENOUGH = 0.75
"""Both answers were learned as if they were equally frequent; promises are rare."""


def is_commitment(conversation: Conversation, utterance: Utterance, clause: Clause) -> bool:
    """Tell whether a clause promises work that is still to be done when the call is over."""
    if not may_promise(clause) or is_pretended(utterance.text):
        return False
    if is_certain(utterance, clause) and is_promise(conversation, utterance, clause):
        return True
    if not utterance.by_user and is_over_with_the_call(clause):
        return False
    return promise_likelihood(conversation, utterance, clause) >= LIKELY_ENOUGH


def promises_in(conversation: Conversation, utterance: Utterance, clause: Clause) -> Iterator[Clause]:
    """Give each promise of a clause that makes several ("I'll reopen it, and I'll ask them to call")."""
    said = clause.turn.text
    cuts = [match.end() for match in _ONE_MORE.finditer(said, clause.start, clause.end)]
    if not cuts:
        yield clause
        return
    pieces = [
        replace(clause, start=start, end=end, text=normalise(said[start:end]).text.strip())
        for start, end in pairwise((clause.start, *cuts, clause.end))
    ]
    if all(is_promise(conversation, utterance, piece) for piece in pieces):
        yield from pieces
    else:
        yield clause
