"""Addresses in messages: templates of the profile, filled with what is known."""

from collections.abc import Mapping
from string import Formatter
from urllib.parse import quote, urlsplit


def filled_link(templates: Mapping[str, str], name: str, **values: str | None) -> str | None:
    """Fill the template of a name; None where there is none, or a value it needs is not known.

    Values are percent-encoded, but for ``public_base_url``; what does not become an http address is no link.
    """
    template = templates.get(name)
    if template is None:
        return None
    needed = {field for _, field, _, _ in Formatter().parse(template) if field}
    known = {
        key: value.rstrip("/") if key == "public_base_url" else quote(value, safe="")
        for key, value in values.items()
        if value
    }
    if not needed <= known.keys():
        return None
    url = template.format(**known)
    parts = urlsplit(url)
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
