"""Signs that the caller wants to buy (spec 3.1)."""

import re

from aftercall.analysis.context import around, is_denied
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.signal_rules import SIGNALS
from aftercall.analysis.telling_pieces import telling_piece
from aftercall.reports.sales_intelligence import BuyingSignal, Strength
from aftercall.session.prepared import DialogueAct

_CONFIDENCE = {Strength.STRONG: 0.8, Strength.MEDIUM: 0.65, Strength.WEAK: 0.5}
_ORDER = {Strength.STRONG: 0, Strength.MEDIUM: 1, Strength.WEAK: 2}
_REFUSING = re.compile(
    r"\b(?:not (?:going to|gonna|ready|interested)|don't (?:want|need)|won't|no thanks|can't"
    r"|too expensive)\b"
)
_NOT_BUYING = re.compile(
    r"\b(?:not (?:like )?a (?:real |actual |paying )?(?:customer|buyer)|i'm a student|wrong number|(?:class"
    r"|school|college|capstone|thesis) (?:project|assignment|paper)|for (?:my|a) (?:class|thesis|capstone"
    r"|dissertation|homework))\b"
)
_DENIABLE = frozenset(("affordability", "timeline", "preparation", "return_on_investment", "stakeholders"))
_ASKS_BY_WHEN = re.compile(
    r"\bwhen (?:do|would|are|were) you (?:\w+ ){0,4}?(?:running|live|start\w*|using|in place|decid\w*"
    r"|choos\w*|switch\w*|ready)"
    r"|\btime ?(?:line|frame)|\bhow soon\b|\bby when\b"
)
_BY = re.compile(r"^(?:(?:oh|well|so|ideally|probably|i'd say|we'd like|it has to be)[, ]+)*(?:by|before) \w")
_DENIED_WITHIN = 5
_EACH_COUNTS = frozenset(
    (
        "purchase",
        "next_steps",
        "timeline",
        "affordability",
        "internal_case",
        "start",
        "open",
        "supposed",
        "material",
        "implementation",
        "others_to_see",
        "terms",
        "planned",
        "order",
    )
)
_FOR_HOW_MANY = re.compile(
    r"\bfor (?:the |all |all the )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|\w+ty)\b"
)


def find_buying_signals(conversation: Conversation) -> tuple[BuyingSignal, ...]:
    """Find buying signals of the caller, the strongest first.

    One clause gives one signal. Who asks for the price twice signals it once; what commits counts each time.
    Somebody who says that he is no customer signals nothing.
    """
    if any(_NOT_BUYING.search(clause.text) for clause in conversation.user_clauses()):
        return ()
    found: list[tuple[Clause, BuyingSignal]] = []
    for clause in conversation.user_clauses():
        signal = _signal(clause) or _answered_deadline(conversation, clause)
        if signal is None:
            continue
        place = next((index for index, known in enumerate(found) if _is_same(known, (clause, signal))), None)
        if place is None:
            found.append((clause, signal))
        elif _says_more(clause, found[place][0]):
            found[place] = (clause, signal)
    found.sort(key=lambda item: (_ORDER[item[1].strength], item[0].turn_index))
    return tuple(signal for _, signal in found)


def _is_same(earlier: tuple[Clause, BuyingSignal], later: tuple[Clause, BuyingSignal]) -> bool:
    if earlier[1].kind != later[1].kind:
        return False
    return later[1].kind not in _EACH_COUNTS or earlier[0].turn_index == later[0].turn_index


def _says_more(later: Clause, earlier: Clause) -> bool:
    """Tell whether a clause says better what is wanted: for how many, or in the same turn with more words."""
    counted, before = (bool(_FOR_HOW_MANY.search(clause.text)) for clause in (later, earlier))
    if counted is not before:
        return counted
    return later.turn_index == earlier.turn_index and later.words > earlier.words


def _answered_deadline(conversation: Conversation, clause: Clause) -> BuyingSignal | None:
    """Take a date that answers when it should be running or decided for a deadline."""
    before = conversation.agent_before(clause.turn_index)
    if before is None or not _ASKS_BY_WHEN.search(before.text.lower()) or not _BY.match(clause.text):
        return None
    return BuyingSignal(
        strength=Strength.STRONG,
        explicit=False,
        kind="timeline",
        confidence=_CONFIDENCE[Strength.STRONG],
        evidence=(clause.evidence(),),
    )


def _signal(clause: Clause) -> BuyingSignal | None:
    text = clause.text.rstrip(" .!?,")
    if _REFUSING.search(text):
        return None
    for kind, strength, explicit, pattern in SIGNALS:
        match = pattern.search(text)
        if match is None:
            continue
        denied = is_denied(around(text, match.start(), _DENIED_WITHIN, 1))
        if denied and kind not in _DENIABLE and clause.act is not DialogueAct.QUESTION:
            continue
        return BuyingSignal(
            strength=strength,
            explicit=explicit,
            kind=kind,
            confidence=_CONFIDENCE[strength],
            evidence=(telling_piece(clause, match.start()),),
        )
    return None
