"""Writing a trained model as the file that the product reads."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from aftercall.language.linear_model import ModelSettings
from tests.evaluation.harness.rows import DATA

MODELS: Final = (
    Path(__file__).parents[3] / "layers" / "aftercall" / "python" / "aftercall" / "language" / "models"
)
FITTED: Final = Path(__file__).with_name("fitted.json")
_LARGEST = 127
_DIGITS = 6


def digest_of(sets: Sequence[str], recipe: str) -> str:
    """Give one SHA-256 over the labelled sets' bytes and a recipe: changed when either changes."""
    digest = hashlib.sha256(recipe.encode())
    for name in sets:
        digest.update((DATA / f"{name}.jsonl").read_bytes())
    return digest.hexdigest()


def fitted_digests() -> dict[str, str]:
    """Give, for each model, the digest of what it was fitted to."""
    found: dict[str, str] = json.loads(FITTED.read_text(encoding="utf-8")) if FITTED.exists() else {}
    return found


def record_fitted(name: str, digest: str) -> None:
    """Note what a model was fitted to, so that a test can tell when its features have changed since."""
    digests = dict(sorted((fitted_digests() | {name: digest}).items()))
    FITTED.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def write_model(settings: ModelSettings, coefficients: Any, intercepts: Any) -> Path:
    """Round the weights to one signed byte each and write the model's file.

    Parameters
    ----------
    coefficients
        One row for each label: the buckets, then the extras.
    intercepts
        One for each label.
    """
    hashed = coefficients[:, : settings.buckets]
    scales = np.maximum(np.abs(hashed).max(axis=1), 1e-9) / _LARGEST
    quantised = np.rint(hashed / scales[:, None]).astype(np.int8)
    written = replace(
        settings,
        scales=tuple(float(f"{scale:.6g}") for scale in scales),
        intercepts=tuple(round(float(value), _DIGITS) for value in intercepts),
        extra_weights=tuple(
            tuple(round(float(value), _DIGITS) for value in row)
            for row in coefficients[:, settings.buckets :]
        ),
    )
    header = json.dumps(asdict(written), separators=(",", ":"), sort_keys=True).encode()
    file = MODELS / f"{settings.name}.model"
    file.write_bytes(header + b"\n" + quantised.tobytes())
    return file
