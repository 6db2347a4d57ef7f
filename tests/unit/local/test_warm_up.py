"""Functions are initialised after a deployment, within a bounded time, and without a call."""

from dataclasses import dataclass, field
from typing import Any, cast

from local.warm_up import WarmUp, warm_up


@dataclass
class Functions:
    """A Lambda service whose functions become ready at the second look, if they can."""

    runtimes: dict[str, str]
    broken: dict[str, str] = field(default_factory=dict)
    slow: frozenset[str] = frozenset()
    asked: dict[str, int] = field(default_factory=dict)

    def get_paginator(self, _: str) -> "Functions":
        return self

    def paginate(self) -> list[dict[str, Any]]:
        return [
            {"Functions": [{"FunctionName": name, "Runtime": runtime}]}
            for name, runtime in self.runtimes.items()
        ]

    def put_provisioned_concurrency_config(self, **parts: Any) -> None:
        assert (parts["Qualifier"], parts["ProvisionedConcurrentExecutions"]) == ("$LATEST", 1)
        self.asked[parts["FunctionName"]] = 0

    def get_provisioned_concurrency_config(self, **parts: Any) -> dict[str, str]:
        name = parts["FunctionName"]
        self.asked[name] += 1
        if self.asked[name] == 1 or name in self.slow:
            return {"Status": "IN_PROGRESS"}
        if name in self.broken:
            return {"Status": "FAILED", "StatusReason": self.broken[name]}
        return {"Status": "READY"}


def initialise(functions: Functions, patience: float = 30.0) -> tuple[WarmUp, list[str]]:
    said: list[str] = []
    return warm_up(cast("Any", functions), said.append, patience), said


def test_every_python_function_is_initialised() -> None:
    functions = Functions({"b": "python3.13", "a": "python3.13", "providers": "nodejs22.x"})
    outcome, said = initialise(functions)
    assert (str(outcome), sorted(said)) == ("2 functions ready", ["a", "b"])
    assert functions.asked.keys() == {"a", "b"}


def test_what_no_call_waits_for_is_initialised_last() -> None:
    functions = Functions(dict.fromkeys(("x-check-alerts", "x-run-analysis"), "python3.13"))
    assert initialise(functions)[1] == ["x-run-analysis", "x-check-alerts"]


def test_a_function_that_cannot_be_imported_is_named_and_stops_nothing() -> None:
    functions = Functions({"a": "python3.13", "b": "python3.13"}, broken={"a": "No module named 'pydantic'"})
    outcome, _ = initialise(functions)
    assert str(outcome) == "1 functions ready; a: No module named 'pydantic'"


def test_what_takes_too_long_is_left_to_itself() -> None:
    functions = Functions(dict.fromkeys("abcd", "python3.13"), slow=frozenset("ab"))
    outcome, said = initialise(functions, patience=0.25)
    assert outcome.ready == 0
    assert outcome.failed == {
        "a": "still at it",
        "b": "still at it",
        "c": "left for their first call",
        "d": "left for their first call",
    }
    assert str(outcome) == "0 functions ready; 2 left for their first call; a: still at it; b: still at it"
    assert sorted(said) == ["a", "b"]


def test_without_functions_there_is_nothing_to_do() -> None:
    assert initialise(Functions({})) == (WarmUp(0, {}), [])
