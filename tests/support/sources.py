"""The files of the repository, as the tests about its shape see them."""

import os
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]


def repository_files() -> list[Path]:
    """Return the files that belong to the repository, relative to its root: tracked by git, or about to be.

    Without git (an unpacked source archive) everything that `.gitignore` does not name.
    """
    command = [
        "git",
        "-c",
        f"safe.directory={ROOT}",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
            "\0"
        )
    except (OSError, subprocess.CalledProcessError):
        return sorted(_walk())
    return sorted(Path(name) for name in listed if name and (ROOT / name).is_file())


def python_sources(*packages: str) -> dict[str, str]:
    """Return the text of the Python files in some top-level packages, by path from the root."""
    files = [file for file in repository_files() if file.suffix == ".py" and file.parts[0] in packages]
    return {file.as_posix(): (ROOT / file).read_text(encoding="utf-8") for file in files}


def _walk() -> Iterator[Path]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = [line.strip("/") for line in lines if not line.startswith("#")] + [".git"]
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = [name for name in folders if not _matches(here / name, ignored)]
        yield from (here / name for name in files if not _matches(here / name, ignored))


def _matches(path: Path, patterns: list[str]) -> bool:
    return any(fnmatch(path.name, pattern) or path.as_posix() == pattern for pattern in patterns)
