"""How much a stretch of talk sounds like trouble at work: words of loss, failure, toil and delay.

A weigher, not a list of complaints: few signs are enough by themselves, and what imagines, wishes, praises or
speaks of our own product and its price weighs less.
"""

import re
from typing import Final

from aftercall.language.phrases import worded

_TOKEN = re.compile(r"[a-z']+")

_TROUBLE: Final = frozenset(
    _TOKEN.findall(
        """
        annoying annoys awful awkward backlog bleeding blurry bottleneck bounce bounced bounces breaks
        broke broken buggy buried chaos chaotic chase chased chases chasing circus clumsy clunky
        complain complained complaining complains confused confuses confusing confusion crash crashed
        crashes crashing cumbersome delay delayed delays demented despise disappear disappeared
        disappears drags dread dreads drowning duplicated embarrass embarrassed embarrassing
        embarrassment error errors fail failed failing fails fiddly forget forgets forgot forgotten
        freezes froze frustrated frustrates frustrating furious garbled ghosted glitch glitches glitchy
        hassle hate hates headache headaches holler hollerin hollering horrible hound hounding ignores
        illegible inaccurate incident inconsistent jammed jams janky juggling lose loses losing lost
        mess messed messes messy misfiled mismatch mismatched misplace misplaced misplaces misread
        misspelled misspelt mistake mistakes mistyped nag nagging nightmare outdated overcharged
        overpaying overwritten overwrote pain painful pathetic redo redoing rekey rekeying retype
        retyped retypes retyping rework reworking ridiculous runaround scattered scramble scrambling
        screaming shouting sideways slow slower slows sluggish smudged stale stalled stalls struggle
        struggled struggles struggling stuck swamped tangled tedious terrible typo typos unprofessional
        unreadable unreliable unsigned untangle untangling useless vanish vanished vanishes void voided
        voids waste wasted wastes wasting wrong yelling yells
        """
    )
)
_TOIL: Final = frozenset(
    _TOKEN.findall(
        """
        again angry apologise apologising apologize apologizing backwards bad blank burned burnt carbon
        carries carry clipboard clipboards confess copy copying courier crooked dig digging download
        drive drives driving dropped drops duplicate duplicates envelopes expensive expired eye fax
        faxed faxes faxing fight fighting fights gone guess guesses guessing handwrite handwritten hunt
        hunting late mad mail mailed mailing mails manual manually miss missed misses missing old paper
        paperwork paste pasting photocopies photocopy pile piled piles post posted posting posts pricey
        print printed printing prints ran reenter reformat reformatting remember remembers
        rename renaming retyping sat scan scanned scanning scans scribble scribbled scribbles search
        searching sits sitting sort sorting spreadsheet spreadsheets stamps staple twice type typed
        types typin typing unhappy upset version versions wait waited waiting waits walk walking walks
        worse worst
        """
    )
)
_OFTEN = re.compile(
    r"\b(?:half (?:the time|of (?:them|it|our|the))|every (?:single |other )?(?:time|one|day|week|month"
    r"|night|"
    r"weekend|morning|\w+day)|each time|again and again|over and over|always|constantly|forever|still|all day"
    r"|too (?:many|much|late|long|slow|small|big|complicated|often|hard)|so (?:many|long)|at night"
    r"|on weekends"
    r"|(?:two|three|four|five|several|many) times|all over the place|back and forth|one by one|by hand"
    r"|at least (?:once|twice)|once we|one time|last (?:week|month|year|spring|summer|fall|winter|quarter"
    r"|\w+day)"
    r"|over again|keeps? (?:\w+ing|the|my|our|on)|sometimes|once again|start(?:ing)? (?:again|over))\b"
)
_FAILS = worded(
    "nobody no none neither never can cannot cant couldn doesn don won didn fall falls fallen fell",
    r"\b(?:nobody|no one|none of (?:us|them)|neither of|no (?:idea|clue|way|record|trace|visibility"
    r"|tracking))\b(?! else)"
    r"|\bnever (?:know|knows|get|gets|got|see|sees|hear|heard|open|opens|sign|signs|come|comes|came|read"
    r"|reads|match"
    r"|matches|works?|worked|has|have)\b"
    r"|\b(?:it|that|they|which|he|she|people|customers|clients|we|i|half of (?:it|them)"
    r"|the [\w ]{2,24}) (?:just |still )?"
    r"(?:can't|cannot|cant|couldn't) (?!wait\b|complain\b|say\b|promise\b|decide\b|buy\b|imagine\b|stress\b"
    r"|do that\b)\w+"
    r"|\b(?:it|that|they|which|he|she|people|customers|clients|we|half of (?:it|them)"
    r"|the [\w ]{2,24}) (?:just |still )?"
    r"(?:doesn't|don't|won't|didn't) (?:even )?(?:find|track|tell|see|keep|read|trust|work"
    r"|sync|match|load|open|fit|connect|talk|save|show|know (?:if|whether|who|when|where|which|what)|get"
    r"|come|go|reply"
    r"|answer|respond|bother|hear|make (?:it|them)|line up|add up|understand|remember|follow)\b"
    r"|\b(?:nobody|no one|no one's|nobody's) (?:\w+ ){0,2}(?:rang|called|knows|told|noticed|reads?|answers?"
    r"|picks?|follows?)\b"
    r"|\bfall(?:s|en)? (?:through|apart|behind|over|off)\b|\bfell (?:through|apart|behind|over|off)\b",
)
_COSTS = re.compile(
    r"\b(?:takes?|took|taking|spends?|spent|spending|wait(?:s|ed|ing)?|los(?:e|es|t|ing)|wast\w+|burn(?:s"
    r"|ed|ing)?)\b"
    r"[^,.;]{0,32}?\b(?:hours?|days?|weeks?|months?|minutes|mornings?|afternoons?|evenings?|weekends?"
    r"|nights?|\w+days?"
    r"|forever|ages|taps|clicks|steps|dollars|pounds|bucks|grand|k|thousand)\b"
    r"|\bran out of\b|\bfrom \w+ (?:to|until|till) \w+\b|\b\w+ times a (?:day|week|month)\b"
    r"|\battempt number\b"
    r"|\bfor (?:\w+ ){1,3}(?:hours|days|weeks|months)\b|\b(?:days|weeks|months|hours) later\b"
    r"|\bcost(?:s|ing)? (?:us|me|them)\b|\b(?:went|gone|going|goes) up\b|\b(?:raised|revised|hiked|doubled"
    r"|jacked up)\b"
    r"|\b(?:half|whole|entire) (?:a |the |my |our )?(?:day|morning|afternoon|week|weekend)\b"
)
_TOILS = re.compile(
    r"\b(?:have|has|had|got|gotta|having) to\b|\bend(?:s|ed)? up\b|\bw(?:i|ou)nds? up\b|\bstuck with\b"
    r"|\bsomebody(?:'s|s)? \w+in"
)
_FRAMED = worded(
    "problem trouble issue headache bottleneck pain kills bugs bothers gets annoys drives worries "
    "frustrates slows worst sick tired fed right who keep behind",
    r"\b(?:(?:the|our|my|that's|biggest|main|real|one) (?:\w+ )?(?:problem|trouble|issue|headache"
    r"|bottleneck|pain)"
    r"(?: is|'s| was| number|,)|(?:what|it|that|this) (?:really )?(?:kills|bugs|bothers|gets|annoys|drives"
    r"|worries|frustrates"
    r"|slows) (?:me|us)|worst (?:part|bit|thing)|(?:sick|tired|fed up) (?:of|with)|drives (?:me|us|everyone)"
    r"|it's not right|i'm the one who|(?:can't|cannot) keep up|fall(?:ing)? behind)\b",
)
_OWN = re.compile(
    r"\b(?:we|we're|we've|we'd|our|us|my|i|i'm|i've|me|they|people|somebody|someone|it's|it|everybody"
    r"|everyone)\b"
)
_PLANNED = re.compile(
    r"\b(?:would|could|should|might|i'd|we'd|i'll|we'll|gonna|going to|if|unless|hope|hopefully|maybe"
    r"|suppose|as long as"
    r"|so long as|what i need|looking for|i want|we want|i need|we need|can you|can it|can we|can i"
    r"|has to be|so that"
    r"|make sure|please|let's|let me)\b"
)
_ADDRESSED = re.compile(
    r"\b(?:your|you|you're|you'd|you'll|you've)\b(?! (?:know|see|can imagine|have to|pay|lose|get|had|said))"
)
_PRICED = re.compile(
    r"\b(?:per (?:user|seat|month)|a seat|seats|plan|plans|budget|discount|subscription|trial|quote from"
    r"|price tag|checkout"
    r"|license|licenses)\b"
)
_PRAISED = re.compile(
    r"\b(?:no longer|not any ?more|i expected|painless|love (?:it|that)|that's (?:great|good|nice|perfect"
    r"|fine|slick)"
    r"|works? (?:fine|well|great)"
    r"|(?:not|isn't|wasn't|no|aren't|never) (?:a |an |any |too |that |the |really )*(?:problem|problems"
    r"|issue|trouble|bad|slow"
    r"|hard|worse|expensive|wrong|mistake|nightmare|hassle|pain|deal ?breaker|late|mad|upset)|thank|thanks"
    r"|sorry|relief"
    r"|(?:save|saves|saved) (?:me|us)|paid for itself|can manage|errors and omissions|don't (?:mind|care"
    r"|blame|forget)"
    r"|(?:never mind|forget it|before i forget)|can you hear|cut out|breaking up|hear me|my question"
    r"|i asked|a robot|survey"
    r"|late fees?|wrong (?:number|department))\b"
)
_PLAIN, _SLIGHT = 0.85, 0.4
_FURTHER = 0.5
_MOST_COUNTED = 2
_OFTEN_ADDS, _FAILS_ADDS, _COSTS_ADDS, _TOILS_ADDS, _FRAMED_ADDS = 0.4, 0.6, 0.7, 0.25, 0.5
_OWN_ADDS = 0.15
_PLANNED_TAKES, _ADDRESSED_TAKES, _PRICED_TAKES, _PRAISED_TAKES = 0.6, 0.4, 0.5, 0.7


def trouble(text: str) -> float:
    """Weigh how much normalised text tells of trouble; 0 when nothing in it does."""
    words = set(_TOKEN.findall(text))
    plain, slight = len(words & _TROUBLE), len(words & _TOIL)
    weight = _diminishing(plain, _PLAIN) + _SLIGHT * min(slight, _MOST_COUNTED)
    weight += _FAILS_ADDS * bool(_FAILS.search(text)) + _COSTS_ADDS * bool(_COSTS.search(text))
    if not weight:
        return 0.0
    weight += _OFTEN_ADDS * bool(_OFTEN.search(text)) + _TOILS_ADDS * bool(_TOILS.search(text))
    weight += _FRAMED_ADDS * bool(_FRAMED.search(text)) + _OWN_ADDS * bool(_OWN.search(text))
    weight -= _PLANNED_TAKES * bool(_PLANNED.search(text)) + _ADDRESSED_TAKES * bool(_ADDRESSED.search(text))
    weight -= _PRICED_TAKES * bool(_PRICED.search(text)) + _PRAISED_TAKES * bool(_PRAISED.search(text))
    return max(weight, 0.0)


def _diminishing(count: int, each: float) -> float:
    """Let the first word count in full and a second by half: five of them are one complaint, not five."""
    return each * (min(count, 1) + _FURTHER * max(0, min(count, _MOST_COUNTED) - 1))
