"""Times as said, against the call's own date and zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.call_time import CallTime
from aftercall.language.dates import find_times
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
    ],
)
def test_times_are_resolved(text: str, expected: str) -> None:
    assert resolved(text)[0] == expected


@pytest.mark.parametrize(
    "text", ["I may do that", "we march on", "the second item", "for a minute", "mar it"]
)
def test_words_that_only_look_like_dates_are_none(text: str) -> None:
    assert resolved(text) == []


@given(st.text(alphabet="0123456789/-: apmdthrsfny", max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    for time in find_times(normalise(text).text, CALL):
        assert 0 <= time.start < time.end
