"""Which drops an event names, in the two shapes AWS delivers it in."""

from aftercall.intake.inbox import dropped_keys


def event_bus_event(key: str) -> dict[str, object]:
    return {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {"bucket": {"name": "bodies"}, "object": {"key": key, "size": 12}},
    }


def test_an_event_bus_event_names_its_key_as_it_is() -> None:
    assert list(dropped_keys(event_bus_event("inbox/may+june 100%.json"))) == ["inbox/may+june 100%.json"]


def test_a_bucket_notification_names_its_keys_encoded() -> None:
    event = {"Records": [{"s3": {"object": {"key": "inbox/march%2Bapril+one.json"}}}]}
    assert list(dropped_keys(event)) == ["inbox/march+april one.json"]


def test_folders_and_other_prefixes_are_left_out() -> None:
    assert list(dropped_keys(event_bus_event("inbox/march/"))) == []
    assert list(dropped_keys(event_bus_event("rejected/march.json"))) == []
