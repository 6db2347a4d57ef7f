"""What the caller works with and what hurts: use cases and pain points (spec 3.1)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from aftercall.analysis.context import is_about_others, is_imagined, is_pretended
from aftercall.analysis.conversation import Clause, Conversation, Utterance
from aftercall.analysis.sales.candidates import clause_at
from aftercall.language.names import USE_CASE
from aftercall.language.normalisation import normalise
from aftercall.language.quotes import quote
from aftercall.profile.models import Profile
from aftercall.reports.sales_intelligence import PainPoint, UseCase
from aftercall.session.prepared import DialogueAct

_ASKED_DOCUMENTS = re.compile(
    r"\b(?:what (?:kind|type|sort)s? of (?:documents|docs|paperwork|things)|which documents"
    r"|what (?:documents|are you (?:sending|creating|hoping|using|trying))|documents are you|use it for"
    r"|use (?:pandadoc|this|us) for)\b"
)
_SENDING = re.compile(
    r"\b(?:send\w*|do|make|write|create|creating|have|use|using|working with|handle|go out|sign\w*|prepare"
    r"|mostly|mainly|primarily|our|need)\b"
)
_OWN_CONTRACT = re.compile(
    r"\b(?:contract (?:is up|ends|expires|renews|runs|with (?:them|you|docusign))|(?:my|our|existing|current"
    r"|the) contract (?:is|ends|expires|with|runs)|under contract|in a contract|locked in|cancel|i signed"
    r"|had me sign|sign something|send (?:me"
    r"|over) the contract|rough quote|quote for \w+ seats|a quote)\b"
)
_OTHER = "other"
_HURTS = re.compile(
    r"\b(?:takes? (?:forever|too long|ages|way too|hours|days|weeks|(?:me|us|them|like|about|up to|around"
    r"|maybe|at least"
    r"|almost|nearly)(?: \w+){0,2} (?:hours?|days?|weeks?|minutes|taps|clicks|steps|months)|an? (?:hour|day"
    r"|week)"
    r"|\w+ (?:hours|days|weeks|minutes|taps|clicks|steps))|tak(?:e|ing) us\b[^.]{0,40}\b(?:days|weeks|hours)"
    r"|los(?:e|es|ing|t) (?:deals?|track|business|money|time|hours|customers|clients|the|it|my|a|them|one"
    r"|two)"
    r"|chas(?:e|es|ing) (?:\w+ )?(?:\w+)|no (?:idea (?:if|whether|who|where|when|which)|way of knowing"
    r"|visibility"
    r"|tracking|clue|way to (?:tell|know|see|track))|manual(?:ly)\b|(?:been|still|all"
    r"|everything's) on paper|lots? of (?:clipboards|paper\w*|scanning"
    r"|typing)|(?:all|still|everything|it's"
    r"|it all) manual\b|by hand"
    r"|copy(?:ing)?(?: and)?[ -]?past\w*|re-?typ\w*|re-?key\w*|(?:types?|typing|enters?"
    r"|entering) (?:\w+ ){0,4}"
    r"(?:one by one|every one|again|each|all over|over|twice|in by)|one by one|double entry|data entry"
    r"|wrong (?:version|price|pricing|name|date|one|number|template|\w+day|file|address|client|rate|amount"
    r"|person"
    r"|document|contract|clause)|typed wrong|spell\w* (?:\w+ ){0,3}wrong"
    r"|mistakes?|(?:full of|so many|too many|more|make|made|making|with) errors?|slow\b|slower|slows"
    r"|pain(?:ful)?\b"
    r"|nightmare|hates? (?:it|that|this|them|the|using|doing|when)|annoy\w*|frustrat(?:ing|es?)\b"
    r"|headaches?|mess\b|messy|chaos|circus|duct tape|janky|fiddly|clumsy|pathetic|useless|terrible"
    r"|horrible|awful"
    r"|print (?:it|them|that|and)|scan (?:it|them|and)|fax (?:it|machine|them)|take a photo|falls? through"
    r"|fell through"
    r"|fell over|can't (?:find|track|tell|see (?:if|who|when|whether|where)|keep up|keep track|read|trust)"
    r"|never know"
    r"|don't know (?:if|whether|when|who|where|what (?:happened|happens))|forg(?:et|ets|ot|otten)\b"
    r"|embarrass\w*"
    r"|over and over|every (?:single )?time|wast(?:e|ing|es|ed)\b|struggl\w*|hard to (?:find|track|tell"
    r"|keep|read|use|get)"
    r"|bottleneck|back and forth|on paper|paperwork|clipboards|their own version|own version"
    r"|all over the place|sit(?:s|ting)? (?:in|on)|stuck (?:in|on|with|at)|delay(?:s|ed)?\b"
    r"|keeps? (?:crashing|failing|breaking|losing|dropping|asking)"
    r"|drops? the|broke[n]?\b|breaks\b|disappear\w*|it's gone\b|(?:is|was|are|were) gone\b|crash\w*|clunky"
    r"|(?:too|so|very|getting|really|way) expensive|inconsistent|outdated|typing is"
    r"|nobody (?:knows|follows|can|reads|signs|opens)|get(?:s|ting)? lost|got lost|went missing"
    r"|goes missing|missing\b"
    r"|sideways|upside down|blurry|unreadable|illegible|ends? up in (?:spam|junk)|think(?:s)? it's spam"
    r"|bounc(?:es|ed|ing)"
    r"|(?:price|rate|cost|fee|bill)s?(?: \w+){0,2} (?:went up|gone up|going up|goes up|increased|doubled"
    r"|jumped|hiked)"
    r"|(?:raised|revised|increased|hiked|doubled|put up) (?:the|our|their|my|its) (?:price|prices|rate"
    r"|rates|fees?)"
    r"|nickel and dim\w*|per envelope|takes? (?:three|two|four|five) people|ghosts? us|never (?:open|sign"
    r"|come|answer)s?"
    r"|(?:don't|doesn't|won't|can't) (?:talk to|sync|connect|match|line up)\b)"
)
_WEAK = re.compile(
    r"^(?:on paper|paperwork|missing|forg\w+|every (?:single )?time|print \w+|scan \w+|fax \w+|mistakes?"
    r"|breaks|pain"
    r"|take a photo|by hand|slow|late|expensive|broken?|circus|useless|terrible|horrible|awful|errors?"
    r"|clipboards"
    r"|chas\w+ .*|drops? the|one by one|delay\w*|sit\w* \w+)$"
)
"""Words that are no complaint by themselves: they need a clause of some length, or another sign."""

_FAILS = re.compile(
    r"\b(?:it|that|they|which|he|she|nobody|no one|half of (?:it|them)|people|customers|clients"
    r"|the [\w ]{2,24}|we|i|and)"
    r" (?:just |always |never |still |only )?(?:doesn't|don't|won't|can't|cannot|isn't|aren't|never"
    r"|couldn't|wouldn't)"
    r" (?!want\b|need\b|mind\b|care\b|have to\b|think\b|know how\b|use\b|do\b|really\b|send\b|see why)\w+"
    r"|\b(?:nobody|no one|none of (?:us|them)|nothing|no way)\b (?!else\b|personal)"
)
_TOO_OFTEN = re.compile(
    r"\b(?:too (?:many|much|late|long|slow|small|big|complicated|often|hard)|twice|half the time|constantly"
    r"|forever|always"
    r"|every (?:one|day|week|month|night|weekend|friday)\b|again and again|so many|still|at night"
    r"|on weekends|all day"
    r"|(?:two|three|four|five|six|nine|ten|\d+) (?:hours|days|weeks|months)|for (?:days|weeks|hours)|ages"
    r"|last week|last month"
    r"|once we|one time|each time|over again|at least (?:once|twice)|so (?:long|slow|bad))\b"
)
_HAND_WORK = re.compile(
    r"\b(?:(?:we|i|they|she|he|somebody|someone|people|girls|staff|everyone|which|and"
    r"|then) (?:\w+ ){0,2}?(?:types?|prints?|scans?"
    r"|faxe?s?|retypes?|copy|copies|posts?|mails?|walks?|drives?|staples?|files?|enter|enters|re-?enters?"
    r"|download|upload|rename"
    r"|merge|count|sort|dig|hunt|search|call around)s?)\b|\bwrong\b|\blate\b|\bexpired?\b|\bmiss(?:ed|es"
    r"|ing)?\b|\blost\b"
)
_ASKED_FOR_TROUBLE = re.compile(
    r"\b(?:what made you|what (?:brings|brought) you|what's (?:wrong|not working|the (?:problem|issue"
    r"|matter|worst|hardest))"
    r"|how (?:is|has|are) (?:that|it|this|things)(?: been)? (?:working|going)|what (?:happens|happened"
    r"|goes wrong|bothers"
    r"|frustrates)|biggest|challenge|pain|frustrat\w*|slows?|how (?:do|are|did) you (?:\w+ )?(?:handle"
    r"|handling|do|doing|send"
    r"|sending|manage|managing|get|track|tracking)|walk me through|look around|why (?:are|do) you|cost you"
    r"|what does that)\b"
)
_ABOUT_US = re.compile(r"\b(?:your|you|you guys)\b(?! (?:know|see|can imagine|have to|pay|lose))")
_SERVICE_COMPLAINT = re.compile(
    r"\b(?:you're (?:not|breaking)|can you hear|isn't what i asked|not what i asked|you don't know|hear me"
    r"|cut out|wrong number|your answer|didn't answer|my question|no problem|not a problem|any problem"
    r"|survey|no idea what i'd|don't care|sorry|errors and omissions|get angry|don't blame|a robot|script"
    r"|late fees?|paid for itself|pays for (?:itself|you)|i expected|forget (?:it|that|about)|before i forget"
    r"|don't forget|no mistake|(?:not|isn't|wasn't) (?:a )?(?:deal ?breaker|nightmare|painful|hard|bad|slow"
    r"|expensive))\b"
)
_SOLVED = re.compile(
    r"\b(?:would (?:save|solve|fix|be)|that's (?:great|good|nice|perfect)|no longer|not any ?more"
    r"|love (?:it|that)"
    r"|i'd (?:need|have|want|like)|we'd (?:need|have|want|like)|so (?:it|they|he|she|we|i) (?:don't|can"
    r"|could)"
    r"|if (?:it|you|that|this) (?:could|can|would|did)|just need|we can manage|can handle)\b"
)
_WANTS = re.compile(
    r"\b(?:i|we)(?:'d| would)? (?:want|need|like|love)\b|\bcan (?:i|we|you|it)\b|\bhas to be\b"
)
_SENTIMENT_OF_PRAISE = 0.25
_IMPACT_UNITS = frozenset(("hour", "day", "week", "minute", "month", "usd", "percent"))
_STRONG_PAIN = -0.3
_UNHAPPY = -0.15
_ENOUGH = 0.9
_A_SIGN = 0.4
_LONGEST_LEAD = 60
_LONG_CLAUSE = 12
_FEWEST_WORDS_OF_A_PIECE = 4
_JOINT = re.compile(
    r"\s*,\s+|\s+(?=(?:and|but|because|cause|'cause|so|which|then|yet|since|where)\s)", re.IGNORECASE
)
_FEWEST_WORDS = 3
_NO_COMPLAINT = frozenset((DialogueAct.QUESTION, DialogueAct.COMMITMENT, DialogueAct.ACKNOWLEDGEMENT))


def find_use_cases(conversation: Conversation) -> tuple[UseCase, ...]:
    """Find which documents the caller works with; the primary one is said first, most, or when asked."""
    weights: dict[str, float] = defaultdict(float)
    clauses: dict[str, list[Clause]] = defaultdict(list)
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        asked = question is not None and bool(_ASKED_DOCUMENTS.search(question.text))
        for name in utterance.annotation.names:
            clause = clause_at(utterance, name.start)
            if name.kind != USE_CASE or clause is None or not _is_own_work(utterance, clause):
                continue
            if clause.turn.text[name.start : name.end].lower() == _OTHER:
                continue
            weight = 1.0 + (1.5 if asked else 0.0) + (0.5 if _SENDING.search(clause.text) else 0.0)
            weight *= 0.3 if is_about_others(clause.text) else 1.0
            weights[name.name] += weight + (1.0 if not weights else 0.0)
            if clause not in clauses[name.name]:
                clauses[name.name].append(clause)
    ordered = sorted(weights, key=lambda name: (-weights[name], name))
    return tuple(
        UseCase(
            value=name,
            primary=position == 0,
            confidence=round(min(0.95, 0.4 + 0.12 * weights[name]), 2),
            evidence=tuple(clause.evidence() for clause in clauses[name]),
        )
        for position, name in enumerate(ordered)
        if weights[name] >= 1
    )


def _is_own_work(utterance: Utterance, clause: Clause) -> bool:
    """Leave out contracts with vendors, samples promised, what was signed once and invented cases."""
    return not (
        clause.act is DialogueAct.COMMITMENT
        or _OWN_CONTRACT.search(clause.text)
        or is_pretended(utterance.text)
    )


def find_pain_points(conversation: Conversation, profile: Profile) -> tuple[PainPoint, ...]:
    """Find problems the caller has today, with what they cost and which features address them."""
    found: list[PainPoint] = []
    for utterance in conversation.user:
        question = conversation.agent_before(utterance.index)
        for clause in utterance.clauses:
            if clause.act in _NO_COMPLAINT:
                continue
            for start, end, weight in _complaints(clause, question):
                evidence = quote(clause.turn, start, end)
                confidence = 0.5 + 0.1 * min(weight, 3.0) + (0.1 if clause.sentiment < _STRONG_PAIN else 0.0)
                found.append(
                    PainPoint(
                        problem=evidence.quote,
                        impact=_impact(utterance, clause),
                        solutions=_solutions(clause.text, profile),
                        confidence=round(min(confidence, 0.9), 2),
                        evidence=(evidence,),
                    )
                )
    return tuple(found)


def _complaints(clause: Clause, question: Utterance | None) -> Iterator[tuple[int, int, float]]:
    """Give the stretches of a clause that tell of a problem; of a long one only the part that does."""
    if clause.words <= _LONG_CLAUSE:
        weight = _hurts(clause.text, clause.sentiment, question)
        if weight >= _ENOUGH:
            yield (clause.start, clause.end, weight)
        return
    run: list[tuple[int, int, float]] = []
    before = clause.start
    for start, end in [*_pieces(clause), (clause.end, clause.end)]:
        weight = _hurts(normalise(clause.turn.text[start:end]).text.strip(), clause.sentiment, question)
        if weight >= _A_SIGN:
            run.append((before if end - before <= _LONGEST_LEAD else start, end, weight))
        elif run:
            total = sum(item[2] for item in run)
            if total >= _ENOUGH:
                yield (run[0][0], run[-1][1], total)
            run = []
        before = start


def _pieces(clause: Clause) -> Iterator[tuple[int, int]]:
    """Split a long clause where something new begins; a piece has some words of its own."""
    text = clause.turn.text
    start = clause.start
    for match in _JOINT.finditer(text, clause.start, clause.end):
        if len(text[start : match.start()].split()) >= _FEWEST_WORDS_OF_A_PIECE:
            yield (start, match.start())
            start = match.end()
    yield (start, clause.end)


def _hurts(text: str, sentiment: float, question: Utterance | None) -> float:
    """Weigh the signs that normalised text tells of a problem; 0 when it imagines, wants or praises."""
    if len(text.split()) < _FEWEST_WORDS or is_imagined(text) or is_about_others(text):
        return 0.0
    if _SERVICE_COMPLAINT.search(text):
        return 0.0
    signs = {match.group() for match in _HURTS.finditer(text)}
    weight = sum(0.5 if _WEAK.match(sign) else 1.0 for sign in signs)
    weight += 0.5 * (
        bool(_FAILS.search(text)) + bool(_TOO_OFTEN.search(text)) + bool(_HAND_WORK.search(text))
    )
    if sentiment < _UNHAPPY:
        weight += 0.4 if weight else 0.3
    weight += 0.4 if question is not None and _ASKED_FOR_TROUBLE.search(question.text) else 0.0
    weight -= 0.5 * (bool(_SOLVED.search(text)) + bool(_WANTS.search(text)) + bool(_ABOUT_US.search(text)))
    weight -= 0.5 if sentiment > _SENTIMENT_OF_PRAISE else 0.0
    return max(weight, 0.0)


def _impact(utterance: Utterance, clause: Clause) -> str | None:
    """Give the time or money a problem costs, as said in the same breath."""
    position = utterance.clauses.index(clause)
    until = utterance.clauses[min(position + 1, len(utterance.clauses) - 1)].end
    for quantity in utterance.annotation.quantities:
        if quantity.unit in _IMPACT_UNITS and clause.start <= quantity.start < until:
            return clause.turn.text[quantity.start : quantity.end]
    return None


def _solutions(text: str, profile: Profile) -> tuple[str, ...]:
    return tuple(
        feature.name
        for feature in profile.vocabulary.features
        if any(word in text for word in feature.solves)
    )
