"""The layers of one stack, each made when a function first asks for it.

Every stack makes its own layer versions: a layer's address changes with its contents, and an address that
another stack imports could never change again.
"""

from collections.abc import Iterable
from pathlib import Path

from aws_cdk import AssetHashType, IgnoreMode
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from cdk.function_catalogue import Layer
from cdk.layer_builder import LAYERS_FOLDER, LayerBuilder
from cdk.package_layer import EXCLUDED_FROM_PACKAGE, package_folder
from cdk.settings import Architecture, Settings

RUNTIME = lambda_.Runtime.PYTHON_3_13
MAXIMUM_LAYERS = 5
EMPTY_LAYER = LAYERS_FOLDER / "empty"
# The network of cues runs on what the layer of embeddings brings.
_NETWORKS = frozenset({Layer.EMBEDDINGS, Layer.CUES})


def lambda_architecture(architecture: Architecture) -> lambda_.Architecture:
    """Return the CDK's name of an architecture."""
    return lambda_.Architecture.ARM_64 if architecture is Architecture.ARM64 else lambda_.Architecture.X86_64


class LayerLibrary(Construct):
    """Makes each layer version at most once in its stack."""

    def __init__(
        self, scope: Construct, construct_id: str, settings: Settings, builder: LayerBuilder
    ) -> None:
        super().__init__(scope, construct_id)
        self._settings = settings
        self._builder = builder
        self._versions: dict[Layer, lambda_.LayerVersion] = {}

    def versions(self, layers: Iterable[Layer]) -> list[lambda_.LayerVersion]:
        """Return the layer versions in the order given."""
        return [self._version(layer) for layer in layers]

    def _version(self, layer: Layer) -> lambda_.LayerVersion:
        if layer not in self._versions:
            self._versions[layer] = lambda_.LayerVersion(
                self,
                layer.value.capitalize(),
                code=self._code(layer),
                compatible_runtimes=[RUNTIME],
                compatible_architectures=[lambda_architecture(self._settings.architecture)],
                description=f"Aftercall: {layer.value}",
            )
        return self._versions[layer]

    def _code(self, layer: Layer) -> lambda_.Code:
        if layer is Layer.AFTERCALL:
            folder = package_folder(LAYERS_FOLDER / layer.value, self._settings.profile_path)
            return _package_code(folder)
        if layer in _NETWORKS and not self._settings.with_embeddings:
            # The template stays the same for every target; what is not in the layer is not used.
            return lambda_.Code.from_asset(str(EMPTY_LAYER))
        if layer is Layer.CUES:
            return _package_code(LAYERS_FOLDER / layer.value)
        built = self._builder.build(layer, self._settings.architecture)
        if built.asset_hash is None:
            return lambda_.Code.from_asset(str(built.folder))
        return lambda_.Code.from_asset(
            str(built.folder), asset_hash=built.asset_hash, asset_hash_type=AssetHashType.CUSTOM
        )


def _package_code(folder: Path) -> lambda_.Code:
    return lambda_.Code.from_asset(
        str(folder), exclude=list(EXCLUDED_FROM_PACKAGE), ignore_mode=IgnoreMode.GIT
    )
