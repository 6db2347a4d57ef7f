"""What a warm container of the analysis keeps: one S3 client and one profile."""

import os
from functools import cache

import boto3

from aftercall.profile.loading import load_profile
from aftercall.profile.models import Profile
from aftercall.settings.client_limits import STEP_CONFIG
from aftercall.settings.reader import ReaderSettings
from aftercall.steps.analyzer_edge import AnalyzerEdge, Improve
from aftercall.steps.documents import Documents
from aftercall.telemetry.log import standard_log
from aftercall.telemetry.metrics import standard_metrics


@cache
def warm_documents() -> Documents:
    """Give the documents a warm container keeps: its client outlives one call on purpose."""
    return Documents(boto3.client("s3", config=STEP_CONFIG))


@cache
def warm_profile() -> Profile:
    """Give the profile named by ``PROFILE_PATH``, or the packaged sample."""
    return load_profile(os.environ.get("PROFILE_PATH") or None)


@cache
def warm_edge(service: str) -> AnalyzerEdge:
    """Give the edge of one analyzer's function."""
    return AnalyzerEdge(warm_documents(), warm_profile(), standard_log(service), warm_second_reading(service))


def warm_second_reading(service: str) -> Improve | None:
    """Give the optional second reading of a function; ``None`` where no model is configured."""
    settings = ReaderSettings.from_environment(os.environ)
    if settings is None:
        return None
    from aftercall.steps.second_reading import (  # noqa: PLC0415 - without a Reader nobody pays for its import
        ReadingEdge,
        bedrock_client,
        build_reading,
    )

    reading = build_reading(settings, warm_profile(), bedrock_client(settings))
    return ReadingEdge(reading, standard_log(service), standard_metrics(service)).improve
