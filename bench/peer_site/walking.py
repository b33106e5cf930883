"""The way of one respondent through the peer's survey. Knows no Django: both environments use it."""

from __future__ import annotations

import random
import re
from urllib.parse import urlencode

from bench.clients import Visitor

_FIELDS = re.compile(r'name="(question_\d+)"')
_CHOICES = ("yes", "no", "do-not-know")


class PeerRespondents:
    """People who answer the survey; the names of its fields are read from its pages once."""

    def __init__(self, survey: int) -> None:
        self.first = f"/survey/{survey}/"
        self._forms: dict[tuple[str, int], str] = {}

    def walk(self, visitor: Visitor, number: int) -> None:
        """One person from the first page to the confirmation."""
        address = self.first
        while "confirm" not in address:
            page = visitor.get(address)
            assert page.status == 200, f"{address} answered {page.status}"
            sent = visitor.post(address, self._form(address, page.text, number % 16))
            assert sent.status == 302, f"{address} answered {sent.status} to a form"
            address = sent.location
        assert visitor.get(address).status == 200, address

    def _form(self, address: str, text: str, variant: int) -> str:
        if (address, variant) not in self._forms:
            chance = random.Random(variant)  # noqa: S311 (the same answers in each run)
            fields = dict.fromkeys(_FIELDS.findall(text))
            self._forms[address, variant] = urlencode({name: chance.choice(_CHOICES) for name in fields})
        return self._forms[address, variant]
