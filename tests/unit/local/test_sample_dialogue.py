import json

import pytest

from local.samples.dialogue import Speech, StageError, ToolUse, UnreadableDialogue, read_dialogue


def test_a_line_that_begins_with_white_space_continues_the_one_above() -> None:
    steps = read_dialogue("AGENT: Hello,\n  how are you?\n")

    assert steps == [Speech("AGENT", "Hello, how are you?")]


def test_comments_and_empty_lines_are_no_steps() -> None:
    assert read_dialogue("# a comment\n\nCALLER: hi\n") == [Speech("CALLER", "hi")]


def test_marks_say_what_the_clock_must_do() -> None:
    [speech] = read_dialogue("AGENT [interrupted, llm 3.9]: Well")

    assert speech == Speech("AGENT", "Well", interrupted=True, marks={"llm": 3.9})


def test_a_search_without_results_says_so_and_is_no_error() -> None:
    [search] = read_dialogue("SEARCH features: bulk send -> 0 results")

    assert isinstance(search, ToolUse)
    assert json.loads(search.arguments) == {"query": "bulk send", "category": "features"}
    assert json.loads(search.output) == {"results_found": False, "total_results": 0}
    assert not search.is_error


def test_a_tool_that_raised_is_an_error() -> None:
    [search] = read_dialogue("SEARCH any: bulk send -> raised")

    assert isinstance(search, ToolUse)
    assert search.is_error
    assert json.loads(search.arguments) == {"query": "bulk send"}


def test_a_refused_booking_is_no_error_and_has_its_reason() -> None:
    [booking] = read_dialogue("BOOK Ana Ruiz | ana@ruiz.example | - | 2pm -> refused no_slots")

    assert isinstance(booking, ToolUse)
    assert json.loads(booking.arguments)["preferred_date"] is None
    assert json.loads(booking.output) == {"success": False, "error": "no_slots"}
    assert not booking.is_error


def test_failures_of_a_stage_say_whether_the_session_survived() -> None:
    assert read_dialogue("ERROR tts fatal") == [StageError("tts", recoverable=False)]


def test_anything_else_is_refused_with_its_line_number() -> None:
    with pytest.raises(UnreadableDialogue, match="line 2 is no step"):
        read_dialogue("CALLER: hi\nBOT: hello\n")
