"""Which verbs are work for after the call, and which are only said or are done at once."""

import re

from aftercall.analysis.owners import DELEGATES

NEVER_WORK = frozenset((
    "be", "say", "admit", "bet", "want", "know", "guess", "miss", "pretend", "imagine", "count",
    "repeat", "stop", "wait", "hold", "die", "lose", "cry", "faint", "love", "hate", "like", "remember",
    "keep", "stay", "stick", "leave", "go", "understand", "hear", "help", "explain", "transfer", "connect",
    "note", "mark", "log", "cross", "flag", "use", "agree", "start", "end", "wish", "live", "survive",
    "continue", "fire", "onboard", "hire", "grow", "open", "expand", "double", "need", "spend", "pay",
    "believe", "assume", "settle", "read", "cover",
))  # fmt: skip
_BARE = frozenset(
    (
        "pass that on",
        "pass it on",
        "pass that along",
        "pass it along",
        "let them know",
        "tell them",
        "tell her",
        "tell him",
        "do",
        "do that",
        "do it",
        "do so",
        "ask",
        "manage",
        "call",
        "send",
    )
)
_WEAK = frozenset(("think", "look", "let", "see", "try", "check", "give", "tell", "figure", "put", "take"))
"""Verbs that promise something only with a date, a person or a thing to be given."""
_WEAK_MEANT = re.compile(
    r"\b(?:with (?:the|our|my|sales|support|legal|them|him|her)|into (?:it|that|this|what|whether)|whether"
    r"|to (?:you|them|her|him|my|our|the|sales|support)|you know (?:by|when|once|after|tomorrow|today|next"
    r"|what)"
    r"|together|in writing|on the list|in front of|(?:him|her|them|it) (?:a|the|your|this)|a call|off)\b"
)
_NOT_MEANT = re.compile(
    r"\b(?:do (?:my|our) best|(?:talk|speak) (?:to|with) you|see you|take (?:it|that|the|a|one"
    r"|my chances)\b(?! to| back)"
    r"|tell you(?! (?:by|when|tomorrow))|give (?:you|them|him|her|it) that|give it a (?:try|shot|go)|ask you"
    r"|say that|be honest|have to|let you go|put you (?:on"
    r"|through)"
    r"|look (?:that|it|this) up|get back on track|get (?:that|it|you) (?:right|now|started)|have it|get used"
    r"|go (?:with|for|elsewhere)|switch to|sign out|write (?:it|that) down"
    r"|look after|take care|find out (?:on|when|soon|then|in|at|tomorrow)|get there|cop (?:it|the))\b"
)
_TRIES = re.compile(r"\bhave (?:a|the|one|another) (?:look|think|coffee|read|go|chat|play)\b")
"""Work only where it is said when."""

_DONE_IN_THE_CALL = frozenset(("note", "log", "connect", "transfer"))
_AT_ONCE = re.compile(
    r"\b(?:for you now|right now|one more|once more|another (?:search|wording|way)|for a (?:moment|second))\b"
    r"|\b(?:check|look|search|find|pull (?:that|it|this) up|see)\b(?!.*\b(?:with|into|and|email|get back"
    r"|tomorrow|by)\b)"
)
_AGAIN = re.compile(r"^(?:try|search|check|look|run|do|repeat)\b.*\bagain\b")
_BOOKS = re.compile(
    r"^(?:book|reserve)\b|^(?:schedule|put|get|set up) ?(?:you|it|that|this|us|a|the|down"
    r"|in)*\b(?=.*\b(?:demo|call|meeting|slot|time"
    r"|session|calendar|down|booked|in for|appointment|am|pm|monday|tuesday|wednesday|thursday|friday)\b)"
)


def is_work(match: re.Match[str], *, has_date: bool) -> bool:
    """Tell whether what is promised is work, and not a figure of speech."""
    verb, rest = match.group("verb"), match.group("rest")
    said = f"{verb}{rest}"
    if verb in NEVER_WORK and not re.search(r"\band (?:send|email|get back|call|ask)\b", rest):
        return False
    if _NOT_MEANT.search(said) or said.strip(" ,") in _BARE or (_TRIES.search(said) and not has_date):
        return False
    return verb not in _WEAK or has_date or bool(_WEAK_MEANT.search(rest))


def is_at_once(match: re.Match[str], *, has_date: bool) -> bool:
    """Tell whether the agent does it in the call: searches, bookings, transfers."""
    said = f"{match.group('verb')}{match.group('rest')}"
    if _AGAIN.search(said) and not has_date:
        return True
    return bool(_AT_ONCE.search(said) or _BOOKS.search(said)) and not DELEGATES.search(said)


def is_done_in_the_call(match: re.Match[str]) -> bool:
    """Tell whether what the agent promises is over with the call: a booking, a note, a transfer."""
    said = f"{match.group('verb')}{match.group('rest')}"
    if DELEGATES.search(said):
        return False
    return match.group("verb") in _DONE_IN_THE_CALL or _BOOKS.search(said) is not None
