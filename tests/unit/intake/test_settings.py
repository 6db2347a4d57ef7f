"""Settings name the variable that is missing or wrong."""

import pytest

from aftercall.settings.across_calls import AcrossCallsSettings
from aftercall.settings.environment import (
    InvalidSetting,
    MissingSetting,
    name_list,
    optional,
    positive_integer,
    required,
)
from aftercall.settings.intake import (
    AnalysisRunSettings,
    BookingTool,
    InboxSettings,
    LiveKitSettings,
    ReportReadingSettings,
    SessionSettings,
    TwilioSettings,
)
from aftercall.settings.warehouse import ReconciliationSettings, StoreSettings, TelephonyFoldSettings
from tests.fakes.edge import ENVIRONMENT

type Settings = type[
    LiveKitSettings
    | TwilioSettings
    | SessionSettings
    | InboxSettings
    | AnalysisRunSettings
    | StoreSettings
    | TelephonyFoldSettings
    | ReconciliationSettings
    | AcrossCallsSettings
]
DATABASES = ("POSTGRES_SECRET_NAME", "MONGO_SECRET_NAME")
STORAGE = ("BUCKET_NAME", "SEEN_TABLE_NAME")


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (LiveKitSettings, (*STORAGE, "TELEPHONY_QUEUE_URL", "LIVEKIT_SECRET_NAME")),
        (TwilioSettings, (*STORAGE, "TELEPHONY_QUEUE_URL", "TWILIO_SECRET_NAME", "PUBLIC_BASE_URL")),
        (
            SessionSettings,
            (*STORAGE, "TIER_RULE", "HOT_QUEUE_URL", "STANDARD_QUEUE_URL", "SIGNING_SECRET_NAME"),
        ),
        (InboxSettings, (*STORAGE, "TIER_RULE", "INBOX_QUEUE_URL", "BACKFILL_QUEUE_URL")),
        (
            AnalysisRunSettings,
            (
                "STATE_MACHINE_ARN",
                "STORE_RESULTS_FUNCTION_NAME",
                "HOT_QUEUE_URL",
                "STANDARD_QUEUE_URL",
                "BACKFILL_QUEUE_URL",
            ),
        ),
        (StoreSettings, (*DATABASES, "BUCKET_NAME")),
        (TelephonyFoldSettings, (*DATABASES, "BUCKET_NAME", "STANDARD_QUEUE_URL")),
        (ReconciliationSettings, ("POSTGRES_SECRET_NAME", "BUCKET_NAME", "STANDARD_QUEUE_URL")),
        (AcrossCallsSettings, ("POSTGRES_SECRET_NAME",)),
    ],
)
def test_exactly_these_variables_must_be_set(settings: Settings, names: tuple[str, ...]) -> None:
    least = {name: ENVIRONMENT[name] for name in names}
    settings.from_environment(least)
    for missing in names:
        with pytest.raises(MissingSetting, match=missing):
            settings.from_environment({**least, missing: "  "})


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("https://calls.brightline.example/", "https://calls.brightline.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_the_public_origin_has_no_path(value: str, origin: str) -> None:
    settings = TwilioSettings.from_environment({**ENVIRONMENT, "PUBLIC_BASE_URL": value})

    assert settings.public_origin == origin


@pytest.mark.parametrize("value", ["calls.brightline.example", "https://a.example/stage", "ftp://a.example"])
def test_a_public_address_that_is_no_origin_is_refused(value: str) -> None:
    with pytest.raises(InvalidSetting, match="PUBLIC_BASE_URL"):
        TwilioSettings.from_environment({**ENVIRONMENT, "PUBLIC_BASE_URL": value})


def test_booking_tools_may_name_the_key_that_says_success() -> None:
    settings = ReportReadingSettings.from_environment(
        {"BOOKING_TOOLS": "book, reserve:done", "TIER_RULE": "{}"}
    )

    assert settings.booking_tools == (BookingTool("book", "success"), BookingTool("reserve", "done"))


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "\u0665"])
def test_a_number_of_days_must_be_a_whole_number_above_zero(value: str) -> None:
    with pytest.raises(InvalidSetting, match="SEEN_DAYS"):
        positive_integer({"SEEN_DAYS": value}, "SEEN_DAYS", 30)


def test_absent_variables_have_their_defaults() -> None:
    assert positive_integer({}, "SEEN_DAYS", 30) == 30
    assert optional({}, "NAME") is None
    assert optional({"NAME": " "}, "NAME", "default") == "default"
    assert name_list({}, "NAMES") == ()
    assert required({"NAME": " value "}, "NAME") == "value"


def test_what_may_be_absent_is_none_then() -> None:
    settings = StoreSettings.from_environment(ENVIRONMENT)
    assert settings.profile_path is None
    assert settings.databases.mongo_secret_name == ENVIRONMENT["MONGO_SECRET_NAME"]
