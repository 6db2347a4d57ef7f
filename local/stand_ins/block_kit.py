"""The limits of Slack's Block Kit (source: Slack's reference of blocks, elements and composition objects)."""

from collections.abc import Iterator, Mapping
from typing import Any

MOST_BLOCKS = 50
LONGEST_IN_ALL = 13_200
LONGEST_SECTION = 3000
LONGEST_HEADER = 150
LONGEST_CONTEXT = 2000
LONGEST_FIELD, MOST_FIELDS = 2000, 10
LONGEST_BUTTON, MOST_ACTIONS, MOST_CONTEXT = 75, 25, 10
LONGEST_ID, LONGEST_VALUE, LONGEST_LINK, LONGEST_ALT = 255, 2000, 3000, 2000
STYLES = frozenset({"primary", "danger"})


def problems_of(blocks: object) -> list[str]:
    """Return what Slack would refuse in blocks, in words for a person: Slack itself gives no reason."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["blocks: expected a list of objects"]
    found = [f"blocks: {len(blocks)}, at most {MOST_BLOCKS}"] if len(blocks) > MOST_BLOCKS else []
    names = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(set(names)) < len(names):
        found.append("block_id: used twice")
    for place, block in enumerate(blocks):
        found += [f"blocks[{place}].{problem}" for problem in _block(block)]
    return found


def text_length(value: object) -> int:
    """Return how many characters of text blocks hold in all."""
    if isinstance(value, dict):
        own = value.get("text")
        return sum(text_length(one) for one in value.values() if not isinstance(one, str)) + (
            len(own) if isinstance(own, str) else 0
        )
    return sum(map(text_length, value)) if isinstance(value, list) else 0


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    checks = {
        "section": _section,
        "header": lambda one: _text(one, "text", LONGEST_HEADER, ("plain_text",)),
        "divider": lambda _one: iter(()),
        "context": _context,
        "actions": _actions,
        "image": _image,
    }
    check = checks.get(str(block.get("type")))
    if check is None:
        yield f"type: {block.get('type')!r} is none of {', '.join(checks)}"
        return
    if len(str(block.get("block_id", ""))) > LONGEST_ID:
        yield f"block_id: longer than {LONGEST_ID}"
    yield from check(block)


def _section(block: Mapping[str, Any]) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "text: a section needs text or fields"
    if "text" in block:
        yield from _text(block, "text", LONGEST_SECTION)
    fields = block.get("fields", [])
    if not isinstance(fields, list) or len(fields) > MOST_FIELDS:
        yield f"fields: expected at most {MOST_FIELDS}"
        return
    for place, field in enumerate(fields):
        yield from _text({f"fields[{place}]": field}, f"fields[{place}]", LONGEST_FIELD)
    if "accessory" in block:
        yield from _element(block["accessory"], "accessory")


def _context(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 0 < len(elements) <= MOST_CONTEXT:
        yield f"elements: expected 1 to {MOST_CONTEXT}"
        return
    for place, element in enumerate(elements):
        name = f"elements[{place}]"
        if isinstance(element, dict) and element.get("type") == "image":
            yield from _image(element)
        else:
            yield from _text({name: element}, name, LONGEST_CONTEXT)


def _actions(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 0 < len(elements) <= MOST_ACTIONS:
        yield f"elements: expected 1 to {MOST_ACTIONS}"
        return
    names = [
        element["action_id"] for element in elements if isinstance(element, dict) and "action_id" in element
    ]
    if len(set(names)) < len(names):
        yield "action_id: used twice in a block"
    for place, element in enumerate(elements):
        yield from _element(element, f"elements[{place}]")


def _element(element: object, name: str) -> Iterator[str]:
    if not isinstance(element, dict) or element.get("type") not in {"button", "image"}:
        yield f"{name}: expected a button or an image"
        return
    if element["type"] == "image":
        yield from _image(element)
        return
    yield from _text({name: element.get("text")}, name, LONGEST_BUTTON, ("plain_text",))
    for key, longest in (("action_id", LONGEST_ID), ("value", LONGEST_VALUE), ("url", LONGEST_LINK)):
        value = element.get(key)
        if value is not None and (not isinstance(value, str) or not 0 < len(value) <= longest):
            yield f"{name}.{key}: expected 1 to {longest} characters"
    if "style" in element and element["style"] not in STYLES:
        yield f"{name}.style: expected primary or danger"


def _image(block: Mapping[str, Any]) -> Iterator[str]:
    for key, longest in (("image_url", LONGEST_LINK), ("alt_text", LONGEST_ALT)):
        value = block.get(key)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            yield f"{key}: expected 1 to {longest} characters"


def _text(
    holder: Mapping[str, Any], name: str, longest: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")
) -> Iterator[str]:
    text = holder.get(name)
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield f"{name}: expected a text object of {' or '.join(kinds)}"
        return
    words = text.get("text")
    if not isinstance(words, str) or not 0 < len(words) <= longest:
        yield f"{name}.text: expected 1 to {longest} characters"
    if text["type"] == "mrkdwn" and "emoji" in text:
        yield f"{name}.emoji: only plain text has it"
