"""The stand-ins and their desk as one program: ``python -m local.stand_ins FOLDER [--port NAME=PORT ...]``.

Without ports it takes free ones.  It says where each stand-in is and runs until it is asked to end.
"""

import argparse
import signal
import sys
import threading
from pathlib import Path

from local.stand_ins.desk.service import DeskService
from local.stand_ins.desk.state import mails_of, no_mails
from local.stand_ins.http_server import StandInServer, serving
from local.stand_ins.process import DESK, PORT_NAMES
from local.stand_ins.running import running_stand_ins


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    chosen = _arguments()
    ports = dict(chosen.port)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    with running_stand_ins(chosen.folder, ports=ports) as stand_ins:
        desk = DeskService(stand_ins, mails_of(chosen.mail_url) if chosen.mail_url else no_mails)
        with serving(StandInServer(desk, stand_ins.switch, ports.get(DESK, 0))) as server:
            addresses = {**stand_ins.urls, DESK: server.url}
            sys.stdout.write("".join(f"{name} {url}\n" for name, url in addresses.items()))
            sys.stdout.flush()
            stopping.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Stand-ins of Salesforce, Amplitude, Slack and PagerDuty.")
    parser.add_argument("folder", type=Path, help="where what they get is kept")
    parser.add_argument("--port", action="append", default=[], type=_port, metavar="NAME=PORT")
    parser.add_argument("--mail-url", help="address of the emulator whose SES takes the mail")
    return parser.parse_args()


def _port(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if name not in PORT_NAMES:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(PORT_NAMES)}")
    return name, int(number)


if __name__ == "__main__":
    main()
