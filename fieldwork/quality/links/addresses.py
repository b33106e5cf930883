"""Which web addresses a server may open on behalf of people whom it does not know. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(ValueError):
    """The address is not one of the public web."""


@dataclass(frozen=True)
class Target:
    """What to open: `path` with its query, fit for a request line."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_target(url: str, extra_ports: frozenset[int] = frozenset()) -> Target:
    """The parts of a URL. Raises Refused for other schemes, user names, other ports and nonsense."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
        scheme = parts.scheme.lower()
        if scheme not in PORTS or not host or "@" in parts.netloc:
            raise Refused(url)
        port = PORTS[scheme] if port is None else port
        if port not in PORTS.values() and port not in extra_ports:
            raise Refused(url)
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise Refused(url) from error
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(scheme, name, port, f"{path}?{query}" if query else path)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; what is wrapped in it must too."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.is_site_local:
            return False
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
        if found.ipv4_mapped is not None:
            return True
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def may_be_opened(address: str, networks: Sequence[Network] = ()) -> bool:
    """Whether an IP address is public, or lies in one of the networks that the site names as its own."""
    if is_public(address):
        return True
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(found in network for network in networks)
