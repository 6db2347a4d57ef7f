"""Features asked for and features talked about (spec 3.1, 5.3)."""

import re
from collections import defaultdict

from aftercall.analysis.context import is_denied, is_past
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.analysis.telling_pieces import telling_piece
from aftercall.language.content_words import content_words
from aftercall.language.names import FEATURE
from aftercall.reports.evidence import Evidence
from aftercall.reports.sales_intelligence import FeatureDiscussed, FeatureRequest
from aftercall.session.models import Level
from aftercall.session.prepared import DialogueAct, NameSpan

_WISH = re.compile(
    r"\b(?:(?:i|we)(?: really| also| just| definitely)? (?:wish|need|want)|i'd (?:want|need|like|love)"
    r"|we'd (?:want|need|like|love)|looking for|(?:it|this|that|sow|document|contract|they) (?:needs|has"
    r"|must)(?: to)? |would be (?:nice|great|very nice|good|helpful|handy|useful|brilliant|ideal)|must"
    r" (?:have|be able)|(?:has|have|needs?) to (?:be able|be|go|have|work|talk|connect|sync|support|let"
    r"|allow|show|handle|integrate|land|come|get)|what (?:i|we) (?:need|want|'re after)|we require"
    r"|would love|hoping (?:for|to|it)|(?:be|being) able to|i'm after|we're after|(?:is|are) (?:a )?(?:must"
    r"|compulsory|mandatory|required|essential|non[- ]negotiable|critical)|should (?:be there|get|have"
    r"|auto\w*|sync|show|generate|support|come|go|pull|integrate)|if (?:it|you|we|they|there) (?:could|can"
    r"|would|was|were|had)|if only|wish (?:it|you|there))\b"
)
_HEARD_OF_IT = re.compile(
    r"\b(?:told (?:me|us)|heard|read|saw|someone said|somebody said|they said|asked (?:if|whether|could|can"
    r"|about))(?: that)? (?:there(?:'s| is| was| are)|you (?:can|could|have|do|guys)|it (?:can|could|does"
    r"|has)|could|they|we|i)\b|(?:to|gotta) (?:know|see|find out|figure out|ask|check|understand) (?:if"
    r"|whether)|is (?:it )?possible|^(?:and |so |okay |but )*(?:what|how) about (?!you|the (?:price|cost))"
    r"|\b(?:is|are) there or (?:not|it)\b|\bany way (?:to|of|that)\b|\bis there (?:a|any|some) way\b"
)
_CAPABILITY_QUESTION = re.compile(
    r"\b(?:(?:can|could|will|would|does|do) (?:it|you|i|we|they|he|she|that|this|people|somebody|someone"
    r"|everyone|(?:the|a|my|our|your|whoever) (?:\w+))\b|do you (?:guys )?(?:have|support|offer|do|sign"
    r"|integrate)|is there (?:a|an|any|some)|is it possible|are there|are you able|is that native)"
)
_ABOUT_CAPABILITY = re.compile(
    r"\b(?:integrat\w*|connect(?:s|ed|ion|or)?|sync\w*|templat\w*|sign(?:s|ed|ing|ature\w*)?|send\w*"
    r"|track(?:s|ed|ing)?|remind\w*|approv(?:e|al\w*|er\w*)|fields?|version\w*|history|import\w*|export\w*"
    r"|bulk|pay(?:ments?|s|ing)?|deposits?|automat\w*|store[ds]?|storage|upload\w*|downloads?|notif\w*"
    r"|alerts?|languages?|in (?:spanish|french|english|german|italian|portuguese|mandarin|chinese|japanese"
    r"|hindi)|translat\w*|mobile|phone|ipad|tablet|kiosk|offline|audit\w*|sso|single sign|login"
    r"|permission\w*|roles?|discount approval|workflow\w*|pricing table|line items?|logos?|brand\w*|our"
    r" (?:name|own name|colou?rs|header|letterhead)|video|pdfs?|merge|variables?|api|webhooks?|reports?"
    r"|reporting|dashboards?|analytics|expir\w*|countersign\w*|witness\w*|notar\w*|push(?:es)?|pulls?|trash"
    r"|recycle|spreadsheet|csv|excel|attach\w*|generat\w*|populat\w*|pre-?fill\w*|auto-?fill\w*|fill(?:s"
    r"|ed)?(?: in)?|redlin\w*|comment\w*|markup|initials?|checkbox\w*|drop ?downs?|conditional"
    r"|e[- ]?sign\w*|text (?:it|them|message)|sms|whatsapp|order of sign\w*|in order|options?|custom \w+"
    r"|copies|lock(?:s|ed)? (?:the|down)|come over from|comes? over|back (?:in|into)(?: to)? (?:the )?"
    r"|passports?|photos?|years back|archiv\w*|search\w*|opened|viewed|read receipts?|receipts?|scan\w*"
    r"|barcode|embed\w*|calculat\w*)\b"
)
_IF_ONLY = re.compile(
    r"\bif (?:it|you|you guys|this|that|there) [^.?!]{3,80}\b(?:i'd be|we'd be|i would be|would be"
    r"|that'd be|that would)\b"
)
_ORDINARY = re.compile(
    r"\b(?:send\w*|sign(?:s|ed|ing)?|pay(?:s|ing)?|pdfs?|phone|trash|search\w*|pulls?|back (?:in"
    r"|into)(?: to)?|photos?|copies)\b"
)
_MUST = re.compile(
    r"\b(?:need|needs|must|has to|have to|required?|requirement|make or break|deal ?breaker|otherwise"
    r"|non[- ]negotiable|can't (?:use|do|go|switch|move) |won't work|essential|critical|no point"
    r"|want(?:ed)? it)\b"
)
_MEETING = re.compile(
    r"\b(?:meeting|call (?:me|back)|invite|email address|my email|speak|talk to (?:a|someone|somebody|sales"
    r"|support)|calendar|phone number|repeat|hear me|help me|human|real person|a person|my manager|send"
    r" (?:me|us|him|her|over|it to)|email (?:me|us)|text me|show me how|how much|cost|prices?(?! (?:list"
    r"|book|table|sheet))|a (?:rough )?quote|(?:a|any|the) discount|discounts? for|demo|trial)\b"
)
_SAID_AGAIN = re.compile(r"^(?:okay |right |yeah |yes |no |well )*but\b")
_NO_FEATURE = re.compile(
    r"\b(?:want(?:ed)? to (?:say|know(?! if| whether)|ask(?! if| whether)|talk|make sure|understand|get off"
    r"|be sure|check)|does that (?:count|make sense|work|help|sound)|baa|hipaa|soc ?2|gdpr|dpa|wet|ink"
    r"|(?:safe|secure|legal|legally|binding)|can i (?:ask|get back|call|have your|talk|pull it back|undo"
    r"|cancel)|my (?:account|password|card|trial)|^(?:so |and |okay |but )*(?:how|where) (?:do|can|would"
    r"|should) (?:i|we)|^(?:so |and |okay |but )*(?:how|why|when) (?:does|do|did|is|are|come|many)"
    r"|do you know|what i need to do|where (?:is|do|are)|the one i made|thank)\b"
)
_BY_WHEN = re.compile(
    r"\b(?:going|live|running|in place|signed|done|moved over|set up|rolled out|sorted|ready"
    r"|decided?)(?: \w+)? (?:by|before|until|this|next|in (?:the next|\w+ (?:days|weeks|months))) "
)
_ASKS_FOR_NEEDS = re.compile(
    r"\b(?:absolutely (?:has|have) to|(?:tool|product|it|system|solution) (?:\w+ )?(?:has|have"
    r"|needs?) to (?:do|have|handle)|must[- ]haves?|what features|which features|features (?:are|matter"
    r"|would|do) |what would you (?:like|want|need) it to|need (?:it|us) to do|what capabilities"
    r"|requirements|on your (?:wish ?list|list of needs)|most important (?:feature|thing) |what (?:matters"
    r"|would help|helps)(?: you)? most|ideal(?:ly| world)|wish ?list|should (?:the|that|your) \w+ look"
    r"|what (?:would|do) you (?:most )?(?:want|like|need) (?:it|the \w+) to)"
)
# Asked or wished of the product itself: what it is to do can be anything.
_PRODUCT = (
    r"(?:it|this thing|the (?:thing|app|system|tool|software|platform|program|product|phone app|mobile app)"
    r"|the \w+ (?:one|plan|version|tier|package)|your (?:system|app|thing|tool|software|platform|product)"
    r"|pandadoc)"
)
_ASKED_OF_IT = re.compile(
    rf"\b(?:(?:can|could|does|will|would) {_PRODUCT} (?:also |just |even |actually |ever |automatically "
    rf"|still )?"
    r"(?!cost|come to|run\b|mean|count|make sense|matter|help|sound|happen|hurt|take (?:long|a|me|us)"
    r"|renew|include|be\b|in\b"
    r"|per\b|for\b|a\b|an\b|the\b|on\b|of\b|like|true|right|legal|safe|secure|possible|okay|ok\b|too|more"
    r"|less|work\b(?! (?:with|on"
    r"|in|without|when|if|for|from|off|where))|need\b|seem|look|feel|exist|suit|go with|sit|live)\w+"
    rf"|(?:does|will|would|can|could|{_PRODUCT}) (?:[\w']+ ){{0,4}}?lets? (?:me|us|them|him|her|you|people"
    rf"|my \w+|our \w+|the \w+) (?!know)\w+"
    rf"|(?:would|is|was|be|might|there'd be) (?:there )?(?:be )?(?:a|any|some|no) (?:\w+ )?(?:way|option"
    rf"|setting|button|feature|function"
    rf"|facility|possibility|place|means) (?:to|of|for|that|we|i|you|where|in|so)\b|(?:i don't|don't"
    rf"|do not) suppose (?:it|you|there|that)"
    rf"|any (?:chance|way) (?:it|that|of|to|you|we|i|they|he|she)\b|wonder\w* (?:if|whether) (?:it|you"
    rf"|there|we|i|they)"
    rf"|(?:what if|if only|i wish|it'd be \w+ if|itd be \w+ if|(?:would|'d) be \w+ if"
    rf"|imagine if) (?:{_PRODUCT}|you|there|i|we|they)\b"
    rf"|(?:need|want|like|love|expect|have to have) (?:{_PRODUCT}|you) to (?!mean|be (?:clear|sure)|know"
    rf"|understand|call|send me|do that)"
    rf"|{_PRODUCT} (?:(?:has|needs|have|ought|'s got|got|gotta|must|should|would have|'d have"
    rf"|'d need) (?:to )?(?!be (?:a|the|some|easy|nice|hard)\b|say"
    r"|been|cost|take|a\b|no\b|the\b|just)\w+)"
    rf"|what(?:'d| would)? (?:make|made|help|be great)(?: \w+){{0,4}} is if|what (?:i|we) wish"
    rf"|should (?:just |also |automatically |already )*(?:exist|be (?:able|there|possible))"
    rf"|(?:can|could) (?:one|you|we|i|they|somebody|someone|people|the \w+|my \w+|our \w+) (?:also |just "
    rf"|then |only |still )?(?:switch|turn|hide|restrict|limit|split|combine"
    rf"|add|edit|change|duplicate|customi[sz]e|rename|restore|delete|assign|route|group|sort|link|mark"
    rf"|stamp|draw|set it|see (?:who|when|if|like|what|how many|only)|choose|pick|fill"
    rf"|print|record|convert|put (?:a|my|our|the|in)|stick|include|skip|share|collect|ask for|require"
    rf"|export|copy)\b"
    rf"|is (?:\w+ ){{1,2}}(?:one of|among|included in|part of) (?:the|your)|is there (?:a|an|any) (?!way\b"
    rf"|chance|number|person|human|discount|reason|fee|charge|cost|price"
    rf"|limit|minimum|contract|somebody|someone|anybody|anyone|problem|catch|better|deal|promo|difference"
    rf"|good|time|next|time|somebody|someone|waiting|meeting)\w+"
    rf"|(?:document|contract|form|proposal|quote|data|thing|they|everything|all|files?)s? (?:must|should"
    rf"|needs? to|has to|have to|gotta|ought to) (?:just |also |automatically |already |then )?(?:be|go"
    rf"|get|come"
    rf"|lie|stay|live|land|show|exist|appear|end up|have|look|carry|say)"
    rf"|what (?:i|we)(?:'d| would)?(?: really| actually)? (?:need|want|like|'m after|'re after|am after"
    rf"|are after)(?: to (?:know|see|do|have))? is"
    rf"|(?:if|unless) {_PRODUCT} (?:don't|dont|doesn't|doesnt|can't|cant|cannot|won't|wont|could|can|would"
    rf"|did|will) (?!matter|cost|mean|help)\w+)"
)
_HAD_BEFORE = re.compile(
    r"\b(?:(?:had|used|tried|were on|was on) before[^.?!]{0,40} (?:would|could|did)|you could (?:just"
    r"|simply|always) (?!call|email|tell|say|send me)\w+)\b"
)
_TALKS_TO_ANOTHER = re.compile(r"\b(?:talks?|connects?|hooks?|links?|plugs?) (?:up )?(?:to|with|into)\b")
_DEMO = re.compile(r"\b(?:demo|show (?:me|us)|walk (?:me|us) through|see (?:it|how|the|that))\b")
_OBJECTING = re.compile(
    r"\b(?:doesn't|don't have|can't|missing|lack\w*|without|not able|no way to|too (?:hard|complicated))\b"
)
_LONGEST_FEATURE = 90
_SHORTEST_REQUEST = 4
_SHORTEST_NEED = 3
_LONG = 18
_SAME_SHARE = 0.5
_TURNS_OF_AN_EXCHANGE = 2


def find_feature_requests(conversation: Conversation) -> tuple[FeatureRequest, ...]:
    """Find capabilities the caller asked for or about, in the caller's words; asking again counts once."""
    found: list[tuple[frozenset[str], FeatureRequest]] = []
    last = -1
    for utterance in conversation.user:
        needs_asked = _asks_for_needs(conversation.agent_before(utterance.index))
        sure = [
            _sureness(clause, _features_in(utterance.annotation.names, clause))
            for clause in utterance.clauses
        ]
        if needs_asked and not any(sure):
            sure[:1] = [_told_need(clause) for clause in utterance.clauses[:1]]
        for position, (clause, sureness) in enumerate(zip(utterance.clauses, sure, strict=True)):
            catalogued = _features_in(utterance.annotation.names, clause)
            if sureness is None:
                continue
            words = content_words(clause.text) | frozenset(catalogued)
            again = last == utterance.index - _TURNS_OF_AN_EXCHANGE and _SAID_AGAIN.match(clause.text)
            if again or any(_is_same(words, known) for known, _ in found):
                continue
            last = utterance.index
            following = " ".join(item.text for item in utterance.clauses[position + 1 : position + 2])
            request = FeatureRequest(
                feature=", ".join(catalogued) or shortened(clause.turn.text[clause.start : clause.end]),
                must_have=needs_asked or bool(_MUST.search(clause.text) or _MUST.search(following)),
                confidence=sureness,
                evidence=(_quote(clause),),
            )
            found.append((words, request))
    return tuple(request for _, request in found)


def _asks_for_needs(said: Utterance | None) -> bool:
    """Tell whether the agent asked what the product has to do."""
    return said is not None and bool(_ASKS_FOR_NEEDS.search(said.text))


def _told_need(clause: Clause) -> float | None:
    """Take the first words of an answer for a need, where the agent asked what the product has to do."""
    if clause.words < _SHORTEST_NEED or is_denied(clause.text) or _MEETING.search(clause.text):
        return None
    return 0.7


def _sureness(clause: Clause, catalogued: list[str]) -> float | None:
    """Tell how sure it is that a clause asks for a capability; ``None`` where it does not."""
    text = clause.text
    if clause.words < _SHORTEST_REQUEST or any(
        pattern.search(text) for pattern in (_MEETING, _NO_FEATURE, _BY_WHEN)
    ):
        return None
    wished = bool(_WISH.search(text)) and not is_past(text)
    asks = clause.act in {DialogueAct.QUESTION, DialogueAct.REQUEST}
    asked = (asks and bool(_CAPABILITY_QUESTION.search(text))) or bool(_HEARD_OF_IT.search(text))
    if catalogued and (wished or asked):
        return 0.75 if wished else 0.65
    if _IF_ONLY.search(text) or _HAD_BEFORE.search(text):
        return 0.6
    if not is_past(text) and _ASKED_OF_IT.search(text) and (asks or not _TALKS_TO_ANOTHER.search(text)):
        return 0.6
    about = {match.group() for match in _ABOUT_CAPABILITY.finditer(text)}
    if not asked:
        about = {word for word in about if not _ORDINARY.fullmatch(word)}
    if not about or not (wished or asked):
        return None
    return 0.65 if wished else 0.55


def _quote(clause: Clause) -> Evidence:
    """Quote a clause; of a long one the part that asks."""
    return clause.evidence() if clause.words <= _LONG else telling_piece(clause, _asked_at(clause.text))


def _asked_at(text: str) -> int:
    """Tell where in a clause the capability is asked for or wished."""
    patterns = (_ASKED_OF_IT, _WISH, _CAPABILITY_QUESTION, _MUST, _HAD_BEFORE)
    return min((match.start() for pattern in patterns if (match := pattern.search(text))), default=0)


def _is_same(words: frozenset[str], known: frozenset[str]) -> bool:
    shared = words & known
    return bool(shared) and len(shared) >= _SAME_SHARE * min(len(words), len(known))


def find_features_discussed(conversation: Conversation) -> tuple[FeatureDiscussed, ...]:
    """Find which features of the catalogue came up with the caller, how, and with what interest."""
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for utterance in conversation.user:
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind == FEATURE and clause is not None and clause not in clauses[name.name]:
                clauses[name.name].append(clause)
    return tuple(_discussed(name, items) for name, items in sorted(clauses.items()))


def _discussed(name: str, clauses: list[Clause]) -> FeatureDiscussed:
    context = next((word for clause in clauses if (word := _context(clause)) != "mention"), "mention")
    wanted = any(_WISH.search(clause.text) or _MUST.search(clause.text) for clause in clauses)
    warm = sum(clause.sentiment for clause in clauses) > 0
    interest = Level.LOW
    if wanted or len(clauses) > 1 or context == "demo_request":
        interest = Level.HIGH
    elif warm or context == "question":
        interest = Level.MEDIUM
    return FeatureDiscussed(
        feature=name,
        interest=interest,
        context=context,
        confidence=round(min(0.9, 0.6 + 0.1 * len(clauses)), 2),
        evidence=tuple(clause.evidence() for clause in clauses),
    )


def _context(clause: Clause) -> str:
    if _DEMO.search(clause.text):
        return "demo_request"
    if clause.act in {DialogueAct.QUESTION, DialogueAct.REQUEST}:
        return "question"
    if _OBJECTING.search(clause.text):
        return "objection"
    return "mention"


def _features_in(names: tuple[NameSpan, ...], clause: Clause) -> list[str]:
    held = (name.name for name in names if name.kind == FEATURE and clause.start <= name.start < clause.end)
    return list(dict.fromkeys(held))


def shortened(text: str) -> str:
    """Give a wish as the name of what is wished, cut at a word where it is long."""
    text = " ".join(text.split()).rstrip(".?! ")
    if len(text) <= _LONGEST_FEATURE:
        return text
    return text[:_LONGEST_FEATURE].rsplit(" ", 1)[0] + " …"
