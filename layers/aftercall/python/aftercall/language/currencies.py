"""Currencies: what people call them, and the ISO 4217 code in lower case."""

from typing import Final

# Singular names by code; a name said without its country stands with the currency usually meant.
_NAMES = {
    "usd": "dollar|us dollar|u.s. dollar|united states dollar|american dollar|buck|us buck",
    "eur": "euro", "gbp": "pound|british pound|pound sterling|sterling|quid|uk pound|english pound",
    "jpy": "yen|japanese yen",
    "cny": "kuai|yuan|chinese yuan|renminbi|chinese renminbi|rmb|chinese yuan renminbi",
    "inr": "rupee|indian rupee|rs|re|inr rupee", "chf": "swiss franc|franc", "cad": "canadian dollar",
    "aud": "australian dollar|aussie dollar", "nzd": "new zealand dollar|kiwi dollar",
    "hkd": "hong kong dollar", "sgd": "singapore dollar|singaporean dollar",
    "twd": "new taiwan dollar|taiwan dollar|taiwanese dollar", "bbd": "barbados dollar|barbadian dollar",
    "jmd": "jamaican dollar|jamaica dollar", "ttd": "trinidad and tobago dollar", "fjd": "fiji dollar",
    "bzd": "belize dollar", "bsd": "bahamian dollar", "bnd": "brunei dollar", "nad": "namibian dollar",
    "lrd": "liberian dollar", "bmd": "bermudian dollar|bermuda dollar", "gyd": "guyanese dollar",
    "xcd": "east caribbean dollar", "zwd": "zimbabwean dollar", "krw": "won|south korean won|korean won",
    "kpw": "north korean won", "mxn": "mexican peso", "ars": "argentine peso|argentinian peso",
    "clp": "chilean peso", "cop": "colombian peso|columbian peso", "php": "philippine peso|filipino peso",
    "cup": "cuban peso", "uyu": "uruguayan peso", "dop": "dominican peso", "brl": "brazilian real|reais",
    "rub": "ruble|rouble|russian ruble|russian rouble", "byn": "belarusian ruble",
    "try": "turkish lira|lira", "itl": "italian lira", "ils": "shekel|israeli shekel|israeli new shekel|nis",
    "zar": "rand|south african rand", "sek": "swedish krona|swedish crown|swedish kronor",
    "nok": "norwegian krone|norwegian crown|norwegian kroner",
    "dkk": "danish krone|danish crown|danish kroner", "isk": "icelandic krona|icelandic króna",
    "pln": "zloty|polish zloty|złoty", "huf": "forint|hungarian forint", "czk": "czech koruna|koruna",
    "ron": "romanian leu|romanian lei", "bgn": "bulgarian lev|lev", "hrk": "croatian kuna|kuna",
    "uah": "hryvnia|ukrainian hryvnia", "gel": "georgian lari|lari", "amd": "armenian dram",
    "azn": "azerbaijani manat", "kzt": "kazakhstani tenge|tenge", "uzs": "uzbekistani som",
    "kgs": "kyrgyzstani som", "mnt": "tugrik|tögrög|mongolian tugrik|mongolian tögrög|mongolian togrog",
    "thb": "baht|thai baht", "myr": "ringgit|malaysian ringgit|malaysia ringgit|rm",
    "idr": "rupiah|indonesian rupiah", "vnd": "dong|vietnamese dong|vietnam dong",
    "lkr": "sri lankan rupee", "pkr": "pakistani rupee", "npr": "nepalese rupee",
    "mur": "mauritian rupee", "scr": "seychellois rupee|seychelles rupee", "bdt": "taka|bangladeshi taka",
    "khr": "cambodian riel|riel", "lak": "laotian kip|lao kip", "mmk": "kyat|burmese kyat|myanmar kyat",
    "mop": "macanese pataca|pataca", "aed": "dirham|uae dirham|emirati dirham|united arab emirates dirham",
    "mad": "moroccan dirham", "sar": "saudi riyal|saudi rial|saudi arabian riyal",
    "qar": "qatari riyal|qatari rial|qatar riyal", "omr": "omani rial|omani riyal",
    "yer": "yemeni rial|yemeni riyal", "irr": "iranian rial", "kwd": "kuwaiti dinar|kuwait dinar",
    "bhd": "bahraini dinar|bahrain dinar", "jod": "jordanian dinar|jordan dinar", "iqd": "iraqi dinar",
    "tnd": "tunisian dinar", "dzd": "algerian dinar", "lyd": "libyan dinar", "rsd": "serbian dinar",
    "mkd": "macedonian denar", "egp": "egyptian pound|egypt pound", "lbp": "lebanese pound|lebanese lira",
    "syp": "syrian pound", "sdg": "sudanese pound", "fkp": "falkland islands pound", "gip": "gibraltar pound",
    "ngn": "naira|nigerian naira", "ghs": "cedi|ghanaian cedi|ghana cedi", "kes": "kenyan shilling",
    "ugx": "ugandan shilling", "tzs": "tanzanian shilling", "sos": "somali shilling",
    "etb": "birr|ethiopian birr", "xaf": "central african cfa franc", "xof": "west african cfa franc",
    "xpf": "cfp franc", "frf": "french franc", "bef": "belgian franc", "rwf": "rwandan franc",
    "djf": "djiboutian franc", "mga": "malagasy ariary", "bwp": "botswana pula|pula", "zmw": "zambian kwacha",
    "mwk": "malawian kwacha", "pen": "peruvian sol|nuevo sol", "bob": "bolivian boliviano|boliviano",
    "pyg": "guarani|paraguayan guarani", "ves": "bolivar|venezuelan bolivar|venezuelan bolívar",
    "crc": "colon|costa rican colon|costa rican colón|colón", "gtq": "quetzal|guatemalan quetzal",
    "hnl": "lempira|honduran lempira", "nio": "nicaraguan cordoba", "pab": "balboa|panamanian balboa",
    "htg": "gourde|haitian gourde", "afn": "afghan afghani|afghani", "all": "albanian lek",
    "mdl": "moldovan leu", "bam": "bosnian convertible mark",
    "dem": "deutsche mark|mark|dm|deutschmark|german mark",
    "fim": "finnish markka|markka", "esp": "peseta|spanish peseta", "nlg": "guilder|dutch guilder"
    "|netherlands guilder", "ang": "netherlands antillean guilder", "ats": "austrian schilling",
    "grd": "drachma|greek drachma", "pte": "portuguese escudo", "iep": "irish pound|irish punt",
    "btc": "bitcoin", "eth": "ether|ethereum", "pgk": "papua new guinean kina|kina",
    "wst": "samoan tala", "vuv": "vanuatu vatu", "mvr": "maldivian rufiyaa", "btn": "bhutanese ngultrum",
}  # fmt: skip
# Shared by several countries, and none of them is usually meant.
_WITHOUT_COUNTRY = (
    "peso", "dinar", "riyal", "rial", "krone", "krona", "kroner", "kronor", "crown", "kr", "shilling", "leu",
)  # fmt: skip
# Codes that are words people say.
_WORDS_TOO = frozenset({"all", "top", "try", "cup", "bob", "mad", "pen", "cop", "gel", "sos", "eth", "ron"})
SYMBOLS: Final = {
    "$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr", "₩": "krw", "₽": "rub", "₪": "ils",
    "₺": "try", "฿": "thb", "₫": "vnd", "₱": "php", "₦": "ngn", "₴": "uah", "₿": "btc", "¢": "cent",
    "₡": "crc", "元": "cny", "₾": "gel", "₲": "pyg", "₵": "ghs", "₸": "kzt", "₮": "mnt", "₭": "lak",
    "₼": "azn", "֏": "amd", "៛": "khr", "৳": "bdt", "₨": "inr", "￥": "jpy", "￡": "gbp",
}  # fmt: skip
# Letters that stand before a dollar sign.
DOLLARS_OF: Final = {
    "us": "usd", "usd": "usd", "a": "aud", "au": "aud", "aud": "aud", "c": "cad", "ca": "cad", "cad": "cad",
    "can": "cad", "hk": "hkd", "nz": "nzd", "nt": "twd", "s": "sgd", "sg": "sgd", "r": "brl", "mx": "mxn",
}  # fmt: skip
# Small change: a hundredth.
CENTS: Final = {
    "cent": "usd", "cents": "usd", "c": "usd", "¢": "usd", "pence": "gbp", "penny": "gbp", "pennies": "gbp",
    "p": "gbp", "paise": "inr", "paisa": "inr", "fen": "cny", "kopek": "rub", "kopeks": "rub",
    "centavo": "centavo", "centavos": "centavo", "centime": "centime", "centimes": "centime", "sen": "sen",
}  # fmt: skip
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names.split("|")} | {
    name: name for name in _WITHOUT_COUNTRY
}
_PLURALS = {f"{name}s": code for name, code in _BY_NAME.items() if not name.endswith("s")}
_CODES = {code: code for code in _NAMES if code not in _WORDS_TOO}
NAMES: Final = _BY_NAME | _PLURALS | {name.replace(" ", ""): code for name, code in _BY_NAME.items()}
CODES: Final = _CODES | {"dm": "dem", "rs": "inr", "rmb": "cny", "nis": "ils", "rm": "myr"}


def currency_code(name: str) -> str | None:
    """Give the code of a currency by its name or code, in any case; ``None`` where it is neither."""
    lowered = name.lower().strip()
    return lowered if lowered in _NAMES else NAMES.get(lowered)
