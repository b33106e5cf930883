"""Open a link to see whether it leads anywhere: as little as needed, to checked addresses only.

A name is resolved once, every address of it is checked, and the connection goes to an address that was checked: what
a name server says a moment later changes nothing. No proxy is used; each redirect is checked as if it were typed.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from fieldwork.quality.links.addresses import Refused, Target, is_public, read_target

REDIRECTS = 3
SECONDS = 5.0  # for connecting, and for each read
WHOLE_SECONDS = 15.0  # for one request, however slowly it drips
BYTES = 1024
MOVED = (301, 302, 303, 307, 308)
GONE = (404, 410)

Resolve = Callable[[str, int], Sequence[str]]


class Dead(Exception):
    """The link leads nowhere."""


def resolve(host: str, port: int) -> list[str]:
    """Every address of a host. Raises OSError where there is none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Opener:
    """Opens links. The allowed addresses, ports and the resolver are there for tests: a site changes none of them."""

    agent: str
    resolve: Resolve = resolve
    allows: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset()
    context: ssl.SSLContext | None = None

    def open(self, url: str) -> None:
        """Follow a link to its end. Raises Refused, or Dead where nothing answers or what answers has nothing there."""
        for _redirect in range(REDIRECTS + 1):
            status, location = self._ask(read_target(url, self.ports))
            if status not in MOVED or not location:
                if status in GONE or status >= 500:
                    raise Dead(status)
                return
            url = urljoin(url, location)
        raise Dead("redirects")

    def _ask(self, target: Target) -> tuple[int, str]:
        """Status and new location: by HEAD, and by GET where a server answers HEAD with an error."""
        addresses = self._addresses(target)
        answer = self._request(target, addresses[0], "HEAD")
        return answer if answer[0] < 400 else self._request(target, addresses[0], "GET")

    def _addresses(self, target: Target) -> Sequence[str]:
        try:
            addresses = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise Dead(target.host) from error
        if not addresses:
            raise Dead(target.host)
        if not all(self.allows(address) for address in addresses):
            raise Refused(target.host)
        return addresses

    def _request(self, target: Target, address: str, method: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=SECONDS)
        end: threading.Timer | None = None
        try:
            connection.sock = self._connect(target, address)
            end = threading.Timer(WHOLE_SECONDS, _cut, [connection.sock])
            end.daemon = True
            end.start()
            headers = {"Host": target.name, "User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
            if method == "GET":
                headers["Range"] = f"bytes=0-{BYTES - 1}"
            connection.request(method, target.path, headers=headers)
            answer = connection.getresponse()
            if method == "GET":
                answer.read(BYTES)
            return answer.status, answer.getheader("Location") or ""
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Dead(target.host) from error
        finally:
            if end:
                end.cancel()
            connection.close()

    def _connect(self, target: Target, address: str) -> socket.socket:
        plain = socket.create_connection((address, target.port), timeout=SECONDS)
        if target.scheme == "http":
            return plain
        context = self.context or ssl.create_default_context()
        try:
            return context.wrap_socket(plain, server_hostname=target.host)
        except (OSError, ValueError):
            plain.close()
            raise


def _cut(connection: socket.socket) -> None:
    """End a connection under whoever waits for it."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
