"""What each function makes Lambda load: its layers, unpacked and zipped."""

import io
import zipfile
from pathlib import Path
from typing import Final

from benchmarks.tables import Result
from cdk.function_catalogue import FUNCTIONS, Layer
from cdk.layer_builder import LAYERS_FOLDER, CachedUvLayers
from cdk.settings import Architecture

UNPACKED_LIMIT_MB: Final = 250
NOT_SHIPPED: Final = {"__pycache__", "command_line"}
MEGABYTE: Final = 1_000_000


def run() -> Result:
    """Build every layer for AWS's arm64 and weigh what each function loads."""
    sizes = {layer: _weigh(_folder(layer)) for layer in Layer}
    everything = sum(unpacked for unpacked, _ in sizes.values())
    rows = [
        (f"layer {layer.value}", f"{unpacked:.1f}", f"{zipped:.1f}", f"{unpacked / everything:.2f}")
        for layer, (unpacked, zipped) in sizes.items()
    ]
    for name, spec in sorted(FUNCTIONS.items()):
        unpacked = sum(sizes[layer][0] for layer in spec.layers)
        zipped = sum(sizes[layer][1] for layer in spec.layers)
        rows.append((name, f"{unpacked:.1f}", f"{zipped:.1f}", f"{unpacked / everything:.2f}"))
    return Result(
        title="Layer sizes, and what each function loads of them (MB)",
        alternative=f"one layer with everything for everyone: {everything:.1f} MB unpacked",
        columns=("layer or function", "unpacked", "zipped", "ratio"),
        rows=rows,
        notes=(f"Lambda's limit is {UNPACKED_LIMIT_MB} MB unpacked; boto3 comes with the runtime.",),
    )


def _folder(layer: Layer) -> Path:
    if layer is Layer.AFTERCALL:
        return LAYERS_FOLDER / Layer.AFTERCALL.value
    return CachedUvLayers().build(layer, Architecture.ARM64).folder


def _weigh(folder: Path) -> tuple[float, float]:
    files = [path for path in folder.rglob("*") if path.is_file() and not NOT_SHIPPED & set(path.parts)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.relative_to(folder))
    return sum(path.stat().st_size for path in files) / MEGABYTE, buffer.tell() / MEGABYTE
