"""A wire between browser and site that tests can cut: the site is gone, or it hears and its answer does not arrive."""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

_PIECE = 65536


class Wire:
    """Passes bytes between a port of its own and the site. `url`: what a browser opens instead of the site."""

    def __init__(self, site: str) -> None:
        address = urlsplit(site)
        self._host, self._site = str(address.hostname), (str(address.hostname), int(address.port or 80))
        self._port = 0
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self.is_deaf = False
        self.join()
        self.url = f"http://{self._host}:{self._port}"

    def join(self) -> None:
        """Let browsers reach the site (again)."""
        self._listening = socket.create_server((self._host, self._port))
        self._port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def cut(self) -> None:
        """The site is gone: connections end, new ones are refused."""
        assert self._listening is not None
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._listening = None
        self._end_all()

    def end(self) -> None:
        """Take the wire away."""
        if self._listening is not None:
            self.cut()

    def _end_all(self) -> None:
        for one in list(self._open):
            _end(one)
        self._open.clear()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                browser, _address = listening.accept()
            except OSError:
                return
            site = socket.create_connection(self._site)
            self._open |= {browser, site}
            threading.Thread(target=self._pass, args=(browser, site, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(site, browser, True), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        """Pass on until one side ends. A deaf wire swallows answers and then ends the connection."""
        try:
            while piece := source.recv(_PIECE):
                if is_answer and self.is_deaf:
                    break
                target.sendall(piece)
        except OSError:
            pass
        _end(source)
        _end(target)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
