"""The product's own layer: the package without its command line, with the company's profile if any."""

import hashlib
import json
import shutil
from pathlib import Path

from cdk.layer_builder import CACHE_FOLDER
from cdk.settings import SettingsError

# The command line needs typer and rich, which no function has.
EXCLUDED_FROM_PACKAGE = ("python/aftercall/command_line", "__pycache__", "*.pyc", ".DS_Store")
PROFILE_FILE = "profile/profile.json"
# Lambda unpacks layers below /opt.
DEPLOYED_PROFILE_PATH = f"/opt/{PROFILE_FILE}"


def package_folder(package: Path, profile: Path | None, cache: Path = CACHE_FOLDER) -> Path:
    """Return the folder that becomes the layer ``aftercall``.

    The profile travels in this layer because a function may have five layers and ``store_results`` has them.

    Raises
    ------
    SettingsError
        When the profile is not a JSON object.
    """
    if profile is None:
        return package
    body = _profile_text(profile)
    folder = cache / f"aftercall-with-profile-{hashlib.sha256(body.encode()).hexdigest()[:16]}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package, folder, ignore=shutil.ignore_patterns("command_line", "__pycache__"))
    (folder / PROFILE_FILE).parent.mkdir()
    (folder / PROFILE_FILE).write_text(body)
    return folder


def _profile_text(profile: Path) -> str:
    body = profile.read_text()
    try:
        document = json.loads(body)
    except json.JSONDecodeError as error:
        raise SettingsError(f"profile_path: {profile} is not JSON (line {error.lineno})") from error
    if not isinstance(document, dict):
        raise SettingsError(f"profile_path: expected a JSON object in {profile}")
    return body
