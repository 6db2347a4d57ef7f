import pytest

from aftercall.session.models import KnowledgeSearch, MeetingBooking, ToolCall, ToolRole
from tests.unit.session.reports import livekit, message, parse, tool_call

SEARCH = "unleash_search_knowledge"
BOOK = "book_sales_meeting"


def _call(name: str, arguments: object, output: object, *, is_error: bool = False) -> ToolCall:
    items = tool_call(name, arguments, output, is_error=is_error)
    return parse(livekit(message("assistant", "Hello", 1), *items)).tool_calls[0]


def _search(output: object, *, is_error: bool = False) -> KnowledgeSearch:
    search = _call(SEARCH, {"query": "pricing"}, output, is_error=is_error).search
    assert search is not None
    return search


def _booking(output: object) -> MeetingBooking:
    booking = _call(BOOK, {}, output).booking
    assert booking is not None
    return booking


def test_success_false_is_a_failure_whatever_the_sdk_says() -> None:
    assert _call(BOOK, {}, '{"success": false}', is_error=False).failed


def test_success_true_is_no_failure_whatever_the_sdk_says() -> None:
    assert not _call(BOOK, {}, '{"success": true}', is_error=True).failed


def test_without_a_word_of_the_tool_the_sdk_decides() -> None:
    assert _call("lookup", {}, "boom", is_error=True).failed
    assert not _call("lookup", {}, "found", is_error=False).failed


def test_a_call_that_nothing_came_back_for_has_failed() -> None:
    call = parse(livekit(tool_call(SEARCH, {"query": "x"}, None)[0])).tool_calls[0]

    assert call.failed
    assert call.output is None
    assert call.duration_ms is None


def test_an_output_that_python_printed_is_read_like_json() -> None:
    assert _call("lookup", {}, "{'success': False, 'tries': (1, 2), 'more': None}").output == {
        "success": False,
        "tries": [1, 2],
        "more": None,
    }


def test_arguments_are_an_object_or_json_text_and_else_empty() -> None:
    assert _call("lookup", '{"a": 1}', "ok").arguments == {"a": 1}
    assert _call("lookup", {"a": 1}, "ok").arguments == {"a": 1}
    assert _call("lookup", "{broken", "ok").arguments == {}


def test_the_duration_is_from_the_call_to_its_output() -> None:
    assert _call("lookup", {}, "ok").duration_ms == 750.0


def test_a_tool_nobody_knows_has_no_meaning() -> None:
    call = _call("sing", {"query": "x"}, '{"success": true}')

    assert (call.role, call.search, call.booking) == (ToolRole.OTHER, None, None)


@pytest.mark.parametrize(
    ("output", "found", "total"),
    [
        ('{"results_found": true, "total_results": 4}', True, 4),
        ('{"total_results": 4}', True, 4),
        ('{"total_results": 0}', False, 0),
        ('{"results_found": false}', False, 0),
        ('{"results_found": true}', True, None),
        ('{"results": [1, 2]}', True, 2),
        ("[]", False, 0),
        ("Our plans start at ...", True, None),
        ("", False, None),
        ("{}", False, None),
        ('{"total_results": "four"}', False, None),
    ],
)
def test_whether_a_search_found_something(output: str, found: bool, total: int | None) -> None:
    search = _search(output)

    assert (search.results_found, search.total_results) == (found, total)


def test_a_search_that_raised_found_nothing() -> None:
    assert not _search("An internal error occurred", is_error=True).results_found


@pytest.mark.parametrize(
    ("output", "success"),
    [
        ('{"success": true}', True),
        ('{"success": "true"}', True),
        ('{"success": false, "meeting_link": "https://x.example"}', False),
        ('{"meeting_link": "https://x.example"}', True),
        ('{"calendar_event_id": "evt"}', True),
        ("{}", False),
        ("Sorry", False),
    ],
)
def test_whether_a_meeting_was_booked(output: str, success: bool) -> None:
    assert _booking(output).success is success


def test_a_catalogue_tells_where_another_tool_keeps_what_we_read() -> None:
    arguments = {"mail": "Ada@x.example", "who": "Ada"}
    booking = _call("reserve_slot", arguments, '{"ok": true, "url": "https://y.example"}').booking

    assert booking is not None
    assert (booking.customer_email, booking.customer_name) == ("ada@x.example", "Ada")
    assert (booking.success, booking.meeting_link) == (True, "https://y.example")


def test_deep_and_damaged_arguments_are_made_storable() -> None:
    deep: object = "end"
    for _ in range(60):
        deep = {"next": deep}
    call = _call("lookup", {"deep": deep, "nul": "a\x00", "nan": float("nan"), "big": 10**400}, "ok")

    assert call.arguments["nul"] == "a"
    assert call.arguments["nan"] is None
    assert call.arguments["big"] is None
    assert "end" not in call.model_dump_json()
