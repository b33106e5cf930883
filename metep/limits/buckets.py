"""Counting requests without asking anybody: buckets of tokens in the memory of a process. Pure.

A bucket holds as many tokens as a limit allows and fills up evenly; whoever finds it empty waits for the next token.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

MOST_BUCKETS = 20_000  # a few megabytes; the one that was not asked for the longest time makes room


@dataclass(frozen=True)
class Limit:
    """At most `most` requests at once, and as many again in each `seconds`."""

    name: str
    most: int
    seconds: int = 600


class Buckets:
    """The buckets of a process, by limit and person."""

    def __init__(self, most: int = MOST_BUCKETS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, limit: Limit, who: str, now: float) -> float:
        """Take a token at the moment `now` (seconds of a clock that never turns back); the seconds to wait, 0 for none.

        Who has to wait takes no token: asking again does not make the wait longer.
        """
        key, rate = (limit.name, who), limit.most / limit.seconds
        with self._lock:
            tokens, before = self._buckets.pop(key, (float(limit.most), now))
            tokens = min(limit.most, tokens + (now - before) * rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / rate
            self._buckets[key] = (tokens if wait else tokens - 1, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return wait

    def forget(self) -> None:
        """Every bucket is full again."""
        with self._lock:
            self._buckets.clear()
