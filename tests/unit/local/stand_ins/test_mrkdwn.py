"""Slack's mrkdwn as HTML: its marks, its links, and nothing else."""

import pytest

from local.stand_ins.desk.mrkdwn import to_html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        (
            "*bold* _slanted_ ~gone~ `code`",
            "<strong>bold</strong> <em>slanted</em> <s>gone</s> <code>code</code>",
        ),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said", "<blockquote>said</blockquote>"),
        ("<https://example.com|Open>", '<a href="https://example.com" rel="noreferrer">Open</a>'),
        ("<https://example.com>", '<a href="https://example.com" rel="noreferrer">https://example.com</a>'),
        (
            "<mailto:a@example.com|a@example.com>",
            '<a href="mailto:a@example.com" rel="noreferrer">a@example.com</a>',
        ),
        ("<@U123>", '<span class="mention">@U123</span>'),
        ("<!here> look", '<span class="mention">@here</span> look'),
        ("<!subteam^S1|@sales>", '<span class="mention">@@sales</span>'),
        ("<#C1|sales>", '<span class="mention">#sales</span>'),
    ],
)
def test_what_slack_marks_is_marked(text: str, shown: str) -> None:
    assert to_html(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("&lt;script&gt;", "&lt;script&gt;"),
        ("<script>", "&lt;script&gt;"),
        ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
        ('"><img src=x>', "&#34;&gt;&lt;img src=x&gt;"),
        ("*<b>*", "*&lt;b&gt;*"),
        (
            '<https://example.com/"onclick="a|x>',
            '<a href="https://example.com/&#34;onclick=&#34;a" rel="noreferrer">x</a>',
        ),
        ("<https://example.com|&lt;b&gt;>", '<a href="https://example.com" rel="noreferrer">&lt;b&gt;</a>'),
    ],
)
def test_what_is_not_slacks_is_only_shown(text: str, shown: str) -> None:
    assert to_html(text) == shown
