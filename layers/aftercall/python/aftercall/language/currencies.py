"""Currencies by what people call them, their signs, and the parts that they are divided into."""

from typing import Final, NamedTuple

from aftercall.language.currency_names import ADJECTIVES, ALONE, FAMILIES, SHARED

# Codes that are words people say, or the names of other things.
_WORDS_TOO = frozenset((
    "all", "top", "try", "cup", "bob", "mad", "pen", "cop", "gel", "sos", "eth", "ron", "mop", "pte", "kid",
    "imp", "bam", "doge", "sle", "eek", "svc", "btn", "ltc", "stn", "cve", "mtl", "ern", "shp", "ssp",
    "bif", "sit",
))  # fmt: skip
SYMBOLS: Final = {
    "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr", "₩": "krw", "₽": "rub", "₪": "ils",
    "₺": "try", "฿": "thb", "₫": "vnd", "₱": "php", "₦": "ngn", "₴": "uah", "₿": "btc", "¢": "cent",
    "₡": "crc", "元": "cny", "₾": "gel", "₲": "pyg", "₵": "ghs", "₸": "kzt", "₮": "mnt", "₭": "lak",
    "₼": "azn", "֏": "amd", "៛": "khr", "৳": "bdt", "₨": "inr", "￥": "jpy", "￡": "gbp", "円": "jpy",
    "圓": "twd", "원": "krw", "﷼": "rial", "؋": "afn", "₠": "eur", "₣": "frf", "₤": "itl", "₧": "esp",
    "₯": "grd",
    "රු": "lkr", "ரூ": "lkr", "ƒ": "ang",
}  # fmt: skip
# Letters that stand before a dollar sign.
DOLLARS_OF: Final = {
    "us": "usd", "usd": "usd", "a": "aud", "au": "aud", "aud": "aud", "c": "cad", "ca": "cad", "cad": "cad",
    "can": "cad", "cdn": "cad", "hk": "hkd", "hkd": "hkd", "nz": "nzd", "nzd": "nzd", "nt": "twd", "s": "sgd",
    "sg": "sgd", "sgd": "sgd", "r": "brl", "mx": "mxn", "mex": "mxn", "j": "jmd", "ja": "jmd", "tt": "ttd",
    "bz": "bzd", "rd": "dop", "n": "nad", "ec": "xcd", "fj": "fjd", "bd": "bbd", "bds": "bbd", "b": "bnd",
    "l": "lrd", "gy": "gyd", "ci": "kyd", "si": "sbd", "z": "zwd", "zw": "zwd", "ar": "ars", "cl": "clp",
    "col": "cop", "uy": "uyu",
}  # fmt: skip
# A sign's other currencies, which a code or a name after the sum may tell ("$5 CAD").
_DOLLARS_AND_PESOS = frozenset((*FAMILIES["dollar dollars buck bucks"], *FAMILIES["peso pesos"]))
ALSO_MEANT: Final = {
    "$": _DOLLARS_AND_PESOS, "£": frozenset(FAMILIES["pound pounds"]), "¥": frozenset(("jpy", "cny")),
    "₨": frozenset(FAMILIES["rupee rupees"]), "€": frozenset(("eur",)),
}  # fmt: skip


class Change(NamedTuple):
    """Small change: the currency it is a part of, how many make a whole, and whether it stands alone."""

    code: str
    parts: int = 100
    alone: bool = True


# "code names; parts where they are no hundred". A name that several currencies share stands for itself.
_CHANGE = {
    "cent cents c ¢": Change("usd"), "dime dimes": Change("usd", 10), "nickel nickels": Change("usd", 20),
    "eurocent eurocents": Change("eur"), "pence penny pennies p": Change("gbp"),
    "paise paisa paisas": Change("inr"),
    "fen": Change("cny"), "jiao mao": Change("cny", 10),
    "kopek kopeks kopeck kopecks copeck copecks kopeyka": Change("rub"),
    "kopiyka kopiykas kopiyok": Change("uah"), "grosz groszy grosze": Change("pln"),
    "centavo centavos": Change("centavo"), "centime centimes": Change("centime"), "sen": Change("sen"),
    "rappen": Change("chf"), "satang satangs": Change("thb"), "agora agorot agoras": Change("ils"),
    "kurus kuruş kuruşes": Change("try"), "fils": Change("fils"),
    "piastre piastres piaster piasters": Change("egp"),
    "kobo kobos": Change("ngn"), "pesewa pesewas": Change("ghs"), "tetri": Change("gel"),
    "stotinka stotinki": Change("bgn"), "pfennig pfennigs pfennige": Change("dem"),
    "halala halalas": Change("sar"),
    "millime millimes": Change("tnd", 1000), "baisa baisas": Change("omr", 1000), "poisha": Change("bdt"),
    "fillér": Change("huf"), "filler": Change("huf", alone=False), "øre öre": Change("krone"),
    "ore": Change("krone", alone=False),
    "haler halers haléř haléřů": Change("czk"), "heller hellers": Change("czk", alone=False),
    "lipa lipas": Change("hrk"),
    "bani": Change("leu"), "ban": Change("leu", alone=False), "para": Change("rsd", alone=False),
    "dirham dirhams qirsh": Change("lyd", 1000, alone=False),
    "mill mills mil": Change("usd", 1000, alone=False),
    "centimo centimos céntimo céntimos": Change("centimo"), "sentimo sentimos": Change("php"),
    "satoshi satoshis": Change("btc", 10**8),
    "thebe": Change("bwp"), "ngwee": Change("zmw"), "tambala": Change("mwk"), "santim": Change("etb"),
    "tiyn tiyin": Change("kzt"), "laari": Change("mvr"),
}  # fmt: skip
CHANGE: Final = {
    form: change
    for names, change in _CHANGE.items()
    for name in names.split(" ")
    for form in ((name, f"{name}s") if len(name) > 1 else (name,))
}
# Currencies whose change is no hundredth, beside what its name says.
PARTS: Final = {("fils", "kwd"): 1000, ("fils", "bhd"): 1000, ("fils", "iqd"): 1000, ("fils", "jod"): 1000,
                ("fils", "dinar"): 1000}  # fmt: skip


_FAMILY_OF: Final = {
    unit: family
    for units, currencies in FAMILIES.items()
    for family in [{word: code for code, words in currencies.items() for word in words.split("|")}]
    for unit in units.split(" ")
}
_ALONE = {
    name: code for codes in (ALONE, SHARED) for code, names in codes.items() for name in names.split(" ")
}
_WITH_COUNTRY = {word: code for code, words in ADJECTIVES.items() for word in words.split("|")}
_UNITS: Final = _FAMILY_OF.keys() | _ALONE.keys()
_LAST_LETTERS = frozenset(unit[-4:] for unit in _UNITS)
_SHORTEST_RUN_TOGETHER = 7
ALL_CODES: Final = frozenset((*ALONE, *(code for family in FAMILIES.values() for code in family)))
CODES: Final = {code: code for code in ALL_CODES - _WORDS_TOO} | {
    "dm": "dem", "rs": "inr", "rmb": "cny", "nis": "ils", "rm": "myr", "ksh": "kes", "sfr": "chf", "kr": "kr",
    "ntd": "twd", "xbt": "btc",
}  # fmt: skip


def currency_named(name: str) -> str | None:
    """Give the code of a currency by its name in small letters; ``None`` where it is none."""
    code = _ALONE.get(name)
    if code is not None:
        return code
    country, _, unit = name.rpartition(" ")
    if country:
        return _of_country(country, unit)
    if len(name) < _SHORTEST_RUN_TOGETHER or name[-4:] not in _LAST_LETTERS:
        return None
    parts = ((name[:place], name[place:]) for place in range(2, len(name) - 2))
    return next((code for country, unit in parts if (code := _of_country(country, unit))), None)


def _of_country(country: str, unit: str) -> str | None:
    family = _FAMILY_OF.get(unit)
    code = family.get(country) if family else None
    if code is None and unit in _ALONE and _WITH_COUNTRY.get(country) == _ALONE[unit]:
        return _ALONE[unit]
    return code


def change_named(name: str) -> Change | None:
    """Give small change by its name in small letters: "cents", "Canadian cents", "euro cents"."""
    country, _, unit = name.rpartition(" ")
    change = CHANGE.get(unit)
    if not country or change is None:
        return change
    if unit in {"pence", "penny"}:
        return change if country == "new" else None
    code = _FAMILY_OF["dollar"].get(country) or _ALONE.get(country) if unit in {"cent", "cents"} else None
    return change._replace(code=code) if code else None


def currency_code(name: str) -> str | None:
    """Give the code of a currency by its name or code, in any case; ``None`` where it is neither."""
    lowered = name.lower().strip()
    return lowered if lowered in ALL_CODES else currency_named(lowered)
