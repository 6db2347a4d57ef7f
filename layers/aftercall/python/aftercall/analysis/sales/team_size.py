"""Team size (spec 3.1): how many people would use the product, apart from the head count."""

import re
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_past
from aftercall.analysis.conversation import Clause, Conversation
from aftercall.analysis.sales.candidates import Candidate, best
from aftercall.analysis.sales.counting import (
    Counted,
    are_added,
    conclusion,
    correction,
    counted,
    is_concluded,
    is_echoed,
    restated,
)
from aftercall.language.quantities import PEOPLE
from aftercall.reports.evidence import NumberFinding
from aftercall.session.prepared import DialogueAct

_CUE = re.compile(
    r"\bhow many (?:\w+ ){0,2}(?:people|users|seats|agents|reps|of you|licenses|senders|employees|members"
    r"|folks|salespeople|staff|others|colleagues|logins)\b|\b(?:size of|how (?:big|large) is) (?:your|the)"
    r" (?:\w+ )?(?:team|company|group|department|staff)|\bteam size"
    r"|\bwho(?:'d|'ll)?(?: all| else)?(?: (?:would|will|is going to|'s going to|would be|is))?(?: else)?"
    r" (?:be )?(?:us(?:e|es|ing)|send(?:s|ing)?)\b"
    r"|\bhow many (?:\w+ ){0,3}(?:on|in) your (?:\w+ )?(?:team|office|group|department)"
    r"|\bhow many (?:\w+ ){0,4}(?:would|will|are|be) (?:\w+ )?(?:us(?:e|ing)|send(?:ing)?|need(?:ing)?)\b"
    r"|\bis it (?:just|only) you\b|\banyone else (?:us|send)"
)
_ALONE = re.compile(
    r"\b(?:it's|it is|that's|there's|is)? ?(?:just|only) (?:me|myself|the one of me)\b"
    r"(?!,? (?:and|plus) (?:my|the|our|a|an|maybe|about|one|two|three|four|five|six|\d+)\b"
    r"(?! (?:laptop|dog|cat|computer|phone|truck)))"
    r"|\bi work alone\b"
    r"|\bi'm (?:solo|alone|a one|the only one|a sole)|\bi am the only one\b"
    r"|\b(?:one|single)[- ](?:man|woman|person) (?:shop|show|operation|band|company|business|firm|office)"
    r"|\bon my own\b|\bmyself and i\b|\bby myself\b|\bi'm (?:a )?(?:freelanc|self[- ]employed)\w*"
)
_TWO = re.compile(
    r"\b(?:it's|just|there's|only) (?:me and (?:my|the|one|another|an?) (?!(?:two|three|four|five|six|seven"
    r"|eight|nine|ten|\d|laptop|dog|cat|computer|phone|truck))\w+"
    r"|my (?:husband|wife|partner|brother|sister|son|daughter) and (?:me|i|myself))\b(?!,? and\b)"
    r"|\b(?:the )?two of us\b|\b(?:the pair|both) of us (?:who|that|do|send|use|will|would|are)\b"
    r"|\b(?:(?:me|myself) and|(?:i|me|myself) plus) (?!then\b|the\b|my\b)\w+ (?:who|that|who'd|who'll|do"
    r"|does|send|sends|share|shares|handle"
    r"|handles|write|writes|use|prepare|would|will|'d)\b"
    r"|\b(?:it's |is |it'd be |there's )?(?:just|only) (?!\d|me\b|i\b)\w+ and (?:me|myself|i)\b(?!,? and\b)"
    r"|\b\w+ and (?:me|myself|i) (?:who|who'd|who'll|that|do (?:it|them|the|all)|send|share|handle|between)\b"
)
_LISTED = re.compile(
    r"^(?:(?:um|uh|well|so|oh|okay|it's|it is|it'd be|it would be|that's|that would be|just|there's|probably"
    r"|basically|right now),? )*(?:me|myself)(?P<others>(?:,| and| plus) [^.?!]{3,90})"
)
_LIST_JOINT = re.compile(r",? (?:and|plus) |, ")
_LIST_ITEM = re.compile(r"^(?:(?:my|the|our|a|an|one|then|also) )?(?:[a-z'-]+ ?){1,3}$")
_NOBODY = re.compile(r"\b(?:laptop|dog|cat|computer|phone|truck)$")
_NOT_LISTED = re.compile(
    r"\b(?:is|are|was|were|do|does|will|would|send\w*|use[sd]?|we|i|they|it|that|who|so|but|then|because)\b"
)
_ME_AND = re.compile(r"\bme,? (?:plus|and)(?: then)?(?: my| the| our)?(?: (?:about|like|other))?\s*$")
_AND_ME = re.compile(r"\b(?:and|plus) (?:me|myself)\b|\bme,? (?:and|plus)\b|\b(?:be|it's) me,")
_HEADCOUNT = re.compile(
    r"\b(?:employees|headcount|in the (?:whole )?(?:company|organi[sz]ation|firm|business)|company of"
    r"|whole (?:company|firm|organi[sz]ation|group)|if you count|in total at|across the (?:company|board)"
    r"|company[- ]wide|patients|customers|students|guests|tenants|clients|residents|members of|subscribers"
    r"|altogether|[- ]person (?:company|firm|business|shop|agency|office|practice|clinic|startup|studio))\b"
)
_USING = re.compile(
    r"\b(?:send|sends|sending|use|using|users?|seats?|licenses?|log ?in|account|on (?:the|my|our) team|reps?"
    r"|sales|would need|need it|need access|touch it|agents|of us)\b"
)
_NOT_SENDING = re.compile(
    r"\b(?:wouldn't|won't|don't|doesn't|not|never) (?:\w+ ){0,3}(?:touch|use|need|send|sign in|log|count\w*)"
    r"\b|\bonly look\b|\bused to (?:have|be)\b"
)
_ROLE = re.compile(
    r" (?:(?!and\b|or\b|of\b|in\b|a\b|per\b|for\b|to\b)[\w'-]+ ){0,2}?"
    r"(?P<role>(?:[a-z]+(?:ers?|ors?|ists?|ians?|m[ae]n|women|ants?|aries|ary)|folk|guys|girls|ladies|nurses?"
    r"|partners?|reps?|pms|vps|execs?|admins?|techs?|interns?|principals?|paralegals?|associates?"
    r"|attorneys?|heads|leads?|others|people|of us))\b"
)
_NOT_A_ROLE = re.compile(
    r"^(?:letters?|orders?|offers?|folders?|papers?|numbers?|computers?|centers?|servers?|printers?|stickers?"
    r"|doors?|errors?|floors?|quarters?|dollars?|buyers?|vendors?|contractors?|customers?|tenants?|owners?"
    r"|restaurants?|documents?|weathers?|or|for|years?|hours?|other|her|never|ever|over|after|under|whatever"
    r"|either|together|her|consumers?|borrowers?|homeowners?|subcontractors?|suppliers?|carriers?|students?"
    r"|members?|winters?|summers?|libraries|summary|salary|salaries|month|print\w+|trailers?|containers?)$"
)
_NO_NOUN = frozenset((
    "would", "will", "can", "could", "have", "has", "are", "is", "were", "should", "might", "do", "does",
    "did", "need", "actually", "now", "tops", "max", "maximum", "right", "today", "currently", "probably",
    "really", "ever", "altogether", "combined", "then", "there", "give",
))  # fmt: skip
_MOST_WORDS_OF_AN_ITEM = 4
_MOST_LISTED = 6
_LEAST_WEIGHT = 0.35
_LARGEST = 100_000


def find_team_size(conversation: Conversation) -> NumberFinding | None:
    """Find how many people would use the product, as the caller states or confirms it."""
    people = [item for item in counted(conversation, _CUE) if _counts_people(item)]
    candidates = [
        *_alone(conversation),
        *_listed(conversation),
        *(candidate for item in people for candidate in _stated(conversation, item)),
        *_added(people),
        *(
            Candidate(item.quantity.value, item.weight, item.clause.evidence(), item.position)
            for item in restated(conversation, PEOPLE)
        ),
    ]
    chosen = best(
        [item for item in candidates if 1 <= item.value <= _LARGEST and item.weight > _LEAST_WEIGHT]
    )
    if chosen is None:
        return None
    return NumberFinding(value=round(chosen.value), confidence=chosen.confidence, evidence=(chosen.evidence,))


def _counts_people(item: Counted) -> bool:
    quantity = item.quantity
    if quantity.per is not None or is_past(item.near) or item.supposed:
        return False
    if quantity.unit == PEOPLE:
        return True
    if quantity.unit is None or quantity.unit in _NO_NOUN:
        return item.asked
    return _names_a_role(item) and (item.asked or bool(_ME_AND.search(item.before.rstrip())))


def _names_a_role(item: Counted) -> bool:
    """Tell whether the word that is counted says who somebody is ("foremen", "project managers")."""
    number, _, _ = item.clause.text[item.offset : item.end].rpartition(" ")
    match = _ROLE.match(item.clause.text, item.offset + len(number)) if number else None
    return match is not None and not _NOT_A_ROLE.match(match.group("role"))


def _alone(conversation: Conversation) -> Iterator[Candidate[float]]:
    for clause in conversation.user_clauses():
        two = _TWO.search(clause.text)
        if is_past(clause.text) or (is_about_others(clause.text) and not two):
            continue
        if two:
            yield Candidate(2.0, 0.6, clause.evidence(), clause.turn_index)
        elif _ALONE.search(clause.text):
            yield Candidate(1.0, 0.65, clause.evidence(), clause.turn_index)


def _listed(conversation: Conversation) -> Iterator[Candidate[float]]:
    """Count people who are named one by one: "it's me, my brother and the office manager"."""
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        if question is None or not _CUE.search(question.text):
            continue
        counted_at = [item.start for item in utterance.annotation.quantities]
        for clause in utterance.clauses:
            if any(clause.start <= start < clause.end for start in counted_at):
                continue
            if (number := _number_listed(clause)) is not None:
                yield Candidate(float(number), 0.72, clause.evidence(), utterance.index * 100_000)


def _number_listed(clause: Clause) -> int | None:
    match = _LISTED.match(clause.text)
    if match is None or clause.act is DialogueAct.QUESTION:
        return None
    others = [part.strip() for part in _LIST_JOINT.split(f"{match.group('others')}") if part.strip(" ,")]
    people = 1
    for other in others:
        if (
            _NOBODY.search(other)
            or not _LIST_ITEM.match(other)
            or _NOT_LISTED.search(other)
            or len(other.split()) > _MOST_WORDS_OF_AN_ITEM
        ):
            break
        people += 1
    return people if 1 < people <= _MOST_LISTED else None


def _stated(conversation: Conversation, item: Counted) -> Iterator[Candidate[float]]:
    counts_people = item.quantity.unit == PEOPLE
    weight = 0.45 + (0.15 if counts_people else 0.0) + (0.2 if item.asked else 0.0)
    weight += 0.15 if _USING.search(item.near) else 0.0
    weight -= 0.3 if _HEADCOUNT.search(item.near) else 0.0
    weight -= 0.3 if _NOT_SENDING.search(item.near) else 0.0
    weight -= 0.3 if not item.asked and is_about_others(item.near) else 0.0
    value = item.quantity.value
    if _ME_AND.search(item.before.rstrip()):
        value += 1
        weight += 0.05
    weight += 0.1 if is_echoed(conversation, item) else 0.0
    weight += conclusion(item) + correction(conversation, item) if item.asked else 0.0
    yield Candidate(value, weight, item.clause.evidence(), item.position)


def _added(people: list[Counted]) -> Iterator[Candidate[float]]:
    """Add up what one answer counts apart: "two managers, three assistants and me"."""
    answers: dict[int, list[Counted]] = {}
    for item in people:
        if item.asked and not _HEADCOUNT.search(item.near):
            answers.setdefault(item.utterance.index, []).append(item)
    for parts in answers.values():
        named = [item for item in parts if item.quantity.unit is not None]
        if len(named) != len(parts) or not are_added(parts) or any(is_concluded(item) for item in parts):
            continue
        total = sum(item.quantity.value for item in parts)
        total += 1 if _AND_ME.search(parts[0].utterance.text) else 0
        yield Candidate(total, 0.88, parts[-1].clause.evidence(), parts[-1].position)
