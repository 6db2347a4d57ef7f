"""What operators read, and the button they press."""

import json
from datetime import timedelta

from aftercall.delivery.slack.operators import alert_message, resolved_message, shown
from aftercall.reports.slack_actions import ACKNOWLEDGE_ALERT
from local.stand_ins.block_kit import problems_of
from tests.fakes.alerts import an_alert
from tests.fakes.call_records import sample_profile
from tests.fakes.clock import NOON

CONTEXT: dict[str, object] = {
    "components": {"llm_ttft_ms": 1400, "tts_ttfb_ms": 300.5, "stt_duration_ms": None},
    "session_ids": [f"RM_{number}" for number in range(12)],
    "action": "Check provider status pages",
}


def test_an_alert_says_what_is_wrong_its_figures_and_what_to_do() -> None:
    alert = an_alert(alert_type="high", message="Performance degradation: 1700ms", context=CONTEXT)
    message = alert_message(alert, sample_profile(), "https://calls.northwind.example")
    assert problems_of(list(message.blocks)) == []
    text = json.dumps(message.blocks)
    assert "<!here> P2" in text
    assert "llm ttft ms: 1400; tts ttfb ms: 300.5" in text
    assert "RM_7, and 4 more" in text
    assert "Action: Check provider status pages" in text


def test_the_button_carries_the_alerts_id() -> None:
    message = alert_message(an_alert(alert_id=17), sample_profile(), None)
    (actions,) = [block for block in message.blocks if block["type"] == "actions"]
    assert isinstance(actions["elements"], list)
    assert actions["elements"][0]["action_id"] == ACKNOWLEDGE_ALERT
    assert actions["elements"][0]["value"] == "17"


def test_without_an_address_of_ours_there_is_no_link() -> None:
    message = alert_message(an_alert(), sample_profile(), None)
    assert "Dashboard" not in json.dumps(message.blocks)


def test_the_end_of_an_alert_says_how_long_it_took() -> None:
    alert = an_alert(message="Elevated error rate: 7%", resolved_at=NOON + timedelta(minutes=18))
    assert "after 18 min" in json.dumps(resolved_message(alert).blocks)


def test_figures_are_shown_without_needless_digits() -> None:
    assert shown(1234.5) == "1,234.5"
    assert shown(12.0) == "12"
    assert shown({"a_b": [1, 2]}) == "a b: 1, 2"
