"""Builds the third-party layers with uv alone: no Docker, wheels only, every hash checked.

A layer is a function of its lock file, the platform and the recipe below, so its asset hash is taken over
those three and not over the built files. That way a second synthesis builds nothing, and two machines give
the same hash (the built files carry the path of the interpreter in their launcher scripts).
"""

import compileall
import hashlib
import py_compile
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from uv import find_uv_bin

from cdk.function_catalogue import Layer
from cdk.settings import Architecture

PROJECT_FOLDER = Path(__file__).parent.parent
LAYERS_FOLDER = PROJECT_FOLDER / "layers"
CACHE_FOLDER = PROJECT_FOLDER / ".cache" / "layers"
PYTHON_VERSION = "3.13"
# Raised whenever the steps below change what is built from the same lock file.
RECIPE_VERSION = "2"
# Lambda's Python 3.13 runs on Amazon Linux 2023 with glibc 2.34.
UV_PLATFORMS = {
    Architecture.ARM64: "aarch64-manylinux_2_28",
    Architecture.X86_64: "x86_64-manylinux_2_28",
}
# twilio's REST client is 9 MB that no function imports; the validator needs the standard library only.
KEPT_TWILIO_FILES = frozenset({"__init__.py", "request_validator.py"})
# 46 MB of 143 that running a model does not need: the C library beside Python's own, tools, tests.
UNUSED_BY_A_MODEL = (
    *("onnxruntime/capi/libonnxruntime.so*", "onnxruntime/tools", "onnxruntime/transformers"),
    *("onnxruntime/quantization", "onnxruntime/datasets", "onnxruntime/backend"),
    *("numpy/f2py", "numpy/**/tests"),
)


class LayerBuildError(RuntimeError):
    """uv could not build a layer; the message carries what it said."""


@dataclass(frozen=True, slots=True)
class BuiltLayer:
    """A folder that becomes a layer, and the hash that names it (None: taken over the files)."""

    folder: Path
    asset_hash: str | None


class LayerBuilder(Protocol):
    """Where the stacks get the contents of third-party layers from."""

    def build(self, layer: Layer, architecture: Architecture) -> BuiltLayer:
        """Return the folder with the layer's packages below ``python/``."""
        ...


def lock_file(layer: Layer) -> Path:
    """Return the hashed requirements of a third-party layer."""
    return LAYERS_FOLDER / f"{layer.value}.txt"


def layer_hash(layer: Layer, architecture: Architecture) -> str:
    """Return the SHA-256 over everything a third-party layer is made from."""
    ingredients = (lock_file(layer).read_text(), UV_PLATFORMS[architecture], PYTHON_VERSION, RECIPE_VERSION)
    return hashlib.sha256("\0".join(ingredients).encode()).hexdigest()


class CachedUvLayers:
    """Builds each layer once per lock file and platform, below ``.cache/layers``."""

    def __init__(self, cache: Path = CACHE_FOLDER) -> None:
        self._cache = cache

    def build(self, layer: Layer, architecture: Architecture) -> BuiltLayer:
        """Install the layer's wheels unless they are in the cache already.

        Raises
        ------
        LayerBuildError
            When a wheel for the platform is missing, a hash does not match or there is no network.
        """
        digest = layer_hash(layer, architecture)
        folder = self._cache / f"{layer.value}-{architecture.value}-{digest[:16]}"
        if not folder.is_dir():
            self._install(layer, architecture, folder)
        return BuiltLayer(folder, digest)

    def _install(self, layer: Layer, architecture: Architecture, folder: Path) -> None:
        self._cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._cache, prefix=".building-") as building:
            target = Path(building) / "layer" / "python"
            _run_uv(layer, architecture, target)
            _strip(layer, target)
            # One rename, so that a synthesis running beside this one sees all of it or nothing.
            try:
                target.parent.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise


def _run_uv(layer: Layer, architecture: Architecture, target: Path) -> None:
    command = [
        *(find_uv_bin(), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--no-compile"),
        *("--only-binary", ":all:", "--link-mode", "copy", "--target", str(target)),
        *("--python-platform", UV_PLATFORMS[architecture], "--python-version", PYTHON_VERSION),
        *("-r", str(lock_file(layer))),
    ]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed program
    if finished.returncode != 0:
        raise LayerBuildError(f"layer {layer.value} for {architecture.value}: {finished.stderr.strip()}")


def _strip(layer: Layer, packages: Path) -> None:
    shutil.rmtree(packages / "bin", ignore_errors=True)
    (packages / ".lock").unlink(missing_ok=True)
    if layer is Layer.EMBEDDINGS:
        for pattern in UNUSED_BY_A_MODEL:
            for entry in sorted(packages.glob(pattern)):
                _remove(entry)
        _compile(packages)
    if layer is Layer.TWILIO:
        for entry in (packages / "twilio").iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.name not in KEPT_TWILIO_FILES:
                entry.unlink()


def _compile(packages: Path) -> None:
    """Compile ahead, a fifth of a second off each cold start: a Lambda cannot keep what it compiles.

    Unchecked, because packing a layer changes the time stamps by which Python would tell a stale file.
    """
    compileall.compile_dir(
        packages, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH, stripdir=packages
    )


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)  # gone with the folder it was in
