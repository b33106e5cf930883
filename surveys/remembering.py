"""The last few values that were dear to make, kept by a process. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """At most `most` values by key; the one that nobody asked for longest goes first.

    Threads may ask at once: two that ask for the same new value may both make it, and both get a good one.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[Hashable, tuple[object, Value]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._values)

    def get(self, key: Hashable, make: Callable[[], Value], stamp: object = None) -> Value:
        """The value of the key, made now where none is kept. What `make` raises is raised, and nothing is kept.

        All that the value follows from stands in the key, or in the `stamp`: a value with another one is made anew and
        takes the place of the older.
        """
        with self._lock:
            kept = self._values.get(key)
            if kept is not None and kept[0] == stamp:
                self._values[key] = self._values.pop(key)  # the newest again
                return kept[1]
        value = make()
        with self._lock:
            self._values.pop(key, None)
            self._values[key] = stamp, value
            while len(self._values) > self._most:
                del self._values[next(iter(self._values))]
        return value

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._values.clear()
