"""What a profile may say about digests."""

import json

import pytest
from pydantic import ValidationError

from aftercall.profile.digests import DigestRules
from aftercall.profile.loading import SAMPLE_PROFILE
from aftercall.profile.models import Profile


def test_a_profile_without_the_section_writes_digests_and_mails_nobody() -> None:
    document = json.loads(SAMPLE_PROFILE.read_text())
    del document["digests"]
    rules = Profile.model_validate(document).digests
    assert (rules.daily, rules.weekly, rules.hourly) == (True, True, True)
    assert rules.recipients == ()
    assert rules.infrastructure_usd_per_month is None


@pytest.mark.parametrize(
    "address",
    [
        "ann",
        "ann@",
        "@example.com",
        "ann@example.com\nBcc: all@example.com",
        "ann@example.com\n",
        "Ann <ann@example.com>",
        "ann@example.com, bo@example.com",
    ],
)
def test_a_recipient_is_one_plain_address(address: str) -> None:
    with pytest.raises(ValidationError, match="recipients"):
        DigestRules.model_validate({"recipients": [address]})


def test_a_message_takes_fifty_recipients() -> None:
    fifty = [f"person{number}@example.com" for number in range(50)]
    assert len(DigestRules.model_validate({"recipients": fifty}).recipients) == 50
    with pytest.raises(ValidationError, match="recipients"):
        DigestRules.model_validate({"recipients": [*fifty, "one@example.com"]})


@pytest.mark.parametrize("subject", ["{company} on {date}", "{date", "{0}", "{}"])
def test_a_subject_has_no_fields_but_product_and_date(subject: str) -> None:
    with pytest.raises(ValidationError, match="daily_subject"):
        DigestRules.model_validate({"daily_subject": subject})


@pytest.mark.parametrize("subject", ["Calls", "{product}: calls of {date}", "{product!r} {date:>30}"])
def test_a_subject_that_can_be_filled_is_taken(subject: str) -> None:
    filled = DigestRules.model_validate({"weekly_subject": subject}).weekly_subject
    assert filled.format(product="PandaDoc", date="November 20, 2026")


def test_one_call_can_never_be_made_a_trend() -> None:
    with pytest.raises(ValidationError, match="trend_calls"):
        DigestRules.model_validate({"minimums": {"trend_calls": 1}})
