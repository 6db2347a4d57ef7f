"""The caller's company: as said in the call, else from an e-mail's domain (decisions: company)."""

from aftercall.reports.sales_intelligence import SalesIntelligenceReport
from aftercall.session.email_domains import company_domain
from aftercall.session.models import Session


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
