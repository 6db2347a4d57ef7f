"""What people say of deciding, paying and approving (spec 3.1)."""

import re
from typing import Final

from aftercall.session.models import BudgetAuthority

MONEY: Final = (
    r"(?:budgets?|money|purse(?: strings)?|wallet|cheque ?books?|check ?books?|cheques?|checks?|cards?"
    r"|credit card"
    r"|amex|funds|finances|spending|spend|purse)"
)
_PAPERS: Final = (
    rf"(?:{MONEY}|purchases?|purchase orders?|p\.?o\.?s?|orders?|requisitions?|expenses?|bills?|invoices?"
    rf"|payments?"
    r"|software|tools?|subscriptions?|anything|everything|whatever|it all|them all|all of (?:it|them|that"
    r"|this))"
)
_THE: Final = r"(?:(?:the|that|this|all|any|every|each|my|our|those|these|final|last|own|of|her|his|their) )*"
_AMOUNT: Final = r"(?:\S+ ){1,8}?"
# What somebody does who has the last word: another one than the caller.
_RULES: Final = (
    rf"(?:(?:signs?|writes?|cuts?|okays?|oks|approves?|authori[sz]es?|releases?|controls?|holds?|keeps?"
    rf"|manages?|owns?)"
    rf" (?:off (?:on )?)?{_THE}(?:\w+ )?{_PAPERS}\b"
    rf"|signs? off\b|decides?\b|approves?\b|has (?:to|got to) (?:\w+ )?(?:approve|sign(?! (?:it|them|in|up))"
    rf"|okay|ok|bless|agree"
    r"|say yes|vote|authori[sz]e|green ?light|see it first)"
    r"|needs? to (?:approve|sign(?! (?:it|them|in|up))|okay|ok|bless|agree|say yes|vote|authori[sz]e)"
    r"|(?:has|have|gets?|makes?|gives?) (?:the|that) (?:final|last|ultimate)? ?(?:say|word|call|vote"
    r"|decision|nod)"
    r"|(?:'s|is|are) the (?:one|ones|person|man|woman|boss) (?:who|that|with)(?: actually)? (?:decides?"
    r"|pays?|signs?|approves?|says?"
    r"|has the|holds?|to say yes|the (?:budget|money|card))"
    r"|(?:'ll|will|would|has to|have to|needs to) (?:\w+ )?(?:pay(?:s|ing)?\b(?! you)|vote\b|approve\b"
    r"|decide\b|sign off\b)"
    r"|votes?\b|pays for (?:it|this|that|everything)|says (?:yes|no|no to|yes to|yes or no|okay)\b|spends?"
    r" (?:the|our) money)"
)
_WHO: Final = (
    r"(?:he|she|himself|herself|(?:my|our|the|your|his|her) (?:[\w'-]+ ){0,2}?(?:boss|owner|owners|board"
    r"|committee|council|wife"
    r"|husband|partner|partners|brother|sister|father|mother|dad|mom|mum|son|daughter|manager|director"
    r"|directors|treasurer"
    r"|controller|cfo|ceo|coo|president|principal|dean|finance|procurement|purchasing|office|headquarters|hq"
    r"|corporate"
    r"|company|head|heads|chair|chief|founder|trustees|accountant|bookkeeper|lady|guy|vp|gm|lead|bursar"
    r"|pastor|vestry)"
    r"|corporate|head office|headquarters|finance|procurement|purchasing|(?:mr|mrs|ms|dr)\.? \w+|the higher"
    r" ups|they|upstairs)"
)
SOMEBODY_RULES: Final = re.compile(
    rf"\b(?P<who>{_WHO}) ?(?:(?:still|usually|always|also|only|just|actually|really|who|that|then|now|does"
    rf"|is the one (?:who|that))"
    rf" )*(?P<rule>{_RULES})"
)
OTHER_SIDE: Final = re.compile(
    r"\b(?:clients?|customers?|tenants?|buyers?|homeowners?|landlords?|patients?|parents?|couples?|guests?"
    r"|vendors?|suppliers?"
    r"|candidates?|applicants?|recipients?|borrowers?|subcontractors?|employees|new hires?|signers?"
    r"|drivers?)\b"
)
DOCUMENTS: Final = re.compile(
    r"\b(?:contracts?|quotes?|estimates?|proposals?|agreements?|forms?|leases?|documents?|offers?|orders"
    r"|ndas?|templates?"
    r"|change orders?|paperwork|letters?|invoices?)\b"
)
BY_CALLER: Final = (
    (re.compile(
        r"\b(?:(?:i|we) (?:can (?:just )?|could |just |get to |do |'m able to |am able to |alone )?(?:decide"
        r"|approve|authori[sz]e"
        r"|okay|sign off)\b(?! (?:if|whether|which))"
        rf"|i (?:can )?(?:make|sign off on|control|own|hold|set|keep|write|cut|run|sign) {_THE}(?:tool "
        rf"|software |purchasing "
        r"|buying )?(?:decisions?|budget|call|purchases?|cheques?|checks?|purse(?: strings)?|money|spend\w*"
        r"|checkbook|chequebook)\b"
        r"|it's (?:entirely |all |totally |only |just )?(?:my|our) (?:call|decision|money|choice)|my (?:call"
        r"|decision)\b"
        r"|(?:that's|it's|is|be) (?:up to|on) (?:me|us)\b|up to (?:just )?me\b|i'm (?:the|your) (?:one who"
        r" (?:decides|pays|signs)"
        r"|decision[- ]?maker|final|boss|last word)|(?:that's|that'd be|it's) me who (?:decides|pays|signs)"
        r"|i sign (?:the|off|alone|by myself|myself|for it)\b|(?:i|we) (?:can )?(?:approve|just buy)\b"
        r"|(?:don't|doesn't|do not|won't) (?:need|have) (?:to )?(?:(?:anyone's|anybody's|anyone else's|any"
        r"|ask|get) (?:approval|permission|anyone|anybody|sign ?off)|permission|approval)|nobody (?:else"
        r" )?(?:to ask|above me|has to|needs to|but me|over me)"
        r"|no ?(?:one|body) (?:else )?(?:to ask|above me|has to|needs to|i have to ask)|(?:the )?buck stops"
        r" (?:with me|here)"
        r"|i (?:don't|do not) (?:have to )?(?:answer to|ask|report to) (?:anyone|anybody|no ?one|nobody)"
        r"|(?:my|our) (?:own )?(?:signature|name)'?s? (?:is )?on the (?:cheques?|checks?|budget)"
        r"|i(?:'ll| can| could|'d)? (?:just )?put (?:it|this|that) on (?:my|the) (?:\w+ )?card"
        r"|i have (?:the (?:budget|authority|final|last)|authority|discretion|a budget|(?:my|our) own budget)"
        r"|i hold the|(?:the )?budget is (?:mine|ours|my own|under me)|i've (?:got|been given) (?:the |a |my"
        r" own |full )?(?:budget"
        r"|authority|go[- ]ahead|green light)|budget(?:'s| is| has been| was) (?:already )?approved"
        r"|(?:it's|is) my (?:budget|department|signature)\b)"
    ), BudgetAuthority.DECISION_MAKER, 0.85),
    (re.compile(
        rf"\b(?:up to|under|below|less than) {_AMOUNT}i (?:can |may |could |get to )?(?:sign|approve|spend"
        rf"|decide|buy)"
        rf"|\b(?:up to|under|below|less than) {_AMOUNT}(?:is|it's|that's) (?:mine|my|me|on me)"
        rf"|\bi (?:can|may|get to|am allowed to) (?:sign|approve|spend|buy|decide|go)(?: \w+){{0,2}} (?:up"
        rf" to|under|below)\b"
    ), BudgetAuthority.DECISION_MAKER, 0.95),
    (re.compile(
        r"\b(?:(?:i'm|i am|as|we are|we're|me,) (?:the |a |an |also |one of the )*(?:\w+ )?(?:owners?"
        r"|co-?owners?|founders?"
        r"|co-?founders?|ceo|president|cfo|coo|cto|managing (?:partner|director)|sole|proprietor)\b"
        r"|i (?:run|own|started|founded|bought|opened) (?:an?|my|our|this|half|most|the (?:company|business"
        r"|firm|shop|place|whole|practice"
        r"|agency|office|show))\b|my own (?:company|business|firm|practice"
        r"|shop|boss)|it's my (?:company|business|firm|practice|shop)|i practi[cs]e alone)"
    ), BudgetAuthority.DECISION_MAKER, 0.65),
    (re.compile(
        r"\b(?:(?:who|where|how) do (?:i|we) (?:pay|sign)\b|(?:put|take|use) (?:in )?(?:my|the) (?:card|amex"
        r"|visa|mastercard)\b"
        r"|put the (?:amex|visa|card) in|(?:sign (?:me|us) up(?! for a)|i'll take (?:it|the|that)|we'll take"
        r" (?:it|the|that)"
        r"|(?:i'm|we're) (?:doing it|sold|in\b(?! \w)|signing)|let's do it)|(?:make (?:it|the invoice) out"
        r" to)|invoice (?:me|us)"
        r"|(?:i'm|i am|we're) (?:going|moving|switching) (?:back )?to (?!be\b|have\b|need\b|get\b|do\b|ask\b"
        r"|the\b|a\b)\w+ (?:and|if|tonight|$)"
        r"|i'm (?:cancell?ing|not renewing)|what (?:am i|i'm) supposed to sign)"
    ), BudgetAuthority.DECISION_MAKER, 0.55),
    (re.compile(
        r"\b(?:i(?:'d|'ll|'ve)? (?:would |will |still |just |got )*(?:need|have|got|got ?ta) ?(?:to )?(?:get"
        r" (?:approval|sign ?off"
        r"|(?:it|this|that) (?:approved|past|through|by|signed)|a yes|buy[- ]in|(?:an?|the|his|her|their"
        r"|\w+'s) (?:ok|okay|blessing"
        r"|approval|go[- ]ahead))|ask (?!you)|run (?:it|this|that|these)"
        r" (?:by|past)|check with|clear (?:it|this)|talk to my|take (?:it|this|that) to|sell (?:it|this) to"
        r"|convince|persuade"
        r"|defend|justify)"
        r"|need(?:s)? (?:an? )?(?:approval|sign ?off|to approve|to be approved|permission)|has to be"
        r" (?:approved|signed off|agreed)"
        r"|(?:have|board|committee|they) to (?:approve|okay|bless)|would need to approve|(?:must|will)"
        r" (?:approve|sign off)"
        r"|run (?:it|this|that|these|those|the \w+) (?:by|past)|get (?:it|this|that) (?:past|by|through)"
        r" (?!the trial)"
        r"|not my (?:call|decision|money|budget)|(?:isn't|wasn't|not) (?:up to|for) me\b|above my pay"
        r"|i (?:don't|can't|cannot|couldn't|can not|am not allowed to|'m not allowed to|don't get to|have no"
        r" power to)"
        r" (?:make (?:that|the|this|any)? ?(?:decision|call)s?|decide|approve|sign (?:off|for|anything)"
        r"|spend|authori[sz]e"
        r"|commit|(?:buy|order|purchase)\b.*\b(?:without|until|unless|before|on my own|myself|alone))"
        r"|i(?:'d| would)? (?:get|need) (?:approval|sign ?off|permission|the (?:ok|okay|nod|green light"
        r"|go[- ]ahead))"
        r"|(?:once|if|when|unless|until|supposing|provided) (?:he|she|they|(?:my|our|the) (?:\w+ )?(?:boss"
        r"|board|wife|husband|partner"
        r"|owner|committee|director|manager|council)) (?:says?|agrees?|approves?|okays?|signs? off|gives?"
        r" (?:me |us )?the)"
        r"|decision is (?:made by|up to (?!me|us)|with (?!me|us)|not mine)|(?:depends on|up to) (?:him|her"
        r"|them|my|the|our) ?(?:boss|wife"
        r"|husband|board|partner|committee|director|manager|owner|council|head)?\b(?! (?:plan|price|cost"
        r"|number))"
        r"|(?:comes?|goes?|has to go) (?:to|before|through|from|out of) (?:the |our )?(?:board|committee"
        r"|council|finance|procurement|purchasing"
        r"|head office|corporate|headquarters|hq|director\w*|owners?|trustees|partners)\b)"
    ), BudgetAuthority.NEEDS_APPROVAL, 0.8),
    (re.compile(
        r"\b(?:i(?:'ll|'m going to|'d| would| can| will)? (?:just )?(?:recommend|suggest it|put (?:it|this"
        r"|that) forward|shortlist"
        r"|advise|endorse|report back)|my (?:recommendation|job is to (?:find|look|compare|recommend"
        r"|collect))"
        r"|i tell (?:her|him|them|\w+) what|part of the (?:committee|decision|team (?:that|evaluating))"
        r"|(?:asked|told|tasked|wants?|sent) me (?:to|with) (?:look|find|research|check|evaluat|get|call"
        r"|compare|gather|see|collect)\w*"
        r"|(?:i've|i have|i) been (?:asked|told|tasked) (?:to|with)|i was (?:asked|told|tasked) (?:to|with)"
        r"|(?:doing|do) (?:the|some) (?:research|legwork|homework)|gathering (?:info|quotes|options)|i'm"
        r" (?:just )?(?:researching"
        r"|collecting|scouting)|i (?:have|get|do have) a (?:say|vote)|one of (?:the|four|five|three|several)"
        r" (?:people|votes)|they listen to me"
        r"|my input|i'm (?:only |just )?the messenger)"
    ), BudgetAuthority.INFLUENCER, 0.75),
)  # fmt: skip
BODY: Final = (
    r"(?:(?:select|school|town|parish|governing|vestry|executive|advisory) ?(?:board|council|body|committee)"
    r"|board|council|committee"
    r"|trustees|voters|shareholders|membership|commissioners|directors)"
)
BODY_ACTS: Final = re.compile(
    rf"\b{BODY} (?:\w+ )?(?:will|would|'ll|is going to|are going to|has to|have to|needs?|wants?|votes?"
    rf"|decides?|do(?:es)? the budget"
    r"|spent|spends|says?|asks?|meets?|tabled|approves?|signs?)\b"
)
"""Who belongs to a body that votes has to win it over."""
TOPIC: Final = frozenset((
    "decide", "decides", "deciding", "decision", "decisions", "approve", "approves", "approved",
    "approval", "approving", "authorize", "authorizes", "authorise", "authorises", "authority", "okay",
    "okays", "oks", "ok", "bless", "blessing", "agree", "agrees", "sign", "signs", "signed", "signing",
    "signature", "off", "vote", "votes", "pay", "pays", "paying", "money", "budget", "budgets", "purse",
    "wallet", "checkbook", "chequebook", "book", "books", "cheque", "cheques", "check", "checks", "card",
    "cards", "funds", "finances", "spend", "spends", "spending", "call", "say", "says", "word", "nod",
    "boss", "owner", "owners", "own", "owned", "owns", "founder", "cofounder", "founded", "bought",
    "opened", "run", "runs", "started", "ceo", "cfo", "coo", "cto", "president", "partner", "proprietor",
    "sole", "managing", "alone", "up", "above", "past", "by", "through", "board", "committee", "council",
    "convince", "persuade", "sell", "defend", "justify", "permission", "need", "needs", "ask", "clear",
    "take", "recommend", "recommendation", "suggest", "advise", "endorse", "shortlist", "report",
    "forward", "asked", "told", "tasked", "sent", "wants", "research", "legwork", "trustees", "voters",
    "shareholders", "membership", "commissioners", "directors", "selectboard", "body", "who", "where",
    "how", "amex", "visa", "mastercard", "invoice", "i'll", "we'll", "let's", "doing", "going", "moving",
    "switching", "cancelling", "canceling", "renewing", "below", "under", "less", "supposed", "half",
    "homework", "gathering", "researching", "collecting", "scouting", "input", "listen", "messenger",
    "tell", "one", "stops", "answer", "nobody", "anyone", "anybody", "director", "me", "mine", "depends",
    "comes", "goes", "go", "can't", "cannot", "couldn't", "part", "my", "authorized", "buck",
    "department", "buy", "choice", "once", "if", "when", "unless", "until",
))  # fmt: skip
"""A clause without any of these says nothing of it; so the patterns need not be tried."""
