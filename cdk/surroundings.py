"""What every stack with functions is given: settings, storage, and where layers come from."""

from dataclasses import dataclass

from constructs import Construct

from cdk.constructs.layer_library import LayerLibrary
from cdk.constructs.permissions import ObjectAccess
from cdk.constructs.python_function import PythonFunction
from cdk.layer_builder import LayerBuilder
from cdk.settings import Settings
from cdk.storage_stack import StorageStack


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The parts that stacks share."""

    settings: Settings
    storage: StorageStack
    layers: LayerBuilder

    @property
    def objects(self) -> ObjectAccess:
        """Return the way to permissions on the bucket."""
        return ObjectAccess(self.storage)


class FunctionMaker:
    """Makes the functions of one stack, so that they share its layer versions."""

    def __init__(self, scope: Construct, surroundings: Surroundings) -> None:
        self._scope = scope
        self._surroundings = surroundings
        self._layers = LayerLibrary(scope, "Layers", surroundings.settings, surroundings.layers)

    def make(self, verb_noun: str) -> PythonFunction:
        """Make the function in ``functions/<verb_noun>``."""
        return PythonFunction(self._scope, verb_noun, self._surroundings.settings, self._layers)

    def make_with_bucket(self, verb_noun: str) -> PythonFunction:
        """Make a function that knows the bucket's name; what it may do there is for the stack to say."""
        function = self.make(verb_noun)
        function.add_environment("BUCKET_NAME", self._surroundings.storage.bucket_name)
        return function
