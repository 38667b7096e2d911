"""Secrets of the installation and the headers that every answer carries."""

from __future__ import annotations

import os
import secrets
import stat
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkaanzet.config import Config, ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # A page is for its visitor alone.
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"


class WithHeaders:
    """WSGI middleware: every answer has these headers, as they stand here unless a view said otherwise."""

    def __init__(self, app: WSGIApplication, config: Config) -> None:
        self._app = app
        wanted = HEADERS | ({"Strict-Transport-Security": HSTS} if config.secure_cookies else {})
        self._wanted = [(name.lower(), (name, value)) for name, value in wanted.items()]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            present = {name.lower() for name, _value in headers}
            added = [header for name, header in self._wanted if name not in present]
            return start_response(status, headers + added, *error)

        return self._app(environ, start)


@dataclass(frozen=True)
class Secrets:
    """The keys of an installation. They are never in the database, a log or the configuration file.

    Attributes:
        secret_key: signs the session cookie.
        pincode_key: keys the hashes of pincodes; without it the stored hashes are worthless.
    """

    secret_key: str = field(repr=False)
    pincode_key: bytes = field(repr=False)


def load_secrets(config: Config) -> Secrets:
    """The keys from the environment, else from ``data_dir/secrets.toml``, which is made at the first run (mode 600).

    Raises:
        ConfigError: when the file can be read by others, or a key in it is missing.
    """
    if config.secret_key and config.pincode_key:
        return Secrets(config.secret_key, config.pincode_key.encode())
    file = config.data_dir / "secrets.toml"
    if not file.exists():
        _make_secrets(file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise ConfigError(f"{file}: others can read this file; say: chmod 600 {file}")
    try:
        stored = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: is not valid TOML; put the file back from a backup") from error
    for key in ("secret_key", "pincode_key"):
        if not stored.get(key):
            raise ConfigError(f"{file}: {key}: is missing; put the file back from a backup")
    return Secrets(
        config.secret_key or stored["secret_key"], (config.pincode_key or stored["pincode_key"]).encode()
    )


def store_secrets(config: Config, secret_key: str, pincode_key: str) -> None:
    """Put back the keys that came with a backup.

    Raises:
        ConfigError: other keys are in place already.
    """
    file = config.data_dir / "secrets.toml"
    if config.pincode_key and config.pincode_key != pincode_key:
        raise ConfigError(
            "environment: WIJKAANZET_PINCODE_KEY: is another key than the backup's; no letter would work"
        )
    if file.exists():
        kept = load_secrets(config)
        if kept.pincode_key != pincode_key.encode():
            raise ConfigError(f"{file}: other keys are in place; move this file away and restore again")
        return
    _write_secrets(file, secret_key, pincode_key)


def _make_secrets(file: Path) -> None:
    """Write fresh keys."""
    _write_secrets(file, secrets.token_urlsafe(48), secrets.token_urlsafe(48))


def _write_secrets(file: Path, secret_key: str, pincode_key: str) -> None:
    """Write the file with mode 600; of two processes that start at once, the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = (
        "# Made at the first run. Keep it secret and in your backup: without pincode_key no letter's code works.\n"
        f'secret_key = "{secret_key}"\npincode_key = "{pincode_key}"\n'
    )
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
