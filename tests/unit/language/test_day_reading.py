"""Readers of days are asked only where what they read can begin: none is passed over that would have read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aftercall.language.call_time import CallTime
from aftercall.language.day_reading import READERS, STARTS
from aftercall.language.time_words import cut

CALL = CallTime(datetime(2025, 11, 12, 14, 30, tzinfo=UTC), ZoneInfo("America/New_York"))
OTHERS = ["5", "31", "2026", "of", "'s", "ago", "business", "upcoming", "spring", "weekend", "/", "-", ","]


@given(st.lists(st.sampled_from([*sorted(STARTS), *OTHERS]), min_size=1, max_size=7).map(" ".join))
def test_what_a_reader_reads_begins_with_one_of_its_words(text: str) -> None:
    words = cut(f"at {text}", CALL)
    assert words is not None
    for index, said in enumerate(words.texts):
        opener = "0" if said.isdecimal() else said
        reading = [reader for reader, openers in READERS if opener not in openers and reader(words, index)]
        assert reading == []
