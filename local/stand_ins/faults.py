"""The switch that makes a stand-in fail: what, how often, and for which requests."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

DEFAULT_SLOW_SECONDS = 30.0
LONGEST_SECONDS = 600.0


class Fault(StrEnum):
    """What goes wrong."""

    UNAVAILABLE = "503"
    SERVER_ERROR = "500"
    THROTTLED = "429"
    SLOW = "slow"
    GARBAGE = "garbage"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    REQUEST_LIMIT = "request_limit"
    ROW_LOCK = "row_lock"
    EXPIRED_SESSION = "expired_session"


GENERAL_FAULTS = frozenset(
    {
        Fault.UNAVAILABLE,
        Fault.SERVER_ERROR,
        Fault.SLOW,
        Fault.GARBAGE,
        Fault.DROP_BEFORE,
        Fault.DROP_AFTER,
    }
)
FAULTS: Mapping[str, frozenset[Fault]] = {
    "salesforce": GENERAL_FAULTS | {Fault.REQUEST_LIMIT, Fault.ROW_LOCK, Fault.EXPIRED_SESSION},
    "amplitude": GENERAL_FAULTS | {Fault.THROTTLED},
    "slack": GENERAL_FAULTS | {Fault.THROTTLED},
    "pagerduty": GENERAL_FAULTS | {Fault.THROTTLED},
}


class UnknownFaultError(ValueError):
    """The switch was asked for something it does not have; the message names what it has."""


@dataclass(frozen=True, slots=True)
class FaultSetting:
    """One fault that is on.

    ``times`` is how often it still strikes, None until it is cleared.  ``seconds`` is how long a slow answer
    takes, and what a throttled one gives as Retry-After.  ``match`` has to be part of a request's path.
    """

    fault: Fault
    times: int | None = None
    seconds: float | None = None
    match: str = ""

    @classmethod
    def from_document(cls, name: str, document: Mapping[str, Any]) -> Self:
        """Read a setting for a stand-in from the JSON of the desk.  Raises UnknownFaultError."""
        if name not in FAULTS:
            raise UnknownFaultError(f"there is no stand-in {name!r}; there are {', '.join(sorted(FAULTS))}")
        known = sorted(FAULTS[name])
        if document.get("fault") not in known:
            raise UnknownFaultError(
                f"{name} has no fault {document.get('fault')!r}; it has {', '.join(known)}"
            )
        times, seconds = document.get("times"), document.get("seconds")
        if times is not None and (not isinstance(times, int) or isinstance(times, bool) or times < 1):
            raise UnknownFaultError(f"times: expected a whole number from 1 up, or null, got {times!r}")
        if seconds is not None and not (isinstance(seconds, int | float) and 0 <= seconds <= LONGEST_SECONDS):
            raise UnknownFaultError(
                f"seconds: expected a number from 0 to {LONGEST_SECONDS:.0f}, got {seconds!r}"
            )
        return cls(Fault(document["fault"]), times, seconds, str(document.get("match", "")))

    def as_document(self) -> dict[str, Any]:
        """Return it as the desk shows it."""
        return asdict(self)


class FaultSwitch:
    """The faults that are on, one for each stand-in; shared by threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: dict[str, FaultSetting] = {}

    def set(
        self,
        name: str,
        fault: str,
        times: int | None = None,
        seconds: float | None = None,
        match: str = "",
    ) -> None:
        """Turn a fault on, in place of the one that was on.  Raises UnknownFaultError."""
        document = {"fault": fault, "times": times, "seconds": seconds, "match": match}
        setting = FaultSetting.from_document(name, document)
        with self._lock:
            self._on[name] = setting

    def clear(self, name: str | None = None) -> None:
        """Turn off a stand-in's fault, or all."""
        with self._lock:
            if name is None:
                self._on.clear()
            else:
                self._on.pop(name, None)

    def strike(self, name: str, path: str, *, only: Fault | None = None) -> FaultSetting | None:
        """Return the fault that strikes a request now, counted, or None.

        A row lock strikes the writing of a record (``only=Fault.ROW_LOCK``), all others strike requests.
        """
        with self._lock:
            setting = self._on.get(name)
            if setting is None or setting.match not in path:
                return None
            if (setting.fault is Fault.ROW_LOCK) != (only is Fault.ROW_LOCK):
                return None
            if setting.times is not None:
                if setting.times == 1:
                    del self._on[name]
                else:
                    self._on[name] = replace(setting, times=setting.times - 1)
            return setting

    def as_document(self) -> dict[str, Any]:
        """Return the faults that are on, by stand-in."""
        with self._lock:
            return {name: setting.as_document() for name, setting in self._on.items()}
