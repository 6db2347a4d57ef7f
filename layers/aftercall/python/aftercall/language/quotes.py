"""Quotes: the exact words a finding rests on."""

from aftercall.reports.evidence import Evidence
from aftercall.session.models import Turn


def quote(turn: Turn, start: int, end: int) -> Evidence:
    """Quote characters ``start`` up to ``end`` of a turn's original text."""
    begin = max(0, min(start, len(turn.text)))
    finish = max(begin, min(end, len(turn.text)))
    return Evidence(item_id=turn.item_id, start=begin, end=finish, quote=turn.text[begin:finish], at=turn.at)


def quote_turn(turn: Turn) -> Evidence:
    """Quote a whole turn."""
    return quote(turn, 0, len(turn.text))
