"""What stands more than once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.content import Problem
from surveys.content.problem import _


def find_repeated(code: str, values: Iterable[str], field: str = "") -> Iterator[Problem]:
    """The values that stand more than once in a recommendation, or among the codes of the file (no `code`)."""
    for value, n in Counter(values).items():
        if n > 1 and code:
            yield _("%(place)s names %(value)s %(n)s times.", place=code, value=value, n=n, field=field)
        elif n > 1:
            yield _("%(place)s is there %(n)s times.", place=value, n=n)
