"""Settings: what an operator may choose, and what a wrong choice is answered with."""

import platform
from pathlib import Path

import pytest

from cdk.settings import Architecture, Settings, SettingsError, project_context, settings_from_context


def test_the_projects_own_context_is_valid_and_deploys_to_aws() -> None:
    assert settings_from_context(project_context()).target == "aws"


def test_functions_run_on_arm_in_aws_and_on_this_machines_architecture_locally() -> None:
    assert settings_from_context({}).architecture is Architecture.ARM64
    arm = platform.machine() in {"arm64", "aarch64"}
    local = settings_from_context({"target": "local"}).architecture
    assert local is (Architecture.ARM64 if arm else Architecture.X86_64)


def test_the_command_lines_strings_become_numbers() -> None:
    assert settings_from_context({"hot_concurrency": "7"}).hot_concurrency == 7


def test_keys_of_the_cdk_itself_are_left_alone() -> None:
    settings_from_context({"@aws-cdk/core:anything": True, "aws:cdk:toolkit": "x"})


def test_a_misspelt_setting_is_named_and_not_ignored() -> None:
    with pytest.raises(SettingsError, match="unknown setting alarm_mail; known are alarm_email, "):
        settings_from_context({"alarm_mail": "operator@brightline.example"})


@pytest.mark.parametrize(
    ("name", "value", "explanation"),
    [
        ("target", "azure", "target: Input should be 'aws' or 'local'"),
        ("hot_concurrency", "1", "hot_concurrency: Input should be greater than or equal to 2"),
        ("log_retention_days", "31", "log_retention_days: expected one of 1, 3, 5, 7, 14, 30, "),
        ("analyzer_memory_mb", "64", "analyzer_memory_mb: Input should be greater than or equal to 128"),
        ("alarm_email", "nobody", "alarm_email: String should match pattern"),
        ("public_base_url", "calls.brightline.example", "public_base_url: expected an origin such as"),
        (
            "public_base_url",
            "https://brightline.example/in",
            "public_base_url: expected an origin such as",
        ),
        ("profile_path", "/nowhere/profile.json", "profile_path: expected the path of an existing JSON file"),
        ("archive_after_days", "730", "archive_after_days: expected fewer days than expire_after_days"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(name: str, value: str, explanation: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings_from_context({name: value})
    assert explanation in str(raised.value)


def test_an_origin_loses_its_trailing_slash() -> None:
    settings = settings_from_context({"public_base_url": "https://calls.brightline.example/"})
    assert settings.public_base_url == "https://calls.brightline.example"


def test_every_setting_stands_in_the_deployment_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text()
    assert [name for name in Settings.model_fields if f"`{name}`" not in guide] == []
