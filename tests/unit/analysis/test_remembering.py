"""What is read once for all analyzers of a process: anew for another call, however alike."""

from aftercall.analysis.remembering import remembered_for_last


def test_the_same_thing_is_read_once_and_an_equal_one_again() -> None:
    read: list[list[str]] = []

    @remembered_for_last
    def words(call: list[str]) -> int:
        read.append(call)
        return len(call)

    first, second = ["yes"], ["yes"]
    assert [words(first), words(first), words(second), words(first)] == [1, 1, 1, 1]
    assert len(read) == 3


def test_only_the_last_thing_is_remembered() -> None:
    read: list[int] = []

    @remembered_for_last
    def noted(call: tuple[int, ...]) -> int:
        read.append(len(call))
        return len(call)

    for call in ((1,), (1, 2), (1,)):
        noted(call)
    assert read == [1, 2, 1]
