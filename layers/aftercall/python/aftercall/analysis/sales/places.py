"""Names of places that callers give: states, provinces and countries of the markets served."""

STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii"
    "|idaho|illinois|indiana"
    "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri"
    "|montana|nebraska"
    "|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma"
    "|oregon|pennsylvania"
    "|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington"
    "|west virginia|wisconsin"
    "|wyoming|ontario|quebec|alberta|british columbia|manitoba|saskatchewan|nova scotia|new brunswick"
)
COUNTRIES = (
    "canada|mexico|england|scotland|wales|ireland|germany|france|spain|italy|portugal|poland|netherlands"
    "|belgium|austria"
    "|switzerland|sweden|norway|denmark|finland|australia|new zealand|india|singapore|japan|brazil"
    "|argentina|south africa"
    "|nigeria|kenya|israel|united kingdom|united states|the uk|the us|the states"
)
