"""The command line as an operator has it: arguments in; exit status, standard output and standard error out."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from wijkaanzet.cli import main

SHIPPED = Path(__file__).parents[2] / "config.toml"


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    status: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def wijkaanzet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Run a command with the shipped settings, its data in the test's own folder `data`."""
    monkeypatch.setenv("WIJKAANZET_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["wijkaanzet", "--config", str(SHIPPED), *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else 0, said.out, said.err)

    return run
