"""How fast and how small the letters are, and whether telephones can read them.

Run ``python -m benchmarks.letters [--letters 25000] [--json]``. The peer is what one would write first with
the same libraries: every line drawn on every page, one QR code at a time with the mask the qrcode library
picks, one rectangle a module. It is measured in the same run, a letter at a time on a shorter series, since
its cost does not depend on their number. Both run in processes of their own, so that memory is theirs.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from letters import kix
from letters.address import Address, Postcode
from letters.batch import draw_batch
from letters.fonts import BOLD, REGULAR, font, wrap
from letters.letter import LEFT, PANEL, QR_BOX, RIGHT, Recipient
from letters.qr import payload
from letters.text import LetterText, filled
from letters.window import PROFILES, SHEET_HEIGHT

BATCH = 500
RUNS = 3
NAIVE_LETTERS = 250
DECODED_LETTERS = 200
DPI = 150
PROFILE = PROFILES["c5-left"]
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STREETS = ("Engelandlaan", "Amerikaweg", "Briandlaan", "Laan van Angers", "Floris van Adrichemlaan")
NAMES = (
    "Aan de bewoner van dit adres",
    "A.B. van der Voorbeeld",
    "Ç. Yılmaz-Örnek",
    "Š. Šimić",
    "J. de Vries",
)

TEXT = LetterText(
    edition="Wijk aan Zet 2026",
    area="de Voorbeeldwijk",
    sender="Gemeente Voorbeeld",
    return_line="Retour: Gemeente Voorbeeld, Postbus 1, 1000 AA Voorbeeld",
    site="wijkaanzet.example.nl",
    letter_date=date(2026, 11, 23),
    opens=date(2026, 11, 30),
    closes=date(2026, 12, 14),
    budget_cents=7_000_000,
    minimum_age=16,
    paper=(
        "In het wijkcentrum: elke werkdag van 9.00 tot 17.00 uur.",
        "In de bibliotheek: dinsdag 8 december.",
    ),
    help_hours=(
        "Wijkcentrum: maandag van 10.00 tot 12.00 uur.",
        "Bibliotheek: donderdag van 14.00 tot 16.00 uur.",
    ),
    phone="14 000",
    email="wijkaanzet@example.nl",
)


def recipients(count: int, seed: int = 1) -> Iterator[list[Recipient]]:
    """Made-up letters in batches, the same ones for the same seed."""
    chance = random.Random(seed)
    for first in range(0, count, BATCH):
        yield [_recipient(number + 1, chance) for number in range(first, min(first + BATCH, count))]


def _recipient(sequence: int, chance: random.Random) -> Recipient:
    postcode = Postcode(f"{chance.randint(2033, 2037)}{chance.choice('ABCDEG')}{chance.choice('ABCDEG')}")
    letter, addition = chance.choice(("", "", "", "A")), chance.choice(("", "", "", "2"))
    address = Address(chance.choice(STREETS), chance.randint(1, 900), letter, addition, postcode, "Haarlem")
    code = "-".join("".join(chance.choices(SYMBOLS, k=4)) for _ in range(3))
    return Recipient(sequence, chance.choice(NAMES), address, code)


def draw(count: int, folder: Path) -> int:
    """Draws letters in batches; returns the bytes written."""
    size = 0
    for number, batch in enumerate(recipients(count)):
        path = folder / f"{number}.pdf"
        with path.open("wb") as out:
            draw_batch(batch, TEXT, PROFILE, out, cover=True)
        size += path.stat().st_size
        path.unlink()
    return size


def draw_naive(count: int, folder: Path) -> int:
    """Draws the same letters the way one would first think of; returns the bytes written."""
    for name in (REGULAR, BOLD):
        font(name)
    path = folder / "naive.pdf"
    canvas = Canvas(str(path), pageCompression=1, initialFontName=REGULAR)
    front, back = _naive_front(), _naive_back()
    for batch in recipients(count):
        for recipient in batch:
            _naive_lines(canvas, front)
            _naive_letter(canvas, recipient)
            canvas.showPage()
            _naive_lines(canvas, back)
            canvas.showPage()
    canvas.save()
    return path.stat().st_size


Lines = list[tuple[float, float, str, float, str]]


def _naive_front() -> Lines:
    words, safe = filled(TEXT), PROFILE.safe
    lines: Lines = [
        (LEFT, 19, BOLD, 17, TEXT.edition),
        (safe.left, safe.top + 2.6, REGULAR, 7, TEXT.return_line),
    ]
    lines += _wrapped(96, [(BOLD, 22, words.title), (BOLD, 12, words.greeting), (REGULAR, 12, words.intro)])
    lines += [(28, PANEL.top + 9, BOLD, 12, words.code_label), (28, 185, REGULAR, 12, words.period)]
    return lines + _wrapped(
        209, [(REGULAR, 12, text) for text in (*words.steps, words.keep_private, words.turn)]
    )


def _naive_back() -> Lines:
    words = filled(TEXT)
    texts = [words.paper_intro, *TEXT.paper, words.help_intro, *TEXT.help_hours, words.help_contact]
    texts += [
        words.receipt,
        words.ballot,
        words.lost,
        *(each.text for each in words.foreign if each.code != "ar"),
    ]
    titles = [words.paper_title, words.help_title, words.receipt_title, words.ballot_title, words.lost_title]
    return _wrapped(28, [(BOLD, 13, title) for title in titles] + [(REGULAR, 12, text) for text in texts])


def _wrapped(y: float, texts: Sequence[tuple[str, float, str]]) -> Lines:
    lines: Lines = []
    for name, size, text in texts:
        for line in wrap(text, name, size, RIGHT - LEFT):
            lines.append((LEFT, y, name, size, line))
            y += size / 2
    return lines


def _naive_lines(canvas: Canvas, lines: Lines) -> None:
    for x, y, name, size, text in lines:
        canvas.setFont(name, size)
        canvas.drawString(x * mm, (SHEET_HEIGHT - y) * mm, text)


def _naive_letter(canvas: Canvas, recipient: Recipient) -> None:
    x, y = PROFILE.safe.left, PROFILE.safe.top + 7.6
    own = (recipient.addressee, *recipient.address.lines)
    lines: Lines = [(x, y + 4.7 * row, REGULAR, 11, text) for row, text in enumerate(own)]
    lines += [
        (28, 175.5, BOLD, 33, recipient.code),
        (LEFT, 283.5, REGULAR, 8.5, f"Briefnummer {recipient.sequence}"),
    ]
    _naive_lines(canvas, lines)
    for bar in kix.bars(recipient.address.kix):
        canvas.rect((x + bar.x) * mm, (SHEET_HEIGHT - 64 + bar.y) * mm, bar.width * mm, bar.height * mm, 0, 1)
    qr = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    qr.add_data(payload(TEXT.qr_prefix, recipient.code))
    qr.make(fit=True)
    matrix = qr.get_matrix()
    side = QR_BOX.width / len(matrix)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                left, lower = QR_BOX.left + column * side, SHEET_HEIGHT - QR_BOX.top - (row + 1) * side
                canvas.rect(left * mm, lower * mm, side * mm, side * mm, 0, 1)


def measure(part: str, count: int) -> dict[str, float]:
    """Draws letters in this process; CPU milliseconds and kB a letter, and the peak of its memory in MB."""
    with TemporaryDirectory() as folder:
        begin = time.process_time()
        size = (draw if part == "fast" else draw_naive)(count, Path(folder))
        seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ms": 1000 * seconds / count, "kb": size / 1024 / count, "rss_mb": peak}


def measured_apart(part: str, count: int) -> dict[str, float]:
    """measure() in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.letters", "--part", part, "--letters", str(count)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def decoded(count: int) -> dict[str, float | None]:
    """Renders letters and reads their QR codes back; percentages, None for a reader that is not there."""
    if not shutil.which("pdftoppm"):
        return {"decoded_zbar": None, "decoded_opencv": None}
    batch = next(recipients(count, seed=2))[:count]
    wanted = {payload(TEXT.qr_prefix, recipient.code) for recipient in batch}
    with TemporaryDirectory() as folder:
        images = _rendered(batch, Path(folder))
        found = {"decoded_zbar": _zbar(images), "decoded_opencv": _opencv(images)}
    return {
        reader: None if texts is None else round(100 * len(wanted & texts) / len(wanted), 1)
        for reader, texts in found.items()
    }


def _rendered(batch: list[Recipient], folder: Path) -> list[Path]:
    """The panel with the code, as a telephone held over it would see it."""
    pdf = folder / "sample.pdf"
    with pdf.open("wb") as out:
        draw_batch(batch, TEXT, PROFILE, out, cover=False)
    scale = DPI / 25.4
    box = [PANEL.left * scale, PANEL.top * scale, PANEL.width * scale, PANEL.height * scale]
    crop = [
        text
        for flag, value in zip(("-x", "-y", "-W", "-H"), box, strict=True)
        for text in (flag, str(round(value)))
    ]
    subprocess.run(
        ["pdftoppm", "-o", "-r", str(DPI), *crop, "-gray", "-png", str(pdf), str(folder / "p")], check=True
    )
    return sorted(folder.glob("p-*.png"))


def _zbar(images: list[Path]) -> set[str] | None:
    if not shutil.which("zbarimg"):
        return None
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", *map(str, images)]
    return set(subprocess.run(command, check=False, capture_output=True, text=True).stdout.splitlines())


def _opencv(images: list[Path]) -> set[str] | None:
    try:
        import cv2
    except ImportError:
        return None
    detector = cv2.QRCodeDetector()
    return {detector.detectAndDecode(np.array(Image.open(image)))[0] for image in images}


def run(count: int) -> dict[str, float | int | None]:
    """All figures: medians of RUNS runs, peer and ours by turns."""
    fast, naive = [], []
    for _ in range(RUNS):
        naive.append(measured_apart("naive", min(count, NAIVE_LETTERS)))
        fast.append(measured_apart("fast", count))
    middle = {key: statistics.median(each[key] for each in fast) for key in fast[0]}
    peer = {key: statistics.median(each[key] for each in naive) for key in naive[0]}
    return {
        "letters": count,
        "ratio": round(peer["ms"] / middle["ms"], 1),
        "ms_per_letter": round(middle["ms"], 4),
        "naive_ms_per_letter": round(peer["ms"], 3),
        "kb_per_letter": round(middle["kb"], 3),
        "naive_kb_per_letter": round(peer["kb"], 3),
        "peak_rss_mb": round(max(each["rss_mb"] for each in fast), 1),
        **decoded(min(count, DECODED_LETTERS)),
    }


def main() -> None:
    """Prints a table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=25_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", choices=("fast", "naive"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        print(json.dumps(measure(arguments.part, arguments.letters)))
        return
    figures = run(arguments.letters)
    if arguments.json:
        print(json.dumps(figures))
        return
    aims = {
        "ratio": ">= 30",
        "kb_per_letter": "<= 1.5",
        "peak_rss_mb": "<= 80",
        "decoded_zbar": "100",
        "decoded_opencv": ">= 97",
    }
    for key, value in figures.items():
        print(f"{key:22}{'-' if value is None else value!s:>12}   {aims.get(key, '')}")


if __name__ == "__main__":
    main()
