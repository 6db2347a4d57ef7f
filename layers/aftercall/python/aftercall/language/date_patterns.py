"""What spoken dates and times look like."""

import re

from aftercall.language.calendar import MONTHS, WEEKDAYS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
    "twenty first": 21,
    "twenty second": 22, "twenty third": 23, "twenty fourth": 24, "twenty fifth": 25, "twenty sixth": 26,
    "twenty seventh": 27, "twenty eighth": 28, "twenty ninth": 29, "thirtieth": 30, "thirty first": 31,
}  # fmt: skip
_ORDINAL = "|".join(sorted((word.replace(" ", "[ -]") for word in ORDINALS), key=len, reverse=True))
_DAY = rf"(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)"
_HOUR_WORD = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTE_WORD = "thirty|fifteen|forty[ -]five|oh five|ten|twenty|fifty"
HOURS = {word: index + 1 for index, word in enumerate(_HOUR_WORD.split("|"))}
MINUTES = {"thirty": 30, "fifteen": 15, "forty five": 45, "oh five": 5, "ten": 10, "twenty": 20, "fifty": 50}
ZONES = {
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "central": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mountain": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "utc": "UTC", "gmt": "UTC",
}  # fmt: skip
_ZONE = "|".join(ZONES)
_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a couple(?: of)?|a few|\d{1,3})"

TIME_PATTERN = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|(?P<slash>\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b)"
    rf"|\b(?P<month>{_MONTH})\s+(?:the\s+)?(?P<month_day>{_DAY})\b(?:,?\s+(?P<month_year>\d{{4}}))?"
    rf"|\b(?:the\s+)?(?P<day_first>{_DAY})\s+(?:of\s+)?(?P<day_month>{_MONTH})\b(?:,?\s+(?P<day_year>\d{{4}}))?"
    rf"|\b(?P<end>end of (?:the |this |next )?(?:business |day|week|month|quarter|year|{_MONTH})(?:day)?|eod"
    r"|eow|close of business|cob)\b"
    r"|\b(?P<relative>day after tomorrow|today|tonight|tomorrow|yesterday|this (?:morning|afternoon"
    r"|evening))\b"
    rf"|\b(?:(?P<weekday_lead>this coming|this|next|coming|last)\s+)?(?P<weekday>{_WEEKDAY})\b"
    r"|\b(?P<period_lead>this|next|last|coming)\s+(?P<period>week|weekend|month|quarter|year|spring|summer"
    r"|fall|autumn|winter)\b"
    rf"|\b(?:in|within|after)\s+(?:the next\s+)?(?P<count>{_COUNT})\s+(?P<count_unit>business days?|days?"
    r"|weeks?|months?|years?|hours?|minutes?)\b"
    rf"|\b(?P<later>{_COUNT})\s+(?P<later_unit>days?|weeks?|months?|years?)\s+(?P<direction>from now|ago)\b"
    r"|\b(?P<quarter>q[1-4]|(?:first|second|third|fourth"
    r"|last) quarter)\b(?:\s+(?:of\s+)?(?P<quarter_year>\d{4}))?"
    r"|\b(?P<holiday>thanksgiving|christmas|black friday|new year'?s(?: day| eve)?|the new year|the holidays"
    r"|labor day|memorial day|independence day|fourth of july)\b"
    rf"|\b(?P<only_month>{_MONTH})\b(?:,?\s+(?P<only_month_year>(?:19|20)\d{{2}}))?"
    rf"|\bthe\s+(?P<only_day>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b(?!\s+(?:one|item|thing|time|floor"
    r"|question|page|quarter|party|of|call|week))"
    r"|\b(?:in|by|since|of|year|from)\s+(?P<year>(?:19|20)\d{2})\b"
    rf"|\b(?:(?:at|around)\s+)?(?P<clock>(?:\d{{1,2}}(?::\d{{2}})?"
    rf"|(?:{_HOUR_WORD})(?:[ -](?:{_MINUTE_WORD}))?)"
    rf"\s*(?:a\.?m\b|p\.?m\b|o'clock))\.?(?:\s+(?P<clock_zone>{_ZONE})\b)?"
    rf"|\b(?:at|around)\s+(?P<bare_clock>\d{{1,2}}:\d{{2}}|(?:{_HOUR_WORD})(?:[ -](?:{_MINUTE_WORD}))?)\b"
    r"(?!\s+(?:percent|people|dollars|of|hundred|thousand|time|point|a month|a week))"
    rf"(?:\s+(?P<bare_zone>{_ZONE})\b)?"
    r"|\b(?P<noon>noon|midday|midnight)\b"
)
