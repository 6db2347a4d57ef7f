"""Third-party layers without their contents, so that templates can be checked without a download."""

from pathlib import Path

from cdk.function_catalogue import Layer
from cdk.layer_builder import BuiltLayer, layer_hash
from cdk.settings import Architecture


class EmptyLayers:
    """A LayerBuilder whose layers have the right hash and one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, layer: Layer, architecture: Architecture) -> BuiltLayer:
        packages = self._folder / layer.value / "python"
        packages.mkdir(parents=True, exist_ok=True)
        (packages / "contents.txt").write_text(layer.value)
        return BuiltLayer(packages.parent, layer_hash(layer, architecture))
