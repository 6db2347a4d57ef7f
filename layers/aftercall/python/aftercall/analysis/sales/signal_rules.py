"""What the wish to buy sounds like: kind, strength, whether it is said outright, and the words (spec 3.1)."""

import re
from typing import Final

from aftercall.reports.sales_intelligence import Strength

_SEATS = r"(?:seats?|users?|licen[cs]es?|of us|people|reps?|agents?|admins?)"
# What a caller speaks of as if the purchase were made: "supposing he says aye", "if we went ahead".
_SUPPOSED = (
    r"(?:if(?: ever)?|suppos\w+|assuming|once|say|provided|let's say) (?:i|we|he|she|they|you all"
    r"|everyone|everybody|the \w+"
    r"|my \w+|our \w+)(?:'d|'ll|'re|'m| should| did| do| were to| was to| would| all| can| could| get to"
    r"| told you)*"
    r" (?:\w+ )?(?:go(?! back| over| through| wrong| down)|goes|went|going ahead|move[ds]?|moving"
    r"|say[s]? (?:yes|aye|ok(?:ay)?"
    r"|so|go)|said (?:yes|ok(?:ay)?|go)|sign(?:s|ed)? (?:up(?! for)|with you|the|today|now|this)|buy"
    r"|bought|decide[ds]?|approve[sd]?|take it|took it"
    r"|took the|switch\w*|agree[sd]?|do it|did it|do this|did this|start(?:ed)?|come over|came over"
    r"|come on board"
    r"|commit\w*|upgrade[ds]?|like[ds]? it|pull the trigger|push through|proceed|jump|give (?:it"
    r"|you) the)\b"
)
_HOW_SOON = (
    r"\b(?:how (?:quick\w*|soon|fast|long)|when (?:can|could|would|do)|who (?:is it|do|would|should|can)"
    r"|who's)\b"
)
_SET_UP = (
    r"(?:set ?up|setting up|up and runn?in[g']?|going|live|onboard\w*|migrat\w*|move[ds]?|moving|switch\w*"
    r"|roll\w* out"
    r"|train\w*|started|import\w*|transfer\w*|bring (?:it|them|everything|our)|build\w*|load\w*)"
)
SIGNALS: Final[tuple[tuple[str, Strength, bool, re.Pattern[str]], ...]] = (
    ("purchase", Strength.STRONG, True, re.compile(
        r"\b(?:let's (?:do it|do this|go(?! over| through| back)|get started|move forward|sign|buy)|(?:how"
        r"|where) (?:do|can|would|should) (?:i|we) (?:buy|sign up|upgrade|pay|subscribe|order|purchase"
        r"|put (?:in )?(?:my|our|the) card|(?:go|get|move|switch|convert) (?:\w+ ){0,3}(?:from"
        r"|off) the trial)|ready to (?:buy|sign|move|go(?! to)|switch|purchase|start|pull the trigger)|(?:i"
        r"|we)(?:'ll| will) (?:take (?:it|\w+ seats?|the)|buy|upgrade|subscribe|sign up|go (?:with|ahead"
        r"|for)|do the upgrade)|sign (?:me|us) up|put (?:me|us) down for|count (?:me|us) in|(?:i'm"
        r"|we're) (?:sold|in$|going (?:annual|monthly|with (?:you|the|it)|ahead|for (?:it|the)))|(?:i"
        r"|we)(?:'m| am|'re| are|'d| would)? (?:like|want|wanting|looking|ready|hoping|planning"
        r"|going) to (?:buy|sign up|upgrade|purchase|move forward|subscribe|go ahead|get started)"
        r"|^(?:\w+\W+){0,2}buy it\b|that's the one (?:i'm|we're|i|we) (?:\w+ )?(?:after|want\w*|need)"
        r"|send (?:me|us|over|it over) (?:the |an |a )?(?:contract|agreement|order form|paperwork"
        r"|invoice)(?! template)|(?:talk|speak|call|email) (?:to )?(?:\w+ )?(?:about|to) (?:buy|purchas"
        r"|upgrad|subscrib)\w*|(?:put|enter|use|give you)(?: in)? (?:my|our|the|a) (?:credit )?card"
        r"|what do (?:i|we) (?:need|have) to do to (?:get started|buy|sign|start|upgrade)|purchase order"
        r"|want it signed|(?:think|guess|then|and) we're (?:kind of |pretty much |basically )?(?:done"
        r"|good to go)|where do i sign"
        rf"|(?:start|begin|go) with (?:just )?(?:the )?(?:\w+ ){{1,2}}{_SEATS}|start with the (?:one|two"
        rf"|three|four|five"
        r"|six|ten))\b"
    )),
    ("next_steps", Strength.STRONG, True, re.compile(
        r"\b(?:next steps?|how (?:do|can|would) (?:we|i) (?:get started|proceed|move forward|go ahead)"
        r"|what (?:happens|comes|would happen|do (?:i|we) do) next|when can (?:we|i) (?:start|get started"
        r"|begin|go live|be (?:live|up and running|set up|using it))|when (?:could|would) (?:we|i) (?:start"
        r"|be)|how soon (?:can|could) (?:we|you|i)|(?:is (?:that|it)|would that be) (?:\w+ )?(?:doable"
        r"|possible|realistic) by|how (?:fast|quickly|long)[^.?]{0,40}\b(?:set ?up|up and running|live"
        r"|onboard\w*|migrat\w*|moved|switch\w*|roll\w* out))\b"
    )),
    ("start", Strength.STRONG, True, re.compile(
        r"\b(?:(?:how|where|who) (?:do|would|should|could|can|is it|does) (?:it |i |we |one "
        r"|you )?(?:\w+ ){0,3}?(?:phone"
        r"|call|talk to|contact|pay|get (?:it |this |us |me )?(?:started|going|set up)|start|sign up"
        r"|subscribe|upgrade"
        r"|order|activate|convert)|to get (?:it|this|us|me|everybody|everyone) (?:started|going|set up"
        r"|signed up)"
        r"|what(?:'s| is| would be|'d be) (?:the )?(?:next|first|involved in (?:switching|starting|moving))"
        r"|what (?:do|would|else do) you (?:need|want) from (?:me|us)|(?:how|when) (?:can|could|do|would"
        r"|quick|soon)"
        rf" [^.?!]{{0,40}}\b(?:up and runn?in\w*|running|live|going)\b"
        rf"|{_SUPPOSED}[^.?!]{{0,60}}{_HOW_SOON})"
    )),
    ("timeline", Strength.STRONG, False, re.compile(
        r"\b(?:(?:want|need|needs|like|have|has|love)(?: to)? (?:it|this|that|have it|have this|be|everyone"
        r"|everybody|something|us|all \w+ of (?:us|em|them)) (?:\w+ ){0,4}?(?:going|live|running|in place"
        r"|signed|done|moved over|set up|rolled out|sorted|ready|working|figured out|decided) (?:by|before"
        r"|in|this|next|on|for)|wanted all (?:\w+ ){1,4}moved|go(?:ing)?[- ]live (?:by|on|before|date)"
        r"|(?:need|want|got|have|has) to (?:decide|choose|pick|switch|move|sign|be off|be out"
        r"|make a decision)[^.?]{0,25}\b(?:by|before|this|within|next)\b|(?:looking|hoping|planning|trying"
        r"|aiming) to (?:decide|make (?:a|our|the) decision|choose|have (?:it|this|something)|be (?:live"
        r"|done|switched))[^.?]{0,30}\b(?:by|before|within|in the next|this|next)\b|(?:last date|deadline"
        r"|cut ?off)(?: \w+){0,3} (?:is|for me|for us)|is (?:the |our |my )?(?:last date|deadline|cut ?off)"
        r"|before (?:\w+ ){1,5}(?:renews|expires|ends|is up|runs out|lapses)|(?:close|finali[sz]e|decide"
        r"|sign) (?:it |this )?(?:in|within|by|before) (?:this|the|next|end))\b"
    )),
    ("affordability", Strength.STRONG, False, re.compile(
        r"\b(?:(?:that's|is) nothing|oh that's (?:cheap|nothing|fine|not bad|less than)|(?:(?:well )?within"
        r"|fits?(?: in| within| into)?) (?:our |the |my )?budget|we (?:have|got|'ve got) (?:the |a )?budget"
        r"|budget(?:'s| is| has been)?(?: already| all)? (?:approved|there|set aside|signed off)"
        r"|worth every|cheaper than (?:what|i thought|we|i expected)|less than (?:i thought|we pay|what we"
        r"|i expected|we're paying)|(?:we|i) can (?:afford|swing|do) that|that's (?:very |really |actually "
        r"|pretty )?(?:reasonable|affordable))\b"
    )),
    ("internal_case", Strength.MEDIUM, False, re.compile(
        r"\b(?:i(?:'ll| will| can|'d)(?: just)? (?:use that(?: one)?|bring (?:it|this|that) (?:to|up)"
        r"|take (?:it|this|that) to|show (?:this|it|that)|forward (?:it|this|that)|recommend|present|put"
        r" (?:it|this|that) (?:to|in front of|before))|so (?:that )?(?:i|we) can (?:put|show|share|take"
        r"|present|forward|bring|tell|compare)|put (?:it|this|that) (?:in|into) (?:the|our|my)|something"
        r" (?:to|i can|we can) (?:put|show|take|bring|hand|forward)(?: \w+){0,3} (?:front|to|them|him|her"
        r"|board|boss)|one[- ]pager|for (?:my|the|our) (?:boss|board|cfo|ceo|partners)(?: to (?:see|look"
        r"|read))|(?:number|price|pricing|quote|it|that) in writing)\b"
    )),
    ("pricing", Strength.MEDIUM, True, re.compile(
        r"\b(?:(?:about|for|ask\w*|know|tell me) (?:the |your )(?:price|prices|pricing|cost"
        r"|costs)\b(?!\s*(?:list|book|went|is|was))|(?:seat|user|person|licen[cs]e)(?:'s| is)? how much"
        r"|what (?:would|will) (?:it|that|this) (?:all )?be\b|how much(?! time)(?: (?:is (?!left|on my|my)"
        r"|does|would|do you|for|will|are)|$|\W(?! \w))"
        r"|(?:what|what's|what'd|what'll)(?: \w+){0,5} (?:cost|run|charge|come to|set (?:me|us) back"
        r"|looking at|be paying)\b|what(?:'s| is| are| about) (?:it|that|(?:the |your )?(?:best |total "
        r"|annual |monthly |yearly )?(?:price|cost|pricing|rate|damage|fee)s?)(?: (?:for|on|per|you|of|in)"
        r"|\W*$)|what's it (?:run|cost|come to|in)|(?:can|could|need|want|get|send|give|bring|prepare"
        r"|have)(?: \w+){0,3} (?:a|the|rough|written|firm) (?:\w+ )?(?:quote|estimate|price|number|ballpark"
        r"|figure)(?! (?:template|builder))|annual (?:discount|billing)|volume (?:discount|pricing)|add"
        r" (?:more )?seats|ballpark|prorated|(?:price|pricing|cost|quote) for (?:the )?(?:\w+ )?(?:\w+ )?"
        rf"{_SEATS}|send (?:me |us |over )?(?:the |your |that |those )?(?:numbers?|pricing|prices|quote"
        rf"|figures|offer)"
        r"|best price|(?:does|do|would) (?:the |that |your )?(?:price|cost|plan|it|that) include|how (?:do"
        r"|would|does) (?:we|i|it|that|the \w+|billing) (?:get )?(?:billed|priced|work))"
    )),
    ("evaluation", Strength.MEDIUM, True, re.compile(
        r"\b(?:(?:can|could|may) (?:we|i|you|they|somebody|someone) (?:get|see|have|do|show|set up|book"
        r"|schedule|give|run) (?:us |me )?(?:a |the |it |an |through )?(?:live |full |proper |quick "
        r"|short )?(?:demo|walk ?through|trial|pilot)|(?:i|we)(?:'d| would)? (?:want|like|love|need)"
        r" (?:to see (?:it|how|that|the|this)|a demo|a pilot)|(?:one|a|the) demo (?:also )?(?:we|i) want"
        r"|show (?:me|us) (?:how (?!to\b)|the|that|a)|pilot|proof of concept|i can show (?:my|the|them)"
        r"|(?:try|test) (?:it|this) (?:out )?(?:with|on) (?:our|my|a|one|the))\b"
    )),
    ("preparation", Strength.MEDIUM, True, re.compile(
        r"\b(?:i|we)(?:'ll| will| shall|'m going to|'re going to|'m gonna| can)? (?:have|send|email|drop"
        r"|get|forward|put together"
        r"|share|gather|pull|upload|prepare) (?:\w+ ){0,12}(?:over|to you|for you|you (?:the|our|my|a)|by"
        r"|tomorrow|this (?:afternoon|week)|templates?|contracts?|forms?|documents?|logo|questionnaire"
        r"|format|samples?)\b"
    )),
    ("return_on_investment", Strength.MEDIUM, False, re.compile(
        r"\b(?:(?:would|will|could|'d|'ll|gonna|going to|it) (?:\w+ )?save[s]? (?:us|me|a|an|hours|money"
        r"|time|so much|\w+ hours)|paid for itself|(?:pays?|pay) for itself|if (?:it|this|that) saves|roi"
        r"|return on investment|free up|cut (?:that|it|our) (?:down|in half)|hours a week (?:back|saved))\b"
    )),
    ("stakeholders", Strength.MEDIUM, False, re.compile(
        r"\b(?:i want (?:my|the|our|\w+ and) (?:\w+ ){0,3}(?:on the call|in the room|to see|there|to join)"
        r"|(?:bring|invite|loop in|include) (?:my|our|the) (?!contract|document|template"
        r"|price)(?:\w+ ){1,3})\b"
    )),
    ("supposed", Strength.MEDIUM, False, re.compile(
        rf"\b(?:{_SUPPOSED}|if (?:the |your |that )?(?:price|number|quote|cost"
        rf"|figure)s? (?:\w+ ){{1,4}}?(?:i|we|he|she|they)(?:'d|'ll| would"
        rf"| will| can))"
    )),
    ("planned", Strength.MEDIUM, False, re.compile(
        r"\b(?:(?:that|which|this) (?:one )?i(?:'d| would) (?:pay|buy|sign|go|switch)|would(?:'ve"
        r"| have) (?:sold|got|won|convinced|done it for)|let(?: us|'s) (?:\w+ )?(?:proceed|try|do)"
        r"|(?:i'd|we'd|i would|we would) (?:probably |happily |gladly )?(?:stop|stay|renew|keep|pay|take"
        r"|sign|come back|be happy)|(?:must|has to|have to|need to|needs to) be (?:trained|ready|live"
        r"|running|moved|set up|done|in place)|(?:i think|guess|so) we're (?:doing|going|in|good|set)"
        r"|(?:must|have to|need to|got to|gotta|want to|going to|gonna) (?:decide|choose"
        r"|pick|have (?:it|something|this)|be (?:live|running|done))|(?:i|we)(?:'d| would| must| need to"
        r"| want to| have to|'d like to| would like to)"
        r" (?:want to |like to |love to )?(?:see|try|test|have a go at) (?:it|this|that|the|one)(?! again)"
        r"|have a go|play (?:around )?with it"
        r"|by (?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|spring|summer|autumn|fall|christmas|the new year)"
        r" (?:we|i)(?:'ll|'re| will| are| have| need| want)|(?:i'd|we'd|i want|we want|i would|we would"
        r"|want|need) (?:want |like |need |love )?(?:it|this) in"
        r" (?:for|by|before|place)|(?:so |then )+it's (?:\w+ )?(?:seats?|users?|two|three|four|five|six"
        r"|seven|eight|nine|ten|the \w+ (?:plan|one)))\b"
    )),
    ("order", Strength.STRONG, True, re.compile(
        r"\b(?:what (?:do|would|will|else) (?:\w+ )*?(?:need|require|want) from (?:me|us)|pro ?forma"
        r"|purchase order|bank(?:ing)? (?:details|letter|confirmation)|vendor form|open (?:the|an"
        r"|our) account"
        r"|(?:can|could|will|would) (?:you|you guys|i|we) (?:just )?(?:invoice|bill|put (?:it|us|me) (?:on"
        r"|down))|who do (?:i|we) (?:pay|make)|net[- ](?:thirty|sixty"
        r"|\d+)|make it out to|(?:send|email)(?: (?:me|us|over|it|the|a|an|whatever))* (?:i'm|i am|we're"
        r"|we) (?:\w+ )?(?:sign|supposed|need)\w*"
        r"|onboarding (?:when|call|session|start\w*)|when(?:'s| is) the (?:soonest|earliest)"
        r"|(?:the )?(?:soonest|earliest) (?:you|we|i|date|slot))\b"
    )),
    ("terms", Strength.MEDIUM, True, re.compile(
        r"\b(?:month[- ]to[- ]month|(?:pay|paid|bill(?:ed)?|invoiced?) (?:\w+ )?(?:monthly|yearly|annually"
        r"|quarterly"
        r"|by (?:the )?(?:month|year|check|cheque|card|invoice))|(?:sign up|commit|locked in|contract|term)"
        r" (?:is )?(?:for )?(?:a|one|two|three|the whole|twelve)[- ](?:year|month)s?|minimum (?:term"
        r"|number|seats?|commitment)"
        r"|cancel (?:any ?time|whenever|before|early|after)|take (?:a |my )?(?:card|check|cheque|po"
        r"|invoice)s?"
        r"|what(?:'s| is| are) (?:the|your) (?:\w+ )?(?:terms?|commitment|contract)|how long (?:is|would"
        r"|do) (?:the |we |i )?"
        r"(?:be |get )?(?:contract|term|commit\w*|tied|locked)|notice (?:of|period)|(?:one|two|three|six"
        r"|\w+)[- ]months?(?:'s?)? notice|net[- ]thirty)\b"
    )),
    ("implementation", Strength.MEDIUM, True, re.compile(
        rf"\b(?:who (?:builds?|sets?|trains?|does|would|will|moves?|loads?|teaches|helps?"
        rf"|would be)[^.?!]{{0,40}}"
        rf"|(?:will|would|can|could|do|does) (?:you|you guys|ye|y'?all|somebody|someone|anybody|they"
        rf"|your \w+)"
        rf" (?:\w+ )?(?:help|show|walk|train|teach|sit|set|move|import|migrate|bring|onboard)\b"
        rf"|is there (?:somebody|someone|anybody|anyone|a person|training|any training|onboarding"
        rf"|help)[^.?!]{{0,60}}"
        rf"|how (?:hard|much work|big a job|difficult|easy) (?:is|would|will|to)|how long (?:does|would"
        rf"|will|to|is|till|until)"
        rf"[^.?!]{{0,40}}\b{_SET_UP}\b|(?:bring|move|import|carry|transfer|keep) (?:\w+ ){{0,3}}(?:over"
        rf"|across|with us|in))"
    )),
    ("material", Strength.MEDIUM, True, re.compile(
        r"\b(?:(?:send|email|text|shoot|forward|mail|get|give|fire|drop|ping|need|want|have|got|like"
        r"|like to have|obliged for)"
        r" (?:(?:me|us|him|her|them|you|over|a|an|the|some|any|them|that|those|copy|of|your"
        r"|it) )*(?:\w+ ){0,2}?(?:prices?|pricing|quotation|numbers"
        r"|figures|quote|proposal|offer|brochure|leaflet|overview|comparison|one[- ]pager|one[- ]page"
        r"|w[- ]?9|order form"
        r"|summary|breakdown|case stud\w+|security (?:packet|documents?|questionnaire)|references?)\b"
        r"|(?:formal |written |proper )(?:quote|quotation|offer|proposal)|something (?:\w+ )?(?:i"
        r"|we) (?:can|could) (?:\w+)"
        r"|(?:put|have|got|show|take|lay|stick)(?: \w+){0,4} in front of (?:him|her|them|me|my|the|our))"
    )),
    ("others_to_see", Strength.MEDIUM, False, re.compile(
        r"\b(?:(?:i|we)(?:'d| would)? (?:like|love|want|need) (?!you\b|it\b|to\b|this\b|that\b"
        r"|something\b)(?:\w+ ){1,4}(?:to (?:see|look|try"
        r"|hear|join|have a)|on (?:the|that) (?:call|demo))|(?:show|demo) (?:it|this|that) to (?:my|our"
        r"|the|him|her|them)"
        r"|(?:him|her|them|my \w+|the \w+|everyone) (?:to )?(?:see|try|have a look at|play with) (?:it"
        r"|this))\b"
    )),
    ("open", Strength.WEAK, False, re.compile(
        r"\b(?:still (?:talking|interested|in (?:the|this))|not saying no|(?:could|might"
        r"|may) (?:well )?(?:work|do it|be the one"
        r"|suit us|be (?:what|just what|onto))|(?:you|you've|you'd) (?:have|got|'ve got) my attention"
        r"|leaning (?:toward|to|your)"
        r"|tempted|(?:he|she|they|my \w+|the \w+|girls|everybody|everyone)(?: ?'d| ?'ll| might| will"
        r"| would| may) (?:\w+ )?(?:wear"
        r"|like|love|go for|buy|be (?:happy|pleased|thrilled|delighted)|appreciate|enjoy) (?:that|it|this)"
        r"|(?:he|she|they)(?:'ll| will|'d| would) be (?:\w+ )?(?:tickled|pleased|thrilled|delighted|happy"
        r"|relieved|over the moon|chuffed|glad)|(?:would|'d|will|'ll) (?:please|delight|thrill|tickle|suit"
        r"|save|help) (?:him|her|them|us|me|my|everyone|the)\b"
        r"|that (?:really )?changes (?:a lot|everything|things)|that's exactly it|better than (?:nothing"
        r"|what we|i (?:have |had |'d )?(?:thought|expected|feared)|the|ours|anything|we have)|that(?:'d"
        r"| would| will|'ll) be"
        r" (?:\w+ )?(?:heaven|great|brilliant|grand|lovely|ideal|super|fantastic|wonderful|awesome"
        r"|a (?:godsend|dream|game|relief"
        r"|lifesaver|blessing|huge|big))"
        r"|(?:now )?that's (?:\w+ )?(?:slick|clever|neat|smart|handy|something|impressive|nifty|magic"
        r"|not daft|more like it)|i (?:do |really |quite |actually )?(?:like|love) (?:that|it|the sound))\b"
    )),
    ("satisfaction", Strength.WEAK, False, re.compile(
        r"\b(?:exactly what (?:i|we)(?:'m|'re)? (?:need|want|looking|after)|that's (?:exactly|just) (?:it$"
        r"|what (?:i|we))|(?:\w+ ?)(?:would|'d|will|'ll|gonna|going to) (?:love|like|be (?:thrilled"
        r"|delighted|happy) (?:with|about)) (?:that|it|this)$|that(?:'d| would|'ll| will) (?:be (?:huge"
        r"|amazing|perfect)|solve|fix|get (?:him|her|them) off|save)|impressive|sold on|more than \w+ ever"
        r"|we can (?:live|work) with (?:that|it)|that's something$)"
    )),
    ("reconsideration", Strength.WEAK, False, re.compile(
        r"\b(?:i(?:'ll| will| might|'d) (?:look at it again|take another look|give it (?:a|another) (?:try"
        r"|shot|go)|reconsider)|if (?:it|that|you)[^.?!]{2,40} (?:i(?:'ll|'d)|we(?:'ll|'d)|then (?:i"
        r"|we)(?:'ll|'d)) (?:look|sign|switch|buy|move|be in|be interested|go with|come (?:over|back)))\b"
    )),
)  # fmt: skip
