"""The words that tell people from documents, and the usual from the exceptional, beside a number."""

import re

from aftercall.analysis.sales.counting import Counted

_ASKS_PEOPLE = re.compile(
    r"\bhow many (?:\w+ ){0,5}?(?:people|users?|seats|agents|reps|senders|employees|folks|staff|colleagues"
    r"|logins|licenses|nurses|others|of you|(?!orders|letters|offers|papers|numbers)[a-z]+(?:ers|ors|ants"
    r"|ists))\b"
    r"|\bhow many (?:\w+ ){0,4}(?:send|use|be using|be sending|work|prepare|handle|creat\w+|need access"
    r"|log in|are you|of you|there of you)\b"
    r"|\bwho(?:'s|'d|'ll| would| will| else| all| is| are| does)?\b(?: \w+){0,3} (?:send\w*|us(?:e|es|ing)"
    r"|work\w*|prepar\w*|do(?:es|ing)? (?:them|it|that)|handl\w*|types?|writ\w*|mak\w*)\b"
    r"|\bjust you\b|\bonly you\b|\banyone else\b|\bbesides you\b|\bthe (?:team|users)\b|\byour team\b"
    r"|\bteam size\b|\bhow (?:big|large)\b"
)
_ASKS_DOCUMENTS = re.compile(
    r"\bhow (?:many|often|much)\b.*\b(?:month|week|year|day|monthly|weekly)\b"
    r"|\bhow (?:many|much) (?:\w+ ){0,3}?(?:volume|paperwork|[a-z]+s)\b|\bvolume\b"
    r"|\bhow many (?:is|are|do|would|does|of (?:those|these|them))\b|\byour (?:numbers|usage)\b"
)
USING = re.compile(
    r"\b(?:send|sends|sending|use|using|users?|seats?|licenses?|log ?in|account|on (?:the|my|our) team|reps?"
    r"|sales|would need|need it|need access|touch it|agents|of us)\b"
)
HEADCOUNT = re.compile(
    r"\b(?:employees|headcount|in the (?:whole )?(?:company|organi[sz]ation|firm|business)|company of"
    r"|whole (?:company|firm|organi[sz]ation|group)|if you count|in total at|across the (?:company|board)"
    r"|company[- ]wide|patients|customers|students|guests|tenants|clients|residents|members of|subscribers"
    r"|altogether|[- ]person (?:company|firm|business|shop|agency|office|practice|clinic|startup|studio))\b"
)
NOT_SENDING = re.compile(
    r"\b(?:wouldn't|won't|don't|doesn't|not|never) (?:\w+ ){0,3}(?:touch|use|need|send|sign in|log|count\w*)"
    r"\b|\bonly look\b|\bused to (?:have|be)\b"
)
_ROLE = re.compile(
    r" (?:(?!and\b|or\b|of\b|in\b|a\b|per\b|for\b|to\b)[\w'-]+ ){0,2}?"
    r"(?P<role>(?:[a-z]+(?:ers?|ors?|ists?|ians?|m[ae]n|women|ants?|aries|ary)|folk|guys|girls|ladies|nurses?"
    r"|partners?|reps?|pms|vps|execs?|admins?|techs?|interns?|principals?|paralegals?|associates?"
    r"|attorneys?|heads|leads?|others|people|of us))\b"
)
_NOT_A_ROLE = re.compile(
    r"^(?:letters?|orders?|offers?|folders?|papers?|numbers?|computers?|centers?|servers?|printers?|stickers?"
    r"|doors?|errors?|floors?|quarters?|dollars?|buyers?|vendors?|contractors?|customers?|tenants?|owners?"
    r"|restaurants?|documents?|weathers?|or|for|years?|hours?|other|her|never|ever|over|after|under|whatever"
    r"|either|together|her|consumers?|borrowers?|homeowners?|subcontractors?|suppliers?|carriers?|students?"
    r"|members?|winters?|summers?|libraries|summary|salary|salaries|month|print\w+|trailers?|containers?)$"
)
NO_NOUN = frozenset((
    "would", "will", "can", "could", "have", "has", "are", "is", "were", "should", "might", "do", "does",
    "did", "need", "actually", "now", "tops", "max", "maximum", "right", "today", "currently", "probably",
    "really", "ever", "altogether", "combined", "then", "there", "give",
))  # fmt: skip
ME_AND = re.compile(r"\bme,? (?:plus|and)(?: then)?(?: my| the| our)?(?: (?:about|like|other))?\s*$")
EXCEPTIONAL = re.compile(
    r"\b(?:good|busy|big|peak|slow|bad|worst|best|crazy|heavy|light|high) (?:month|week|day|season|year)"
    r"|\bup to\b|\bpeak\b|\bin (?:december"
    r"|january|february|march|april|june|july|august|september|october|november|(?:the )?(?:summer|winter"
    r"|spring|fall|season|holidays))\b|\bat most\b|\bspikes?\b|\bseason(?:al)?\b"
)
PLAN_LIMIT = re.compile(
    r"\b(?:free (?:one|plan|version|tier)|trial|limit|included|cap|plan (?:has|gives|includes|allows))\b"
)
MONEY = re.compile(
    r"\$|\b(?:dollars?|bucks|per (?:user|seat)|pric\w*|cost\w*|pay\w*|budget|billed|cheap\w*|\d+ times)\b"
)
AND_ME = re.compile(r"[\w' ]{0,25}?,? ?\b(?:and|plus) (?:me|myself)\b(?! but\b)")


def asks_for_people(text: str) -> bool:
    """Tell whether the agent asks how many people, or who, would send or use."""
    return bool(_ASKS_PEOPLE.search(text))


def asks_for_documents(text: str) -> bool:
    """Tell whether the agent asks how many of something there are, in a month or altogether."""
    return bool(_ASKS_DOCUMENTS.search(text))


def names_a_role(item: Counted) -> bool:
    """Tell whether the word that is counted says who somebody is ("foremen", "project managers")."""
    number, _, _ = item.clause.text[item.offset : item.end].rpartition(" ")
    match = _ROLE.match(item.clause.text, item.offset + len(number)) if number else None
    return match is not None and not _NOT_A_ROLE.match(match.group("role"))
