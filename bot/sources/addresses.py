"""Which network addresses a source may be on: a feed must not be a key to the operator's own network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""Leaves out mapped IPv4 (::ffff:0:0/96), NAT64 (64:ff9b::/96), link-local, unique local and multicast."""
_APART = (
    *(IPv6Network("2001::/32"), IPv6Network("2002::/16"), IPv4Network("192.88.99.0/24")),
    *(IPv4Network("192.0.0.0/24"), IPv6Network("3fff::/20")),
)
"""Teredo and 6to4 carry an IPv4 address inside; the others are nobody's, which not every Python knows."""


class PrivateAddress(OSError):
    """Raised instead of connecting."""

    WORDS = "is not a public address"


def is_public(address: str) -> bool:
    """Whether an IP address, as text, belongs to the open internet."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _APART)


def is_local(host: str) -> bool:
    """Whether a host, as a URL writes it, is known not to be on the open internet without asking for its address."""
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return not is_public(host)


def socket_factory(
    *, allow_private: bool, public: Callable[[str], bool] = is_public
) -> Callable[[tuple[Any, ...]], socket.socket] | None:
    """For aiohttp: every connection passes here with the address that it is about to use. None leaves sockets to it.

    Checked here, a name that resolves differently the second time or an IP written in an odd way cannot slip past.
    """

    def public_socket(address: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, sockaddr = address
        if not public(str(sockaddr[0])):
            raise PrivateAddress(f"{sockaddr[0]} {PrivateAddress.WORDS}")
        return socket.socket(family, kind, protocol)

    return None if allow_private else public_socket
