"""What the world's currencies are called: ISO 4217's codes in small letters, and a few that are history.

A family shares a unit's name ("dollar"); each of its currencies has the adjectives that tell it from the
others. ``ALONE`` gives the currency that is meant where no country is named.
"""

from typing import Final

# singular and plural forms of a unit: code: adjectives
FAMILIES: Final = {
    "dollar dollars buck bucks": {
        "usd": "us|u.s.|united states|american", "aud": "australian|aussie|australia",
        "cad": "canadian|canada",
        "nzd": "new zealand|kiwi", "hkd": "hong kong|hongkong", "sgd": "singapore|singaporean",
        "twd": "new taiwan|taiwan|taiwanese", "bbd": "barbados|barbadian", "jmd": "jamaican|jamaica",
        "ttd": "trinidad and tobago|trinidad|trinidadian", "fjd": "fiji|fijian", "bzd": "belize|belizean",
        "bsd": "bahamian|bahamas", "bnd": "brunei", "nad": "namibian|namibia", "lrd": "liberian|liberia",
        "bmd": "bermudian|bermuda|bermudan", "gyd": "guyanese|guyana",
        "kyd": "cayman islands|cayman|caymanian",
        "xcd": "east caribbean|eastern caribbean", "srd": "surinamese|suriname|surinam",
        "sbd": "solomon islands", "zwd": "zimbabwean|zimbabwe", "tvd": "tuvaluan|tuvalu",
        "kid": "kiribati",
    },
    "pound pounds": {
        "gbp": "british|uk|english|gb|great britain", "egp": "egyptian|egypt", "lbp": "lebanese|lebanon",
        "syp": "syrian|syria", "sdg": "sudanese|sudan", "ssp": "south sudanese",
        "fkp": "falkland islands|falkland",
        "gip": "gibraltar|gibraltarian", "shp": "saint helena", "iep": "irish", "cyp": "cypriot",
        "imp": "manx|isle of man", "jep": "jersey", "ggp": "guernsey",
    },
    "peso pesos": {
        "mxn": "mexican|mexico", "ars": "argentine|argentinian|argentina", "clp": "chilean|chile",
        "cop": "colombian|columbian|colombia", "php": "philippine|filipino|philippines", "cup": "cuban|cuba",
        "uyu": "uruguayan|uruguay", "dop": "dominican",
    },
    "franc francs": {
        "chf": "swiss", "frf": "french", "bef": "belgian", "luf": "luxembourg", "rwf": "rwandan|rwanda",
        "djf": "djiboutian|djibouti", "gnf": "guinean|guinea", "bif": "burundian|burundi", "kmf": "comorian",
        "cdf": "congolese", "xaf": "central african cfa|central african",
        "xof": "west african cfa|west african|cfa",
        "xpf": "cfp",
    },
    "krone krones kroner krona kronas kronor kronur króna crown crowns kr": {
        "dkk": "danish|denmark", "nok": "norwegian|norway", "sek": "swedish|sweden",
        "isk": "icelandic|iceland", "czk": "czech", "eek": "estonian", "skk": "slovak",
    },
    "koruna korunas koruny korun kc": {"czk": "czech", "skk": "slovak"},
    "rupee rupees": {
        "inr": "indian|india|inr", "pkr": "pakistani|pakistan", "lkr": "sri lankan|sri lanka",
        "npr": "nepalese|nepali|nepal", "mur": "mauritian|mauritius", "scr": "seychellois|seychelles",
    },
    "ruble rubles rouble roubles": {"rub": "russian|russia", "byn": "belarusian|belarus|belarussian"},
    "dinar dinars": {
        "kwd": "kuwaiti|kuwait", "bhd": "bahraini|bahrain", "jod": "jordanian|jordan", "iqd": "iraqi|iraq",
        "tnd": "tunisian|tunisia", "dzd": "algerian|algeria", "lyd": "libyan|libya", "rsd": "serbian|serbia",
        "yud": "yugoslav",
    },
    "denar denars": {"mkd": "macedonian"},
    "riyal riyals rial rials": {
        "sar": "saudi|saudi arabian|saudi arabia", "qar": "qatari|qatar", "omr": "omani|oman",
        "yer": "yemeni|yemen", "irr": "iranian|iran",
    },
    "dirham dirhams": {"aed": "uae|emirati|united arab emirates|dubai", "mad": "moroccan|morocco"},
    "lira liras lire": {"try": "turkish|turkey", "itl": "italian", "lbp": "lebanese", "mtl": "maltese"},
    "shilling shillings": {
        "kes": "kenyan|kenya", "ugx": "ugandan|uganda", "tzs": "tanzanian|tanzania", "sos": "somali|somalia",
    },
    "won wons": {"krw": "south korean|korean|south korea", "kpw": "north korean"},
    "mark marks": {"dem": "german|deutsche", "bam": "bosnian convertible|convertible|bosnian"},
    "leu lei": {"ron": "romanian|romania", "mdl": "moldovan|moldova"},
    "manat manats": {"azn": "azerbaijani|azerbaijan", "tmt": "turkmenistan|turkmen|turkmenistani"},
    "som soms sum": {"uzs": "uzbekistani|uzbekistan|uzbek", "kgs": "kyrgyzstani|kyrgyzstan|kyrgyz"},
    "dram drams": {"amd": "armenian|armenia"},
    "kwacha kwachas": {"zmw": "zambian|zambia", "mwk": "malawian|malawi"},
    "guilder guilders": {"nlg": "dutch|netherlands", "ang": "netherlands antillean|antillean",
    "awg": "aruban"},
    "escudo escudos": {"pte": "portuguese", "cve": "cape verdean"},
    "peseta pesetas": {"esp": "spanish"},
    "schilling schillings": {"ats": "austrian"},
    "punt punts": {"iep": "irish"},
    "real reals reais": {"brl": "brazilian|brazil"},
    "sol sols soles": {"pen": "peruvian|peru|nuevo|nuevos"},
    "lek leks lekë": {"all": "albanian|albania"},
    "kina kinas": {"pgk": "papua new guinean|papua new guinea"},
    "tala talas": {"wst": "samoan"},
    "vatu vatus": {"vuv": "vanuatu"},
    "paanga": {"top": "tongan"},
    "kip kips": {"lak": "laotian|lao"},
    "kyat kyats": {"mmk": "burmese|myanmar"},
    "ariary": {"mga": "malagasy"},
    "cordoba cordobas córdoba córdobas": {"nio": "nicaraguan"},
    "bolivar bolivars bolívar bolivares bolívares": {"ves": "venezuelan|venezuela"},
    "colon colons colones colón": {"crc": "costa rican|costa rica", "svc": "salvadoran"},
    "kuna kunas": {"hrk": "croatian"},
    "lari laris": {"gel": "georgian"},
    "somoni somonis": {"tjs": "tajikistani|tajikistan|tajik"},
    "dong dongs": {"vnd": "vietnamese|vietnam"},
    "rufiyaa": {"mvr": "maldivian"},
    "ouguiya ouguiyas": {"mru": "mauritanian"},
    "loti maloti": {"lsl": "lesotho|basotho"},
    "leone leones": {"sle": "sierra leonean|sierra leone"},
    "dobra dobras": {"stn": "sao tome"},
    "shekel shekels sheqel sheqels": {"ils": "israeli|israeli new|new israeli|new"},
    "yuan yuans": {"cny": "chinese|china|chinese renminbi"},
    "markka markkaa markkas": {"fim": "finnish"},
    "drachma drachmas": {"grd": "greek"},
}  # fmt: skip
# Names that stand for one currency by themselves, as a rule with the country's adjective before them, too.
ALONE: Final = {
    "usd": "dollar dollars buck bucks", "eur": "euro euros", "gbp": "pound pounds quid quids sterling",
    "jpy": "yen yens", "cny": "yuan yuans renminbi renminbis kuai rmb", "inr": "rupee rupees rs re",
    "chf": "franc francs sfr", "krw": "won wons", "rub": "ruble rubles rouble roubles",
    "try": "lira liras", "ils": "shekel shekels sheqel sheqels nis", "zar": "rand rands",
    "pln": "zloty zlotys zloties zlotych złoty złote złotych zł", "huf": "forint forints",
    "czk": "koruna korunas kč", "bgn": "lev levs leva", "hrk": "kuna kunas", "uah": "hryvnia hryvnias hryvna",
    "gel": "lari laris", "kzt": "tenge tenges", "mnt": "tugrik tugriks tögrög tögrögs togrog togrogs",
    "thb": "baht bahts", "myr": "ringgit ringgits rm", "idr": "rupiah rupiahs", "vnd": "dong dongs",
    "bdt": "taka takas", "khr": "riel riels", "mmk": "kyat kyats", "mop": "pataca patacas",
    "aed": "dirham dirhams", "ngn": "naira nairas", "ghs": "cedi cedis", "kes": "ksh", "etb": "birr birrs",
    "bwp": "pula pulas", "bob": "boliviano bolivianos", "pyg": "guarani guaranis guaraní guaraníes",
    "ves": "bolivar bolivars bolivares", "crc": "colon colons colones colón",
    "gtq": "quetzal quetzals quetzales",
    "hnl": "lempira lempiras", "pab": "balboa balboas", "htg": "gourde gourdes", "afn": "afghani afghanis",
    "dem": "mark marks dm deutschmark deutschmarks", "fim": "markka markkaa markkas", "esp": "peseta pesetas",
    "nlg": "guilder guilders", "grd": "drachma drachmas", "btc": "bitcoin bitcoins",
    "eth": "ether ethers ethereum", "pgk": "kina kinas", "mzn": "metical meticals meticais",
    "aoa": "kwanza kwanzas", "ern": "nakfa nakfas", "szl": "lilangeni emalangeni", "gmd": "dalasi dalasis",
    "tjs": "somoni somonis", "brl": "reais reals", "ltl": "litas", "btn": "ngultrum ngultrums",
    "itl": "lire", "xeu": "ecu ecus", "brc": "cruzado cruzados", "bre": "cruzeiro cruzeiros",
    "ecs": "sucre sucres", "sit": "tolar tolars", "lvl": "lats", "eek": "kroon krooni kroons",
    "xmr": "monero", "ltc": "litecoin litecoins", "doge": "dogecoin dogecoins", "mru": "ouguiya ouguiyas",
}  # fmt: skip
ADJECTIVES: Final = {
    "jpy": "japanese", "cny": "chinese|chinese yuan", "huf": "hungarian", "pln": "polish",
    "zar": "south african",
    "ils": "israeli", "bgn": "bulgarian", "uah": "ukrainian", "kzt": "kazakhstani|kazakh", "mnt": "mongolian",
    "thb": "thai", "myr": "malaysian|malaysia", "idr": "indonesian", "bdt": "bangladeshi", "khr": "cambodian",
    "mop": "macanese|macau", "ngn": "nigerian", "ghs": "ghanaian|ghana", "etb": "ethiopian",
    "bwp": "botswana",
    "bob": "bolivian", "pyg": "paraguayan", "gtq": "guatemalan", "hnl": "honduran", "pab": "panamanian",
    "htg": "haitian", "afn": "afghan", "mzn": "mozambican", "aoa": "angolan", "ern": "eritrean",
    "szl": "swazi", "gmd": "gambian", "ltl": "lithuanian", "btn": "bhutanese", "dem": "german|deutsche",
    "gbp": "british|pounds|pound|uk", "sit": "slovenian", "lvl": "latvian", "eek": "estonian",
}  # fmt: skip
# Shared by several countries, and none of them is usually meant: the name that stands for it.
SHARED: Final = {
    "peso": "peso pesos", "dinar": "dinar dinars", "riyal": "riyal riyals", "rial": "rial rials",
    "krone": "krone krones kroner", "krona": "krona kronas kronor", "crown": "crown crowns", "kr": "kr",
    "shilling": "shilling shillings", "leu": "leu lei", "manat": "manat manats", "kwacha": "kwacha kwachas",
}  # fmt: skip
# Words that count other things, too, where there are few of them ("two crowns", "ten colon thirty").
FROM_A_HUNDRED: Final = frozenset((
    "won", "wons", "mark", "marks", "crown", "crowns", "colon", "colons", "reals", "dong", "dongs", "lei",
    "leu",
    "pula", "kina", "lev",
))  # fmt: skip
