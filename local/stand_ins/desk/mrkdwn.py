"""Slack's mrkdwn as HTML, everything else in it escaped (source: Slack's reference of formatting)."""

import html
import re

from markupsafe import Markup, escape

_ANGLE = re.compile(r"<([^<>\n]+)>")
_STYLES = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), "s"),
    (re.compile(r"`([^`\n]+)`"), "code"),
)
_QUOTED = re.compile(r"(?m)^&gt;\s?(.*)$")
LINK_SCHEMES = ("https://", "http://", "mailto:")


def to_html(text: str) -> Markup:
    """Return mrkdwn as HTML that holds nothing but marks of this module's own."""
    parts = []
    at = 0
    for found in _ANGLE.finditer(text):
        parts += [_plain(text[at : found.start()]), _angle(found[1])]
        at = found.end()
    parts.append(_plain(text[at:]))
    return Markup("").join(parts)


def _plain(text: str) -> Markup:
    """Return a piece without links; what Slack's three escapes stand for stays escaped."""
    # Slack's own escapes are &amp;, &lt; and &gt;, so a text is read first and then escaped as a whole.
    shown = str(escape(html.unescape(text)))
    for pattern, tag in _STYLES:
        shown = pattern.sub(rf"<{tag}>\1</{tag}>", shown)
    shown = _QUOTED.sub(r"<blockquote>\1</blockquote>", shown)
    return Markup(shown.replace("\n", "<br>"))  # noqa: S704 - escaped above, then marked by this module


def _angle(content: str) -> Markup:
    """Return what stands between angle brackets: a link, somebody's name, or a call to a channel."""
    target, _, label = content.partition("|")
    target, label = html.unescape(target), html.unescape(label)
    if target[:1] in {"@", "!", "#"}:
        name = label or target.lstrip("@!#").removeprefix("subteam^")
        return Markup('<span class="mention">{}</span>').format(target[:1].replace("!", "@") + name)
    if target.startswith(LINK_SCHEMES):
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(target, label or target)
    return escape(f"<{content}>")
