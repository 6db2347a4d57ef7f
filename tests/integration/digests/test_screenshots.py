"""What the mails look like in Chromium, on a phone and on a desk, from the sample calls.

Where there is no Chromium these say so and are skipped; ``tests/unit/delivery/email`` holds the structure.
Run with ``AFTERCALL_DIGEST_PICTURE=docs/daily-digest.png`` the first one also renews the reference picture.
"""

import os
import shutil
import struct
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from aftercall.delivery.email.rendering import digest_mail
from aftercall.reports.digests import DailyDigest, WeeklyDigest
from aftercall.warehouse.digests import read_digest
from tests.fakes.digests import a_profile
from tests.integration.digests.digest_house import DigestHouse
from tests.integration.digests.sample_days import fill

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
HEIGHT = 3200
PAGE = (0xEE, 0xF1, 0xF5)
HEADER = (0x12, 0x3B, 0x5D)
DARK_PAGE = (0x12, 0x16, 0x1B)
LARGEST_PICTURE = 200_000

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH to look with")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of eight bits and three colours, as Chromium writes it."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    def at(self, x: int, y: int) -> tuple[int, int, int]:
        """Colour of a pixel."""
        red, green, blue = self.rows[y][3 * x : 3 * x + 3]
        return red, green, blue

    def last_row(self, background: tuple[int, int, int]) -> int:
        """The last row that shows anything but the background in the middle of the page."""
        middle = slice(3 * (self.width // 2 - 20), 3 * (self.width // 2 + 20))
        empty = bytes(background) * 40
        return max(place for place, row in enumerate(self.rows) if row[middle] != empty)


def read_picture(content: bytes) -> Picture:
    """Read a PNG without a library: chunks, then each row's filter."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colours = struct.unpack(">IIBB", content[16:26])
    assert (depth, colours) in {(8, 2), (8, 6)}
    channels = 3 if colours == 2 else 4
    data, place = b"", 8
    while place < len(content):
        length, name = struct.unpack(">I4s", content[place : place + 8])
        data += content[place + 8 : place + 8 + length] if name == b"IDAT" else b""
        place += length + 12
    raw, stride = zlib.decompress(data), width * channels
    rows, before = [], bytes(stride)
    for start in range(0, len(raw), stride + 1):
        before = _unfiltered(raw[start], raw[start + 1 : start + 1 + stride], before, channels)
        rows.append(before if channels == 3 else _without_alpha(before))
    return Picture(width, height, tuple(rows))


def _without_alpha(row: bytes) -> bytes:
    return bytes(value for place, value in enumerate(row) if place % 4 != 3)


def _unfiltered(kind: int, row: bytes, above: bytes, channels: int) -> bytes:
    if kind == 0:
        return row
    if kind == 2:
        return bytes((one + other) & 255 for one, other in zip(row, above, strict=True))
    done = bytearray(row)
    for place, value in enumerate(row):
        left = done[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        done[place] = (value + _predicted(kind, left, above[place], corner)) & 255
    return bytes(done)


def _predicted(kind: int, left: int, above: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + above) // 2
    estimate = left + above - corner
    return min((left, above, corner), key=lambda one: abs(estimate - one))


def look(html: str, folder: Path, width: int, height: int = HEIGHT, *, dark: bool = False) -> bytes:
    """Render as a mail client of this width would."""
    assert CHROMIUM is not None
    page, picture = folder / "mail.html", folder / "mail.png"
    page.write_text(html, encoding="utf-8")
    subprocess.run(
        [
            CHROMIUM,
            *(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-device-scale-factor=1",
            ),
            *(("--blink-settings=preferredColorScheme=0",) if dark else ()),
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return picture.read_bytes()


def widths(html: str, folder: Path, width: int) -> tuple[int, int]:
    """How wide the page would like to be, and how wide its window is, as Chromium itself says."""
    assert CHROMIUM is not None
    page = folder / "measured.html"
    frame = f"<iframe width='{width}' height='4000' style='border:0' srcdoc=\"{_quoted(html)}\"></iframe>"
    script = (
        "<script>onload = () => { const inside = document.querySelector('iframe').contentDocument"
        ".documentElement; document.title = inside.scrollWidth + ' ' + inside.clientWidth }</script>"
    )
    page.write_text(f"<!DOCTYPE html><title></title>{frame}{script}", encoding="utf-8")
    finished = subprocess.run(
        [
            CHROMIUM,
            *("--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000"),
            f"--user-data-dir={folder / 'profile'}",
            "--dump-dom",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        text=True,
    )
    title = finished.stdout.partition("<title>")[2].partition("</title>")[0]
    wanted, given = map(int, title.split())
    return wanted, given


def _quoted(html: str) -> str:
    return html.replace("&", "&amp;").replace('"', "&quot;")


def mail_of(house: DigestHouse, kind: str) -> str:
    """The newest digest of a kind as HTML."""
    digest = [one for one in house.digests() if one["kind"] == kind][-1]
    record = read_digest(house.connection, str(digest["digest_id"]))
    assert record is not None
    assert isinstance(record.figures, DailyDigest | WeeklyDigest)
    return digest_mail(record.figures, a_profile(), "https://calls.brightline.example").html


@pytest.fixture
def filled(house: DigestHouse) -> DigestHouse:
    """A fortnight of sample calls."""
    fill(house)
    house.clock.advance(hours=1)
    house.run()
    return house


def test_the_daily_mail_fills_a_desktop_client_to_600_pixels(filled: DigestHouse, tmp_path: Path) -> None:
    html = mail_of(filled, "daily")
    picture = read_picture(look(html, tmp_path, 700))
    assert picture.at(10, 10) == PAGE
    assert picture.at(60, 40) == HEADER
    assert picture.at(645, 40) == HEADER
    assert picture.at(690, 40) == PAGE
    bottom = picture.last_row(PAGE)
    assert 900 < bottom < HEIGHT - 100, "it has an end, and something before it"
    renew = os.environ.get("AFTERCALL_DIGEST_PICTURE")
    if renew:
        Path(renew).write_bytes(look(html, tmp_path, 700, bottom + 24))


def test_the_daily_mail_fills_a_narrow_client_edge_to_edge(filled: DigestHouse, tmp_path: Path) -> None:
    html = mail_of(filled, "daily")
    # A window is never narrower than 500 pixels in some builds: the frame inside it is.
    wanted, given = widths(html, tmp_path, 360)
    assert (wanted, given) == (360, 360), "nothing sticks out to the side"


def test_the_weekly_mail_fits_both(filled: DigestHouse, tmp_path: Path) -> None:
    filled.clock.advance(days=3)
    filled.run()
    html = mail_of(filled, "weekly")
    for width in (320, 360, 700):
        assert widths(html, tmp_path, width) == (width, width)


def test_a_dark_client_gets_a_dark_mail(filled: DigestHouse, tmp_path: Path) -> None:
    picture = read_picture(look(mail_of(filled, "daily"), tmp_path, 700, dark=True))
    assert picture.at(10, 10) == DARK_PAGE
    assert sum(picture.at(60, 300)) < 3 * 80


def test_endless_words_do_not_widen_it(filled: DigestHouse, tmp_path: Path) -> None:
    company = "W" * 180
    filled.connection.execute("UPDATE warehouse.sessions SET company = %s", [company])
    filled.connection.execute("DELETE FROM warehouse.deliveries")
    filled.connection.execute("DELETE FROM warehouse.digests")
    filled.run()
    html = mail_of(filled, "daily")
    assert company in html
    assert widths(html, tmp_path, 360) == (360, 360)


def test_the_reference_picture_is_there_and_small() -> None:
    picture = Path(__file__).parents[3] / "docs" / "daily-digest.png"
    assert 20_000 < picture.stat().st_size < LARGEST_PICTURE
    assert read_picture(picture.read_bytes()).at(60, 40) == HEADER


def test_the_look_tells_a_broken_mail(tmp_path: Path) -> None:
    broken = "<div style='width:900px'>too wide</div>"
    assert widths(broken, tmp_path, 360)[0] > 360
