"""A call in a terminal: whole lines, nothing invented, nothing lost."""

import io

from rich.console import Console

from aftercall.command_line.databases import place_of
from aftercall.command_line.layout import indented
from aftercall.command_line.report_view import CallHeader, print_call
from aftercall.reports.completed import CompletedReports


def printed(header: CallHeader, width: int = 80) -> str:
    output = io.StringIO()
    print_call(Console(file=output, width=width, highlight=False), header, CompletedReports())
    return output.getvalue()


def header(caller: str | None = None, error_kind: str | None = None) -> CallHeader:
    return CallHeader(
        session_id="RM_1.AJ_1",
        caller=caller,
        start_time=None,
        duration_seconds=61,
        user_turns=None,
        agent_turns=None,
        error_kind=error_kind,
    )


def test_a_call_of_which_nothing_was_understood_says_so() -> None:
    assert printed(header()).splitlines() == [
        "unknown caller  RM_1.AJ_1",
        "1:01 minutes",
        "nothing was understood",
    ]


def test_a_failed_call_names_what_failed() -> None:
    assert "failed: no_report" in printed(header(error_kind="no_report"))


def test_a_long_paragraph_stays_indented() -> None:
    output = io.StringIO()

    indented(Console(file=output, width=20), "one two three four five six")

    assert [line.rstrip() for line in output.getvalue().splitlines()] == [
        "  one two three four",
        "  five six",
    ]


def test_of_a_databases_url_only_its_place_is_shown() -> None:
    assert place_of("postgresql://aftercall:secret@db.example:5432/aftercall") == "db.example:5432"
    assert place_of("mongodb://a.example:1,b.example:2/?tls=true") == "a.example:1,b.example:2"
    assert place_of("postgresql:///aftercall") == "its URL"
