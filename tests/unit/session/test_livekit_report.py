from datetime import timedelta

import pytest

from aftercall.session.errors import UnreadableReport
from aftercall.session.models import Speaker
from tests.unit.session.reports import CALL_START, Json, conversation, livekit, message, parse


def test_the_session_is_one_job_in_one_room() -> None:
    assert parse(conversation(room="sales-7")).session_id == "RM_a.AJ_b"


def test_instructions_to_the_model_are_no_turns() -> None:
    session = parse(livekit(message("system", "Be kind.", 0), message("developer", "Be brief.", 0)))

    assert session.turns == ()


def test_items_are_put_into_chronological_order() -> None:
    session = parse(livekit(message("user", "second", 5), message("assistant", "first", 1)))

    assert [turn.text for turn in session.turns] == ["first", "second"]


def test_content_joins_texts_and_transcripts_of_audio_and_passes_over_images() -> None:
    parts = ["One.", {"type": "image_content", "image": "x"}, {"type": "audio_content", "transcript": "Two."}]
    session = parse(livekit(message("user", "", 1, content=parts)))

    assert session.turns[0].text == "One.\nTwo."


def test_a_message_without_words_is_no_turn() -> None:
    assert parse(livekit(message("assistant", "  ", 1))).turns == ()


def test_speech_markup_is_taken_out_of_what_the_agent_said() -> None:
    text = '<expr type="emotion" label="happy"/>Hello <expr>there</expr>'

    assert parse(livekit(message("assistant", text, 1))).turns[0].text == "Hello there"


def test_what_a_caller_says_is_never_taken_for_markup() -> None:
    assert parse(livekit(message("user", "<expr/>", 1))).turns[0].text == "<expr/>"


def test_unknown_keys_items_and_roles_are_passed_over() -> None:
    session = parse(
        livekit(
            {"type": "hologram", "created_at": "?"},
            message("narrator", "Meanwhile", 2),
            message("user", "Hi", 3, colour="blue"),
            future={"key": 1},
        )
    )

    assert [turn.text for turn in session.turns] == ["Hi"]


@pytest.mark.parametrize("value", [-1, -1.0, "0.5", None, True, float("nan"), float("inf"), 1e12, [], {}])
def test_a_metric_that_is_no_sensible_number_costs_only_itself(value: object) -> None:
    latency = parse(conversation(metrics={"llm_node_ttft": value, "tts_node_ttfb": 0.2})).latencies[0]

    assert latency.llm_ttft_ms is None
    assert latency.total_latency_ms is None
    assert latency.tts_ttfb_ms == 200.0


def test_an_answer_waits_for_the_turn_right_before_it() -> None:
    session = parse(
        livekit(
            message("user", "One thing", 1, metrics={"end_of_turn_delay": 9.0}),
            message("user", "and another", 2, metrics={"end_of_turn_delay": 0.3}),
            message("assistant", "Let me see.", 3, metrics={"llm_node_ttft": 0.5, "tts_node_ttfb": 0.2}),
            message("assistant", "Here it is.", 6, metrics={"llm_node_ttft": 0.9}),
        )
    )

    assert [latency.total_latency_ms for latency in session.latencies] == [1000.0]


def test_a_greeting_is_agent_initiated_and_an_answer_is_not() -> None:
    turns = parse(conversation()).turns

    assert [turn.agent_initiated for turn in turns] == [True, None, False]


def test_repeated_item_ids_become_distinct() -> None:
    session = parse(
        livekit(
            message("user", "a", 1, id="item_x"),
            message("user", "b", 2, id="item_x"),
            message("user", "c", 3, id="item_x#2"),
        )
    )

    assert len({turn.item_id for turn in session.turns}) == 3
    assert session.turns[0].item_id == "item_x"


def test_the_start_is_the_report_time_less_the_duration() -> None:
    session = parse(conversation(duration_ms=60_000))

    assert session.start_time.timestamp() == CALL_START
    assert session.duration_seconds == 60


def test_what_was_said_before_the_recording_began_belongs_to_the_call() -> None:
    session = parse(conversation(duration_ms=56_000))

    assert session.start_time.timestamp() == CALL_START + 1


def test_history_of_an_earlier_call_does_not_move_the_start() -> None:
    document = conversation(duration_ms=60_000)
    history = document["chat_history"]
    assert isinstance(history, dict)
    history["items"].insert(0, message("user", "last week", -7 * 86_400))

    assert parse(document).start_time.timestamp() == CALL_START


@pytest.mark.parametrize("duration", [None, "60000", -1, True])
def test_without_a_duration_the_start_is_the_earliest_time_told(duration: object) -> None:
    session = parse(conversation(duration_ms=duration))

    assert session.start_time.timestamp() == CALL_START + 1


def test_without_a_report_time_the_call_ends_with_its_last_item() -> None:
    document = conversation()
    del document["timestamp"]

    assert parse(document).end_time.timestamp() == CALL_START + 7


def test_an_absurd_duration_does_not_reach_before_the_earliest_time() -> None:
    assert parse(conversation(duration_ms=1e300)).duration_seconds < 2**31


def test_nul_and_lone_surrogates_are_taken_out_of_texts() -> None:
    text = parse(livekit(message("user", "a\x00b\ud800c", 1))).turns[0].text

    assert text == "ab\ufffdc"


def test_a_pair_of_surrogates_is_the_character_it_stands_for() -> None:
    text = parse(livekit(message("user", "ok \ud83d\udc4d", 1))).turns[0].text

    assert text == "ok \N{THUMBS UP SIGN}"


def test_an_interruption_happens_when_the_agent_falls_silent() -> None:
    stopped = {"started_speaking_at": CALL_START + 1, "stopped_speaking_at": CALL_START + 3}
    session = parse(livekit(message("assistant", "Well, as", 1, interrupted=True, metrics=stopped)))

    assert session.interruptions[0].at == session.start_time + timedelta(seconds=2)


def test_an_interrupted_flag_on_a_caller_turn_is_no_interruption() -> None:
    session = parse(livekit(message("user", "Hm", 1, interrupted=True), message("assistant", "Yes?", 2)))

    assert session.interruptions == ()


def test_speakers_are_counted() -> None:
    session = parse(conversation())

    assert [turn.speaker for turn in session.user_turns] == [Speaker.USER]
    assert session.turn_taking.turn_balance == 0.5


@pytest.mark.parametrize(
    ("tags", "version"),
    [
        (["version:1", "agent_version:2"], "2"),
        (["version: 3 "], "3"),
        (["agent_version:"], "sales"),
        (["language:en"], "sales"),
        ("agent_version:4", "4"),
        (None, "sales"),
    ],
)
def test_the_agent_version_comes_from_tags_else_it_is_the_agents_name(tags: object, version: str) -> None:
    assert parse(conversation(tags=tags, agent_name="sales")).agent_version == version


def _broken(index: int, **changes: object) -> Json:
    document = conversation()
    history = document["chat_history"]
    assert isinstance(history, dict)
    history["items"][index].update(changes)
    return document


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (conversation(room_id=None), "room_id"),
        (conversation(room_id="R" * 121), "room_id"),
        (conversation(room_id="R" * 80, job_id="J" * 80), "room_id"),
        (conversation(job_id="../x"), "job_id"),
        (conversation(job_id=7), "job_id"),
        (conversation(chat_history=[]), "chat_history"),
        (conversation(chat_history={}), "chat_history.items"),
        (conversation(chat_history={"items": {}}), "chat_history.items"),
        (conversation(chat_history={"items": ["hello"]}), "chat_history.items[0]"),
        (livekit(timestamp=None), "timestamp"),
        (livekit(timestamp=-5), "timestamp"),
        (_broken(1, type=None), "chat_history.items[1].type"),
        (_broken(1, role=3), "chat_history.items[1].role"),
        (_broken(2, content=None), "chat_history.items[2].content"),
        (_broken(2, created_at="yesterday"), "chat_history.items[2].created_at"),
        (_broken(2, created_at=-1), "chat_history.items[2].created_at"),
        (_broken(2, created_at=1e300), "chat_history.items[2].created_at"),
        (_broken(0, type="function_call", call_id=""), "chat_history.items[0].call_id"),
        (_broken(0, type="function_call", call_id="c"), "chat_history.items[0].name"),
        (_broken(0, type="agent_handoff", created_at=None), "chat_history.items[0].created_at"),
    ],
)
def test_a_wrong_structure_is_refused_by_the_name_of_its_field(document: Json, field: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        parse(document)

    assert refused.value.field == field


def test_a_refusal_repeats_nothing_of_what_was_said() -> None:
    with pytest.raises(UnreadableReport) as refused:
        parse(_broken(2, created_at="my card is 4111"))

    assert "4111" not in str(refused.value)
