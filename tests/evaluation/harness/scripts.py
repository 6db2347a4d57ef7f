"""Labelled calls as text: one message a line, the labels as tags around the words that they are about.

A script is shorter to write and to review than a session report with its labels beside it, and a
quote cannot differ from what was said. The format stands in
``tests/evaluation/data/written_calls/README.md``. Scripts label everything but personal data.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER_FIELDS: Final = (
    "team_size", "monthly_volume", "industry", "location", "use_case", "current_tool", "decision_timeline",
    "budget_authority", "urgency", "sentiment", "sentiment_trend", "frustrated", "natural_ending",
    "repeated_questions",
)  # fmt: skip
_OTHER_HEADERS: Final = ("date", "name", "email", "style", "kind")
NUMBERS: Final = ("team_size", "monthly_volume", "repeated_questions")
FLAGS: Final = ("frustrated", "natural_ending")
_ALWAYS: Final = ("sentiment", "sentiment_trend", "frustrated", "natural_ending", "repeated_questions")

# What each header may say; of the others anything goes.
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "industry": (
        "healthcare", "legal", "real estate", "finance", "insurance", "construction", "education", "software",
        "manufacturing", "staffing", "marketing", "nonprofit", "government", "hospitality", "logistics",
        "retail", "other",
    ),
    "use_case": ("proposals", "contracts", "quotes", "ndas", "onboarding", "hr", "invoices", "other"),
    "decision_timeline": ("this_week", "this_month", "this_quarter", "next_quarter", "evaluating"),
    "budget_authority": ("decision_maker", "influencer", "needs_approval"),
    "urgency": ("high", "medium", "low"),
    "sentiment": ("positive", "neutral", "negative"),
    "sentiment_trend": ("improving", "stable", "declining"),
}  # fmt: skip

# For each tag, what its arguments may be; an empty tuple where they are free.
TAGS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "o": (
        ("pricing", "features", "timing", "trust", "other"), ("blocker", "concern"), ("open", "resolved"),
    ),
    "b": (("strong", "medium", "weak"),),
    "f": ((), ("must_have", "nice_to_have")),
    "p": (),
    "s": ((), ("decision_maker", "gatekeeper", "user", "influencer", "unknown")),
    "a": (("user", "sales", "support", "agent"), ()),
    "q": (),
    "d": (),
    "m": (),
    "e": ((),),
    "r": (
        (),
        ("current_tool", "considering", "comparison", "past", "mention"),
        ("positive", "neutral", "negative"),
    ),
    "n": (), "v": (), "i": (), "l": (), "c": (), "t": (), "g": (), "u": (),
}  # fmt: skip

# The header whose value a tag of evidence belongs to.
EVIDENCE: Final[Mapping[str, str]] = {
    "n": "team_size",
    "v": "monthly_volume",
    "i": "industry",
    "l": "location",
    "c": "current_tool",
    "t": "decision_timeline",
    "g": "budget_authority",
    "u": "urgency",
}
_TAG = re.compile(r"<(/?)([a-z])(?: ([^<>]*))?>")


class BadScript(Exception):
    """A script that cannot be read: names the file, the line and what was expected."""


@dataclass(frozen=True, slots=True)
class Span:
    """A tagged part of a message.

    Parameters
    ----------
    tag
        One of :data:`TAGS`.
    arguments
        As written between the bars.
    start, end
        Offsets into the message's text.
    """

    tag: str
    arguments: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dialogue.

    Parameters
    ----------
    kind
        ``U`` the caller, ``A`` the agent, ``K`` a search for knowledge, ``B`` a booking.
    text
        The message without its tags; of tools, the query or the booking's parts with bars between.
    spans
        What is labelled in it.
    result
        What a tool gave.
    """

    kind: str
    text: str
    spans: tuple[Span, ...] = ()
    result: str = ""

    def quote(self, span: Span) -> str:
        """Give the tagged words."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Script:
    """A labelled call."""

    name: str
    headers: Mapping[str, str]
    lines: tuple[Line, ...]

    def tagged(self, tag: str) -> Iterator[tuple[Line, Span]]:
        """Give every part with a tag, in the order of the call."""
        for line in self.lines:
            yield from ((line, span) for span in line.spans if span.tag == tag)

    def quotes(self, tag: str) -> list[str]:
        """Give the words of every part with a tag."""
        return [line.quote(span) for line, span in self.tagged(tag)]


def read_scripts(folder: Path) -> list[Script]:
    """Read every script of a folder, by name.

    Raises
    ------
    BadScript
        At the first that cannot be read.
    """
    return [read_script(path) for path in sorted(folder.glob("*.txt"))]


def read_script(path: Path) -> Script:
    """Read one script.

    Raises
    ------
    BadScript
        When a header, a tag or a line is not one the format knows.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    first = head.count("\n") + 3
    lines = tuple(
        _line(line.strip(), f"{path.name}:{number}")
        for number, line in enumerate(body.split("\n"), first)
        if line.strip()
    )
    script = Script(path.stem, dict(_headers(head, path.name)), lines)
    problems = list(_problems(script))
    if problems:
        raise BadScript("; ".join(problems))
    return script


def _headers(head: str, name: str) -> Iterator[tuple[str, str]]:
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        key = key.strip()
        known = key in HEADER_FIELDS or key in _OTHER_HEADERS or key.removeprefix("alt ") in HEADER_FIELDS
        if not colon or not known:
            raise BadScript(f"{name}: header {line!r}, expected one of {', '.join(HEADER_FIELDS)}")
        if value.strip() not in ("", "null"):
            yield key, value.strip()


def _line(line: str, place: str) -> Line:
    kind, text = line[:1], line[2:].strip()
    if line[1:2] != ":" or kind not in "UAKB":
        raise BadScript(f"{place}: {line[:40]!r}, expected U:, A:, K: or B:")
    if kind in "UA":
        plain, spans = _spans(text, place)
        return Line(kind, plain, spans)
    text, arrow, result = text.rpartition("=>")
    if not arrow:
        raise BadScript(f"{place}: a tool without '=> result'")
    return Line(kind, text.strip(), result=result.strip())


def _spans(text: str, place: str) -> tuple[str, tuple[Span, ...]]:
    plain, spans = "", []
    opened: list[tuple[str, tuple[str, ...], int]] = []
    reached = 0
    for match in _TAG.finditer(text):
        plain += text[reached : match.start()]
        reached = match.end()
        closing, tag, arguments = match.groups()
        if tag not in TAGS:
            raise BadScript(f"{place}: unknown tag <{tag}>")
        if not closing:
            opened.append((tag, _arguments(tag, arguments or "", place), len(plain)))
            continue
        if not opened or opened[-1][0] != tag:
            raise BadScript(f"{place}: </{tag}> closes nothing that is open last")
        _, given, start = opened.pop()
        spans.append(_trimmed(Span(tag, given, start, len(plain)), plain, place))
    plain += text[reached:]
    if opened:
        raise BadScript(f"{place}: <{opened[-1][0]}> is never closed")
    if "<" in plain or ">" in plain:
        raise BadScript(f"{place}: a stray < or >")
    return plain, tuple(sorted(spans, key=lambda span: span.start))


def _arguments(tag: str, text: str, place: str) -> tuple[str, ...]:
    given = tuple(part.strip() for part in text.rstrip("|").split("|")) if text else ()
    choices = TAGS[tag]
    if tag == "a" and len(given) == 1:
        given = (*given, "")
    if len(given) != len(choices):
        raise BadScript(f"{place}: <{tag} {text}> has {len(given)} arguments, expected {len(choices)}")
    for value, allowed in zip(given, choices, strict=True):
        if allowed and value not in allowed:
            raise BadScript(f"{place}: <{tag} {text}>: {value!r}, expected one of {', '.join(allowed)}")
    return given


def _trimmed(span: Span, text: str, place: str) -> Span:
    words = text[span.start : span.end]
    if not words.strip():
        raise BadScript(f"{place}: <{span.tag}> around nothing")
    start = span.start + len(words) - len(words.lstrip())
    return Span(span.tag, span.arguments, start, start + len(words.strip()))


def _problems(script: Script) -> Iterator[str]:
    yield from _header_problems(script.name, script.headers)
    for tag, key in EVIDENCE.items():
        if key not in script.headers and any(script.tagged(tag)):
            yield f"{script.name}: <{tag}> without a header {key}"
    for line in script.lines:
        for span in line.spans:
            agents = span.tag == "a" and span.arguments[0] != "user"
            if agents != (line.kind == "A"):
                yield f"{script.name}: <{span.tag}> in a line of {line.kind}: {line.quote(span)[:40]!r}"


def _header_problems(name: str, headers: Mapping[str, str]) -> Iterator[str]:
    for key in (*_ALWAYS, "date"):
        if key not in headers:
            yield f"{name}: header {key} is missing"
    choices = {**_CHOICES, **dict.fromkeys(FLAGS, ("true", "false"))}
    for key, allowed in choices.items():
        if key in headers and headers[key] not in allowed:
            yield f"{name}: {key} {headers[key]!r}, expected one of {', '.join(allowed)}"
    for key in NUMBERS:
        if key in headers and not headers[key].isdigit():
            yield f"{name}: {key} {headers[key]!r}, expected a whole number"
