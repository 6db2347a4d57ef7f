"""The part of a long sentence that tells something, for a quote that says it and little else."""

import re

from aftercall.analysis.conversation import Clause
from aftercall.language.quotes import quote
from aftercall.reports.evidence import Evidence

_SHORT_ENOUGH = 11
_SHORTEST = 4
_SAYS_IT = 7
_BREAK = re.compile(
    r",?\s+(?=(?:because|'cause|cause|although|though|unless|but|so that|and then|so then|otherwise"
    r"|which)\b)"
    r"|[,;:]\s+(?=(?:and|so|or|if|then|now|well|the|my|our|there's|because|cause|not|i|i'm|i've|i'd|i'll"
    r"|we|we're|we've"
    r"|we'd|you|he|he's|she|she's|it|it's|they|they're|that|that's|this|what|who|how|can|could|does|do|is"
    r"|are|will"
    r"|would|when|where)\b)"
)


def telling_piece(clause: Clause, at: int) -> Evidence:
    """Quote the part of a clause around an offset; all of a short one, or where it cannot be cut.

    Parameters
    ----------
    at
        Where in ``clause.text`` the words begin that tell something.
    """
    if clause.words <= _SHORT_ENOUGH:
        return clause.evidence()
    begin, end = _bounds(clause.text, at)
    part = clause.text[begin:end].strip(" ,;:")
    offset = clause.turn.text.lower().find(part, clause.start, clause.end)
    return clause.evidence() if offset < 0 else quote(clause.turn, offset, offset + len(part))


def _bounds(text: str, at: int) -> tuple[int, int]:
    """Find the breaks around an offset; one that leaves too few words is none."""
    begin, end = 0, len(text)
    for match in _BREAK.finditer(text):
        if match.end() <= at and _is_enough(text[match.end() :]):
            begin = match.end()
        elif match.start() > at and len(text[begin : match.start()].split()) >= _SAYS_IT:
            end = match.start()
            break
    return begin, end


def _is_enough(text: str) -> bool:
    return len(text.split()) >= _SHORTEST
