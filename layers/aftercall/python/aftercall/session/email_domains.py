"""Which e-mail addresses tell of a company: every one that a mail provider did not hand out. Pure.

Large providers run a domain in most countries and are known by their name whatever the ending; the
others by their exact domain, because a company may bear the same name under another ending.
"""

_UNDER_ANY_ENDING = frozenset(
    {
        *("aol", "fastmail", "gmail", "gmx", "googlemail", "hotmail", "icloud", "live", "msn", "outlook"),
        *("proton", "protonmail", "rocketmail", "tutanota", "yahoo", "yandex", "ymail", "zoho"),
    }
)
_EXACTLY = frozenset(
    {
        *("126.com", "163.com", "hey.com", "hushmail.com", "inbox.com", "mac.com", "mail.com", "me.com"),
        *("passport.com", "pm.me", "posteo.de", "qq.com", "sina.com", "tuta.com", "tuta.io", "yeah.net"),
        # Providers of Internet access, who give their customers an address.
        *("att.net", "bellsouth.net", "charter.net", "comcast.net", "cox.net", "earthlink.net"),
        *("frontier.com", "optonline.net", "sbcglobal.net", "verizon.net", "windstream.net"),
        *("bell.net", "rogers.com", "shaw.ca", "sympatico.ca", "telus.net", "videotron.ca"),
        *("blueyonder.co.uk", "btinternet.com", "ntlworld.com", "sky.com", "talktalk.net", "virginmedia.com"),
        *("arcor.de", "freenet.de", "t-online.de", "web.de", "aon.at", "bluewin.ch"),
        *("free.fr", "laposte.net", "neuf.fr", "orange.fr", "sfr.fr", "wanadoo.fr"),
        *("home.nl", "kpnmail.nl", "planet.nl", "telenet.be", "skynet.be", "ziggo.nl"),
        *("alice.it", "libero.it", "tiscali.it", "tin.it", "virgilio.it", "telefonica.net", "terra.es"),
        *("o2.pl", "onet.pl", "wp.pl", "interia.pl", "seznam.cz", "centrum.cz", "abv.bg"),
        *("bk.ru", "inbox.ru", "list.ru", "mail.ru", "rambler.ru", "ukr.net"),
        *("bol.com.br", "terra.com.br", "uol.com.br", "bigpond.com", "optusnet.com.au", "xtra.co.nz"),
        *("daum.net", "hanmail.net", "naver.com", "docomo.ne.jp", "ezweb.ne.jp", "rediffmail.com"),
    }
)
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "ne", "net", "or", "org"})
"""Endings of two parts, as in ``example.co.uk``."""


def company_domain(email: str | None) -> str | None:
    """Give the domain of a business address in lower case; None for a mail provider's, or for no address."""
    _, at, written = (email or "").strip().rpartition("@")
    domain = written.lower().rstrip(".")
    labels = domain.split(".")
    if not at or len(labels) < 2 or not all(labels):  # noqa: PLR2004 - a name and an ending
        return None
    return None if _is_mail_provider(labels) else domain


def _is_mail_provider(labels: list[str]) -> bool:
    """Tell by the registered domain, so that a provider's subdomains count as well."""
    ending = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 1  # noqa: PLR2004 - country codes have two letters
    registered = ".".join(labels[-ending - 1 :])
    return labels[-ending - 1] in _UNDER_ANY_ENDING or registered in _EXACTLY
