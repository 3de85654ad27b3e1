"""Where a stranger's link may make us connect: to the public web, never into the machine's own network. Pure."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Reach = Callable[[str, int], str]
"""For an IP address and a port: empty if we may connect, else a key of ``outcomes.WHY``."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that hold an IPv4 address in their last four bytes (RFC 6052)."""
_WEB = frozenset({80, 443})
_UNPRIVILEGED = 1024
"""Below it, ports other than the web's belong to mail, files and the like, which must not hear from us."""


def public_reach(address: str, port: int) -> str:
    """Allow public addresses only, and only the web's ports or those above 1023."""
    if not is_public(address):
        return "private"
    return "" if port in _WEB or port >= _UNPRIVILEGED else "port"


def is_public(written: str) -> bool:
    """Whether an IP address is public, as well as any address embedded in it."""
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return False
    inner = _unwrapped(address)
    if isinstance(inner, IPv6Address) and (inner.is_site_local or inner.sixtofour):  # both deprecated by the IETF
        return False
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that is embedded in an address (mapped, or NAT64), else the address itself."""
    if isinstance(address, IPv6Address) and address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
