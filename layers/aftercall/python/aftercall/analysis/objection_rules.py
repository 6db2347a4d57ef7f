"""What objections and switching barriers sound like (spec 3.5); none of it is particular to one company."""

import re

from aftercall.reports.objections import ObjectionCategory

OBJECTIONS: tuple[tuple[ObjectionCategory, bool, str, re.Pattern[str]], ...] = (
    (ObjectionCategory.PRICING, True, "price", re.compile(
        r"\b(?:too (?:expensive|pricey|costly|much money|steep|high)|(?:is|that's|it's|seems?|bit|pretty|so"
        r"|really|very) (?:a (?:bit|little) )?(?:expensive|pricey|steep)|over (?:our |my |the )?budget"
        r"|out of (?:our |my )?budget|can't afford|cannot afford|no budget|don't have (?:the |a |any "
        r"|that kind of )(?:budget|money)|budget is (?:tight|frozen|gone)"
        r"|not (?:going to|gonna) happen|more than (?:we|i) (?:can|want|wanted|expected|pay)"
        r"|that's a lot (?:of money|more|for)?|can't justify|hard to justify|costs? too much"
        r"|that's the upsell|price (?:is|was) (?:a |the )?(?:problem|issue|concern)|sticker shock"
        r"|double what|twice what we)\b"
    )),
    (ObjectionCategory.PRICING, False, "price", re.compile(
        r"\b(?:any (?:discount|deal|promo\w*)|is there (?:a |any )?(?:discount|cheaper|free)|discount for"
        r"|cheaper (?:plan|option|than)|lower price|better price|price match|negotiate|can you do better)\b"
    )),
    (ObjectionCategory.FEATURES, True, "missing feature", re.compile(
        r"\b(?:(?:doesn't|does not|can't|cannot|won't) (?:have|do|support|work with|integrate|handle|connect"
        r"|sync)|missing (?:the |a )?(?:feature|integration)|lacks?\b|deal ?breaker|make or break"
        r"|defeat(?:s)? the purpose|no point (?:in|if|then)|what's the point|useless (?:for|to) us"
        r"|without that (?:we|it|i)|won't work for (?:us|me)|can't use it"
        r"|not (?:going to|gonna) work for|that's a no from|if it (?:can't|doesn't)|if you (?:can't"
        r"|don't have)|(?:we|i) can't (?:go|move|switch|use|do) (?:\w+ ){0,3}(?:without|if|unless))\b"
    )),
    (ObjectionCategory.TIMING, True, "timing", re.compile(
        r"\b(?:not (?:right )?now|not (?:ready|this (?:year|quarter|month))|maybe (?:later|next)|check back"
        r"|call (?:me )?back (?:in|next)|next (?:year|quarter)|too busy|bad time|not the (?:right|best) time"
        r"|other priorities|after the (?:holidays|season|new year|busy)|budget cycle|fiscal year"
        r"|come back (?:to|in)|put (?:it|this) (?:off|on hold)|not a priority|wait (?:until|till)|not before"
        r"|revisit|busy season)\b"
    )),
    (ObjectionCategory.TRUST, True, "security or reliability", re.compile(
        r"\b(?:(?:is|are) (?:it|they|you|that|this) (?:really |even |actually )?(?:safe|secure|legal|legally"
        r"|binding|reliable|compliant)|security (?:review|concern|issue|is a)|hacked|breach|where (?:does"
        r"|is) (?:the |our |my )?(?:data|thing|it|documents?) (?:live|stored|kept|sitting)"
        r"|sitting on a server|data (?:residency|stored)|don't trust|not comfortable"
        r"|worried (?:about|that)|nervous about|hold up in court|burned (?:before|by)|loses? my"
        r"|will not even look|won't even look|otherwise our (?:legal|compliance|security)|privacy"
        r"|another company with|never heard of|scam"
        r"|too good to be true|compliance (?:person|officer|team)[^.]*(?:will not|won't)|can't put my)\b"
    )),
    (ObjectionCategory.OTHER, True, "people or rules", re.compile(
        r"\b(?:(?:they|people|everyone|everybody|team|recruiters|reps|agents|guys|staff|older|he"
        r"|she)(?: \w+){0,3} (?:won't|will not|would never|aren't going to|hate[s]? (?:change|new)|resist"
        r"|refuse)|(?:has|have) to be (?:a )?(?:wet|ink|paper|original|notarized)|too (?:complicated|complex"
        r"|hard|much work|many steps)|learning curve|another (?:tool|login|password|system)|our policy"
        r"|policy (?:is|says|requires)|not (?:tech|computer)[- ]savvy|adopt(?:ion| it)|get (?:them|everyone"
        r"|people) to use)\b"
    )),
)  # fmt: skip

NO_OBJECTION = re.compile(
    r"\b(?:not|isn't|never) (?:really |exactly )?(?:a |an )?(?:deal ?breaker|problem|issue|big deal|blocker"
    r"|showstopper)"
    r"|\bno (?:problem|issue|worries)\b"
)
BLOCKS = re.compile(
    r"\b(?:can't|cannot|won't|will not|not (?:going to|gonna)|no way|deal ?breaker|make or break|never"
    r"|has to|have to|must|otherwise|need(?:s)? to|i'm done|we're done|no point|defeat|out of the question"
    r"|a no from|then (?:i|we) have a problem|what's the point|useless|refuse|not even)\b"
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
