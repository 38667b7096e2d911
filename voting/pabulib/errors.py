"""The one error of a Pabulib file."""

from __future__ import annotations


class PabulibError(ValueError):
    """A file that cannot be read without guessing, with the place to look.

    Attributes:
        file: the file's name as the caller gave it.
        line: the line, counted from 1.
        message: what is wrong, in Dutch, on one line.
    """

    def __init__(self, file: str, line: int, message: str) -> None:
        self.file = file
        self.line = line
        self.message = " ".join(message.split())
        super().__init__(f"{file}:{line}: {self.message}")


class Notices:
    """What the reader noticed and could live with, one line each, in the order of noticing."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []

    def add(self, line: int, message: str) -> None:
        """Remember one remark about a line of the file."""
        self.lines.append(f"{self.file}:{line}: {' '.join(message.split())}")

    def error(self, line: int, message: str) -> PabulibError:
        """The error for a line of the same file, to be raised by the caller."""
        return PabulibError(self.file, line, message)


def shown(text: str) -> str:
    """A piece of the file, short enough for one line of a message."""
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= 40 else flat[:37] + "...")
