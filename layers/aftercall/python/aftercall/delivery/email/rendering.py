"""A digest as a mail: subject, an HTML part that escapes everything it is given, and a plain-text part."""

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from aftercall.delivery.email.sections import (
    CallLink,
    Section,
    Tile,
    daily_sections,
    plain,
    shown_date,
    tiles,
    weekly_sections,
)
from aftercall.delivery.links import filled_link
from aftercall.profile.models import Profile
from aftercall.reports.digests import DailyDigest, WeeklyDigest

TONES = {"good": "#137333", "bad": "#b3261e", "plain": "#5f6875"}


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent, but for who sends it to whom."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What both templates are given."""

    subject: str
    product: str
    title: str
    date: str
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    links: tuple[tuple[str, str], ...]
    time_zone: str

    @property
    def preview(self) -> str:
        """What an inbox shows beside the subject."""
        return " · ".join(f"{tile.value} {tile.label}" for tile in self.tiles)


def digest_mail(digest: DailyDigest | WeeklyDigest, profile: Profile, public_base_url: str | None) -> Mail:
    """Render a digest."""
    page = (
        _daily(digest, profile, public_base_url)
        if isinstance(digest, DailyDigest)
        else _weekly(digest, profile, public_base_url)
    )
    return Mail(
        subject=page.subject,
        html=_templates(escaping=True).get_template("digest.html.jinja").render(page=page, tones=TONES),
        text=_templates(escaping=False).get_template("digest.txt.jinja").render(page=page),
    )


def _daily(digest: DailyDigest, profile: Profile, base: str | None) -> _Page:
    date = shown_date(digest.date)
    return _Page(
        subject=_subject(profile.digests.daily_subject, profile, date),
        product=plain(profile.product.name),
        title="Voice Agent Daily Summary",
        date=date,
        tiles=tiles(digest.activity),
        sections=daily_sections(digest, _call_link(profile, base)),
        links=_links(profile, base, ("View full dashboard", "dashboard")),
        time_zone=profile.business_hours.time_zone,
    )


def _weekly(digest: WeeklyDigest, profile: Profile, base: str | None) -> _Page:
    date = shown_date(digest.week_of)
    named = (("View full dashboard", "dashboard"), ("View detailed report", "weekly_report"))
    return _Page(
        subject=_subject(profile.digests.weekly_subject, profile, date),
        product=plain(profile.product.name),
        title="Voice Agent Weekly Review",
        date=f"Week of {date}",
        tiles=tiles(digest.activity),
        sections=weekly_sections(digest, _call_link(profile, base)),
        links=_links(profile, base, *named, date=digest.week_of.isoformat()),
        time_zone=profile.business_hours.time_zone,
    )


def _subject(template: str, profile: Profile, date: str) -> str:
    """Fill the subject; one line, whatever the names in it hold."""
    return plain(template.format(product=profile.product.name, date=date))


def _links(
    profile: Profile, base: str | None, *named: tuple[str, str], date: str | None = None
) -> tuple[tuple[str, str], ...]:
    found = [
        (text, filled_link(profile.links, name, public_base_url=base, date=date)) for text, name in named
    ]
    return tuple((text, url) for text, url in found if url is not None)


def _call_link(profile: Profile, base: str | None) -> CallLink:
    """Give what knows the page of a call, where there is one."""
    return lambda session_id: filled_link(profile.links, "call", public_base_url=base, session_id=session_id)


@cache
def _templates(*, escaping: bool) -> Environment:
    return Environment(
        loader=PackageLoader("aftercall.delivery.email"),
        autoescape=escaping,  # noqa: S701 - the plain-text part alone is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
