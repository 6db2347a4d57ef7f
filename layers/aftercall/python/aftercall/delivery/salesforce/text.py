"""Text as Salesforce takes it: within its field's limit, cut between words, and inert.

What a caller said or an agent wrote down is data. A spreadsheet that opens a report's export must not take
a value for a formula, a page must not take it for markup, and the composite API must not take it for a
reference to another part of the request (``@{lead.id}``).
"""

import json
import re
from collections.abc import Iterable, Mapping

ELLIPSIS = "…"
BULLET = "• "
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
REFERENCE_START = "@{"


def length(text: str) -> int:
    """Give the length as Salesforce counts at worst: UTF-16 units, and a line's end as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 + text.count("\n")


def inert(text: str) -> str:
    """Take from a text what a spreadsheet, the composite API or a parser would act on."""
    cleaned = UNPRINTABLE.sub("", text).replace(REFERENCE_START, "@ {").strip()
    return f"'{cleaned}" if cleaned.startswith(FORMULA_STARTS) else cleaned


def clip(text: str, limit: int) -> str:
    """Cut a text that is too long between two words, so that text and ellipsis stay within the limit."""
    if length(text) <= limit:
        return text
    room, end = limit - len(ELLIPSIS), 0
    for end, character in enumerate(text):  # noqa: B007 - where it stops is the result
        room -= length(character)
        if room < 0:
            break
    kept = text[:end]
    boundary = max(kept.rfind(" "), kept.rfind("\n"))
    if boundary > end // 2:
        kept = kept[:boundary]
    return kept.rstrip() + ELLIPSIS


def plain(text: str | None, limit: int) -> str | None:
    """Give an inert text within the limit; None where there is nothing to say."""
    cleaned = inert(text or "")
    return clip(cleaned, limit) or None


def bulleted(items: Iterable[str], limit: int) -> str | None:
    """Give one line for each item, without repetitions; lines that do not fit are counted in the last."""
    lines = list(dict.fromkeys(BULLET + clean for item in items if (clean := inert(" ".join(item.split())))))
    if not lines:
        return None
    whole = "\n".join(lines)
    if length(whole) <= limit:
        return whole
    kept: list[str] = []
    room = limit - length(_rest(len(lines)))
    for line in lines:
        room -= length(line) + 2
        if room < 0:
            break
        kept.append(line)
    if not kept:
        return clip(lines[0], limit)
    return "\n".join([*kept, _rest(len(lines) - len(kept))])


def _rest(count: int) -> str:
    return f"{ELLIPSIS} and {count} more"


def listed(items: Iterable[str], limit: int, separator: str = "; ") -> str | None:
    """Give the items on one line."""
    return plain(separator.join(dict.fromkeys(" ".join(item.split()) for item in items if item)), limit)


def rich_text(paragraphs: Iterable[str], ending: str, limit: int) -> str:
    """Give as many whole paragraphs as fit, and the ending in any case."""
    every = list(paragraphs)
    if sum(map(length, every)) + length(ending) <= limit:
        return "".join(every) + ending
    omitted = f"<p>{ELLIPSIS}</p>"
    room = limit - length(ending) - length(omitted)
    kept: list[str] = []
    for one in every:
        room -= length(one)
        if room < 0:
            break
        kept.append(one)
    return "".join([*kept, omitted]) + ending


def json_text(document: Mapping[str, object], limit: int) -> str:
    """Give valid JSON within the limit: the longest list is halved until it fits, and the text says so."""
    text = _dumped(document)
    if length(text) <= limit:
        return text
    shrunk = json.loads(text)
    shrunk["clipped"] = True
    while length(text := _dumped(shrunk)) > limit and _halve_longest(shrunk):
        pass
    return text if length(text) <= limit else _dumped({"clipped": True})


def _dumped(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace(REFERENCE_START, "@ {")


def _halve_longest(document: object) -> bool:
    """Halve the list that takes most room; False where there is none."""
    longest = max(_lists(document), key=lambda found: len(_dumped(found)), default=None)
    if longest is None:
        return False
    del longest[len(longest) // 2 :]
    return True


def _lists(document: object) -> Iterable[list[object]]:
    """Find every list with something in it."""
    if isinstance(document, list):
        if document:
            yield document
        for item in document:
            yield from _lists(item)
    elif isinstance(document, dict):
        for value in document.values():
            yield from _lists(value)
