"""Block Kit's limits, each at its edge, and the same as slack_sdk has them where it checks them itself."""

from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from local.stand_ins.block_kit import problems_of, text_length


def mrkdwn(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(10), "action_id": "a"} | changes


def actions(*elements: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


WITHIN = [
    {"type": "section", "text": mrkdwn(3000)},
    {"type": "section", "fields": [mrkdwn(2000)] * 10},
    {"type": "section", "text": plain(1), "accessory": button()},
    {"type": "header", "text": plain(150)},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn(2000)] * 10},
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"},
    actions(*[button(action_id=str(number)) for number in range(25)]),
    actions(button(text=plain(75), value="x" * 2000, action_id="a" * 255, style="danger")),
    actions(button(url="https://example.com/" + "x" * 2980)),
]
BEYOND = [
    ({"type": "section", "text": mrkdwn(3001)}, "text.text"),
    ({"type": "section", "text": mrkdwn(0)}, "text.text"),
    ({"type": "section"}, "needs text or fields"),
    ({"type": "section", "text": "words"}, "expected a text object"),
    ({"type": "section", "fields": [mrkdwn(1)] * 11}, "fields: expected at most 10"),
    ({"type": "section", "fields": [mrkdwn(2001)]}, "fields[0].text"),
    ({"type": "section", "text": mrkdwn(1) | {"emoji": True}}, "only plain text has it"),
    ({"type": "section", "text": plain(1), "accessory": {"type": "table"}}, "a button or an image"),
    ({"type": "header", "text": plain(151)}, "text.text"),
    ({"type": "header", "text": mrkdwn(5)}, "expected a text object of plain_text"),
    ({"type": "context", "elements": []}, "elements: expected 1 to 10"),
    ({"type": "context", "elements": [mrkdwn(1)] * 11}, "elements: expected 1 to 10"),
    ({"type": "image", "image_url": "https://example.com/a.png"}, "alt_text"),
    (actions(), "elements: expected 1 to 25"),
    (actions(*[button(action_id=str(number)) for number in range(26)]), "elements: expected 1 to 25"),
    (actions(button(), button()), "action_id: used twice"),
    (actions(button(text=plain(76))), "elements[0].text"),
    (actions(button(text=mrkdwn(5))), "expected a text object of plain_text"),
    (actions(button(value="x" * 2001)), "value: expected 1 to 2000"),
    (actions(button(action_id="a" * 256)), "action_id: expected 1 to 255"),
    (actions(button(url="x" * 3001)), "url: expected 1 to 3000"),
    (actions(button(style="blue")), "style"),
    ({"type": "divider", "block_id": "a" * 256}, "block_id"),
    ({"type": "marquee"}, "'marquee' is none of"),
]


@pytest.mark.parametrize("block", WITHIN)
def test_a_block_at_its_limits_is_taken(block: dict[str, Any]) -> None:
    assert problems_of([block]) == []


@pytest.mark.parametrize(("block", "words"), BEYOND)
def test_a_block_beyond_a_limit_is_refused(block: dict[str, Any], words: str) -> None:
    [problem] = problems_of([block])

    assert words in problem


def test_a_message_has_at_most_fifty_blocks_and_no_block_id_twice() -> None:
    assert problems_of([{"type": "divider"}] * 50) == []
    assert problems_of([{"type": "divider"}] * 51) == ["blocks: 51, at most 50"]
    assert problems_of([{"type": "divider", "block_id": "a"}] * 2) == ["block_id: used twice"]


def test_blocks_are_a_list_of_objects() -> None:
    assert (
        problems_of({"type": "divider"}) == problems_of(["divider"]) == ["blocks: expected a list of objects"]
    )


def test_all_text_of_a_message_is_counted() -> None:
    blocks = [{"type": "section", "text": mrkdwn(10), "fields": [plain(5)]}, actions(button())]

    assert text_length(blocks) == 25


SAME_IN_SLACK_SDK = [
    (HeaderBlock(text=PlainTextObject(text="x" * 151)), {"type": "header", "text": plain(151)}),
    (SectionBlock(text=MarkdownTextObject(text="x" * 3001)), {"type": "section", "text": mrkdwn(3001)}),
    (SectionBlock(fields=["a"] * 11), {"type": "section", "fields": [mrkdwn(1)] * 11}),
    (SectionBlock(), {"type": "section"}),
    (
        ContextBlock(elements=[MarkdownTextObject(text="a")] * 11),
        {"type": "context", "elements": [mrkdwn(1)] * 11},
    ),
    (
        ActionsBlock(elements=[ButtonElement(text="a", action_id=str(number)) for number in range(26)]),
        actions(*[button(action_id=str(number)) for number in range(26)]),
    ),
    (ActionsBlock(elements=[ButtonElement(text="x" * 76, action_id="a")]), actions(button(text=plain(76)))),
    (ActionsBlock(elements=[ButtonElement(text="a", value="x" * 2001)]), actions(button(value="x" * 2001))),
    (
        ImageBlock(image_url="https://example.com/" + "x" * 3000, alt_text="a"),
        {"type": "image", "image_url": "https://example.com/" + "x" * 3000, "alt_text": "a"},
    ),
]


@pytest.mark.parametrize(("theirs", "ours"), SAME_IN_SLACK_SDK)
def test_what_slack_sdk_refuses_is_refused_here(theirs: Block, ours: dict[str, Any]) -> None:
    with pytest.raises(SlackObjectFormationError):
        theirs.to_dict()

    assert problems_of([ours])


def test_what_slack_sdk_builds_is_taken_here() -> None:
    built: list[Block] = [
        HeaderBlock(text="Hot lead"),
        SectionBlock(
            text="*Hot*", fields=["*a*", "b"], accessory=ButtonElement(text="Open", action_id="open")
        ),
        ContextBlock(elements=[MarkdownTextObject(text="a"), PlainTextObject(text="b")]),
        ActionsBlock(elements=[ButtonElement(text="Go", action_id="go", style="primary", value="1")]),
    ]

    assert problems_of([block.to_dict() for block in built]) == []
