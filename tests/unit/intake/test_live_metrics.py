"""The live metrics feed (spec 1.3, 1.6; wire formats: metrics classes)."""

import pytest

from aftercall.session.errors import UnreadableReport
from aftercall.session.live_metrics import LiveMetricKind, parse_live_feed
from tests.fakes.edge import fixture_document


def test_each_class_is_read_under_our_names_in_milliseconds() -> None:
    feed = parse_live_feed(fixture_document("live_metrics.json"))

    llm, _, tts, stt, eou = feed.metrics
    assert (llm.kind, llm.llm_ttft_ms) == (LiveMetricKind.LLM, 420.0)
    assert (llm.prompt_tokens, llm.prompt_cached_tokens, llm.completion_tokens) == (812, 640, 58)
    assert (llm.provider, llm.model, llm.speech_id) == ("example-ai", "swift-large", "speech_1")
    assert (tts.tts_ttfb_ms, tts.tts_characters, tts.tts_audio_seconds) == (180.0, 28, 1.9)
    assert (stt.stt_duration_ms, stt.stt_audio_seconds) == (110.0, 2.4)
    assert (eou.eou_delay_ms, eou.transcription_delay_ms) == (310.0, 120.0)
    assert eou.at is not None
    assert eou.at.isoformat() == "2026-03-02T12:00:10.500000+00:00"


def test_minus_one_is_the_sdks_word_for_none() -> None:
    assert parse_live_feed(fixture_document("live_metrics.json")).metrics[1].llm_ttft_ms is None


def test_classes_of_the_future_are_counted_and_left_in_the_raw_body() -> None:
    assert parse_live_feed(fixture_document("live_metrics.json")).ignored == 1


def test_connection_quality_is_read() -> None:
    connection = parse_live_feed(fixture_document("live_metrics.json")).connection

    assert connection is not None
    assert (connection.packet_loss_percent, connection.jitter_ms) == (0.4, 12)
    assert (connection.browser, connection.region) == ("Firefox 139", "Gothenburg")


def test_one_metric_may_stand_alone() -> None:
    feed = parse_live_feed({"type": "eou_metrics", "end_of_utterance_delay": 0.5})

    assert [metric.eou_delay_ms for metric in feed.metrics] == [500.0]


def test_a_feed_has_an_end() -> None:
    with pytest.raises(UnreadableReport, match="at most"):
        parse_live_feed({"metrics": [{"type": "vad_metrics"}] * 20_001})
