"""The mail itself: escaped, in two parts, in a form that narrow and simple clients show."""

from html.parser import HTMLParser

import pytest

from aftercall.delivery.email.rendering import Mail, digest_mail
from aftercall.profile.models import Profile
from aftercall.reports.digests import Statement, TopLead
from aftercall.session.models import Noun
from tests.fakes.digests import a_profile, daily, weekly

BASE = "https://calls.brightline.example"
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">&'
VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})


class Structure(HTMLParser):
    """Tags, attributes and text, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.unclosed: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def mail(digest: Noun, profile: Profile | None = None) -> Mail:
    return digest_mail(digest, profile or a_profile(), BASE)  # type: ignore[arg-type]  # one of the two


def hostile() -> Mail:
    lead = TopLead(session_id='RM_"><b>', who=SCRIPT, score=92, facts=(SCRIPT,))
    return mail(daily(top_leads=(lead,), trends=(Statement(text=SCRIPT, figure=SCRIPT),)))


def test_the_subject_is_the_specs_with_the_products_name() -> None:
    assert mail(daily()).subject == "PandaDoc Voice Agent Daily Summary - November 19, 2026"
    assert mail(weekly()).subject == "PandaDoc Voice Agent Weekly Review - Week of November 16, 2026"


def test_the_profile_may_call_it_otherwise() -> None:
    profile = a_profile(daily_subject="Calls of {date}")
    assert mail(daily(), profile).subject == "Calls of November 19, 2026"


def test_no_header_can_be_smuggled_into_the_subject() -> None:
    profile = a_profile(daily_subject="Digest\r\nBcc: all@example.com {product}")
    renamed = profile.model_copy(
        update={"product": profile.product.model_copy(update={"name": "A\nSubject: no"})}
    )
    subject = mail(daily(), renamed).subject
    assert subject == "Digest Bcc: all@example.com A Subject: no"


def test_words_of_callers_arrive_escaped() -> None:
    found = Structure(hostile().html)
    assert not {"script", "img", "b"} & {tag for tag, _ in found.tags}
    assert any(SCRIPT in text for text in found.texts), "it is shown as it was said"


def test_an_attribute_is_not_left() -> None:
    links = [attributes["href"] for tag, attributes in Structure(hostile().html).tags if tag == "a"]
    assert links[0] == f"{BASE}/calls/RM_%22%3E%3Cb%3E"


def test_the_text_part_says_what_the_html_part_says() -> None:
    statement = Statement(text="Legal industry calls", figure="+40% this week")
    made = mail(daily(trends=(statement,)))
    assert "• Legal industry calls: +40% this week" in made.text
    words = " ".join(Structure(made.html).texts)
    assert "Legal industry calls" in words
    assert "+40% this week" in words
    assert "TOTAL CALLS" not in made.text
    assert "Total Calls: 0" in made.text


def test_the_text_part_has_no_html_and_no_escapes() -> None:
    text = mail(daily(trends=(Statement(text="R&D teams", figure="<5%"),))).text
    assert "R&D teams: <5%" in text
    assert "\n\n\n" not in text


def test_a_numbered_list_is_numbered() -> None:
    said = tuple(Statement(text=f"Advice {letter}", figure="1") for letter in "AB")
    text = mail(weekly(recommendations=said)).text
    assert "1. Advice A: 1\n2. Advice B: 1" in text


def test_the_dashboard_is_linked_where_the_profile_has_one() -> None:
    assert f"{BASE}/dashboard" in mail(daily()).html
    without = a_profile().model_copy(update={"links": {}})
    assert "dashboard" not in mail(daily(), without).text


def test_the_weekly_mail_links_its_detailed_report() -> None:
    linked = a_profile().model_copy(update={"links": {"weekly_report": "{public_base_url}/weeks/{date}"}})
    assert f"{BASE}/weeks/2026-11-16" in mail(weekly(), linked).text


@pytest.mark.parametrize("digest", [daily(), weekly()], ids=["daily", "weekly"])
def test_simple_clients_can_show_it(digest: Noun) -> None:
    found = Structure(mail(digest).html)
    assert found.unclosed == []
    names = {tag for tag, _ in found.tags}
    assert not names & {"script", "form", "iframe", "img", "svg", "video", "link"}, (
        "nothing is fetched or run"
    )
    tables = [attributes for tag, attributes in found.tags if tag == "table"]
    assert all(table.get("role") == "presentation" for table in tables)
    cards = [style for table in tables if "max-width" in (style := table.get("style") or "")]
    assert cards == [style for style in cards if "width:100%;max-width:600px" in style]
    assert len(cards) == 1
    cells = [attributes for tag, attributes in found.tags if tag in {"td", "table"}]
    assert not [
        one for one in cells if (one.get("width") or "0").isdigit() and int(one.get("width") or 0) > 360
    ]


def test_colours_have_a_dark_counterpart() -> None:
    html = mail(daily()).html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_an_inbox_previews_the_figures() -> None:
    assert "0 calls · 0 qualified · 0 meetings" in mail(daily()).html
