"""Words for what can be sent: sheets, contracts, reports, films."""

import re

NOUNS = (
    r"(?:case stud(?:y|ies)|(?:pricing|price|data|fact|cost) (?:sheet|list|comparison|summary|guide|info\w*"
    r"|breakdown)"
    r"|quote|quotation|estimate|proposal|brochure|one[- ]pager|overview|soc ?2(?: type \w+)?(?: report)?"
    r"|(?:security|compliance|technical|api|product) (?:docs?|documents?|documentation|white ?paper|overview"
    r"|questionnaire|sheet|pack(?:et|age)?)|pen(?:etration)? test(?: summary| report)?|baa|dpa|white ?paper"
    r"|(?:\w+ )?report|documentation|docs|deck|slides?|presentation|(?:\w+ )?summary|comparison|checklist"
    r"|order form|business associate agreement|(?:sample|draft|master) (?:contract|agreement)|sample"
    r"|references?|certificate|terms|paperwork|breakdown|validation \w+"
    r"|guide|article|manual|one page|number in writing|figures|leaflet|flyer|pamphlet|hand-?out|fact ?sheet"
    r"|cheat sheet"
    r"|one[- ]page \w+|two[- ]page \w+|w ?-?9|w nine|letter|statement of \w+|(?:data (?:processing"
    r"|protection) )?agreement"
    r"|polic(?:y|ies)|list of [\w ]{3,30}|measures|spreadsheet|template|example|screenshots?|specs?"
    r"|specifications?|prices"
    r"|rates|terms and conditions|pdf|pack(?:et)?|computation|calculation|letterhead"
    r"|copy of [\w' -]{3,30})(?![-\w])"
)
DOCUMENT = re.compile(
    rf"\b(?P<document>{NOUNS}|pricing|in writing|email|on paper|writing|link|pdf|info(?:rmation)?|details"
    rf"|whatever"
    rf"|recording"
    r"|numbers?|something|anything|document|them|that|this|it)\b"
)
# What is made to be given away, and hardly ever what a caller's own work is about.
GIVEN_AWAY = (
    r"(?:pages?|(?:(?:one|fact|price|data|cheat)[- ]?)?sheets?|(?:one|two)[- ]pagers?|packets?|brochures?"
    r"|leaflets?|flyers?|hand-?outs?|w ?-?9|w nine|quotes?|quotation|estimate|written \w+|dpa|baa|vpat|soc ?2"
    r"|soc|reports?|white ?papers?|guides?|manual|docs|documentation|statement|justification"
    r"|case stud(?:y|ies)|story|video|movie|film|recording|samples?|specimens?|example|comparison|breakdown"
    r"|summary|overview|deck|pdf|certificates?|checklist|questionnaire|financials|pricing|order form"
    r"|how[- ]to"
    r"|agreement|terms|proposal|policy|steps)\b"
)
PAPERS = (
    rf"(?:{GIVEN_AWAY}|(?:papers?|forms?|contract|articles?|letter|template|slides?|link|file|list|plan"
    r"|prices?|figures?|numbers?|wording|copy)\b)"
)
DETERMINER = r"(?:(?:a|an|the|your|one|some|any|that|those|this|whatever|both|something|anything) )"
