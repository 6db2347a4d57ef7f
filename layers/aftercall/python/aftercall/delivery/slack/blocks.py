"""Block Kit within Slack's limits, in which words of others are never markup (source: Slack, Block Kit).

What a caller said goes into ``plain_text`` objects only, where Slack reads no mention, link or formatting.
Markup is for our own labels and for addresses from the profile, which are escaped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

type Block = dict[str, object]

LONGEST_HEADER = 150
LONGEST_SECTION = 2900
LONGEST_FIELD = 1900
ROWS_IN_A_SECTION = 5
LONGEST_MESSAGE = 12_500
MOST_BLOCKS = 48
LONGEST_FALLBACK = 300
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """A message: blocks, and the text that notifications and screen readers get."""

    text: str
    blocks: tuple[Block, ...]


def message(text: str, blocks: Iterable[Block | None]) -> SlackMessage:
    """Put blocks together; what would go beyond Slack's limits is left out from the end."""
    kept: list[Block] = []
    length = 0
    for block in blocks:
        if block is None:
            continue
        length += _text_length(block)
        if length > LONGEST_MESSAGE or len(kept) >= MOST_BLOCKS:
            break
        kept.append(block)
    return SlackMessage(escaped(clipped(text, LONGEST_FALLBACK)), tuple(kept))


def header(text: str) -> Block:
    """Give a headline."""
    return {"type": "header", "text": plain(clipped(text, LONGEST_HEADER))}


def table(rows: Sequence[tuple[str, str | None]]) -> list[Block]:
    """Give rows of a label and a value, five to a section; a row without a value is left out."""
    known = [(label, value) for label, value in rows if value]
    return [
        {
            "type": "section",
            "fields": [
                field
                for label, value in known[start : start + ROWS_IN_A_SECTION]
                for field in (_markup(f"*{escaped(label)}*"), plain(clipped(value, LONGEST_FIELD)))
            ],
        }
        for start in range(0, len(known), ROWS_IN_A_SECTION)
    ]


def bullets(title: str, lines: Sequence[str]) -> list[Block]:
    """Give a title of ours and lines of anybody's; nothing without lines."""
    if not lines:
        return []
    listed = clipped("\n".join(f"• {line}" for line in lines), LONGEST_SECTION)
    return [words(title), {"type": "section", "text": plain(listed)}]


def quoted(text: str) -> Block:
    """Give somebody's words."""
    return {"type": "section", "text": plain(f"“{clipped(text, LONGEST_SECTION)}”")}


def paragraph(text: str) -> Block:
    """Give plain text."""
    return {"type": "section", "text": plain(clipped(text, LONGEST_SECTION))}


def words(text: str) -> Block:
    """Give words of ours in bold."""
    return {"type": "section", "text": _markup(f"*{escaped(text)}*")}


def links(named: Sequence[tuple[str, str | None]]) -> Block | None:
    """Give links by what they lead to; those without an address, or without room, are left out."""
    shown: list[str] = []
    room = LONGEST_SECTION
    for line in (f":link: <{escaped_url(url)}|{escaped(name)}>" for name, url in named if url):
        if len(line) < room:  # half a link leads nowhere
            shown.append(line)
            room -= len(line) + 1
    return {"type": "section", "text": _markup("\n".join(shown))} if shown else None


def mention(markup: str, text: str) -> Block:
    """Give a mention in Slack's own markup (``<@U1>``, ``<!here>``) and words of ours."""
    return {"type": "section", "text": _markup(f"{markup} {escaped(text)}".strip())}


def context(text: str) -> Block:
    """Give small print."""
    return {"type": "context", "elements": [plain(clipped(text, LONGEST_FIELD))]}


def button(action_id: str, text: str, value: str) -> Block:
    """Give one button."""
    element = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": text},
        "value": value,
    }
    return {"type": "actions", "elements": [element]}


def plain(text: str) -> Block:
    """Give a text object that Slack reads nothing into."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _markup(text: str) -> Block:
    # Verbatim: Slack makes no link or mention out of what merely looks like one.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def escaped(text: str) -> str:
    """Escape Slack's three control characters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_url(url: str) -> str:
    """Escape an address for the left side of a link."""
    return escaped(url).replace("|", "%7C").replace("\n", "")


def clipped(text: str, longest: int) -> str:
    """Cut a text at a word's end, with an ellipsis inside the limit."""
    if len(text) <= longest:
        return text
    room = text[: longest - 1]
    return (room.rsplit(None, 1)[0] if " " in room[longest // 2 :] else room).rstrip() + ELLIPSIS


def _text_length(value: object) -> int:
    if isinstance(value, dict):
        own = value.get("text")
        inner = sum(_text_length(one) for one in value.values() if not isinstance(one, str))
        return inner + (len(own) if isinstance(own, str) else 0)
    return sum(map(_text_length, value)) if isinstance(value, list) else 0
