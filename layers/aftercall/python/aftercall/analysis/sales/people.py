"""Who else is involved in the decision (spec 3.1)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from aftercall.analysis.context import around
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.people_words import (
    AGENTIVE,
    DESCRIBED,
    DESCRIBED_ROLES,
    DESCRIBING_WORDS,
    KIN,
    MENTION,
    NAMED,
    NO_AGENT,
    NO_NAME,
    OURS_ONLY,
    OUTSIDERS,
    ROLE_WORDS,
    is_the_sellers,
)
from aftercall.language.phrases import words_in
from aftercall.reports.sales_intelligence import Influence, Stakeholder

_SELF = re.compile(
    r"\b(?:i'm|i am|we're|we are|as|i work as|me as|i was|i run|i head|i lead|i manage) (?:also |just "
    r"|actually |only )?(?:the |a |an |our )?"
    r"(?:\w+ ){0,3}$"
)
_ONE_OF_THEM = re.compile(r"\bone of (?:the |our |\w+ )?$")
_OURS = frozenset(("my", "our"))
_NOT_OURS = frozenset(("their", "your", "her", "his", "any", "some", "no", "every", "each", "these", "those"))
_HEADED_BY = {"security": ("ciso",), "infosec": ("ciso",), "it": ("cio", "cto"), "finance": ("cfo",)}
_BEFORE = 5
_AFTER = 9
_DECIDES = re.compile(
    r"\b(?:decid\w*|decision|decider|final (?:say|word|call)|last word|approves? (?:it|the|any|every\w*"
    r"|all)|(?:goes"
    r"|go|take it|bring it|get it|put it|present it|send it up) (?:to|by|past|before|in front of) (?:the"
    r"|my|our)"
    r"|(?:will |has to |have to |needs? to |must |gotta )(?:both )?(?:approve|agree|okay it|sign)"
    r"|signs? (?:it|the|off|all|every\w*)|sign ?off|(?:holds?|controls?|owns?) the|budget|purse"
    r"|(?:one|ones) to convince|(?:makes?|have|has) the call|pays? (?:for|the)|cuts? the|up to (?:my|our"
    r"|the|him|her)"
    r"|(?:has|have|had|gets?) (?:a|the|any|final) (?:say|vote|veto)|votes?|answers? to|permission|both"
    r"|fifty[- ]fifty|co-?owns?|convince|run (?:it|this|that|them|everything) (?:by|past)|blessing)\b"
)
_GATES = re.compile(
    r"\b(?:approv\w*|bless\w*|review\w*|sign ?off|okay (?:it|with)|look(?:s|ing)? (?:at|over|through|into)"
    r"|require[sd]?|won't|says?|said|not even look|vet\w*|audit\w*|wants?|wanted|gonna want|(?:will"
    r"|going to|gonna|'ll)"
    r" (?:ask|reject|check|send|want|need|have)|insist\w*|policy|rule|check(?:s|ed)? (?:it|with)|ask(?:s"
    r"|ed|ing)?"
    r"|(?:is|are|gets|get) (?:going to|gonna|very|really|pretty|so) |nervous|particular|worr\w+|need(?:s"
    r"|ed)? (?:to (?:see|know|check)|it in|the|a)|has questions|picky|strict|objects?)\b"
)
_USES = re.compile(
    r"\b(?:use[sd]?|using|send[s]?|sending|sign[s]?|seat|seats|login|doing the|do the|fill\w*|work(?:s"
    r"|ing)? with"
    r"|types?|typing|prepar\w+|draft\w*|write[s]?|writing|set(?:s|ting)?(?: \w+)? up|install\w*|handles?"
    r"|handling"
    r"|does (?:the|all|our|my|most)|runs?|looks? after|takes? care|in charge|responsible|manag\w+|keeps?"
    r"|chas\w+"
    r"|teach\w*|train\w*|train(?:ed|ing)|print\w*|scan\w*|comput\w+|help\w*|process\w*)\b"
)
_JOINS = re.compile(
    r"\b(?:on the call|join\w*|in the room|invit\w+|includ\w+|copy|copied|cc|loop|be there|bring)\b"
)
_TALKS = re.compile(
    r"\b(?:(?:talk|speak|chat|check|discuss|confirm|clear|square|meet|agree|partner"
    r"|work) (?:\w+ ){0,2}?(?:to|with|by)"
    r"|ask|tell|show|told|sell|email|forward)(?: (?:it|this|that))?(?: (?:to|with|past|by))? (?:my|our|the"
    r"|with)\b"
)
_CUES = (_DECIDES, _GATES, _USES, _JOINS, _TALKS)
_KIN_HAS_PART = re.compile(
    r"\b(?:handles?|does (?:the|all|our|my)|runs?|keeps?|sets? (?:it|things|everything|me|us) up"
    r"|looks? after|helps?"
    r"|types?|in charge|okay with|does computers|looks? (?:at|over)|works? (?:here|with (?:me|us)"
    r"|in the))\b"
)
_ACTS = re.compile(
    r"^(?:'?(?:ll|d)|is|are|has|have|can|could|will|would|wants?|needs?|asks?|asked|says?|said|handles?"
    r"|requires?"
    r"|insists?|won't|doesn't|must|approves?|decides?|signs?|wanted|needed|pays?)\b"
)
_STAYS_AWAY = re.compile(
    r"\b(?:won't (?:join|be there|be on)|can't (?:join|make it|be there)|not (?:join\w*|be on the call))\b"
)
_GATEKEEPING_ROLES = re.compile(
    r"\b(?:legal|counsel|compliance|security|ciso|procurement|purchasing|it|auditors?|attorney|lawyer"
    r"|solicitor"
    r"|infosec|insurers?)\b"
)
_DECIDING_ROLES = re.compile(
    r"\b(?:boss|ceo|cfo|owners?|board|president|general manager|gm|managing (?:partner|director)|committee"
    r"|executive director|founder|vp\b.*|council|trustees|husband|wife|partners?)\b"
)
_ASKS_WHO = re.compile(
    r"\b(?:who else|anyone else|anybody else|someone else|somebody else|who (?:would|will|makes?|decides"
    r"|signs|has)"
    r"|involved in (?:the|this|that|making)|sign ?off|decision|decide|approv\w+|stakeholders?)\b"
)
_GOES_ON = re.compile(
    r"^(?:(?:and|but|so|because|well|then|or) )*(?:he|she|they|he's|she's|they're|he'll|she'll"
                      r"|they'll|he'd|she'd|they'd|both|if (?:he|she|they)|whatever (?:he|she"
                      r"|they))\b")  # fmt: skip
_IT = re.compile(
    r"(?:\b(?:[Oo]ur|[Mm]y|[Tt]he|[Ww]ith|[Pp]ast|[Bb]y|[Aa]sk) |^|, )(IT)\b(?! \w+ (?:firm|company))"
)
_SURE = 0.9
_FULL = {"gm": "general manager", "mom": "mother", "mum": "mother", "dad": "father"}
_GROUP = re.compile(r" (?:team|department|dept|guy|person|people|folks|lady|woman|man)$")
_ORGANISATION = re.compile(
    r"(?:company|association|firm|school|practice|clinic|office|group|business|church|agency|town|city"
    r"|club|county"
    r"|family|hotel|store|shop|college|department|branch)'s$"
)
_PLURAL = re.compile(r"(?<!s)s$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """One mention of somebody: by which role, whose, and the words that tell of their part."""

    role: str
    whose: str
    clause: Clause
    nearby: str
    asked_for: bool = False
    acts: bool = False


def find_stakeholders(conversation: Conversation) -> tuple[Stakeholder, ...]:
    """Find other people and bodies who decide, allow or use; the caller is none of them."""
    own: set[str] = set()
    mentions: dict[str, list[_Mention]] = {}
    for utterance in conversation.user:
        asked = conversation.agent_before(utterance.index)
        asked_for = asked is not None and bool(_ASKS_WHO.search(asked.text.lower()))
        for position, clause in enumerate(utterance.clauses):
            for mention in _mentions(utterance, position, clause, own, asked_for=asked_for):
                mentions.setdefault(mention.role, []).append(mention)
    found = [
        _stakeholder(role, items)
        for role, items in mentions.items()
        if role not in own and _involved(role, items) and not _is_headed(role, mentions)
    ]
    return tuple(sorted(found, key=lambda item: (-item.confidence, item.role)))


def _mentions(
    utterance: Utterance, position: int, clause: Clause, own: set[str], *, asked_for: bool
) -> Iterator[_Mention]:
    """Give the people of a clause; the roles that the caller has are put into ``own``."""
    words = words_in(clause.text)
    following = utterance.clauses[position + 1 : position + 2]
    told_on = following[0].text if following and _GOES_ON.match(following[0].text) else ""
    if not ROLE_WORDS.isdisjoint(words):
        for match in MENTION.finditer(clause.text):
            role, whose = match["role"], match["whose"] or ""
            before = clause.text[: match.start()]
            if _is_the_callers(before, whose):
                if not _ONE_OF_THEM.search(before):
                    own.add(role)
                continue
            near = f"{around(clause.text, match.start('role'), _BEFORE, _AFTER)} {told_on}".strip()
            acts = bool(_ACTS.match(clause.text[match.end() :].lstrip()))
            yield _Mention(_FULL.get(role, role), _owner(whose), clause, near, asked_for, acts)
    if not DESCRIBING_WORDS.isdisjoint(words):
        for match in DESCRIBED.finditer(clause.text):
            whole = match.group().removeprefix(f"{match['whose']} ")
            role = next((name for name, told in DESCRIBED_ROLES if told.search(match["what"])), whole)
            yield _Mention(role, "our", clause, clause.text, asked_for)
    for match in AGENTIVE.finditer(clause.text):
        last = match["role"].split()[-1]
        if last not in NO_AGENT and last not in ROLE_WORDS:
            yield _Mention(match["role"], match["whose"], clause, clause.text, asked_for, acts=True)
    yield from _named_only(utterance, clause, asked_for=asked_for)
    if (
        "it" in words
        and (_DECIDES.search(clause.text) or _GATES.search(clause.text))
        and _IT.search(clause.turn.text[clause.start : clause.end])
    ):
        yield _Mention("it", "our", clause, clause.text, asked_for)


def _named_only(utterance: Utterance, clause: Clause, *, asked_for: bool) -> Iterator[_Mention]:
    """Give those who are told by name alone; a name with a role beside it is told by its role.

    What the vocabulary knows (a product, a trade) is nobody's name.
    """
    original = clause.turn.text[clause.start : clause.end]
    known = utterance.annotation.names
    for match in NAMED.finditer(original):
        name = match["after"] or match["before"]
        begin = clause.start + match.start("after" if match["after"] else "before")
        if name.lower() in NO_NAME or any(one.start <= begin < one.end for one in known):
            continue
        if not _has_role_beside(original, match, name):
            yield _Mention(name, "our", clause, clause.text, asked_for)


def _has_role_beside(original: str, match: re.Match[str], name: str) -> bool:
    beside = f"{original[: match.start()][-40:]} {original[match.end() :][:40]}".lower()
    return name.lower() in ROLE_WORDS or bool(MENTION.search(beside))


def _is_the_callers(before: str, whose: str) -> bool:
    """Tell whether the words before a role say that the caller has it ("I'm the office manager")."""
    return whose not in {"my", "their", "your"} and bool(_SELF.search(before))


def _owner(whose: str) -> str:
    """Take "the association's" for "the", as long as the owner is an organisation."""
    return "the" if _ORGANISATION.match(whose) else whose


def _is_headed(role: str, roles: Collection[str]) -> bool:
    """Tell whether the same person was named in more words, or somebody who stands for a department."""
    department = _GROUP.sub("", role)
    heads = {
        f"head of {department}",
        f"vp {department}",
        f"vp of {department}",
        *_HEADED_BY.get(department, ()),
    }
    others = [other for other in roles if other != role]
    if not heads.isdisjoint(others):
        return True
    return any(
        other.endswith((f" {department}", f" {role}")) or other.startswith(f"{role} ") for other in others
    )


def _involved(role: str, mentions: list[_Mention]) -> bool:
    """Tell whether somebody belongs to the caller and has to do with the matter."""
    whose = {item.whose for item in mentions}
    ours = not whose.isdisjoint(_OURS)
    if any(item.asked_for for item in mentions) and (ours or role not in KIN):
        return not whose <= _NOT_OURS
    if role in KIN:
        return ours and any(
            pattern.search(item.nearby) for item in mentions for pattern in (_DECIDES, _TALKS, _KIN_HAS_PART)
        )
    if role in OUTSIDERS:
        return (ours or not whose.isdisjoint(("the", ""))) and any(
            pattern.search(item.nearby) for item in mentions for pattern in (_DECIDES, _TALKS, _GATES)
        )
    if ours:
        return True
    if role in OURS_ONLY or is_the_sellers(role):
        return False
    return any(_takes_part(role, item) for item in mentions)


def _takes_part(role: str, mention: _Mention) -> bool:
    """Tell whether the words around a role that nobody is said to own give it a part in the matter."""
    if mention.whose in {"", "the"} and not (mention.whose == "" and _PLURAL.search(role)):
        return mention.acts or any(pattern.search(mention.nearby) for pattern in _CUES)
    return mention.whose in {"", "a", "an"} and bool(_DECIDES.search(mention.nearby))


def _stakeholder(role: str, mentions: list[_Mention]) -> Stakeholder:
    """Judge a role by the words around its mentions, else by what such a role usually means."""
    text = " ".join(item.nearby for item in mentions)
    influence = Influence.INFLUENCER
    if _DECIDES.search(text):
        influence = Influence.DECISION_MAKER
    elif _GATES.search(text) or _GATEKEEPING_ROLES.search(role):
        influence = Influence.GATEKEEPER
    elif _USES.search(text):
        influence = Influence.USER
    elif _DECIDING_ROLES.search(role):
        influence = Influence.DECISION_MAKER
    joins = False if _STAYS_AWAY.search(text) else True if _JOINS.search(text) else None
    unique = {(item.clause.turn_index, item.clause.start): item.clause for item in mentions}
    return Stakeholder(
        role=role,
        influence=influence,
        joins_calls=joins,
        confidence=round(min(_SURE, 0.6 + 0.1 * len(unique)), 2),
        evidence=tuple(clause.evidence() for clause in unique.values()),
    )
