"""``--reader``: the second reading on the command line, with the settings the Lambdas take."""

import os
from typing import TYPE_CHECKING

from aftercall.command_line.failures import CommandFailed
from aftercall.profile import Profile
from aftercall.settings.environment import InvalidSetting
from aftercall.settings.reader import MODEL_VARIABLE, ReaderSettings

if TYPE_CHECKING:
    from aftercall.analysis.pipeline import Improve


def reader_of_environment(profile: Profile) -> "Improve":
    """Give the second reading that the environment configures.

    Raises
    ------
    CommandFailed
        When no model is named, a limit is no number, or the AWS client cannot be made.
    """
    from botocore.exceptions import BotoCoreError

    from aftercall.steps.second_reading import ReadingEdge, bedrock_client, build_reading

    try:
        settings = ReaderSettings.from_environment(os.environ)
    except InvalidSetting as error:
        raise CommandFailed(str(error)) from error
    if settings is None:
        raise CommandFailed(
            f"{MODEL_VARIABLE}: --reader needs the id of a model on Amazon Bedrock",
            "docs/reader.md tells which models, what they cost and how to try it without AWS.",
        )
    try:
        client = bedrock_client(settings)
    except BotoCoreError as error:
        raise CommandFailed(
            f"the Bedrock client cannot be made: {error}", "Set AWS_DEFAULT_REGION or AWS_PROFILE."
        ) from error
    # No log: the printed report says itself what the Reader did.
    return ReadingEdge(build_reading(settings, profile, client)).improve
