"""What objections and switching barriers sound like (spec 3.5); none of it is particular to one company."""

import re
from typing import Final

from aftercall.reports.objections import ObjectionCategory

_NEW_WAY = r"(?:it|this|that|one|these|a robot|anything(?: new| else)?|something new|another \w+)"
_MONEY = r"(?:\$ ?\d|\d+ (?:dollars|bucks)|dollars|bucks|per (?:user|seat|month|person)|a (?:seat|user)\b)"

# Category, whether it is said outright, reason, pattern. The first that matches a clause names it.
OBJECTIONS: Final[tuple[tuple[ObjectionCategory, bool, str, re.Pattern[str]], ...]] = (
    (ObjectionCategory.PRICING, True, "price", re.compile(
        r"\b(?:too (?:expensive|pricey|costly|steep|rich|much money)|costs? too much|more expensive than"
        r"|(?:is|that's|it's|seems?|sounds?|looks?|feels?|bit|little|pretty|so|really|very|kind of|quite|just"
        r"|got|gets) (?:a (?:bit|little|lot) )?(?:expensive|pricey|steep|overpriced|high)"
        r"|(?:over|out of|above|outside|beyond|blows?) (?:of )?(?:our |my |the |what we )?budget"
        r"|(?:can't|cannot|couldn't|don't|won't) (?:\w+ ){0,2}?(?:afford|justify|swing|stomach|swallow)"
        r"|(?:hard|tough|difficult) to (?:justify|swallow|sell at)|(?:hard|tough) sell"
        r"|no budget|(?:don't|doesn't|do not) have (?:the |a |any |much |that kind of |a lot of )+(?:budget"
        r"|money)|budget (?:is|was|got)(?: \w+)? (?:tight|frozen|gone|tiny|small|cut|maxed|spent)"
        r"|(?:whole|entire|total|only) (?:\w+ ){0,2}budget"
        r"|(?:way |a lot |much )?more than (?:\w+ ){0,2}?(?:we|i)(?: \w+)? (?:can|want|wanted|expected|pay"
        r"|paying"
        r"|thought|budgeted|have|spend|planned)|more than (?:we're|i'm) (?:\w+ )?paying"
        r"|that's (?:a lot|quite a bit|an awful lot|too much) (?:of money|more|for|per|a (?:month|year|seat))"
        r"|(?:price|cost|pricing) (?:is|was|'s) (?:\w+ )?(?:problem|issue|concern|hang ?up|sticking point)"
        r"|price tag|sticker shock|(?:near|nearly|almost|about|basically) (?:double|twice|triple)|(?:double"
        r"|twice|triple|three times) (?:what"
        r"|the price|our|my)|(?:paying|pay) (?:twice|double)|already (?:paid|paying) (?:for )?\w+|(?:it's"
        r"|that's|is) (?:an )?extra"
        r"|lock(?:ed)?[- ]?in(?:to)?(?= (?:for|a|to|we|contract)\b)|(?:multi|two|three|\w+)[- ]year lock"
        r"|(?:if|when) (?:it|that|the price) (?:is|goes|crosses|comes|gets|crossing)(?: \w+){0,2} (?:over"
        r"|above|more than|crossing)"
        r"|nickel(?:ed|ing)? and dim\w+|hidden (?:fees?|costs?)|adds up (?:fast|quick\w*)"
        r"|pay(?:ing)? for (?:\w+ ){1,3}?(?:we|i|they|who|that) (?:don't|doesn't|never|barely|hardly|won't)"
        r"|not (?:paying|spending|going to pay|gonna pay|worth (?:the|that))"
        r"|(?:get|have|got|do|does) (?:it|that|this|one|the same (?:thing )?)(?: already)? for (?:free|half"
        r"|less)"
        r"|cheaper (?:elsewhere|somewhere)|for half (?:of )?(?:that|the price|what))\b"
    )),
    (ObjectionCategory.PRICING, False, "price", re.compile(
        r"\b(?:any (?:discount|deal|promo\w*|wiggle room)|is there (?:a |any )?(?:\w+ )?(?:discount|cheaper)"
        r"|discounts? for|cheaper (?:plan|option|tier|version)|(?:lower|better) price|price match|negotia\w+"
        r"|(?:can you|could you) do (?:any )?better|come down (?:on|in|a)|knock (?:\w+ ){0,3}off)\b"
    )),
    (ObjectionCategory.TIMING, True, "timing", re.compile(
        r"\b(?:not right now|not ready|not this (?:year|quarter|month)|maybe (?:later|next (?:year|quarter"
        r"|month))|check back|call (?:me |us )?back in (?:a |the )?(?:few|couple|\w+ (?:weeks|months)|spring"
        r"|summer|fall|winter|new year|january|february)|too (?:busy|soon|early|swamped)|swamped|slammed"
        r"|bad (?:time|timing)|not (?:the|a) (?:right|best|good|great) time|other priorities|on hold"
        r"|not a priority|back burner|no bandwidth|don't have (?:the )?(?:time|bandwidth)"
        r"|(?:can't|cannot|won't|couldn't|don't want to|not (?:going to|gonna)) (?:really |even )?(?:do|start"
        r"|switch|change|commit|sign|move|touch|look|make|buy|decide|begin)(?: \w+){0,5} (?:until|till|before"
        r"|for (?:another|at least))|not (?:until|till) (?:after|next|the|our|we)|nothing (?:happens"
        r"|moves) until"
        r"|(?:stuck|locked in|under contract|in a contract|contract runs|contract goes)(?: \w+){0,4} (?:until"
        r"|till|through|for another)|(?:that's|is|be) (?:way |just )?too (?:long|late|slow) (?:for|of a)"
        r"|that's too (?:long|late|slow)|now is(?:n't| not)(?: really)? (?:a|the)|(?:can't|cannot|couldn't"
        r"|won't|not (?:going to|gonna)|don't have"
        r" time to) wait|put (?:it|this|that) off|revisit (?:it|this)|have to (?:think (?:about|it over)"
        r"|sleep on)|need to think (?:about|it over)|middle of (?:our |the )?(?:busy|peak|tax) season)\b"
    )),
    (ObjectionCategory.TRUST, True, "security or reliability", re.compile(
        r"\b(?:hacked|(?:data )?breach\w*|leaked|don't (?:really |fully |quite )?trust|not comfortable"
        r"|uncomfortable|(?:worried|concerned|nervous|uneasy|anxious|paranoid|skeptical|leery|wary|scared)"
        r" (?:about|of|that|with|if|to)(?= \w)|it worries me|makes (?:me|us|them) (?:nervous|uneasy)"
        r"|how (?:do|can|would) (?:i|we) (?:even |actually |really )?(?:know|trust|be sure)"
        r"|(?:got|been|was|were|getting) burned|burned (?:by|before|us|me)|hold up in court|stand up in court"
        r"|(?:even |really |actually )(?:legal|legally binding|binding|safe|secure|enforceable)"
        r"|(?:is|are) (?:it|they|that|this|these|your \w+) (?:safe|secure|legal|legally binding|reliable)"
        r"|sitting on (?:\w+ ){1,3}server|(?:has|have|needs?) to (?:stay|live|remain|be (?:stored|kept"
        r"|hosted))"
        r" (?:in|inside|within|on)|(?:can't|cannot|not allowed to) (?:leave|be (?:stored|hosted))"
        r"|where (?:does|is|do|are) (?:the |our |my |all )*(?:data|thing|it|documents?|files?|stuff)(?: \w+)?"
        r" (?:live|stored|kept|sitting|hosted|go)|data residency|never heard of (?:you|it)|sketchy"
        r"|too good to be true|scam|what happens (?:to (?:our|my|all)|if you (?:guys )?(?:go|get|shut))"
        r"|loses? (?:my|our)|can't put (?:my|our)|(?:insurers?|auditors?|legal|compliance|infosec|security"
        r"|regulators?|lawyers?) (?:will|would|is going to|are going to"
        r"|gonna|is gonna) (?:ask|want to know|have questions)|another company (?:with|holding|seeing"
        r"|touching))\b"
    )),
    (ObjectionCategory.OTHER, True, "people or rules", re.compile(
        r"\b(?:(?:won't|will not|would never|will never|not (?:going to|gonna)|refuses? to|never going to)"
        r" (?:ever |even )?(?:use|learn|touch|switch|change|adopt|open|click|download|like|go for"
        r"|get on board)"
        rf"(?: to)? {_NEW_WAY}|(?:hates?|afraid of|scared of|terrified of|resist\w*) (?:change|new"
        rf"|technology|computers"
        r"|learning)|not (?:very |really |super |that )?(?:tech|computer)[- ]?(?:savvy|people|person"
        r"|literate|y)"
        r"|set in (?:his|her|their|our) ways|stuck in (?:his|her|their|our) ways"
        r"|(?:has|have|needs?|must) (?:to )?(?:be|have) (?:a |an )?(?:real |original |actual )?(?:wet|ink"
        r"|notarized|pen)\b|(?:insists?|requires?|wants?|demands?|only (?:takes?|accepts?)) (?:on )?(?:a "
        r"|an )?(?:wet"
        r"|ink|paper|original)|(?:seems?|sounds?|looks?|feels?|bit|pretty|really|kind of)"
        r" (?:\w+ )?(?:complicated|like a lot"
        r" (?:of work|to learn)|overwhelming|daunting|clunky)|too (?:complicated|complex|technical|clunky"
        r"|many steps|much (?:work|trouble|for us))"
        r"|overkill|more than (?:we|i) need|learning curve|yet another (?:tool|login|password|system|app"
        r"|thing)"
        r"|(?:not|don't (?:want|need)) another (?:tool|login|password|system|app|thing|subscription)"
        r"|(?:our|company|their) policy (?:is|says|requires|won't)|push ?back (?:from|on)|hard to get"
        r" (?:them|everyone"
        r"|people|him|her) (?:to|on)|(?:we|i)(?: just| really)? (?:don't|do not) (?:really |actually "
        r"|even )?(?:need|want)"
        r" (?:(?:all|any|much) (?:of )?)?(?:it|this|that)(?! to\b| in\b| on\b)"
        r"|don't see (?:the|a) (?:point|need|value|benefit)|(?:happy|fine|okay) with (?:what|how"
        r"|the way) (?:we|i)"
        r"|if it ain't broke|don't want to (?:switch|migrate|rebuild|redo|start over|move everything))\b"
    )),
    (ObjectionCategory.FEATURES, True, "missing feature", re.compile(
        r"\b(?:(?:it|that|this|you|you guys|yours|your \w+) (?:just |really |still )?(?:doesn't"
        r"|does not"
        r"|can't|cannot|won't|don't) (?:\w+ )?(?:have|do|support|work with|work for|integrate|handle"
        r"|connect|sync|help"
        r"|solve|fix|let|talk to)|missing (?:the |a |that )?(?:feature|integration|piece)|lacks"
        r"|without (?:that|it|this) (?:we|it|i|there|you)|(?:won't|doesn't|not (?:going to|gonna))"
        r" (?:work for (?:us"
        r"|me|them|that)|cut it|fly|do it for)|can't use it|useless (?:for|to) (?:us|me)|no (?:good"
        r"|use) to (?:us|me)"
        r"|(?:if|unless) (?:it|you|you guys|that|this|there) (?:\w+ ){0,2}?(?:can't|cannot|doesn't|don't"
        r"|won't|isn't)"
        r"|unless (?:it|you|that|there)|(?:we|i) (?:can't|couldn't|won't|wouldn't) (?:go|move|switch|use|do"
        r"|buy|adopt"
        r"|sign|live)(?: \w+){0,4} (?:without|if|unless))\b"
    )),
)  # fmt: skip

# A refusal that does not say what it is about; the words around it do (TOPICS).
VERDICT = re.compile(
    r"\b(?:deal ?breakers?|make or break|non[- ]?starter|show ?stopper|hard no|that's a no\b(?! brainer)"
    r"|a no from"
    r"|no deal|out of the question|(?:not (?:going to|gonna)|won't) (?:happen|fly|cut it|go over well"
    r"|go down well)|defeats? the (?:whole |entire )?purpose"
    r"|what's the point|what would be the point|no point (?:in|if|then|to)|rules? you (?:guys )?out|red flag"
    r"|then (?:i|we) (?:\w+ )?have a (?:big |real |huge )?problem|then (?:i'm|we're) (?:out|done|stuck)"
    r"|i'm out(?=\W*$)"
    r"|walk away|for (?:about )?half (?:that|the (?:price|cost)|of that|what)|for (?:a lot|way|much) less"
    r"|i'll pass(?= on (?:it|this|that)\b|\W*$)|have to pass(?! \w)|(?:look|go) elsewhere|not (?:interested"
    r"|sold on|convinced|a (?:good )?fit)"
    r"|my (?:only |main |big |biggest |one |real )?(?:concern|worry|hesitation|fear|reservation|hang ?up)"
    r"|(?:that|this|it|which)(?:'s| is| would be| will be| is going to be| could be) (?:a|my|our)"
    r" (?:\w+ )?(?:problem|concern"
    r"|blocker|obstacle|worry)(?! (?:number|we|for \w+ing))|(?:will|would|'ll|they'd|he'd|she'd) (?:just "
    r"|straight ?away |never )?"
    r"(?:reject|refuse|object|say no|balk|kill it|veto|shoot (?:it|this) down)|(?:have|need) to keep"
    r" (?:\w+ ){1,3}(?:also|too|as well"
    r"|anyway)|(?:big|real|huge|major|serious) (?:problem|issue|concern|hurdle|obstacle) (?:for|if|with)"
    r"|(?:won't|will not|not (?:going to|gonna)|would never|will never) (?:even |ever )?(?:look at|touch"
    r"|approve|sign(?! (?:up|in)\b)|agree|accept|consider|let (?:us|me)|go for|allow|entertain|bless|pay))\b"
)
HESITATES = re.compile(
    r"\b(?:(?:i'm |i am |we're |still )?not (?:so |really |totally |completely |entirely )?sure (?:about|if"
    r"|that|we|it|they"
    r"|this|the|my|our|he|she|everyone|i (?:want|need))|i don't know (?:about|if (?:we|they|it|i|that))"
    r"|on the fence|hesitant|(?:have|got) (?:my |some )?doubts"
    r"|mixed feelings|torn|iffy|i don't (?:think|see|love|like)(?: how| that)? (?:it|they|he|she|we|my|our"
    r"|the|this|that|having"
    r"|paying)|(?:we|i|they)(?:'d| would) still (?:have|need) to|what if|(?:a )?lot of work|tough one)\b"
)
TOPICS: Final[tuple[tuple[ObjectionCategory, str, re.Pattern[str]], ...]] = (
    (ObjectionCategory.PRICING, "price", re.compile(
        rf"\b(?:pric\w+|costs?|budget|discount|fees?|money|double|twice|paid|paying|extra|cfo|finance"
        rf"|lock(?:ed)?[- ]in|afford|cheap\w*|expensive|{_MONEY}|(?:\w+ )?a month is)"
    )),
    (ObjectionCategory.TRUST, "security or reliability", re.compile(
        r"\b(?:secur\w+|privacy|private|privileged|confidential|complian\w+|hipaa|baa|soc ?2|gdpr|servers?"
        r"|data|hosted"
        r"|stored|legal(?:ly)?|auditors?|trust|safe|lost|loses?|hacked|breach\w*|infosec|insurers?|it"
        r" (?:team|department|guy|director))\b"
    )),
    (ObjectionCategory.TIMING, "timing", re.compile(
        r"\b(?:until|wait(?:ing)?|weeks?|months?|quarter|deadline|too (?:long|late)|renew\w*|season|by"
        r" (?:monday|tuesday"
        r"|wednesday|thursday|friday|tomorrow))\b"
    )),
    (ObjectionCategory.OTHER, "people or rules", re.compile(
        r"\b(?:policy|rules?|wet|ink|union|they'll|he'll|she'll|team|partners?|older|old school|learn\w*"
        r"|train\w*)\b"
    )),
)  # fmt: skip
NO_OBJECTION = re.compile(
    r"\b(?:not|isn't|never|wasn't) (?:really |exactly |necessarily )?(?:a |an |the )?(?:deal ?breaker"
    r"|problem|issue"
    r"|big deal|blocker|showstopper|concern|worried|my (?:issue|concern|problem))"
    r"|\bno (?:problem|issue|worries|concerns)\b"
    r"|\b(?:here's|that's|this is|so here's|there's) (?:the |my )?(?:one|thing|part|question) (?:that )?"
    r"(?:i'm|i am|we're) (?:\w+ )?(?:worried|concerned|nervous) about\W*$"
    r"|\bmy (?:issue|concern|problem|worry) is (?:different|something else)"
)
BLOCKS = re.compile(
    r"\b(?:can't|cannot|won't|will not|not (?:going to|gonna)|no way|deal ?breaker|make or break|never"
    r"|has to|have to|must|otherwise|need(?:s)? to|i'm done|we're done|no point|defeat|out of the question"
    r"|a no|hard no|non[- ]?starter|show ?stopper|then (?:i|we) have a problem|what's the point|useless"
    r"|refuse\w*"
    r"|not even|without (?:that|it)|unless|rules? you out|i'm out|pass)\b"
)
SHOCKED = re.compile(
    r"^(?:oh|okay|well|so|hm+|um|uh|and|but|wow|man|yeah|,|\s)*(?:ouch|oof|yikes|whoa|jeez|geez|holy \w+"
    r"|good lord"
    r"|my goodness|that's (?:a lot|quite a bit|a jump|higher|high|more than|steep)|that much|hm+)\b"
)
QUOTES_PRICE = re.compile(rf"(?:\bdollars\b|\$ ?\d|{_MONEY})")
ASKS_ABOUT_PRESENT = re.compile(
    r"\b(?:(?:us(?:e|ing)|do|doing|handl\w+|manag\w+|send\w*|sign\w*|creat\w+|mak\w+|works?|working|system"
    r"|tools?|setup|process|way|agreements"
    r"|contracts|documents)\b[^.?!]{0,40}\b(?:today|now|currently|at the moment)|currently|at the moment"
    r"|your current|what's prompting"
    r"|what (?:made|brings) you to|why are you (?:looking|leaving|switching)|how (?:has|is|'s) (?:that"
    r"|it) (?:been )?(?:working|going)"
    r"|how (?:do|are) you (?:\w+ )?(?:handl|send|sign|do|creat|manag|mak|get))"
)
ASKS_ABOUT_ELSE = re.compile(r"\b(?:anything else|what else|other questions)\b")
ASKS_WHEN_TO_MEET = re.compile(
    r"\b(?:what (?:time|day)|which (?:day|time)|when (?:would|works|is good|are you|could|can)|book"
    r"|schedule|calendar|slot"
    r"|works? (?:best )?for you)\b"
)
REASSURED = re.compile(
    r"\b(?:that's a relief|makes me feel better|feel better|oh good|okay good|oh okay|good to know"
    r"|that helps|that's (?:good|great|fine|perfect|fair|better|reassuring|nice|not bad)|perfect|great"
    r"|awesome|fair enough|makes sense|okay (?:that|then|so that)|works for (?:me|us)|i can (?:handle"
    r"|live with|work with)|no problem|sounds good|good point|i (?:like|love) that|alright then|cool"
    r"|never mind then|wonderful|excellent)\b"
)
STILL_OPEN = re.compile(
    r"\b(?:but|still|not what i asked|isn't what i asked|so no|you don't know|a no from|yeah no"
    r"|make or break|i'd want to know|hm|not convinced|don't think|doesn't help|not sure|too (?:expensive"
    r"|much)|that's the whole thing)\b"
)
WORKAROUND = re.compile(
    r"\b(?:you (?:can|could)|(?:through|via|using) (?:zapier|the api|an? )|instead|alternatively"
    r"|another option|work ?around|there may be a path|starter plan|annual billing|billed annually|export)\b"
)
COMPARES = re.compile(
    r"\b(?:compare[sd]?|comparison|versus|vs|how are you different|what's different|difference between"
    r"|different (?:from|than)|better than|why (?:should|would) (?:i|we) (?:switch|choose|use) you"
    r"|cheaper than|what do you have that)\b"
)
BARRIERS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("contractual", "Offer to start when the contract ends, or credit for the remaining term.", re.compile(
        r"\b(?:contract (?:is up|ends|runs|expires|until|through|with)|under contract|locked in"
        r"|in a contract|renew(?:s|al|ed)?|cancellation|cancel(?:l?ing)? (?:it|our|the|fee)|paid (?:through"
        r"|until|for the year)|annual (?:contract|plan|subscription)|auto[- ]?renew\w*|months left)\b"
    )),
    ("technical", "Bring a migration plan: templates moved, integrations tested first.", re.compile(
        r"\b(?:migrat\w*|move (?:all|over|everything|our)|moved over|import (?:all|our|the|my)|all (?:our"
        r"|my) templates|rebuild\w*|re-?creat\w*|hundreds of templates|templates (?:over|across)"
        r"|existing (?:documents|templates|data)|data (?:out|over|migration)|set (?:it"
        r"|everything) up (?:again|from scratch)|integrated with everything)\b"
    )),
    ("organizational", "Offer training and a small pilot with the people who will use it most.", re.compile(
        r"\b(?:train(?:ing)? (?:everyone|everybody|people|them|my|the|\w+ people)|learn (?:a|another|new)"
        r"|change management|used to (?:it|the way|doing)|hate change|resist\w*|get (?:everyone|everybody"
        r"|them|people|the team) (?:to|on board)|on ?board(?:ing)? (?:everyone|the team)|politics|adoption"
        r"|old school|won't (?:use|learn|switch)|stuck in (?:their|our) ways)\b"
    )),
    ("cost", "Show the cost of switching against what the present way costs a month.", re.compile(
        r"\b(?:switching cost|cost (?:of|to) switch\w*|(?:pay|paying) (?:twice|for both|double)"
        r"|early termination|termination fee|cost to (?:migrate|move)|already paid)\b"
    )),
)  # fmt: skip
