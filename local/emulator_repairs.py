"""Repairs of the AWS emulator (ministack 1.5.33): everything this project changes in it stands in this file.

Run as the emulator's entry module: ``python -m local.emulator_repairs``.  It reads from the environment
``LAMBDA_INTERPRETERS`` (a JSON object from a runtime's name to an interpreter), ``LAMBDA_WORKERS``
(concurrent workers of one function) and ``LAMBDA_CODE_FOLDER`` (where code and layers are unpacked).
tests/integration/local/ has a contract test for each repair, and one that fails when the emulator's own
code no longer looks as a repair expects it.
"""
# ruff: noqa: ANN401, SLF001 - the emulator is untyped, and what is repaired are its private parts

import contextvars
import hashlib
import importlib
import json
import math
import os
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Not getrusage: its maximum begins with that of the process forked from, the emulator's.
PEAK_MEMORY = """def _peak_memory_kb():
    if not os.path.exists("/proc/self/status"):
        return __import__("resource").getrusage(0).ru_maxrss
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

"""

type Execute = Callable[[dict[str, Any], Any, str], dict[str, Any]]

# What the worker said about this thread's invocation: duration, memory, class of the exception.
_measured = contextvars.ContextVar[dict[str, Any]]("measured")


class RepairDoesNotFitError(RuntimeError):
    """The emulator changed where a repair holds on to it: read its release notes before pinning it anew."""


def _replace_once(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise RepairDoesNotFitError(f"the emulator's Python worker has no single place reading {old!r}")
    return text.replace(old, new)


def finding_layer_files(script: str) -> str:
    """Return the worker's script, made to find files of a layer by their path below /opt, as on AWS."""
    return _replace_once(
        script,
        "    _ms_install_invoke_depth()\n    try:\n",
        "    for _name, _value in list(os.environ.items()):\n"
        "        for _folder in os.environ.get('_LAMBDA_LAYERS_DIRS', '').split(os.pathsep):\n"
        "            if _value.startswith('/opt/') and os.path.exists(_folder + _value[4:]):\n"
        "                os.environ[_name] = _folder + _value[4:]\n"
        "    _ms_install_invoke_depth()\n    try:\n",
    )


def measuring(script: str) -> str:
    """Return the worker's script, made to report duration, peak memory and the class of an exception.

    The emulator measures from outside, with its own waits in it, and forgets the class.
    """
    script = _replace_once(
        script,
        "            result = handler_fn(event, context)\n",
        "            _started = time.perf_counter()\n"
        "            try:\n"
        "                result = handler_fn(event, context)\n"
        "            finally:\n"
        "                _measured = {'duration_ms': (time.perf_counter() - _started) * 1000,\n"
        "                             'memory_kb': _peak_memory_kb()}\n",
    )
    script = _replace_once(script, "def run():\n", PEAK_MEMORY + "def run():\n")
    script = _replace_once(
        script, '{"status": "ok", "result": result}', '{"status": "ok", "result": result, **_measured}'
    )
    return _replace_once(
        script,
        '{"status": "error", "error": str(e), "trace": traceback.format_exc()}',
        '{"status": "error", "error": str(e), "trace": traceback.format_exc(),'
        " 'error_type': type(e).__name__, **_measured}",
    )


def give_runtimes_their_interpreters(runtime: Any, interpreters: Mapping[str, str]) -> None:
    """Run each Python runtime on its own interpreter: on the emulator's own, a missing layer goes unseen."""
    detect = runtime._detect_runtime_binary

    def detect_interpreter(name: str) -> tuple[str, str]:
        binary, script = detect(name)
        return interpreters.get(name, binary), script

    runtime._detect_runtime_binary = detect_interpreter


def measure_workers(runtime: Any) -> None:
    """Keep what a worker says about each invocation, and how long a cold start took."""
    runtime._PYTHON_WORKER_SCRIPT = measuring(finding_layer_files(runtime._PYTHON_WORKER_SCRIPT))
    spawn, invoke = runtime.Worker._spawn, runtime.Worker.invoke

    def timed_spawn(worker: Any) -> None:
        started = time.perf_counter()
        spawn(worker)
        worker.initialisation_ms = (time.perf_counter() - started) * 1000

    def measured_invoke(worker: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        result: dict[str, Any] = invoke(worker, *arguments, **options)
        initialisation = worker.__dict__.pop("initialisation_ms", None)
        _measured.set({**result, "initialisation_ms": initialisation})
        return result

    runtime.Worker._spawn = timed_spawn
    runtime.Worker.invoke = measured_invoke


def share_extracted_code(runtime: Any, folder: Path) -> None:
    """Unpack and compile each archive once, not once per worker: that took seconds of each cold start."""
    folder.mkdir(parents=True, exist_ok=True)
    extracting = threading.Lock()

    class SharedZipFile(zipfile.ZipFile):
        def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
            digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
            shared = folder / digest
            with extracting:
                if not shared.exists():
                    unfinished = folder / f"unfinished-{digest}"
                    super().extractall(unfinished, members, pwd)
                    unfinished.rename(shared)
            os.utime(shared)
            Path(path).rmdir()
            Path(path).symlink_to(shared, target_is_directory=True)

    runtime.zipfile = SimpleNamespace(
        ZipFile=SharedZipFile, BadZipFile=zipfile.BadZipFile, LargeFileError=zipfile.LargeZipFile
    )


def bound_workers(execute: Execute, workers: int) -> Execute:
    """Let invocations of a function wait for one of its places: unbounded, a burst takes all memory."""
    places = defaultdict[str, threading.BoundedSemaphore](lambda: threading.BoundedSemaphore(workers))

    def bounded(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        with places[(function.get("config") or function).get("FunctionName", "")]:
            return execute(function, event, request_id)

    return bounded


def name_exceptions(execute: Execute) -> Execute:
    """Report the class of a handler's exception as AWS does, so that ``ErrorEquals: ["MyError"]`` matches."""

    def naming(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        result = execute(function, event, request_id)
        measured = _measured.get({})
        if result.get("error") and "error_type" in measured:
            trace = [line for line in measured["trace"].splitlines() if line.startswith(" ")]
            named = {"errorType": measured["error_type"], "requestId": request_id, "stackTrace": trace}
            result["body"] |= named
        return result

    return naming


def embedded_metrics(log: str) -> list[tuple[str, str, float, str, dict[str, str]]]:
    """Return (namespace, name, value, unit, dimensions) for each metric in the EMF lines of a log."""
    found: list[tuple[str, str, float, str, dict[str, str]]] = []
    for line in log.splitlines():
        start = line.find("{")
        if '"_aws"' not in line or start < 0:
            continue
        try:
            entry = json.loads(line[start:])
        except ValueError:
            continue
        for directive in entry["_aws"].get("CloudWatchMetrics", []):
            for names in directive.get("Dimensions") or [[]]:
                dimensions = {name: str(entry.get(name)) for name in names}
                for metric in directive.get("Metrics", []):
                    value = entry.get(metric["Name"])
                    found.extend(
                        (directive["Namespace"], metric["Name"], one, metric.get("Unit", "None"), dimensions)
                        for one in (value if isinstance(value, list) else [value])
                        if isinstance(one, int | float)
                    )
    return found


def record_embedded_metrics(execute: Execute, cloudwatch: Any) -> Execute:
    """Turn EMF log lines into metrics, and let alarms see them."""

    def recording(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        result = execute(function, event, request_id)
        for metric in embedded_metrics(result.get("log") or ""):
            cloudwatch.record_metric(*metric)
            cloudwatch._evaluate_all_alarms()
        return result

    return recording


def report_line(request_id: str, memory_size_mb: int, measured: Mapping[str, Any]) -> str:
    """Return the REPORT line AWS writes, with durations and peak memory as the worker measured them."""
    duration, initialisation = measured["duration_ms"], measured["initialisation_ms"]
    line = f"REPORT RequestId: {request_id}\tDuration: {duration:.2f} ms\t"
    line += f"Billed Duration: {math.ceil(duration)} ms\tMemory Size: {memory_size_mb} MB\t"
    line += f"Max Memory Used: {measured['memory_kb'] // 1024} MB"
    return line if initialisation is None else f"{line}\tInit Duration: {initialisation:.2f} ms"


def report_what_was_measured(execute: Execute) -> Execute:
    """Put true START, END and REPORT lines into the log, also into the tail that Invoke returns."""

    def reporting(function: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        _measured.set({})
        result = execute(function, event, request_id)
        measured = _measured.get()
        if "duration_ms" in measured:
            config = function.get("config") or function
            lines = [
                f"START RequestId: {request_id} Version: {config.get('Version', '$LATEST')}",
                *(result.get("log") or "").splitlines(),
                f"END RequestId: {request_id}",
                report_line(request_id, int(config.get("MemorySize", 128)), measured),
            ]
            result |= {
                "log": "\n".join(lines),
                "log_source": "rie",
            }  # the platform lines are in it
        return result

    return reporting


def consume_fifo_groups_concurrently(functions: Any, limit: int) -> None:
    """Let a FIFO queue's consumer run for several message groups at once, as on AWS.

    The queue itself never hands out a group of which a message is in flight, so order within a group holds.
    """
    concurrency = functions._sqs_esm_concurrency

    def by_groups(mapping: Any, record: Any, config: Any, queue: Mapping[str, Any] | None = None) -> int:
        if not (queue or {}).get("is_fifo"):
            return int(concurrency(mapping, record, config, queue))
        wished = (mapping.get("ScalingConfig") or {}).get("MaximumConcurrency") or limit
        return min(int(wished), limit)

    functions._sqs_esm_concurrency = by_groups


def initialise_provisioned_concurrency(runtime: Any, functions: Any) -> None:
    """Start a worker where concurrency is provisioned, as AWS does; as shipped this is only noted down.

    Other than on AWS this may be asked for the unpublished version, which is the one that is called here.
    """
    note_down = functions._put_provisioned_concurrency

    def initialise(function: dict[str, Any], noted: dict[str, Any]) -> None:
        name, config = function["config"]["FunctionName"], function["config"]
        worker, _ = runtime.acquire_worker(name, config, function["code_zip"])
        try:
            runtime.ensure_spawned(worker)
            worker.__dict__.pop("initialisation_ms", None)  # no invocation had to wait for it
            noted["Status"] = "READY"
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller asks and is told
            noted |= {"Status": "FAILED", "StatusReason": str(error)}
        finally:
            runtime.release_worker(worker)

    def put(name: str, qualifier: str, data: dict[str, Any]) -> Any:
        answer = note_down(name, qualifier, data)
        function = functions._functions.get(name)
        if function is not None and qualifier == "$LATEST":
            noted = function["provisioned_concurrency"][qualifier]
            noted["Status"] = "IN_PROGRESS"
            context = contextvars.copy_context()
            threading.Thread(target=context.run, args=(initialise, function, noted), daemon=True).start()
        return answer

    functions._put_provisioned_concurrency = put


def apply_parallel_fields(machines: Any) -> None:
    """Evaluate ``Arguments``, ``Output`` and ``Assign`` of a JSONata Parallel state, ignored as shipped."""
    run_branches = machines._run_parallel_branches

    def run(state: dict[str, Any], raw_input: Any, execution: Any, context: Any) -> Any:
        if machines._state_query_language(state, context) != "JSONata":
            return run_branches(state, raw_input, execution, context)
        given = machines._apply_jsonata_arguments(state, raw_input, context)
        plain = {key: value for key, value in state.items() if key not in {"Arguments", "Output", "Assign"}}
        result, following = run_branches(plain, given, execution, context)
        output = machines._apply_jsonata_output(state, raw_input, context, result=result, default=result)
        machines._apply_state_assign(state, raw_input, context, result=result)
        return output, following

    machines._run_parallel_branches = run


def apply_repairs(interpreters: Mapping[str, str], workers: int, code_folder: Path) -> None:
    """Apply every repair to the emulator's modules in this process."""
    runtime = importlib.import_module("ministack.core.lambda_runtime")
    functions: Any = importlib.import_module("ministack.services.lambda_svc")
    cloudwatch = importlib.import_module("ministack.services.cloudwatch")
    give_runtimes_their_interpreters(runtime, interpreters)
    measure_workers(runtime)
    share_extracted_code(runtime, code_folder)
    execute = bound_workers(functions._execute_function_warm, workers)
    execute = name_exceptions(execute)
    execute = record_embedded_metrics(execute, cloudwatch)
    functions._execute_function_warm = report_what_was_measured(execute)
    consume_fifo_groups_concurrently(functions, workers)
    initialise_provisioned_concurrency(runtime, functions)
    apply_parallel_fields(importlib.import_module("ministack.services.stepfunctions"))


def main() -> None:
    """Start the repaired emulator; its own settings come from the environment."""
    interpreters = json.loads(os.environ["LAMBDA_INTERPRETERS"])
    apply_repairs(interpreters, int(os.environ["LAMBDA_WORKERS"]), Path(os.environ["LAMBDA_CODE_FOLDER"]))
    importlib.import_module("ministack.app").main()


if __name__ == "__main__":
    main()
