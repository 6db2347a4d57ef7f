"""The caller's company: as said in the call, else from an e-mail's domain (decisions: company)."""

from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.models import Session

_FREE_MAIL = frozenset((
    "gmail", "googlemail", "yahoo", "ymail", "hotmail", "outlook", "live", "msn", "icloud", "me", "mac",
    "aol", "gmx", "web", "proton", "protonmail", "mail", "zoho", "fastmail", "yandex", "qq", "163", "comcast",
    "verizon", "att", "sbcglobal", "bellsouth", "cox", "charter", "btinternet", "orange", "free", "laposte",
    "t-online", "tutanota", "hey",
))  # fmt: skip
_SECOND_LEVEL = frozenset(["co", "com", "org", "net", "ac", "gov", "edu"])
_WITH_SECOND_LEVEL = 3


def company_name(session: Session, sales: SalesIntelligenceReport | None) -> str | None:
    """Give the company's name, ``None`` where neither the call nor a business e-mail tells."""
    if sales is not None and sales.company is not None:
        return sales.company.value
    emails = [
        session.participant.email,
        *(call.booking.customer_email for call in session.tool_calls if call.booking),
    ]
    for email in emails:
        domain = company_domain(email)
        if domain is not None:
            return domain
    return None


def company_domain(email: str | None) -> str | None:
    """Give the domain of a business e-mail; ``None`` for a free-mail provider's."""
    if not email or "@" not in email:
        return None
    domain = email.rsplit("@", 1)[1].strip().lower().rstrip(".")
    parts = domain.split(".")
    if len(parts) < 2:  # noqa: PLR2004 - a name and an ending
        return None
    owner = parts[-3] if len(parts) >= _WITH_SECOND_LEVEL and parts[-2] in _SECOND_LEVEL else parts[-2]
    return None if owner in _FREE_MAIL else domain
