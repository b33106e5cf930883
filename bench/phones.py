"""`python -m bench.phones PORT SECONDS FILE`: phones of a workshop in a process of their own, each a real HTTP client.

FILE holds one JSON object for each phone: address, seat, seen, cookies. They ask as static/src/workshop.js does, and
some vote. Written to standard output as JSON: when each phone showed which revision, by the clock that all processes of
a machine share, how many requests were made, and how long they took.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

EVERY = 1.0  # seconds; workshop.js has the same
_REVISION, _BALLOT = re.compile(rb'data-revision="(\d+)"'), re.compile(rb'name="ballot" value="(\d)"')
_ITEM = re.compile(rb'name="item" value="([^"]+)"')


@dataclass
class Phone:
    """One simulated phone. `shown`: (revision, when)."""

    port: int
    address: str
    seat: str
    seen: int
    cookies: dict[str, str]
    votes: bool
    shown: list[tuple[int, float]] = field(default_factory=list)
    quiet: list[float] = field(default_factory=list)
    news: list[float] = field(default_factory=list)
    cast: list[float] = field(default_factory=list)
    failed: int = 0

    async def live(self, until: float, chance: random.Random) -> None:
        """Ask until the end."""
        await asyncio.sleep(chance.random() * EVERY)
        while time.monotonic() < until:
            await self.ask(chance)
            await asyncio.sleep(EVERY * (0.8 + 0.4 * chance.random()))

    async def ask(self, chance: random.Random) -> None:
        """One question for news."""
        began = time.monotonic()
        status, body = await self.send("GET", f"{self.address}changed/?seen={self.seen}&seat={quote(self.seat)}")
        now = time.monotonic()
        if status == 204:
            self.quiet.append(now - began)
        elif status == 200 and (found := _REVISION.search(body)):
            self.seen = int(found[1])
            self.shown.append((self.seen, now))
            self.news.append(now - began)
            if self.votes and (ballot := _BALLOT.search(body)) and (item := _ITEM.search(body)):
                await asyncio.sleep(0.5 + 2 * chance.random())
                await self.vote(item[1].decode(), ballot[1].decode(), chance.choice(("yes", "no", "dk")))
        else:
            self.failed += 1

    async def vote(self, item: str, ballot: str, value: str) -> None:
        """Press a button."""
        fields = {"item": item, "ballot": ballot, "value": value, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        began = time.monotonic()
        status, _body = await self.send("POST", f"{self.address}vote/", urlencode(fields))
        self.cast.append(time.monotonic() - began)
        self.failed += status not in (200, 409, 422)

    async def send(self, method: str, path: str, form: str = "") -> tuple[int, bytes]:
        """One request on a connection of its own, as the server ends each. 0 where it failed."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\nConnection: close\r\n"
        if form:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\nX-Live: 1\r\n"
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(f"{head}\r\n{form}".encode())
            answer = await reader.read()
            writer.close()
        except OSError:
            return 0, b""
        start, _, body = answer.partition(b"\r\n\r\n")
        return (int(start.split()[1]), body) if start else (0, b"")


async def run(port: int, seconds: float, phones: list[Phone]) -> None:
    """All phones at once."""
    chance = random.Random(port)  # noqa: S311
    until = time.monotonic() + seconds
    await asyncio.gather(*(phone.live(until, chance) for phone in phones))


def main() -> None:
    """See the module."""
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    described = json.loads(Path(sys.argv[3]).read_text())
    phones = [Phone(port=port, **one) for one in described]
    asyncio.run(run(port, seconds, phones))
    found = {
        "shown": [phone.shown for phone in phones],
        "failed": sum(phone.failed for phone in phones),
        **{name: [taken for phone in phones for taken in getattr(phone, name)] for name in ("quiet", "news", "cast")},
        "cpu": time.process_time(),
    }
    sys.stdout.write(json.dumps(found))


main()
