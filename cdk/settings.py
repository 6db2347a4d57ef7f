"""What an operator may choose, read from the CDK context (``cdk.json`` or ``-c name=value``)."""

import json
import platform
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

PROJECT_FILE = Path(__file__).parent.parent / "cdk.json"
# Lambda gives a function one processor at 1769 MB and a share of it below.
MemoryMegabytes = Annotated[int, Field(ge=128, le=10_240)]
# SQS refuses a maximum concurrency below 2.
Concurrency = Annotated[int, Field(ge=2, le=1000)]
# CloudWatch Logs takes only these.
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)
# Context keys of the CDK itself hold one of these; ours do not.
FOREIGN_MARKS = frozenset("/:")


class SettingsError(ValueError):
    """A setting is unknown or has a wrong value; the message names it and what was expected."""


class Architecture(StrEnum):
    """Processor of the Lambda functions and of the compiled packages in their layers."""

    ARM64 = "arm64"
    X86_64 = "x86_64"


def host_architecture() -> Architecture:
    """Return the architecture of this machine, on which the local cloud runs the functions."""
    return Architecture.ARM64 if platform.machine() in {"aarch64", "arm64"} else Architecture.X86_64


class Settings(BaseModel):
    """Typed settings of one deployment; every field is a context key of the same name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: Literal["aws", "local"] = Field("aws", description="local changes the architecture, nothing else")
    public_base_url: str | None = Field(
        None, description="public https origin that Twilio signs; without it the API's own address is used"
    )
    profile_path: Path | None = Field(
        None, description="company profile (JSON); without it the packaged sample"
    )
    alarm_email: str | None = Field(
        None, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", description="who hears of alarms"
    )
    email_sender: str | None = Field(
        None,
        pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$",
        description="verified SES sender of the digests; without one none is sent",
    )
    shadow_mode: bool = Field(
        default=False, description="analyse and record everything, deliver nothing; what is owed is skipped"
    )
    log_retention_days: int = Field(30, description="days that CloudWatch keeps logs")
    archive_after_days: int = Field(90, ge=1, description="days until bodies move to Glacier")
    archive_minimum_bytes: int = Field(
        2048, ge=0, description="smaller bodies are not moved to Glacier (docs/deploy.md has the arithmetic)"
    )
    expire_after_days: int = Field(730, ge=2, description="days until bodies are deleted")
    api_requests_per_second: int = Field(
        100, ge=1, le=10_000, description="steady rate before the API answers 429"
    )
    api_burst_requests: int = Field(200, ge=1, le=5_000, description="burst before the API answers 429")
    embeddings: bool | None = Field(
        None,
        description="whether turns get sentence embeddings and cues; by default on AWS, not locally, where"
        " packing the layer would delay the first `aftercall up`",
    )
    hot_concurrency: Concurrency = 20
    standard_concurrency: Concurrency = 10
    backfill_concurrency: Concurrency = 2
    telephony_concurrency: Concurrency = 5
    intake_memory_mb: MemoryMegabytes = 512
    consumer_memory_mb: MemoryMegabytes = 256
    # One whole processor: the work is computing, so half of one would cost the same and take twice as long.
    prepare_memory_mb: MemoryMegabytes = 1769
    analyzer_memory_mb: MemoryMegabytes = 512
    warehouse_memory_mb: MemoryMegabytes = 512
    delivery_memory_mb: MemoryMegabytes = 512

    reader_model_id: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9.:_-]{1,200}$",
        description="model or inference profile on Amazon Bedrock that reads calls along; else none",
    )
    reader_seconds: int = Field(8, ge=1, le=12, description="how long one reading may take")
    reader_maximum_cost_usd: float = Field(
        0.05, gt=0, description="what one of a call's three readings may cost, at the profile's prices"
    )

    @property
    def architecture(self) -> Architecture:
        """Return arm64 on AWS (a fifth cheaper), this machine's own architecture locally."""
        return Architecture.ARM64 if self.target == "aws" else host_architecture()

    @property
    def with_embeddings(self) -> bool:
        """Return whether the layers `embeddings` and `cues` get their contents; else they are empty."""
        return self.target == "aws" if self.embeddings is None else self.embeddings

    @field_validator("public_base_url")
    @classmethod
    def _origin_only(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
            raise ValueError("expected an origin such as https://calls.example.com, without a path")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("profile_path")
    @classmethod
    def _existing_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("expected the path of an existing JSON file")
        return value

    @field_validator("log_retention_days")
    @classmethod
    def _known_retention(cls, value: int) -> int:
        if value not in RETENTION_DAYS:
            raise ValueError(f"expected one of {', '.join(map(str, RETENTION_DAYS))}")
        return value

    @model_validator(mode="after")
    def _archive_before_expiry(self) -> Self:
        if self.archive_after_days >= self.expire_after_days:
            raise ValueError("archive_after_days: expected fewer days than expire_after_days")
        return self


def project_context() -> dict[str, object]:
    """Return the context of ``cdk.json``: the CDK's feature flags and whatever settings stand there."""
    document = json.loads(PROJECT_FILE.read_text())
    return dict(document["context"])


def settings_from_context(context: Mapping[str, object]) -> Settings:
    """Read the settings out of a CDK context.

    Raises
    ------
    SettingsError
        For an unknown name (a misspelt setting would otherwise be ignored) or a wrong value.
    """
    own = {name: value for name, value in context.items() if FOREIGN_MARKS.isdisjoint(name)}
    unknown = sorted(own.keys() - Settings.model_fields.keys())
    if unknown:
        known = ", ".join(sorted(Settings.model_fields))
        raise SettingsError(f"unknown setting {', '.join(unknown)}; known are {known}")
    try:
        return Settings.model_validate(own)
    except ValidationError as error:
        raise SettingsError("; ".join(_explain(problem) for problem in error.errors())) from error


def _explain(problem: Mapping[str, object]) -> str:
    location = problem.get("loc")
    name = ".".join(str(part) for part in location) if isinstance(location, tuple) else ""
    message = str(problem.get("msg", "")).removeprefix("Value error, ")
    return f"{name}: {message}" if name else message
