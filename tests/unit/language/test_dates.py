"""Times as said, against the call's own date and zone."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.calendar import easter
from aftercall.language.call_time import CallTime
from aftercall.language.dates import find_times
from aftercall.language.day_reading import STARTS
from aftercall.language.normalisation import normalise

# Wednesday, 12 November 2025, half past nine in New York
CALL = CallTime(datetime(2025, 11, 12, 14, 30, tzinfo=UTC), ZoneInfo("America/New_York"))


def resolved(text: str) -> list[str]:
    times = find_times(normalise(text).text, CALL)
    return [time.resolved.astimezone(CALL.zone).strftime("%Y-%m-%d %H:%M") for time in times if time.resolved]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by tomorrow", "2025-11-13 00:00"),
        ("by end of day tomorrow", "2025-11-13 17:00"),
        ("this Friday", "2025-11-14 00:00"),
        ("next Tuesday", "2025-11-18 00:00"),
        ("on Wednesday", "2025-11-19 00:00"),
        ("Thursday at ten a.m.", "2025-11-13 10:00"),
        ("Friday at two thirty", "2025-11-14 14:30"),
        ("tomorrow at one p.m. Central", "2025-11-13 14:00"),
        ("at 3pm on Monday", "2025-11-17 15:00"),
        ("by January first", "2026-01-01 00:00"),
        ("December fifth", "2025-12-05 00:00"),
        ("the thirtieth", "2025-11-30 00:00"),
        ("before Thanksgiving", "2025-11-27 00:00"),
        ("in two weeks", "2025-11-26 00:00"),
        ("within three business days", "2025-11-17 00:00"),
        ("end of the month", "2025-11-30 17:00"),
        ("end of the quarter", "2025-12-31 17:00"),
        ("next quarter", "2026-01-01 00:00"),
        ("in Q1", "2026-01-01 00:00"),
        ("in January", "2026-01-01 00:00"),
        ("2025-12-24", "2025-12-24 00:00"),
        ("12/24", "2025-12-24 00:00"),
        ("by tomorrow noon", "2025-11-13 12:00"),
        ("Monday, Dec. 1st at 3:30 PM", "2025-12-01 15:30"),
        ("on the 2nd of March 2026", "2026-03-02 00:00"),
        ("June 2026", "2026-06-01 00:00"),
        ("23.04.2026 14:55", "2026-04-23 14:55"),
        ("2026/sep/01", "2026-09-01 00:00"),
        ("9-18-26", "2026-09-18 00:00"),
        ("September the twenty-first nineteen seventy eight", "1978-09-21 00:00"),
        ("the day after tomorrow", "2025-11-14 00:00"),
        ("three days ago", "2025-11-09 00:00"),
        ("a week from tomorrow", "2025-11-20 00:00"),
        ("three days after Thanksgiving", "2025-11-30 00:00"),
        ("two Mondays from now", "2025-11-24 00:00"),
        ("in half an hour", "2025-11-12 10:00"),
        ("in 2 and a half hours", "2025-11-12 12:00"),
        ("last Friday", "2025-11-07 00:00"),
        ("Tuesday of next week", "2025-11-18 00:00"),
        ("next week on Friday", "2025-11-21 00:00"),
        ("Friday the 21st", "2025-11-21 00:00"),
        ("on the twentieth where we meet", "2025-11-20 00:00"),
        ("the last Friday of the month", "2025-11-28 00:00"),
        ("first Monday of next month", "2025-12-01 00:00"),
        ("20th of next month", "2025-12-20 00:00"),
        ("the week of December 3rd", "2025-12-01 00:00"),
        ("the third quarter of 2026", "2026-07-01 00:00"),
        ("EOD Friday", "2025-11-14 17:00"),
        ("by the end of next week", "2025-11-21 17:00"),
        ("end of March", "2026-03-31 17:00"),
        ("Easter Monday", "2026-04-06 00:00"),
        ("at half past three on Friday", "2025-11-14 15:30"),
        ("tomorrow morning at nine", "2025-11-13 09:00"),
        ("five-thirty tomorrow evening", "2025-11-13 17:30"),
        ("tonight at 8", "2025-11-12 20:00"),
        ("the day after Christmas", "2025-12-26 00:00"),
        ("the week after Thanksgiving", "2025-12-04 00:00"),
        ("the next day", "2025-11-13 00:00"),
        ("two days before New Year's Eve", "2025-12-29 00:00"),
        ("right now", "2025-11-12 09:30"),
    ],
)
def test_times_are_resolved(text: str, expected: str) -> None:
    assert resolved(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "I may do that", "we march on", "the second item", "for a minute", "mar it", "she sat down",
        "every Monday", "version 2.5.1 of it", "four to six people", "a third party", "the first question",
        "we have 2 million", "at 50 percent", "24/7", "half of them", "back in the day",
        "around 12,000 miles", "an amount of 1500", "1 1/2 hours", "this may be too complicated",
    ],
)  # fmt: skip
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert resolved(text) == []


@given(st.text(alphabet="0123456789/-: apmdthrsfny", max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    for time in find_times(normalise(text).text, CALL):
        assert 0 <= time.start < time.end


VOCABULARY = [
    *sorted(STARTS), "1", "12", "31", "2026", ":", "/", "-", ".", ",", "am", "pm", "o'clock", "week", "days",
    "friday's",
]  # fmt: skip


@given(st.lists(st.sampled_from(VOCABULARY), max_size=12))
def test_times_stand_in_order_and_do_not_overlap(said: list[str]) -> None:
    text = " ".join(said)
    times = find_times(text, CALL)
    for time in times:
        assert 0 <= time.start < time.end <= len(text)
        assert time.resolved is not None or time.clock is not None
    for first, second in pairwise(times):
        assert first.end <= second.start


def test_a_mere_time_of_day_is_the_next_of_that_clock() -> None:
    morning, afternoon = (find_times(text, CALL)[0] for text in ("at 9am", "at 3pm"))
    assert morning.resolved is None
    assert morning.next_moment(CALL) == datetime(2025, 11, 13, 14, tzinfo=UTC)
    assert afternoon.next_moment(CALL) == datetime(2025, 11, 12, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25)]
)
def test_easter_is_where_the_churches_keep_it(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)
