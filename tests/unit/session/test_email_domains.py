"""Which addresses tell of a company."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.session.email_domains import company_domain


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("maya@brightline.example", "brightline.example"),
        ("Maya@Brightline.Example", "brightline.example"),
        ("maya@sales.brightline.example", "sales.brightline.example"),
        ("maya@brightline.co.uk", "brightline.co.uk"),
        ("maya@brightline.example.", "brightline.example"),
    ],
)
def test_a_business_address_tells_its_domain(email: str, domain: str) -> None:
    assert company_domain(email) == domain


@pytest.mark.parametrize(
    "domain",
    [
        *(
            "gmail.com",
            "GMAIL.com",
            "googlemail.com",
            "yahoo.com",
            "yahoo.co.uk",
            "yahoo.com.br",
            "hotmail.fr",
        ),
        *("live.nl", "outlook.de", "gmx.net", "web.de", "t-online.de", "mail.ru", "me.com", "proton.me"),
        *(
            "comcast.net",
            "orange.fr",
            "btinternet.com",
            "bol.com.br",
            "126.com",
            "zoho.com",
            "mail.yahoo.com",
        ),
    ],
)
def test_an_address_at_a_mail_provider_tells_of_no_company(domain: str) -> None:
    assert company_domain(f"maya@{domain}") is None


@pytest.mark.parametrize(
    "domain", ["web.com", "orange.com", "cox.com", "verizon.com", "mail.brightline.example"]
)
def test_a_company_whose_name_resembles_a_providers_is_a_company(domain: str) -> None:
    assert company_domain(f"maya@{domain}") == domain


@pytest.mark.parametrize(
    "email", [None, "", "maya", "maya@", "maya@localhost", "maya@.com", "maya@brightline..com"]
)
def test_what_is_no_address_tells_nothing(email: str | None) -> None:
    assert company_domain(email) is None


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    domain = company_domain(text)
    assert domain is None or domain == domain.lower()
