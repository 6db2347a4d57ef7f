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
        r"|(?:is(?: more)?|that's|it's|seems?|sounds?|looks?|feels?|bit|little|pretty|so|really|very"
        r"|kind of|quite|just|got|gets) (?:a (?:bit|little|lot) )?(?:expensive|pricey|steep|overpriced"
        r"|high)|(?:over|out of|above|outside|beyond|blows?) (?:of )?(?:our |my |the |what we )?budget"
        r"|(?:can't|cannot|couldn't|don't|won't) (?:\w+ ){0,2}?(?:afford|justify|swing|stomach|swallow)"
        r"|(?:hard|tough|difficult) to (?:justify|swallow|sell at)|(?:hard|tough) sell|no budget|(?:don't"
        r"|doesn't|do not) have (?:the |a |any |much |that kind of |a lot of )+(?:budget|money)|budget"
        r" (?:is|was|got)(?: \w+)? (?:tight|frozen|gone|tiny|small|cut|maxed|spent)|(?:whole|entire|total"
        r"|only) (?:\w+ ){0,2}budget|(?:way |a lot |much )?more than (?:\w+ ){0,2}?(?:we|i)(?: \w+)? (?:can"
        r"|want|wanted|expected|pay|paying|thought|budgeted|have|spend|planned)|more than (?:we're|i'm)"
        r" (?:\w+ )?paying|(?:that's|it's|(?:dollars|bucks|month|year|seat|quid) is) (?:\w+"
        r" (?:of )?)?(?:a lot|quite a bit|an awful lot|too much) (?:of money|more|for|per|a (?:month|year"
        r"|seat))|(?:price|cost|pricing) (?:is|was|'s) (?:\w+ )?(?:problem|issue|concern|hang ?up"
        r"|sticking point)|price tag|sticker shock|(?:near|nearly|almost|about|basically) (?:double|twice"
        r"|triple)|(?:double|twice|triple|three times) (?:what|the price|our|my)|(?:paying|pay) (?:twice"
        r"|double)|already (?:paid|paying) (?:for )?\w+|(?:it's|that's|is) (?:an )?extra"
        r"|lock(?:ed)?[- ]?in(?:to)?(?= (?:for|a|to|we|contract)\b)|(?:multi|two|three|\w+)[- ]year lock"
        r"|(?:if|when) (?:it|that|the price) (?:is|goes|crosses|comes|gets|crossing)(?: \w+){0,2} (?:over"
        r"|above|more than|crossing)|nickel(?:ed|ing)? and dim\w+|hidden (?:fees?|costs?)|adds up (?:fast"
        r"|quick\w*)|pay(?:ing)? for (?:\w+ ){1,3}?(?:we|i|they|who|that) (?:don't|doesn't|never|barely"
        r"|hardly|won't)|not (?:paying|spending|going to pay|gonna pay|worth (?:the|that))|(?:get|have|got"
        r"|do|does) (?:it|that|this|one|the same (?:thing )?)(?: already)? for (?:free|half|less)"
        r"|cheaper (?:elsewhere|somewhere)|for half (?:of )?(?:that|the price|what))\b"
    )),
    (ObjectionCategory.PRICING, False, "price", re.compile(
        r"\b(?:any (?:discount|deal|promo\w*|wiggle room)|is there (?:a |any )?(?:\w+ )?(?:discount"
        r"|cheaper)|discounts? for|cheaper (?:plan|option|tier|version)|(?:lower|better) price|price match"
        r"|negotia\w+|(?:can you|could you) do (?:any )?better|come down (?:on|in|a)|knock"
        r" (?:\w+ ){0,3}off)\b"
    )),
    (ObjectionCategory.TIMING, True, "timing", re.compile(
        r"\b(?:not right now|not ready|not this (?:year|quarter|month)|maybe (?:later|next (?:year|quarter"
        r"|month))|check back|call (?:me |us )?back in (?:a |the )?(?:few|couple|\w+ (?:weeks|months)"
        r"|spring|summer|fall|winter|new year|january|february)|too (?:busy|soon|early|swamped)|swamped"
        r"|slammed|bad (?:time|timing)|not (?:the|a) (?:right|best|good|great) time|other priorities"
        r"|on hold|not a priority|back burner|no bandwidth|don't have (?:the )?(?:time|bandwidth)|(?:can't"
        r"|cannot|won't|couldn't|don't want to|not (?:going to|gonna)) (?:really "
        r"|even )?\w+(?: \w+){0,5} (?:until|till|before (?:the|our|we|i)|for (?:another|at least))|not"
        r" (?:until|till) (?:after|next|the|our|we)|nothing (?:happens|moves) until|(?:stuck|locked in"
        r"|under contract|in a contract|contract runs|contract goes)(?: \w+){0,4} (?:until|till|through"
        r"|for another)|(?:that's|is|be) (?:way |just )?too (?:long|late|slow) (?:for|of a)|that's too"
        r" (?:long|late|slow)|now is(?:n't| not)(?: really)? (?:a|the)|(?:can't|cannot|couldn't|won't"
        r"|not (?:going to|gonna)|don't have time to) wait|put (?:it|this|that) off|revisit (?:it|this)"
        r"|have to (?:think (?:about|it over)|sleep on)|need to think (?:about|it over)|middle of (?:our "
        r"|the )?(?:busy|peak|tax) season)\b"
    )),
    (ObjectionCategory.TRUST, True, "security or reliability", re.compile(
        r"\b(?:hacked|(?:data )?breach\w*|leaked|don't (?:really |fully |quite )?trust|not comfortable"
        r"|uncomfortable|(?:worried|concerned|nervous|uneasy|anxious|paranoid|skeptical|leery|wary"
        r"|scared) (?:about|of|that|with|if|to)(?= \w)|it worries me|makes (?:me|us|them) (?:nervous"
        r"|uneasy)|how (?:do|can|would) (?:i|we) (?:even |actually |really )?(?:know|trust|be sure)|(?:got"
        r"|been|was|were|getting) burned|burned (?:by|before|us|me)|hold up in court|stand up in court"
        r"|(?:even |really |actually )(?:legal|legally binding|binding|safe|secure|enforceable)|(?:is"
        r"|are) (?:it|they|that|this|these|your \w+) (?:safe|secure|legal|legally binding|reliable)"
        r"|sitting on (?:\w+ ){1,3}server|(?:has|have|needs?) to (?:stay|live|remain|be (?:stored|kept"
        r"|hosted)) (?:in|inside|within|on)|(?:can't|cannot|not allowed to) (?:leave|be (?:stored|hosted))"
        r"|where (?:does|is|do|are) (?:the |our |my |all )*(?:data|thing|it|documents?|files?"
        r"|stuff)(?: \w+)? (?:live|stored|kept|sitting|hosted|go)|data residency|never heard of (?:you|it)"
        r"|sketchy|too good to be true|scam|what happens (?:to (?:our|my|all)|if you (?:guys )?(?:go|get"
        r"|shut))|loses? (?:my|our)|can't put (?:my|our)|(?:insurers?|auditors?|legal|compliance|infosec"
        r"|security|regulators?|lawyers?) (?:will|would|is going to|are going to|gonna|is gonna) (?:ask"
        r"|want to know|have questions)|another company (?:with|holding|seeing|touching))\b"
    )),
    (ObjectionCategory.OTHER, True, "people or rules", re.compile(
        r"\b(?:(?:won't|will not|would never|will never|not (?:going to|gonna)|refuses? to"
        r"|never going to) (?:ever |even )?(?:use|learn|touch|switch|change|adopt|open|click|download|like"
        r"|go for|get on board)"
        rf"(?: to)? {_NEW_WAY}|(?:hates?|afraid of|scared of|terrified of|resist\w*) (?:change|new"
        rf"|technology|computers"
        r"|learning)|not (?:very |really |super |that )?(?:tech|computer)[- ]?(?:savvy|people|person"
        r"|literate|y)|set in (?:his|her|their|our) ways|stuck in (?:his|her|their|our) ways|(?:has|have"
        r"|needs?|must) (?:to )?(?:be|have) (?:a |an )?(?:real |original |actual )?(?:wet|ink|notarized"
        r"|pen)\b|(?:insists?|requires?|wants?|demands?|only (?:takes?|accepts?)) (?:on )?(?:a |an )?(?:wet"
        r"|ink|paper|original)|(?:seems?|sounds?|looks?|feels?|bit|pretty|really|kind of)"
        r" (?:\w+ )?(?:complicated|like a lot (?:of work|to learn)|overwhelming|daunting|clunky)|too"
        r" (?:complicated|complex|technical|clunky|many steps|much (?:work|trouble|for us))|overkill"
        r"|more than (?:we|i) need|learning curve|yet another (?:tool|login|password|system|app|thing)"
        r"|(?:not|don't (?:want|need)) another (?:tool|login|password|system|app|thing|subscription)|(?:our"
        r"|company|their) policy (?:is|says|requires|won't)|push ?back (?:from|on)|hard to get (?:them"
        r"|everyone|people|him|her) (?:to|on)|(?:we|i)(?: just| really)? (?:don't|do not) (?:really "
        r"|actually |even )?(?:need|want) (?:(?:all|any|much) (?:of )?)?(?:it|this|that)(?! to\b| in\b"
        r"| on\b)|don't see (?:the|a) (?:point|need|value|benefit)|(?:happy|fine|okay) with (?:what|how"
        r"|the way) (?:we|i)|if it ain't broke|don't want to (?:switch|migrate|rebuild|redo|start over"
        r"|move everything))\b"
    )),
    (ObjectionCategory.FEATURES, True, "missing feature", re.compile(
        r"\b(?:(?:it|that|this|you|you guys|yours|your \w+) (?:just |really |still )?(?:doesn't|does not"
        r"|can't|cannot|won't|don't) (?:\w+ )?(?:have|do|support|work with|work for|integrate|handle"
        r"|connect|sync|help|solve|fix|let|talk to)|missing (?:the |a |that )?(?:feature|integration|piece)"
        r"|lacks|without (?:that|it|this) (?:we|it|i|there|you)|(?:won't|doesn't|not (?:going to"
        r"|gonna)) work for (?:us|me|them|that)|can't use it|useless (?:for|to) (?:us|me)|no (?:good"
        r"|use) to (?:us|me)|(?:if|unless) (?:it|you|you guys|that|this|there) (?:\w+ ){0,2}?(?:can't"
        r"|cannot|doesn't|don't|won't|isn't)|unless (?:it|you|that|there)|(?:we|i) (?:can't|couldn't|won't"
        r"|wouldn't) (?:go|move|switch|use|do|buy|adopt|sign|live)(?: \w+){0,4} (?:without|if|unless))\b"
    )),
)  # fmt: skip

# A refusal that does not say what it is about; the words around it do (TOPICS).
VERDICT = re.compile(
    r"\b(?:deal ?breakers?|make or break|non[- ]?starter|show ?stopper|hard no|that's a no\b(?! brainer)"
    r"|a no from|no deal|out of the question|(?:not (?:going to|gonna)|won't) (?:happen|fly|cut it"
    r"|go over well|go down well)|defeats? the (?:whole |entire )?purpose|what's the point"
    r"|what would be the point|no point (?:in|if|then|to)|rules? you (?:guys )?out|red flag|then (?:i"
    r"|we) (?:\w+ )?have a (?:big |real |huge )?problem|then (?:i'm|we're) (?:out|done|stuck)"
    r"|i'm out(?=\W*$)|walk away|for (?:about )?half (?:that|the (?:price|cost)|of that|what)|for (?:a lot"
    r"|way|much) less|i'll pass(?= on (?:it|this|that)\b|\W*$)|have to pass(?! \w)|(?:look|go) elsewhere"
    r"|not (?:interested|sold on|convinced|a (?:good )?fit)|my (?:only |main |big |biggest |one "
    r"|real )?(?:concern|worry|hesitation|fear|reservation|hang ?up)|(?:that|this|it|which)(?:'s| is"
    r"| would be| will be| is going to be| could be) (?:a|my|our) (?:\w+ )?(?:problem|concern|blocker"
    r"|obstacle|worry)(?! (?:number|we|for \w+ing))|(?:will|would|'ll|they'd|he'd|she'd|gonna|going to)"
    r" (?:just |straight ?away |never |see (?:it|that) and )?(?:reject|refuse|object|say no|balk|choke|flip"
    r"|freak|faint|laugh|hit the roof|have a fit|kill it|veto|shoot (?:it|this) down)|(?:have"
    r"|need) to keep (?:\w+ ){1,3}(?:also|too|as well|anyway)|(?:big|real|huge|major|serious) (?:problem"
    r"|issue|concern|hurdle|obstacle) (?:for|if|with)|(?:won't|will not|not (?:going to|gonna)|would never"
    r"|will never) (?:even |ever )?(?:look at|touch|approve|sign(?! (?:up|in)\b)|agree|accept|consider"
    r"|let (?:us|me)|go for|allow|entertain|bless|pay))\b"
)
HESITATES = re.compile(
    r"\b(?:(?:i'm |i am |we're |still )?not (?:so |really |totally |completely |entirely )?sure (?:about|if"
    r"|that|we|it|they|this|the|my|our|he|she|everyone|i (?:want|need))|i don't know (?:about|if (?:we|they"
    r"|it|i|that))|on the fence|hesitant|(?:have|got) (?:my |some )?doubts|mixed feelings|torn|iffy"
    r"|i don't (?:think|see|love|like)(?: how| that)? (?:it|they|he|she|we|my|our|the|this|that|having"
    r"|paying)|(?:we|i|they)(?:'d| would) still (?:have|need) to|what if|(?:a )?lot of work|tough one)\b"
)
TOPICS: Final[tuple[tuple[ObjectionCategory, str, re.Pattern[str]], ...]] = (
    (ObjectionCategory.PRICING, "price", re.compile(
        rf"\b(?:pric\w+|costs?|budget|discount|fees?|money|double|twice|paid|pay|paying|extra|cfo|finance"
        rf"|lock(?:ed)?[- ]in|afford|cheap\w*|expensive|{_MONEY}|(?:\w+ )?a month is)"
    )),
    (ObjectionCategory.TRUST, "security or reliability", re.compile(
        r"\b(?:secur\w+|privacy|private|privileged|confidential|complian\w+|hipaa|baa|soc ?2|gdpr|servers?"
        r"|data|hosted|stored|legal(?:ly)?|auditors?|trust|safe|lost|loses?|hacked|breach\w*|infosec"
        r"|insurers?|it (?:team|department|guy|director))\b"
    )),
    (ObjectionCategory.TIMING, "timing", re.compile(
        r"\b(?:until|wait(?:ing)?|weeks?|months?|quarter|deadline|too (?:long|late)|renew\w*|season|by"
        r" (?:monday|tuesday|wednesday|thursday|friday|tomorrow))\b"
    )),
    (ObjectionCategory.OTHER, "people or rules", re.compile(
        r"\b(?:policy|rules?|wet|ink|union|they'll|he'll|she'll|team|partners?|older|old school|adoption"
        r"|logged in|recruiters|staff|people|learn\w*|train\w*)\b"
    )),
)  # fmt: skip
NO_OBJECTION = re.compile(
    r"\b(?:not|isn't|never|wasn't) (?:really |exactly |necessarily )?(?:a |an |the )?(?:deal ?breaker"
    r"|problem|issue|big deal|blocker|showstopper|concern|worried|my (?:issue|concern|problem))|\bno"
    r" (?:problem|issue|worries|concerns)\b|\b(?:i'd|would) have been (?:worried|concerned|nervous)\b"
    r"|\b(?:here's|that's|this is|so here's|there's) (?:the |my )?(?:one|thing|part|question)"
    r" (?:that )?(?:i'm|i am|we're) (?:\w+ )?(?:worried|concerned|nervous) about\W*$|\bmy (?:issue|concern"
    r"|problem|worry) is (?:different|something else)"
)
BLOCKS = re.compile(
    r"\b(?:can't|cannot|won't|will not|not (?:going to|gonna)|no way|deal ?breaker|make or break|never"
    r"|has to|have to|must|otherwise|need(?:s)? to|i'm done|we're done|no point|defeat|out of the question"
    r"|a no|hard no|non[- ]?starter|show ?stopper|then (?:i|we) have a problem|what's the point|useless"
    r"|refuse\w*|not even|without (?:that|it)|unless|rules? you out|i'm out|pass)\b"
)
SHOCKED = re.compile(
    r"^(?:oh|okay|well|so|hm+|um|uh|and|but|wow|man|yeah|,|\s)*(?:ouch|oof|yikes|whoa|jeez|geez|holy \w+"
    r"|good lord|my goodness|that's (?:a lot|quite a bit|a jump|higher|high|more than|steep)|that much|hm+)\b"
)
QUOTES_PRICE = re.compile(rf"(?:\bdollars\b|\$ ?\d|{_MONEY})")
ASKS_ABOUT_PRESENT = re.compile(
    r"\b(?:(?:us(?:e|ing)|do|doing|handl\w+|manag\w+|send\w*|sign\w*|creat\w+|mak\w+|works?|working|system"
    r"|tools?|setup|process|way|agreements|contracts|documents)\b[^.?!]{0,40}\b(?:today|now|currently"
    r"|at the moment)|currently|at the moment|your current|what's prompting|what (?:made|brings) you to"
    r"|why are you (?:looking|leaving|switching)|how (?:has|is|'s) (?:that|it) (?:been )?(?:working|going)"
    r"|how (?:do|are) you (?:\w+ )?(?:handl|send|sign|do|creat|manag|mak|get))"
)
ASKS_FOR_WORRIES = re.compile(
    r"\b(?:anything (?:that |which )?(?:worries|concerns|bothers|holds|would (?:stop|keep|hold))|(?:any"
    r"|what) (?:\w+ )?(?:concerns|worries|reservations|hesitations|objections)|what(?:'s| is| would be)"
    r" (?:holding|keeping|stopping)|what(?:'s| is) your (?:biggest |main )?(?:concern|worry|hesitation))\b"
)
NOTHING_WORRIES = re.compile(
    r"^(?:um|uh|oh|well|hm+|[, .])*(?:no\b|not really|nope|nothing|none|i don't think so|not that)"
)
ASKS_ABOUT_ELSE = re.compile(r"\b(?:anything else|what else|other questions)\b")
ASKS_WHEN_TO_MEET = re.compile(
    r"\b(?:what (?:time|day)|which (?:day|time)|when (?:would|works|is good|are you|could|can)|book"
    r"|schedule|calendar|slot|works? (?:best )?for you)\b"
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
        r"|existing (?:documents|templates|data)|data (?:out|over|migration)|set (?:it|everything) up"
        r" (?:again|from scratch)|integrated with everything)\b"
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
