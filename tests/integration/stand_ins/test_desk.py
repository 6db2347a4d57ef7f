"""The desk: what it shows, that nothing shown can act, and its switches."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import requests

from local.stand_ins.running import StandIns, running_stand_ins
from local.stand_ins.salesforce import organisation
from tests.integration.stand_ins.conftest import METADATA

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


class Elements(HTMLParser):
    """Collects the elements of a page, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def fill(stand_ins: StandIns, text: str) -> None:
    """Put a text wherever a caller's words can arrive."""
    records = stand_ins.salesforce.records
    lead = {"LastName": text[:40], "Company": text[:40], "Score__c": 87, "Notes__c": text, "Tool__c": text}
    lead_id = organisation.seed(records, "Lead", lead)
    organisation.seed(records, "Task", {"Subject": text, "Description": text, "WhoId": lead_id})
    call = {"Session_Id__c": text, "Lead__c": lead_id, "Transcript__c": text}
    organisation.seed(records, "Voice_Call__c", call)
    blocks: Any = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    requests.post(
        stand_ins.secrets["slack"]["webhooks"]["sales"], json={"text": text, "blocks": blocks}, timeout=5
    )
    secret = stand_ins.secrets["pagerduty"]
    payload = {"summary": text, "source": text, "severity": "critical", "custom_details": {text: text}}
    triggered = {"routing_key": secret["routing_key"], "event_action": "trigger", "payload": payload}
    requests.post(secret["events_url"], json=triggered, timeout=5)
    secret = stand_ins.secrets["amplitude"]
    event: Any = {
        "event_type": text,
        "user_id": text,
        "event_properties": {text: text},
        "user_properties": {text: text},
    }
    requests.post(secret["server_url"], json={"api_key": secret["api_key"], "events": [event]}, timeout=5)


def page(desk_url: str) -> Elements:
    answer = requests.get(desk_url, timeout=10)
    assert answer.status_code == 200
    return Elements(answer.text)


def test_an_empty_desk_says_that_nothing_came(desk_url: str) -> None:
    assert "Nobody yet" in page(desk_url).words


def test_the_page_shows_what_every_destination_got(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, "words of a caller")

    shown = page(desk_url)

    assert shown.words.count("words of a caller") >= 10
    for title in ("#sales", "VC-00001", "triggered · critical", "Daily summary", "87"):
        assert title in shown.words


def test_nothing_that_came_in_can_act_on_the_page(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, HOSTILE)

    shown = page(desk_url)

    assert HOSTILE in shown.words
    assert {"script", "img"}.isdisjoint(tag for tag, _ in shown.tags)
    assert not [name for _, attributes in shown.tags for name in attributes if name.startswith("on")]


def test_mails_and_rich_text_are_shown_in_frames_that_may_do_nothing(
    stand_ins: StandIns, desk_url: str
) -> None:
    fill(stand_ins, HOSTILE)

    frames = [attributes for tag, attributes in page(desk_url).tags if tag == "iframe"]

    assert [frame["sandbox"] for frame in frames] == [None, None]
    assert {frame["srcdoc"] for frame in frames} >= {HOSTILE}


def test_the_page_loads_nothing_from_elsewhere(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, "words")
    policy = requests.get(desk_url, timeout=10).headers["Content-Security-Policy"]

    sources = [attributes for tag, attributes in page(desk_url).tags if "src" in attributes or tag == "link"]

    assert sources == []
    assert policy.startswith("default-src 'none'")


def test_a_links_address_is_never_a_script(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, "<javascript:alert(1)|press> javascript:alert(2)")

    addresses = [attributes.get("href") or "" for tag, attributes in page(desk_url).tags if tag == "a"]

    assert not [one for one in addresses if not one.startswith(("/", "#", "http://", "https://", "mailto:"))]


def test_the_state_has_everything_as_it_came(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, "words")

    state: dict[str, Any] = requests.get(f"{desk_url}/state.json", timeout=10).json()

    assert [one["Notes__c"] for one in state["salesforce"]["Lead"]] == ["words"]
    assert [one["text"] for one in state["slack"]["messages"]] == ["words"]
    assert state["pagerduty"]["incidents"][0]["summary"] == "words"
    assert state["amplitude"]["users"] == {"words": {"words": "words"}}
    assert state["mails"][0]["Subject"] == "Daily summary"
    assert state["slack"]["requests"][0]["status"] == 200


def test_a_fault_is_set_and_cleared_over_http(stand_ins: StandIns, desk_url: str) -> None:
    given: Any = {"fault": "503", "times": 3}
    on = requests.put(f"{desk_url}/faults/salesforce", json=given, timeout=10).json()
    off = requests.delete(f"{desk_url}/faults/salesforce", timeout=10).json()

    assert on["salesforce"] == {"fault": "503", "times": 3, "seconds": None, "match": ""}
    assert off == {}


def test_all_faults_are_cleared_at_once(stand_ins: StandIns, desk_url: str) -> None:
    for name in ("slack", "amplitude"):
        requests.put(f"{desk_url}/faults/{name}", json={"fault": "503"}, timeout=10)

    assert requests.delete(f"{desk_url}/faults", timeout=10).json() == {}


def test_a_form_sets_a_fault_and_comes_back_to_the_page(stand_ins: StandIns, desk_url: str) -> None:
    form = {"name": "slack", "fault": "slow", "times": "2", "seconds": "1.5"}

    answer = requests.post(f"{desk_url}/faults/set", data=form, allow_redirects=False, timeout=10)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "slow, 2 more times, 1.5 s" in page(desk_url).words


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/faults/fax", {"fault": "503"}, "there is no stand-in 'fax'"),
        ("/faults/slack", {"fault": "fire"}, "slack has no fault 'fire'"),
        ("/faults/slack", {"fault": "503", "times": 0}, "times: expected"),
        ("/faults/slack", {"fault": "slow", "seconds": 9999}, "seconds: expected"),
        ("/faults/slack", [], "expected a JSON object"),
    ],
)
def test_a_switch_that_does_not_exist_is_refused(desk_url: str, path: str, body: Any, words: str) -> None:
    answer = requests.put(desk_url + path, json=body, timeout=10)

    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_an_administrator_seeds_converts_and_sets_limits(stand_ins: StandIns, desk_url: str) -> None:
    seeded: Any = {
        "object": "Lead",
        "records": [{"LastName": "Marsh", "Company": "Example", "CreatedDate": "2026-01-02T03:04:05Z"}],
    }
    [lead_id] = requests.post(f"{desk_url}/salesforce/seed", json=seeded, timeout=10).json()["result"]
    given = {"lead_id": lead_id, "opportunity": {"Amount": 100}}
    made = requests.post(f"{desk_url}/salesforce/convert", json=given, timeout=10).json()["result"]
    requests.put(f"{desk_url}/salesforce/settings", json={"daily_requests": 7}, timeout=10)

    state = requests.get(f"{desk_url}/state.json", timeout=10).json()["salesforce"]
    assert state["Lead"][0]["CreatedDate"] == "2026-01-02T03:04:05.000+0000"
    assert state["Opportunity"][0]["Id"] == made["ConvertedOpportunityId"]
    assert stand_ins.salesforce.daily_requests == 7
    stand_ins.salesforce.daily_requests = 15_000


def test_a_page_from_elsewhere_is_not_listened_to(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, "words")
    foreign = requests.post(f"{desk_url}/reset", headers={"Origin": "https://example.com"}, timeout=10)
    rebound = requests.get(f"{desk_url}/state.json", headers={"Host": "example.com"}, timeout=10)

    assert (foreign.status_code, rebound.status_code) == (403, 403)
    assert stand_ins.slack.messages() != []


def test_a_reset_forgets_what_came_and_keeps_the_organisation(stand_ins: StandIns, desk_url: str) -> None:
    fill(stand_ins, "words")
    requests.put(f"{desk_url}/faults/slack", json={"fault": "503"}, timeout=10)

    requests.post(f"{desk_url}/reset", json={}, timeout=10)

    state = requests.get(f"{desk_url}/state.json", timeout=10).json()
    assert (state["salesforce"]["Lead"], state["slack"]["messages"], state["faults"]) == ([], [], {})
    assert len(state["salesforce"]["User"]) == 6


def test_what_came_survives_a_restart(tmp_path: Path) -> None:
    with running_stand_ins(tmp_path, metadata=METADATA) as first:
        fill(first, "words")
        keys = first.keys
    with running_stand_ins(tmp_path, metadata=METADATA) as second:
        lead = second.salesforce.records.all(second.salesforce.records.schema.get("Lead"))[0]
        assert (lead["Notes__c"], second.keys) == ("words", keys)
        assert second.slack.messages("sales")[0]["text"] == "words"
        assert second.pagerduty.incidents()[0]["summary"] == "words"
        [user] = second.amplitude.users().values()
        assert json.dumps(user) == '{"words": "words"}'
