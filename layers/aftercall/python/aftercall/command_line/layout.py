"""Parts of what is printed: titles, indented paragraphs, lists, tables of findings."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from aftercall.reports.evidence import Evidence, Finding, FindingSource

QUOTE_CHARACTERS = 90


def heading(console: Console, title: str) -> None:
    """Print a part's title after an empty line."""
    console.print()
    console.print(f"[bold cyan]{escape(title)}[/]")


def columns() -> Table:
    """Give a table of a name, a number and words that may take several lines."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def indented(console: Console, text: str) -> None:
    """Print a paragraph that stays indented where it is longer than a line."""
    console.print(Padding(text, (0, 0, 0, 2), expand=False))


def bullets(console: Console, title: str, texts: Sequence[str]) -> None:
    """Print a list with its title; nothing when it is empty."""
    if texts:
        indented(console, f"[bold]{title}[/]")
        for text in texts:
            indented(console, f"- {escape(text)}")


def finding_table(console: Console, title: str, rows: Iterable[tuple[str, str, Finding]]) -> None:
    """Print findings: name, value, confidence and the words it rests on; nothing when there are none."""
    rows = list(rows)
    if not rows:
        return
    heading(console, title)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold", ratio=2)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", overflow="fold", ratio=3)
    for name, value, finding in rows:
        table.add_row(f"  {name}", escape(value), _confidence(finding), escape(_quote(finding.evidence)))
    console.print(table)


def _confidence(finding: Finding) -> str:
    """Show how sure we are, and who says so where it is not our rules alone."""
    source = "" if finding.source is FindingSource.RULES else f" {finding.source.value}"
    return f"{finding.confidence:.0%}{source}"


def _quote(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return ""
    text = " ".join(evidence[0].quote.split())
    return f"“{text[: QUOTE_CHARACTERS - 1]}…”" if len(text) > QUOTE_CHARACTERS else f"“{text}”"
