"""How people push back whatever the matter is: what they fear, refuse, doubt, compare or lived through.

Each cue is a way of speaking, not a matter; the matter is read from the words around it
(:data:`aftercall.analysis.objection_rules.TOPICS`).
"""

import re
from typing import Final

from aftercall.reports.objections import ObjectionCategory

_NOT: Final = (
    r"(?:won't|wont|will not|wouldn't|would not|would never|will never|'d never|'ll never|(?:ain't|aint"
    r"|isn't|aren't|not|is not|are not)"
    r" (?:going to|gonna|about to)|never (?:going to|gonna)|refuses? to|(?:would|'d) (?:sooner|rather)"
    r"|couldn't possibly)"
)
_SOMEBODY: Final = (
    r"(?:he|she|they|my (?:\w+ )?\w+|our (?:\w+ )?\w+|the (?:board|boss|owner|partners?|committee|team"
    r"|guys|girls|staff|others|rest|lawyers?"
    r"|council|union|insurers?|auditors?|bank|crew|drivers|nurses|teachers|clients|customers|patients"
    r"|parents|residents|tenants|bookkeeper)"
    r"|half (?:of )?(?:them|my|our|the) ?\w*|nobody|no one|people|folks|most (?:of )?(?:them|people|our)"
    r"|some of (?:them|my|our))"
)
# Said of what might come: nothing else in the clause has to say that it is unwelcome.
FEARS: Final = re.compile(
    r"\b(?:what happens (?:if|when|to|the day)|what if (?:the|you|somebody|someone|they|we|i|one|a|my|our"
    r"|it (?:goes|breaks|fails|gets|crashes"
    r"|loses|doesn't|dies))|what about (?:if|when)|(?:will|would|are|do) (?:ye|you|you guys|y'?all"
    r"|yall) (?:even |still |going to )*(?:exist"
    r"|be around|be there|be here|be in business|go bust|go under|get bought)|who(?:'s| is| else"
    r"| all)? (?:going to|gonna|can|could|gets to)?"
    r" ?(?:see|sees|read|access|look at) (?:it|this|that|them|our|my|the)|(?:can|could|what stops"
    r"|what's to stop|what's stopping)"
    r" (?:somebody|someone|anyone|anybody|people|they|a \w+) (?:\w+ )?(?:fak\w+|forg\w+|steal\w*|chang\w+"
    r"|copy\w*|hack\w*|get into|see\w*"
    r"|read\w*|from|else)|how (?:do|can|would) (?:i|we) (?:even |actually )?(?:know|trust|be sure|prove)"
    r"|stuck with|end up (?:paying|with"
    r"|having|doing)|left (?:holding|with)|tied (?:in|down|into|to)|locked (?:in|into)|trapped|hold (?:me"
    r"|us|my|our) (?:to|hostage)"
    r"|at your mercy|who owns)\b"
)
# What was lived through with others, and is not to happen again.
BURNED: Final = re.compile(
    r"\b(?:(?:been|got|get|was|were|getting) (?:\w+ )?(?:burn(?:ed|t)|stung|bitten|taken for|ripped off"
    r"|screwed|had|conned|scammed|fooled"
    r"|sold a)|once bitten|fool me|been (?:down|through) (?:this|that|it)|seen (?:\w+ ){1,4}come and go"
    r"|heard that (?:before|one)"
    r"|(?:last|other) (?:one|lot|crowd|outfit|time|company|vendor|system|people|guys|fellas?)[^.?!]{0,60}"
    r"(?:never|nobody|went under|shut down|folded|disappeared|lost|promised|said the same|failed|didn't"
    r"|took)|(?:everybody|everyone|they all"
    r"|you all|vendors?) (?:say|says|promise\w*|told me|tell)(?: \w+)? (?:that|it)|too good to be true"
    r"|another (?:of )?(?:those|one of those))\b"
)
RESISTED: Final = re.compile(
    rf"\b{_SOMEBODY}(?:'s|'re| is| are| was)? (?:\w+ ){{0,2}}?{_NOT}\b|\b(?:he|she|they)(?:'d|'ll"
    rf"| ain't) (?:never|sooner|rather)\b"
    rf"|\b(?:he|she|they|my \w+|our \w+|the \w+)(?:'ll| will| would|'d|'s going to"
    rf"|'s gonna) (?:\w+ )?(?:tell you|ask why|say (?:no|it's|that|we|i|why)"
    r"|kill|have my head|fight|complain|laugh|hit the roof|go (?:mad|spare|nuts|crazy|through the roof))\b"
    r"|\b(?:hard|tough|difficult|tricky) (?:to )?(?:sell|convince|persuade|get past)\b"
)
# The caller names a worry: what follows is it.
ANNOUNCES: Final = re.compile(
    r"\b(?:(?:here's|that's|this is|it's) what (?:\w+ )?(?:bothers|worries|concerns|scares|bugs|gets"
    r"|stops)|what (?:\w+ )?(?:bothers|worries|concerns"
    r"|scares|bugs|frightens|stops|puts) (?:me|us|him|her|them)|(?:the|my|our|one|only) (?:\w+ )?(?:bigger"
    r"|big|biggest|main|real|only|other|one|first"
    r"|next)? ?(?:worry|concern|fear|hesitation|reservation|problem|trouble|sticking point|hang-?up|snag"
    r"|catch|hitch|objection|doubt)"
    r"(?: i(?:'ve| have)(?: got)?)?(?: here)?(?:'s| is| was| would be)|the (?:trouble|catch|snag|problem"
    r"|rub)(?: is|'s)|i (?:do |just )?(?:worry|fear)"
    r"|i'm (?:\w+ )?(?:afraid|worried|nervous|wary|leery|concerned|scared|uneasy|anxious)|it (?:worries"
    r"|bothers|concerns|scares|bugs) me"
    r"|makes (?:me|us|him|her|them) (?:nervous|uneasy|anxious|uncomfortable|wary))\b"
)
# Refusals and verdicts without a matter.
REFUSES: Final = re.compile(
    r"\b(?:(?:i'm|we're|i am|we are) not (?:\w+ )?(?:switch|mov|chang|sign|buy|pay|hand|giv|putt|start"
    r"|commit|upgrad|renew|spend|rebuild|redo|typ|train)\w*ing"
    r"|why (?:can|could|should|would|don't|do|can't|shouldn't) (?:we|i|you|they|he|she"
    r"|one) (?:not )?(?:just |simply |even )*(?:use|switch|change|pay|need|bother|stay|keep|want)"
    r"|(?:shy|leery|wary|sceptical|skeptical|suspicious|tired) of|(?:going|go|been) through (?:that|this"
    r"|it) (?:again|twice)|what do i do with (?:them|those|that)"
    r"|(?:folks|people|clients|customers|patients|parents|members|drivers|tenants|half|some|many|most|lots"
    r"|they)(?: \w+){0,6}? (?:don't have|haven't got|don't use|have no|got no"
    r"|aren't on|don't own|without|has no) (?:a |an |any )?(?:computers?|e-?mails?|smart ?phones?|phones?"
    r"|internet|signal|printers?|wi-?fi|account)"
    r"|that's the point|going back to|then (?:we're|i'm) (?:going|gone|leaving)|(?:isn't|ain't|aint"
    r"|not) (?:any|much|no) (?:use|good|help)|on no account"
    r"|the end of (?:it|that|the road)|that (?:settles|kills|rules|finishes) (?:it|that|this|you|us)"
    r"|(?:put|take|count|call) (?:that|it|this)"
    r" (?:down )?(?:as|for) a no|not (?:saying yes|signing (?:a|any|it|up|that)|committing|buying|paying"
    r"|giving you|handing|going (?:near|there))"
    r"|no (?:way|chance|sale)\b|(?:i|we)(?:'m| am|'re| are)? not (?:about to|going to|gonna|prepared to"
    r"|willing to|keen (?:on|to)|ready to)"
    r" (?!be (?:in|there)|bother|keep you|lie|ask)|(?:i|we) (?:won't|wont|will not|refuse to|would never"
    r"|will never) (?!be (?:in|there)|know|see"
    r"|bother|keep you|forget|lie)\w+|(?:i|we) (?:can't|cannot|can not|couldn't) (?:\w+ )?(?:have (?:that"
    r"|a|my|our)|commit|spend|pay|afford|risk|take"
    r" (?:a|the|that) (?:chance|risk)|ask (?:them|my|the)|move|switch|sign|buy|justify|let|wait|go with"
    r"|be (?:the|paying|doing|without))"
    r"|step backwards?|(?:what|which) good (?:is|would|does)|waste of (?:time|money)|whole ball ?game"
    r"|(?:lose|lost|losing) me\b|(?:a|big|real|clear|for us a) (?:minus|downside|drawback|disadvantage"
    r"|step back)|reasons? (?:to )?not (?:to )?"
    r"|(?:would|could|might|will) (?:\w+ )?stop (?:me|us)|put down the phone|(?:feels?|seems?"
    r"|sounds?) (?:\w+ )?(?:\w+ )?(?:dumb|silly|crazy|wrong|unfair|weird|excessive"
    r"|harsh|backwards|like a (?:lot|rip|trap|catch|tease))|(?:i'm|i am) hearing (?:a )?no|(?:taking|take"
    r"|hear|read) (?:that|it) as (?:a )?no|not sure (?:if |that )?(?:that is|that's|it's) a? ?yes"
    r"|i would not like to|(?:i|we)(?:'d| would) (?:hate|not want|rather not)|must take (?:the|all|a)"
    r"|forced to|for (?:the|that) one \w+ (?:i|we) need"
    r"|(?:don't|won't|doesn't) even (?:open|look|consider|read|take|want)|nothing(?:'s| is) happening"
    r"|(?:about )?as much budget"
    r"|(?:isn't|ain't|aint|not) (?:worth (?:it|the|that)|for (?:us|me)\b)|back to (?:square one"
    r"|the drawing)|only (?:if)\b"
    r"|then (?:it's|that's|it is|there's) no (?:good|use|point))\b"
)
# A price was named just before: any of these is about it.
PRICE_HURTS: Final = re.compile(
    r"\b(?:(?:isn't|is not|not|ain't) (?:nothing|cheap|free|for free|small)|(?:line|one|plan|price|now|it"
    r"|that|pay|paid|paying|costs?|charges?)(?:'s| is| was| me| us)? (?:\w+ ){0,2}?"
    r"(?:\d+|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\w+ty-\w+"
    r"|nothing|hundred)(?: a month| a year| now)?\W*$|less than|more than|than (?:that|what|i|we|my|our)"
    r"|cheaper|double|twice|triple|times what|a month for|that much|on top of|extra|i don't know|dunno|hm+"
    r"|mm+|ouch|oof|yikes|whoa|wow|blimey|crikey|phew|gosh|jeez|geez|jesus|lord|mercy|goodness"
    r"|good grief|heavens|oh (?:my|dear|boy|no)|steep|quite a lot|a lot (?:of|for|more)|bit much|adds up"
    r"|for what|just to|not cheap|real money|serious money"
    r"|afford|justify|swallow|(?:ain't|aint|not) (?:about|going|gonna|paying)|won't|never)\b"
)
TIME_SHORT: Final = re.compile(
    r"\b(?:(?:can't|cannot|couldn't|won't|wouldn't|don't|doesn't|nothing|isn't"
    r"|aren't) (?:\w+ ){0,6}?(?:before (?:then|that|the|our|my|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|christmas|summer|spring|autumn|fall)|until"
    r"|till|'til)|(?:(?:tied|locked) (?:in|into|up)"
    r"|contract|subscription|licen[cs]e|paid up|signed up|agreement) (?:\w+ ){0,5}?(?:until|till|through"
    r"|'til|runs|for another|isn't up|is not up)"
    r"|(?:worst|bad|wrong|busiest|terrible|awful) (?:\w+ )?time|no time (?:to|for)|(?:haven't|hasn't"
    r"|don't have|never have) (?:the |any |much )?time"
    r"|flat out|snowed under|up to (?:my|our) (?:neck|eyes|ears)|run off (?:my|our) feet"
    r"|too much going on)\b"
)
LEARNS: Final = re.compile(
    r"\b(?:have to (?:learn|teach|train|retrain|redo|rebuild|retype|start (?:over|again))|learn (?:another"
    r"|a new|one more|all)|start (?:over|from scratch)"
    r"|another (?:login|password|app|thing|system|tool|subscription|bill|website)|one more (?:login"
    r"|password|app|thing|system|bill|subscription)"
    r"|(?:too|so) (?:complicated|complex|technical|fiddly|much (?:bother|trouble|hassle|effort|work|faff))"
    r"|(?:no|not (?:a|very|much of a)) (?:good with"
    r"|tech\w*|computer) ?\w*|old[- ](?:school|fashioned)|pen in (?:his|her|their|the|your) hand|(?:like"
    r"|likes|want|wants|prefer|prefers) (?:\w+ )?(?:paper"
    r"|pen|ink|print|a human|a person|a real|face to face)|impersonal|cold\b|dinosaurs?)\b"
)
LASTING: Final = re.compile(
    r"\b(?:exist|be around|be here|be there|in business|bust|under|bought|somebody|someone|anyone"
    r"|anybody)\b"
)
CUES: Final = (
    ("fear", FEARS), ("burned", BURNED), ("learning", LEARNS), ("timing", TIME_SHORT), ("refused", REFUSES),
    ("resisted", RESISTED), ("announced", ANNOUNCES),
)  # fmt: skip
MATTER_OF_CUE: Final = {
    "burned": (ObjectionCategory.TRUST, "experience with others"),
    "learning": (ObjectionCategory.OTHER, "people or rules"),
    "timing": (ObjectionCategory.TIMING, "timing"),
}
