"""What somebody typed as a pincode becomes the keyed hash that the database knows, and where it came from a name."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from flask import request

from voting.pincode import Pincode, PincodeFormatError
from wijkaanzet.errors import DomainError
from wijkaanzet.web.services import edition, services


def hash_of(typed: str) -> bytes:
    """The keyed hash of a typed code; a typing mistake is told from a wrong code, and never counted as one.

    Raises:
        DomainError: "code-mistyped", "code-incomplete".
    """
    try:
        pincode = Pincode.parse(typed)
    except PincodeFormatError as error:
        raise DomainError("code-mistyped" if error.problem == "mistyped" else "code-incomplete") from error
    return pincode.hashed(services().secrets.pincode_key, edition().id)


def network_of(address: str | None) -> str:
    """The client's network: the address itself for IPv4, its /64 for IPv6."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network(f"{ip}/64", strict=False))


def network_name() -> str:
    """The network that asks, as it is counted: a keyed hash, so that no address is kept.

    ``remote_addr`` is the proxy's word only when ``trusted_proxies`` says that there is one.
    """
    network = network_of(request.remote_addr).encode()
    return hmac.digest(services().secrets.pincode_key, b"network:" + network, hashlib.sha256).hex()[:40]
