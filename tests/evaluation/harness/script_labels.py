"""The labels of a script, in the keys of ``data/calls``."""

from collections.abc import Mapping
from typing import Any, Final

from tests.evaluation.harness.scripts import FLAGS, HEADER_FIELDS, NUMBERS, Script

type Labels = dict[str, Any]

_TIER_ONE_TEAM = 5
_TIER_ONE_VOLUME = 100
_TIER_ONE_SYSTEMS = frozenset({"salesforce", "hubspot"})
_QUOTES: Final[Mapping[str, str]] = {
    "p": "pain_points",
    "q": "unanswered_questions",
    "d": "documents_requested",
    "m": "demo_requests",
}


def labels_of_script(script: Script) -> Labels:
    """Give a script's labels in the keys of ``data/calls``; personal data is not among them."""
    labels: Labels = {key: _value(key, script.headers.get(key)) for key in HEADER_FIELDS}
    labels["integration_needs"] = list(
        dict.fromkeys(span.arguments[0].lower() for _, span in script.tagged("e"))
    )
    labels["qualification_tier"] = _tier(labels)
    labels["meeting_booked"] = any(line.kind == "B" and line.result == "ok" for line in script.lines)
    labels["competitors"] = _competitors(script)
    labels |= _quoted_lists(script)
    labels["failed_searches"] = _failed_searches(script)
    labels["notes"] = [
        f"ALT {key.removeprefix('alt ')}: {value}"
        for key, value in script.headers.items()
        if key.startswith("alt ")
    ]
    return labels


def _competitors(script: Script) -> list[Labels]:
    """Give each rival once, as its last tag describes it."""
    rivals = {span.arguments[0]: span.arguments for _, span in script.tagged("r")}
    return [
        {"name": name, "context": context, "sentiment": sentiment}
        for name, context, sentiment in rivals.values()
    ]


def _quoted_lists(script: Script) -> Labels:
    roles = {span.arguments[0]: span.arguments for _, span in script.tagged("s")}
    return {
        "objections": [
            {
                "category": span.arguments[0],
                "severity": span.arguments[1],
                "resolved": span.arguments[2] == "resolved",
                "quote": line.quote(span),
            }
            for line, span in script.tagged("o")
        ],
        "buying_signals": [
            {"strength": span.arguments[0], "quote": line.quote(span)} for line, span in script.tagged("b")
        ],
        "feature_requests": [
            {"feature": span.arguments[0], "priority": span.arguments[1], "quote": line.quote(span)}
            for line, span in script.tagged("f")
        ],
        "stakeholders": [{"role": role, "influence": influence} for role, influence in roles.values()],
        "action_items": [
            {"owner": span.arguments[0], "deadline": span.arguments[1] or None, "quote": line.quote(span)}
            for line, span in script.tagged("a")
        ],
        **{key: script.quotes(tag) for tag, key in _QUOTES.items()},
    }


def _failed_searches(script: Script) -> list[str]:
    failed = [line for line in script.lines if line.kind == "K" and not line.result.startswith("found")]
    return list(dict.fromkeys(line.text.partition("|")[2].strip() for line in failed))


def _value(key: str, text: str | None) -> str | int | bool | None:
    if text is None:
        return None
    if key in NUMBERS:
        return int(text)
    return text == "true" if key in FLAGS else text


def _tier(labels: Labels) -> str:
    large = (labels["team_size"] or 0) >= _TIER_ONE_TEAM
    busy = (labels["monthly_volume"] or 0) >= _TIER_ONE_VOLUME
    needed = _TIER_ONE_SYSTEMS.intersection(labels["integration_needs"])
    return "Tier 1" if large or busy or needed else "Tier 2"
