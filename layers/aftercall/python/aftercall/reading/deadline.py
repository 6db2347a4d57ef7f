"""Not waiting longer than was agreed, whatever a connection does."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from aftercall.reading.port import FailureKind, ReaderFailed


def run_within[Answer](seconds: float, work: Callable[[], Answer]) -> Answer:
    """Run something and give its answer, or stop waiting for it.

    A read timeout bounds the wait for the next byte; an answer that comes a byte at a time needs
    this. The work goes on in a daemon thread that ends with the process.

    Raises
    ------
    ReaderFailed
        When time is up; otherwise whatever the work raised.
    """
    finished: Future[Answer] = Future()

    def run() -> None:
        try:
            finished.set_result(work())
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits
            finished.set_exception(error)

    threading.Thread(target=run, name="reader", daemon=True).start()
    try:
        return finished.result(timeout=seconds)
    except TimeoutError:
        raise ReaderFailed(FailureKind.TIMED_OUT, f"no answer within {seconds:g} s") from None
