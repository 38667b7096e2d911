"""Keeps the tests off the network: only this machine's own loopback and unix sockets can be reached.

An audit hook sees what Python does, however a library does it. It sees neither other programs (Chromium gets a
resolver that knows no names, see conftest) nor C libraries (libpq is only ever given a unix socket).
"""

import ipaddress
import socket
import sys
from typing import Any

# A mail server on this machine would pass a message on to the world, so loopback does not make these harmless.
MAIL_PORTS = {25, 465, 587}
CONNECTING = {"socket.connect", "socket.sendto", "socket.sendmsg"}
RESOLVING = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class NetworkBlockedError(RuntimeError):
    """A test tried to reach the network; not an `OSError`, so that no retry or fallback swallows it."""


class NetworkGuard:
    """Refuses and remembers every attempt to leave this machine."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self._own_names = {"", "localhost", socket.gethostname()}

    def install(self) -> None:
        """Watch this process until it ends: an audit hook cannot be taken away."""
        sys.addaudithook(self._watch)

    def _watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in CONNECTING:
            sock, address = arguments
            internet = sock.family in (socket.AF_INET, socket.AF_INET6)
            if internet and address and not self._allowed(address[0], address[1]):
                self._refuse(f"{event} to {address[0]} port {address[1]}")
        elif event in RESOLVING and not self._allowed(arguments[0], None):
            self._refuse(f"{event} of {arguments[0]}")

    def _allowed(self, host: str | bytes | None, port: int | None) -> bool:
        if port in MAIL_PORTS:
            return False
        name = host.decode() if isinstance(host, bytes) else host or ""
        if name in self._own_names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or address.is_unspecified

    def _refuse(self, attempt: str) -> None:
        self.attempts.append(attempt)
        raise NetworkBlockedError(f"tests may not use the network: {attempt}")
