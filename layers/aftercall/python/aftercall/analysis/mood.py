"""The caller's mood towards the product and the agent: what was said to them, not what was told.

A complaint about today's tool is a reason to buy, and thanks at the end are manners. What counts is how the
caller takes the answers: praise, relief, refusals, "that isn't what I asked".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aftercall.analysis.context import is_about_others, is_imagined
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.objection_rules import ASKS_ABOUT_PRESENT, OBJECTIONS, VERDICT
from aftercall.reports.quality import Trend
from aftercall.session.prepared import DialogueAct

_GOOD = (
    r"great|perfect|good|excellent|wonderful|fantastic|amazing|awesome|lovely|brilliant|helpful|nice"
    r"|painless|impressive|easy|smart|clever|neat|cool|beautiful|kind|sweet|handy|superb|terrific"
    r"|reassuring|fair|fine by me"
)
_PRAISE: Final = re.compile(
    rf"\b(?:(?:that|this|it|you|which|one|part|bit)(?:'s| is|'re| are| were| was|'ve been| have been)"
    rf" (?:\w+ ){{0,2}}?"
    rf"(?:{_GOOD}|a relief|a star|a delight|a lifesaver|a godsend|a help|a pleasure|patient|funny"
    rf"|something(?=\W*$))"
    r"|(?:i|we) (?:\w+ )?(?:love|like|appreciate) (?:it|that|this|you)|oh (?:good|nice|great|perfect|lovely"
    r"|brilliant|wow)|thank (?:god|goodness|heavens)|what a relief|makes? me feel (?:\w+ )?better|(?:more"
    r"|better) than (?:\w+ ){1,4}(?:ever|i got|i had|we had|i expected|i thought)|(?:just|already"
    r"|actually) works|works (?:great|well|perfectly|beautifully|like a charm)|(?:super|really|so|very|most"
    r"|been|were) helpful|made my day|exactly what (?:i|we)|not (?:bad|daft|half bad)|that's my \w+ back"
    r"|(?:thank you|thanks) (?:so|very) much|can't wait|excited|thrilled|chuffed|delighted|impressed"
    r"|glad (?:i|we|to)|best (?:\w+ )?(?:call|service|answer)|brilliant actually|good actually"
    r"|actually good)\b"
)
_WARM_WORD: Final = re.compile(
    r"^(?:(?:oh|okay|ok|yeah|yes|well|ah|and|right|all right|very|fine|no)[, ]+)*(?:great|perfect|awesome"
    r"|nice|cool|lovely|brilliant|cracking|smashing|super|sweet|excellent|wonderful|fantastic|good"
    r"|beautiful|terrific|amazing|grand|magic|wow|splendid)\b(?! (?:morning|afternoon|evening|day|question))"
)
_COLD: Final = re.compile(
    r"\b(?:(?:not|isn't|wasn't) what i (?:asked|said|meant|want)|(?:didn't|not|don't|won't)"
    r" (?:really )?answer(?:ing)?|you don't (?:know|understand|listen)|not asking|asked you (?:twice"
    r"|already|three)|so,? no(?=\W*$)|are you (?:serious|seriously|kidding|even|listening)|ridiculous"
    r"|unacceptable|absurd|useless|a joke|not helpful|doesn't help|waste of|wasting my|i don't care"
    r"|forget it|fed up|frustrat\w+|annoy\w+|infuriat\w+|(?:i|we) (?:really )?hated? (?:it|this|that|you)"
    r"|(?:this|that|it|you)(?:'s| is|'re| are) (?:\w+ )?(?:terrible|awful|horrible|pathetic|garbage|crap"
    r"|rubbish|stupid|a nightmare)|disappoint\w+|not happy|unhappy|(?:i'm|so|very|pretty|getting) angry"
    r"|furious|i already (?:told|said|asked)|(?:how many|third|second) times?|told you (?:already|twice"
    r"|before|that)|real person|talk to a (?:human|person)|(?:rather )?hoping for a (?:human|person)"
    r"|no thank(?:s| you)\b(?=\W*\w)|don't (?:call|bother|email|contact)|(?:i|we)(?: just)? (?:don't"
    r"|do not) want (?:it|this|that|any|your)|not interested|then i'm done|i'm done(?=\W*$)|'?course it"
    r" (?:is|does)|give me a break|had enough|last straw|going in circles|getting nowhere|makes no sense"
    r"|ugh|rip ?off)\b"
)
_ACKNOWLEDGED = 0.4
_RESISTED = 0.25
_TOLD = 0.25
_AT_THE_END = 1.3
_DOUBT = 3.0
_SHORT = 5
_LAST_PART = 0.75
_TURNED = 1.3
_SOURED = 1.5


@dataclass(frozen=True, slots=True)
class Felt:
    """What one turn shows: how warm, how cold, and how much of the call lies before it (0 to 1)."""

    at: float
    warm: float
    cold: float
    praised: bool


def felt_in(conversation: Conversation, frustrated: Sequence[Utterance]) -> tuple[Felt, ...]:
    """Read every turn of the caller's for what is said to the agent and about the product."""
    irritated = {utterance.index for utterance in frustrated}
    count = max(1, len(conversation.user) - 1)
    return tuple(
        _felt(conversation, utterance, place / count, irritated=utterance.index in irritated)
        for place, utterance in enumerate(conversation.user)
    )


def balance(felt: Sequence[Felt]) -> float:
    """Weigh warm against cold, -1 to 1; little of either stays near 0. What comes last counts more."""
    warm = cold = 0.0
    for turn in felt:
        weight = _AT_THE_END if turn.at >= _LAST_PART else 1.0
        warm += weight * turn.warm
        cold += weight * turn.cold
    return (warm - cold) / (warm + cold + _DOUBT)


def trend(felt: Sequence[Felt]) -> Trend | None:
    """Tell where the mood went; stable unless one side plainly takes over from the other.

    Improving needs praise that makes up for everything cold before it, and little praise earlier; declining
    needs a warm beginning and, after the last kind word, more cold than a single objection.
    """
    if not felt:
        return None
    last_cold = max((place for place, turn in enumerate(felt) if turn.cold), default=None)
    if last_cold is not None:
        before, after = felt[: last_cold + 1], felt[last_cold + 1 :]
        gained = sum(turn.warm for turn in after)
        needed = max(_TURNED, sum(turn.cold for turn in before), 2 * sum(turn.warm for turn in before))
        if gained >= needed and any(turn.praised for turn in after):
            return Trend.IMPROVING
    last_warm = max((place for place, turn in enumerate(felt) if turn.warm), default=None)
    if last_warm is not None:
        before, after = felt[: last_warm + 1], felt[last_warm + 1 :]
        lost = sum(turn.cold for turn in after)
        if lost >= max(_SOURED, 2 * sum(turn.cold for turn in before)):
            return Trend.DECLINING
    return Trend.STABLE


def tells_of_the_present(conversation: Conversation, utterance: Utterance) -> bool:
    """Tell whether a turn answers how things are done today: what is bad there is not the agent's fault."""
    before = conversation.agent_before(utterance.index)
    return before is not None and bool(ASKS_ABOUT_PRESENT.search(before.text.lower()))


def _felt(conversation: Conversation, utterance: Utterance, at: float, *, irritated: bool) -> Felt:
    warm = cold = resisted = 0.0
    praised = False
    mocking = utterance.annotation.sentiment < 0 and irritated
    for clause in utterance.clauses:
        if _COLD.search(clause.text):
            cold += 1.0
        elif _pushes_back(clause):
            resisted = _RESISTED
        elif mocking or clause.act is DialogueAct.QUESTION or is_imagined(clause.text):
            continue
        elif _PRAISE.search(clause.text) and not is_about_others(clause.text) and clause.sentiment >= 0:
            warm, praised = warm + 1.0, True
        elif _WARM_WORD.match(clause.text):
            warm += _ACKNOWLEDGED
    cold = max(cold, 1.0 if irritated else resisted)
    told = cold and tells_of_the_present(conversation, utterance) and not irritated
    return Felt(at, warm, cold * _TOLD if told else cold, praised)


def _pushes_back(clause: Clause) -> bool:
    """Tell whether a clause refuses, or objects outright."""
    if clause.act in {DialogueAct.QUESTION, DialogueAct.REQUEST}:
        return False
    return bool(VERDICT.search(clause.text)) or any(
        explicit and clause.sentiment < 0 and pattern.search(clause.text)
        for _, explicit, _, pattern in OBJECTIONS
    )
