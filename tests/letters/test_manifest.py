import os
import stat
from pathlib import Path

import pytest

from letters.errors import FileError
from letters.manifest import (
    ManifestRow,
    atomic_file,
    differing,
    manifest_csv,
    read_manifest,
    remove_parts,
    write_manifest,
)

ROWS = [ManifestRow(1, 1, 500, 500, 1002, "a" * 64), ManifestRow(2, 501, 620, 120, 242, "b" * 64)]


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    write_manifest(path, ROWS)
    assert read_manifest(path) == ROWS
    assert manifest_csv(ROWS).splitlines()[0] == "batch,first_sequence,last_sequence,letters,pages,sha256"
    assert read_manifest(tmp_path / "none.csv") == []


@pytest.mark.parametrize(
    "text", ["", "batch\n", manifest_csv(ROWS) + "3,x\n", manifest_csv(ROWS) + "3,1,2,3,4\n"]
)
def test_what_is_not_a_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=r"manifest\.csv:[14]"):
        read_manifest(path)


def test_an_atomic_file_is_private_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "batch.pdf"
    with atomic_file(path) as file:
        file.write(b"letters")
        assert not path.exists()
    assert path.read_bytes() == b"letters"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["batch.pdf"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "batch.pdf"
    path.write_bytes(b"earlier")

    def fill_the_disk() -> None:
        with atomic_file(path) as file:
            file.write(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk"):
        fill_the_disk()
    assert path.read_bytes() == b"earlier"
    assert os.listdir(tmp_path) == ["batch.pdf"]


def test_what_a_crash_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".batch.pdf.abc.part").write_bytes(b"codes")
    (tmp_path / "batch.pdf").write_bytes(b"whole")
    assert remove_parts(tmp_path) == 1
    assert os.listdir(tmp_path) == ["batch.pdf"]


def test_batches_that_differ_from_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "1.pdf").write_bytes(b"")
    empty = ManifestRow(1, 1, 1, 1, 2, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert differing(tmp_path, [("1.pdf", empty), ("2.pdf", ROWS[1])]) == ["2.pdf"]
    (tmp_path / "1.pdf").write_bytes(b"changed")
    assert differing(tmp_path, [("1.pdf", empty)]) == ["1.pdf"]
