"""MongoDB's documents: what the validators take, and that writing again changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from aftercall.reports.completed import CompletedReports
from aftercall.session.models import Participant, Speaker, Turn
from aftercall.session.prepared import TurnAnnotation
from aftercall.warehouse.documents import (
    Documents,
    delete_documents,
    open_documents,
    prepare_collections,
    write_documents,
)
from aftercall.warehouse.errors import RejectedByWarehouse, WarehouseUnavailable
from aftercall.warehouse.stored_call import StoredCall
from tests.integration.warehouse import calls
from tests.integration.warehouse.calls import EMAIL

ZONE = "America/New_York"


@pytest.fixture
def documents(mongo_url: str, mongo_database_name: str) -> Iterator[Documents]:
    prepare_collections(mongo_url, mongo_database_name)
    database = open_documents(mongo_url, mongo_database_name)
    yield database
    database.client.close()


def annotated(**changes: Any) -> StoredCall:
    call = calls.call(**changes)
    assert call.session is not None
    annotations = tuple(
        TurnAnnotation(item_id=turn.item_id, sentiment=0.5 if place % 2 else 0.0)
        for place, turn in enumerate(call.session.turns)
    )
    return replace(call, annotations=annotations)


def test_the_collections_have_the_specifications_indexes(documents: Documents) -> None:
    transcripts = documents["transcripts"].index_information()
    keys = {tuple(map(tuple, index["key"])) for index in transcripts.values()}
    assert {
        (("callId", 1),),
        (("leadId", 1),),
        (("messages.keywords", 1),),
        (("timestamp", -1),),
    } <= keys
    for collection in ("transcripts", "outcomes"):
        assert documents[collection].index_information()[f"{collection}_callId"]["unique"] is True


def test_preparing_twice_is_safe(documents: Documents, mongo_url: str, mongo_database_name: str) -> None:
    prepare_collections(mongo_url, mongo_database_name)
    assert len(documents["transcripts"].index_information()) == 5


def test_a_call_becomes_a_transcript_and_an_outcome(documents: Documents) -> None:
    write_documents(documents, annotated(), EMAIL, ZONE)
    transcript = documents["transcripts"].find_one({"callId": "RM_one.AJ_one"})
    outcome = documents["outcomes"].find_one({"callId": "RM_one.AJ_one"})
    assert transcript is not None
    assert outcome is not None
    assert transcript["leadId"] == EMAIL
    assert [message["speaker"] for message in transcript["messages"]] == ["agent", "prospect"] * 2
    assert [message["phase"] for message in transcript["messages"]] == [1, 2, 3, 4]
    assert [message["sentiment"] for message in transcript["messages"]] == ["neutral", "positive"] * 2
    assert transcript["analysis"]["averageSentiment"] == 0.4
    assert outcome["outcome"] == "qualified"
    assert outcome["factors"] == {
        "engagementLevel": 7.5,
        "phaseCompleted": 4,
        "timeOfDay": "morning",
        "dayOfWeek": 3,
    }


def test_the_time_of_day_is_the_callers_where_it_is_known(documents: Documents) -> None:
    caller = Participant(email=EMAIL, time_zone="Asia/Tokyo")
    write_documents(documents, annotated(of=calls.session(participant=caller)), EMAIL, ZONE)
    outcome = documents["outcomes"].find_one({"callId": "RM_one.AJ_one"})
    assert outcome is not None
    assert (outcome["factors"]["timeOfDay"], outcome["factors"]["dayOfWeek"]) == ("night", 4)


def test_writing_again_leaves_one_document_each(documents: Documents) -> None:
    for _ in range(3):
        write_documents(documents, annotated(), EMAIL, ZONE)
    assert [documents[name].count_documents({}) for name in ("transcripts", "outcomes")] == [1, 1]


def test_an_unknown_caller_is_anonymous(documents: Documents) -> None:
    write_documents(documents, annotated(), None, ZONE)
    transcript = documents["transcripts"].find_one({})
    assert transcript is not None
    assert transcript["leadId"] == "anonymous:RM_one.AJ_one"


def test_a_call_of_which_nothing_was_understood_has_a_transcript_and_no_outcome(documents: Documents) -> None:
    write_documents(documents, annotated(), EMAIL, ZONE)
    write_documents(documents, calls.call(understood=CompletedReports()), EMAIL, ZONE)
    assert [documents[name].count_documents({}) for name in ("transcripts", "outcomes")] == [1, 0]


def test_an_unreadable_call_has_no_documents(documents: Documents) -> None:
    write_documents(documents, calls.unreadable(), None, ZONE)
    assert documents["transcripts"].count_documents({}) == 0


def test_a_transcript_beyond_15_megabytes_keeps_a_pointer(documents: Documents) -> None:
    at = datetime(2026, 3, 4, tzinfo=UTC)
    turns = tuple(
        Turn(item_id=f"item_{number}", speaker=Speaker.USER, text="word " * 200_000, at=at)
        for number in range(16)
    )
    write_documents(documents, calls.call(calls.session(turns=turns)), EMAIL, ZONE)
    transcript = documents["transcripts"].find_one({})
    assert transcript is not None
    assert (transcript["messages"], transcript["messageCount"]) == ([], 16)
    assert transcript["transcriptLocation"]["key"].startswith("raw/sessions/")


def test_nul_and_lone_surrogates_are_no_poison(documents: Documents) -> None:
    turns = (Turn(item_id="i\x00", speaker=Speaker.USER, text="a\x00b \ud83d", at=calls.START),)
    write_documents(documents, calls.call(calls.session(turns=turns)), EMAIL, ZONE)
    assert documents["transcripts"].count_documents({}) == 1


def test_documents_of_absorbed_calls_are_deleted(documents: Documents) -> None:
    write_documents(documents, annotated(), EMAIL, ZONE)
    delete_documents(documents, ["RM_one.AJ_one", "unknown"])
    assert documents["transcripts"].count_documents({}) == 0


def test_the_validator_refuses_what_the_specification_refuses(
    documents: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("aftercall.warehouse.document_mapping.SPEAKERS", {"user": "user", "agent": "agent"})
        with pytest.raises(RejectedByWarehouse, match="121"):
            write_documents(documents, annotated(), EMAIL, ZONE)


def test_a_mongodb_that_is_away_is_named_unavailable() -> None:
    away = open_documents("mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200", "calls")
    with pytest.raises(WarehouseUnavailable):
        write_documents(away, annotated(), EMAIL, ZONE)
    away.client.close()
