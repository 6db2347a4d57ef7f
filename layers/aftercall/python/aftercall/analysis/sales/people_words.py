"""Who can have a say in a purchase, and the words that tell what somebody has to do with it (spec 3.1)."""

import re
from typing import Final

KIN: Final = frozenset(
    (
        "aunt", "boyfriend", "brother", "brother-in-law", "cousin", "dad", "daughter",
        "daughter-in-law", "father", "father-in-law", "fiance", "fiancee", "girlfriend",
        "granddaughter", "grandson", "husband", "mom", "mother", "mother-in-law", "mum", "nephew",
        "niece", "sister", "sister-in-law", "son", "son-in-law", "spouse", "stepdaughter",
        "stepson", "uncle", "wife",
    )
)  # fmt: skip
_HEADS: Final = frozenset(
    (
        "accountant", "accounting", "admin", "administrator", "adviser", "advisor", "apprentice",
        "assistant", "attorney", "auditor", "auditors", "board", "bookkeeper", "boss", "bosses",
        "broker", "bursar", "ceo", "cfo", "chair", "chairman", "chairperson", "chairwoman", "chef",
        "cio", "ciso", "clerk", "cmo", "cofounder", "colleague", "committee", "compliance",
        "comptroller", "consultant", "controller", "coo", "coordinator", "council", "counsel",
        "cpa", "cro", "cto", "cybersecurity", "dean", "deputy", "designer", "developer", "director",
        "directors", "dispatcher", "dpo", "engineer", "engineers", "estimator", "evp", "finance",
        "foreman", "forewoman", "founder", "founders", "franchisor", "funder", "funders", "gm",
        "head-office", "headmaster", "headmistress", "headquarters", "hr", "infosec", "insurer",
        "insurers", "intern", "investors", "kid", "landlord", "lawyer", "legal", "manager",
        "managers", "matron", "mayor", "notary", "nurse", "owner", "owners", "paralegal", "partner",
        "partners", "pastor", "payroll", "president", "principal", "procurement", "provost",
        "purchasing", "receptionist", "registrar", "regulator", "revops", "secretary", "security",
        "selectboard", "shareholders", "solicitor", "sponsor", "steward", "superintendent",
        "supervisor", "surveyor", "svp", "treasurer", "trustee", "trustees", "underwriter",
        "underwriters", "union", "vestry", "vicar", "voters", "vp", "warden",
    )
)  # fmt: skip
# Only somebody with a word before them: an "office manager" says more than "person".
_WITH_A_WORD: Final = frozenset(
    (
        "board", "body", "chief", "committee", "company", "council", "department", "dept", "folks",
        "girl", "guy", "head", "kid", "lady", "lead", "leads", "man", "office", "officer", "ops",
        "people", "person", "secretary", "team", "woman",
    )
)  # fmt: skip
_WORD_BEFORE: Final = (
    "vice|general|office|operations?|ops|sales|accounts?|project|product|property|store|branch|regional|area"
    "|district|plant|site|clinic|clinical|medical|practice|executive|managing|creative|technical|financ(?:e|ial)"
    "|marketing|it|hr|legal|compliance|security|privacy|procurement|purchasing|accounting|business|senior|junior"
    "|corporate|chief|head|program(?:me)?|deputy|assistant|front desk|billing|payroll|tax|information|info"
    "|technology|tech|data|systems?|computers?|books|school|town|city|county|church|parish|owners|advisory"
    "|governing|group|contracts?|admin|silent|founding|law|design|warehouse|services?|support|quality|safety|risk"
    "|facilities|estate|development|human"
    " resources|talent|recruiting|club|building|house|kitchen|events?|banquet"
    "|rev|information security|data"
    " protection|parent|mother|holding|workers'?|works|shift"
    "|crew|shop|leasing|claims|governing|fees|records|admissions"
    "|registrar's|city"
)
# Advisers, suppliers and those who may be the other party: only where they are said to deal with the matter.
OUTSIDERS: Final = frozenset(
    (
        "adviser", "advisor", "attorney", "broker", "clerk", "colleague", "consultant", "engineer",
        "engineers", "insurer", "insurers", "kid", "landlord", "lawyer", "nurse", "owner", "owners",
        "principal", "secretary", "solicitor", "underwriter", "underwriters",
    )
)  # fmt: skip
# Words that mean a place in the product, a group or the seller's people as often: "my" or "our" settles it.
OURS_ONLY: Final = frozenset(
    (
        "admin", "administrator", "assistant", "auditor", "auditors", "colleague", "consultant",
        "coordinator", "designer", "developer", "dispatcher", "engineer", "engineers", "paralegal",
        "payroll", "receptionist", "secretary",
    )
)  # fmt: skip
_SELLERS: Final = re.compile(r"^(?:sales|support|account|services?|product|tech|technical)\b")
_NO_ROLE_AFTER: Final = (
    r"(?! (?:company|firm|review|documents?|docs|software|office|letters?|contracts?|rooms?|fees?|blanket"
    r"|agreements?"
    r"|practice|industry|questions?|forms?|packet|meeting|reports?|accounts?|page|plan|portal|login|panel"
    r"|reasons?|systems?|settings?|stuff|purposes|tool|binding|work|field|services|names?|signature|copy"
    r"|deposit|questionnaire|breach|feature|side of|policy)\b)"
)
_ALONE: Final = "|".join(sorted(_HEADS | KIN, key=len, reverse=True))
_ANY: Final = "|".join(sorted(_HEADS | _WITH_A_WORD, key=len, reverse=True))
_OF: Final = (
    r"(?:head|chief|director|vp|svp|vice president|president|manager) of (?:the )?(?!it\b|us\b|them\b)\w+"
)
_IN_LAW: Final = r"(?:sister|brother|mother|father|son|daughter)[- ]in[- ]law"
MENTION: Final = re.compile(
    r"\b(?:(?P<whose>my|our|the|their|an?|your|her|his|this|that|these|those|any|some|no|every|each"
    r"|\w+'s) )?"
    r"(?:(?!side\b|part\b|kind\b|one\b|whole\b|same\b|right\b)(?:(?<=my )|(?<=our )|(?<=the ))[a-z]+ "
    r"|(?:own|other|poor) )?"
    rf"(?P<role>{_OF}|{_IN_LAW}|head office|co-?owner|co-?founder"
    rf"|(?:{_WORD_BEFORE}) (?:(?:{_WORD_BEFORE}) )?(?:{_ANY})|{_ALONE})\b"
    rf"(?!-){_NO_ROLE_AFTER}"
)
ROLE_WORDS: Final = _HEADS | KIN | _WITH_A_WORD | frozenset(("co", "law", "office"))
# Somebody told by what they do: "the lady who does our books".
DESCRIBED: Final = re.compile(
    r"\b(?P<whose>my|our|the|an?) (?:\w+ )?(?P<who>lady|guy|woman|man|person|girl|gentleman|fellow"
    r"|kid|friend|one) (?:(?:who|that|down the \w+ who|in the office who) )?(?P<what>(?:does|do|handles?"
    r"|runs?|keeps?|manages?"
    r"|looks? after|takes? care of|deals? with|signs?|pays?|approves?|sets? up|helps?)\b(?: [\w']+){1,4})"
)
DESCRIBING_WORDS: Final = frozenset(
    (
        "fellow", "friend", "gentleman", "girl", "guy", "kid", "lady", "man", "one", "person",
        "woman",
    )
)  # fmt: skip
# Whoever acts by the sound of the word ("the registrar has to see it"), where the words say what they decide.
AGENTIVE: Final = re.compile(
    r"\b(?P<whose>my|our|the) (?P<role>(?:[a-z]+ )?[a-z]{3,}(?:er|or|ar|ist|ian|eer))(?= (?:has to|have to"
    r"|needs to|will want|will ask"
    r"|wants|must|would have to|'ll want|is going to|signs|decides|approves|looks (?:at|over)|won't"
    r"|would never|pays)\b)"
)
NO_AGENT: Final = frozenset(
    (
        "after", "borrower", "buyer", "calendar", "carrier", "color", "colour", "computer",
        "consumer", "customer", "door", "driver", "editor", "either", "error", "ever", "floor",
        "folder", "for", "homeowner", "later", "letter", "matter", "member", "never", "number",
        "offer", "or", "order", "other", "over", "paper", "printer", "processor", "provider",
        "quarter", "scanner", "seller", "server", "signer", "supplier", "trailer", "under", "user",
        "vendor", "water", "weather", "year",
    )
)  # fmt: skip
DESCRIBED_ROLES: Final = (
    ("bookkeeper", re.compile(r"\b(?:books|accounts|invoic\w+|payroll|bills)\b")),
    ("it person", re.compile(r"\b(?:computers?|it stuff|tech\w*|website|network|systems)\b")),
)


def is_the_sellers(role: str) -> bool:
    """Tell whether a role is one the seller has, too ("sales rep")."""
    return bool(_SELLERS.match(role))


# Somebody told by name alone: with whom a thing is talked over or done, or who does a thing in it.
NAMED: Final = re.compile(
    r"(?:(?:\b[Mm]e and|\bmyself and|\b(?:ask|convince|tell|show|past|by|loop in|copy|bring)"
    r"|\b(?:talk|speak|check|sit down|down|agree|discuss it) (?:to|with))"
    r" (?P<after>(?:(?:Mr|Mrs|Ms|Dr|Miss|Frau|Herr|Ma'am|Sir)\.? )?[A-Z][a-z]{2,})\b(?! [A-Z])"
    r"|\b(?P<before>(?:(?:Mr|Mrs|Ms|Dr|Miss|Frau|Herr|Ma'am"
    r"|Sir)\.? )?[A-Z][a-z]{2,})(?:,? who)? (?:looks after\b|and (?:I|me|myself)\b|(?:has|have|needs"
    r"|would need) to"
    r"|(?:\w+ )?(?:signs|decides|approves|handles|does|types|runs|writes|sends|prepares|pays|keeps|manages"
    r"|sets)\b))"
)
NO_NAME: Final = frozenset(
    (
        "accounting", "actually", "after", "all", "also", "although", "and", "another", "any",
        "anyone", "anything", "april", "are", "august", "basically", "because", "before", "both",
        "business", "but", "can", "client", "clients", "compliance", "corporate", "could",
        "currently", "customer", "december", "did", "do", "does", "each", "enterprise", "even",
        "every", "everybody", "everyone", "everything", "february", "finance", "friday", "had",
        "has", "have", "he", "her", "here", "his", "honestly", "how", "i'd", "i'll", "i'm", "i've",
        "if", "instead", "is", "it", "it's", "its", "january", "july", "june", "just", "legal",
        "let", "management", "many", "march", "marketing", "may", "maybe", "monday", "most", "must",
        "my", "next", "no", "nobody", "normally", "not", "nothing", "november", "now", "october",
        "okay", "once", "one", "only", "otherwise", "our", "parent", "people", "perhaps", "please",
        "plus", "product", "right", "sales", "same", "saturday", "security", "september", "she",
        "should", "since", "so", "software", "some", "somebody", "someone", "something",
        "sometimes", "still", "sunday", "system", "systems", "technically", "thanks", "that",
        "that's", "the", "their", "then", "there", "these", "they", "this", "those", "though",
        "thursday", "today", "tomorrow", "tool", "tools", "tuesday", "unless", "until", "usually",
        "was", "we", "wednesday", "well", "were", "what", "what's", "whatever", "when", "where",
        "which", "which's", "whichever", "while", "who", "whoever", "whose", "why", "will", "would",
        "yeah", "yep", "yes", "you", "your",
    )
)  # fmt: skip
