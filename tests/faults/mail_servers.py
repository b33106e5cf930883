"""Mail servers that misbehave."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_END_OF_LETTER = b"\r\n.\r\n"


class Line:
    """A conversation with whoever sends mail, up to where the server misbehaves."""

    def __init__(self, visitor: socket.socket) -> None:
        self._visitor, self._heard = visitor, b""

    def say(self, words: str) -> None:
        self._visitor.sendall(words.encode() + b"\r\n")

    def hear_until(self, end: bytes = b"\r\n") -> bytes:
        """What is said up to `end`."""
        while end not in self._heard:
            piece = self._visitor.recv(65536)
            if not piece:
                raise ConnectionError
            self._heard += piece
        said, _, self._heard = self._heard.partition(end)
        return said

    def hear_letter(self) -> None:
        """Greet, take sender and recipient, and hear the whole letter."""
        self.say("220 here")
        while not self.hear_until().upper().startswith(b"DATA"):
            self.say("250 go on")
        self.say("354 go on")
        self.hear_until(_END_OF_LETTER)


def refuses(line: Line) -> None:
    """Takes nobody's mail now."""
    line.say("421 4.3.2 closed for today")


def says_nothing(line: Line) -> None:
    """Not even a greeting."""
    line.hear_until(b"never")


def hangs(line: Line) -> None:
    """Hears the letter and never says whether it took it."""
    line.hear_letter()
    line.hear_until(b"never")


def cuts(line: Line) -> None:
    """Hears the letter and ends the line."""
    line.hear_letter()


@contextmanager
def mail_server(behave: Callable[[Line], None]) -> Iterator[int]:
    """A mail server that behaves so towards everybody; its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(visitor: socket.socket) -> None:
        with visitor, suppress(OSError):
            behave(Line(visitor))

    def accept() -> None:
        with suppress(OSError):
            while True:
                visitor, _address = listening.accept()
                threading.Thread(target=answer, args=(visitor,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        listening.close()
