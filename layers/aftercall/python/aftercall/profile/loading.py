"""Reading a profile from its file."""

import json
from pathlib import Path

from pydantic import ValidationError

from aftercall.profile.models import Profile

SAMPLE_PROFILE = Path(__file__).with_name("sample.json")


class InvalidProfile(ValueError):
    """A profile that cannot be used; the message names the file, the field and what was expected."""


def load_profile(path: str | Path | None = None) -> Profile:
    """Read and check a profile; the packaged sample when no path is given.

    Raises
    ------
    InvalidProfile
        When the file is missing, is no JSON, or a field is missing or wrong.
    """
    source = Path(path) if path else SAMPLE_PROFILE
    try:
        document = json.loads(source.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{source}: the profile cannot be read ({error.strerror})"
        raise InvalidProfile(msg) from error
    except ValueError as error:
        msg = f"{source}: the profile is no JSON ({error})"
        raise InvalidProfile(msg) from error
    try:
        return Profile.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "profile"
        msg = f"{source}: {field}: {first['msg']}"
        raise InvalidProfile(msg) from error
