"""Where the package keeps what is no code: templates, static files and translations."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
STATIC = PACKAGE / "static"
TRANSLATIONS = PACKAGE / "translations"
# Inside an installed package, or beside it in a checkout.
TEMPLATES = next(f for f in (PACKAGE / "templates", PACKAGE.parent / "templates") if f.exists())
