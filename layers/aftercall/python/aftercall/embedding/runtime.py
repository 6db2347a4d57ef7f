"""Loading a network into onnxruntime, as a Lambda of one processor wants it."""

import importlib.util
from pathlib import Path
from typing import Any

RUNTIME_PACKAGES = ("numpy", "onnxruntime")


def load_network(file: Path) -> Any:  # noqa: ANN401 - onnxruntime carries no types
    """Load a network; None where the runtime is not installed."""
    if not all(importlib.util.find_spec(package) for package in RUNTIME_PACKAGES):
        return None
    import onnxruntime  # noqa: PLC0415 - only where the layer is

    options = onnxruntime.SessionOptions()
    # One thread: a Lambda of this size has less than one processor, and waiting threads would burn it.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
