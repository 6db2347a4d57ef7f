import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.replay_shift import renew_identifiers, shift_to
from local.samples.catalogue import Sample, read_samples

SAMPLES = read_samples()
ENDED_AT = datetime(2027, 5, 4, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    chosen: Sample = request.param
    return chosen


def test_a_shifted_call_has_just_ended(sample: Sample) -> None:
    report, webhooks = shift_to(sample.report, sample.webhooks, ENDED_AT)

    finished = int(webhooks[-1]["createdAt"])
    assert webhooks[-1]["event"] == "room_finished"
    assert ENDED_AT.timestamp() - 4 < report["timestamp"] < ENDED_AT.timestamp()
    assert ENDED_AT.timestamp() - 2 < finished <= ENDED_AT.timestamp()


def test_every_duration_stays_what_it_was(sample: Sample) -> None:
    report, _ = shift_to(sample.report, sample.webhooks, ENDED_AT)

    offset = report["timestamp"] - sample.report["timestamp"]
    before, after = sample.report["chat_history"]["items"], report["chat_history"]["items"]
    for old, new in zip(before, after, strict=True):
        assert new["created_at"] - old["created_at"] == pytest.approx(offset, abs=1e-5)
        for key, value in old.get("metrics", {}).items():
            moved = offset if key.endswith("speaking_at") else 0.0
            if isinstance(value, float):
                assert new["metrics"][key] - value == pytest.approx(moved, abs=1e-5)


def test_seconds_and_milliseconds_of_a_webhook_still_agree(sample: Sample) -> None:
    _, webhooks = shift_to(sample.report, sample.webhooks, ENDED_AT)

    for event in webhooks:
        if "creationTime" in event["room"]:
            assert int(event["room"]["creationTimeMs"]) // 1000 == int(event["room"]["creationTime"])
        if joined := event.get("participant"):
            assert int(joined["joinedAtMs"]) // 1000 == int(joined["joinedAt"])


def test_shifting_leaves_the_recording_itself_alone(sample: Sample) -> None:
    before = json.dumps([sample.report, sample.webhooks])

    shift_to(sample.report, sample.webhooks, ENDED_AT)

    assert json.dumps([sample.report, sample.webhooks]) == before


def test_shifting_changes_nothing_but_times(sample: Sample) -> None:
    report, webhooks = shift_to(sample.report, sample.webhooks, ENDED_AT)
    back, webhooks_back = shift_to(report, webhooks, datetime.fromtimestamp(_latest(sample) + 0.5, UTC))

    assert back == sample.report
    assert webhooks_back == sample.webhooks


@given(run_id=st.text(min_size=1, max_size=30))
def test_the_same_run_gives_the_same_identifiers(run_id: str) -> None:
    sample = SAMPLES[0]

    first = renew_identifiers(sample.report, sample.webhooks, run_id)

    assert first == renew_identifiers(sample.report, sample.webhooks, run_id)


def test_another_run_is_made_of_other_calls_and_other_events(sample: Sample) -> None:
    one, one_events = renew_identifiers(sample.report, sample.webhooks, "run 1")
    two, two_events = renew_identifiers(sample.report, sample.webhooks, "run 2")

    assert one["room_id"] != two["room_id"]
    assert one["job_id"] != two["job_id"]
    assert {event["id"] for event in one_events}.isdisjoint(event["id"] for event in two_events)


def test_renewed_identifiers_keep_their_kind_and_stay_unique(sample: Sample) -> None:
    report, webhooks = renew_identifiers(sample.report, sample.webhooks, "run 1")

    ids = [event["id"] for event in webhooks]
    assert report["room_id"].startswith("RM_")
    assert report["job_id"].startswith("AJ_")
    assert all(event_id.startswith("EV_") for event_id in ids)
    assert len(set(ids)) == len(ids)


def test_report_and_webhooks_still_speak_of_the_same_room(sample: Sample) -> None:
    report, webhooks = renew_identifiers(sample.report, sample.webhooks, "run 1")

    assert {event["room"]["sid"] for event in webhooks} == {report["room_id"]}


def test_no_two_samples_become_the_same_call() -> None:
    renewed = [renew_identifiers(sample.report, sample.webhooks, "run 1")[0] for sample in SAMPLES]

    assert len({report["room_id"] for report in renewed}) == len(SAMPLES)


def _latest(sample: Sample) -> float:
    ended: float = sample.report["timestamp"]
    return max(int(sample.webhooks[-1]["createdAt"]), ended)
