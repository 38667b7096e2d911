"""Reading a printed batch back: what a rehearsal needs to vote with the codes it printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pypdf import PageObject, PdfReader

from letters.errors import FileError

# Codes and numbers are plain ASCII in the page itself. Working out the typefaces of every page would give the
# same strings (a test compares them) and take fifty times as long.
_SHOWN = re.compile(rb"\(([^()]*)\)Tj")
_CODE = re.compile(rb"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
_SEQUENCE = re.compile(rb"(\d+)\Z")


def read_back(pdf: Path) -> list[tuple[int, str]]:
    """The sequence number and the code of every letter in a batch, in the order of its pages.

    Raises:
        FileError: a page shows a code but no sequence number.
    """
    return list(_letters(pdf))


def _letters(pdf: Path) -> Iterator[tuple[int, str]]:
    for number, page in enumerate(PdfReader(pdf).pages, start=1):
        shown = _strings(page)
        code = next((text for text in shown if _CODE.fullmatch(text)), None)
        if code is None:
            continue
        sequence = _SEQUENCE.search(shown[-1])
        if sequence is None:
            raise FileError(f"{pdf}: bladzijde {number} heeft een code zonder briefnummer")
        yield int(sequence[1]), code.decode()


def _strings(page: PageObject) -> list[bytes]:
    content = page.get_contents()
    return _SHOWN.findall(content.get_data()) if content is not None else []
