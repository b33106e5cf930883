"""A respondent for tests: opens pages of one response and fills them in as a browser does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

from surveys.models import Response

BACKGROUND = {"Accept": "application/json"}
"""How a page asks that saves by itself."""
CONSENT = {"institution": "I1", "mode": "individual", "consent": "on"}


class Respondent:
    """A browser that has begun a response. `base` is the address of the response, in a language."""

    def __init__(self, client: Client, base: str) -> None:
        self.client = client
        self.base = base

    @classmethod
    def begin(cls, client: Client | None = None, language: str = "en", **form: str) -> Respondent:
        client = client or Client()
        answer = client.post(f"/{language}/rounds/r1/", CONSENT | form)
        assert answer.status_code == 302, answer.content.decode()
        return cls(client, answer["Location"].removesuffix("link/"))

    @property
    def response(self) -> Response:
        """What is stored now."""
        return Response.objects.select_related("round").get(pk=self.base.split("/")[3])

    @property
    def answers(self) -> dict[str, Any]:
        return self.response.answers

    def get(self, path: str = "") -> HttpResponse:
        return self.client.get(self.base + path)

    def post(self, path: str, data: Mapping[str, Any], **options: Any) -> HttpResponse:
        """Post without having looked at the page."""
        return self.client.post(self.base + path, data, **options)

    def fill(self, path: str, data: Mapping[str, Any], **options: Any) -> HttpResponse:
        """Open a page and post it with some answers."""
        return self.post(path, {"seen": seen_in(self.get(path)), "go": "next", **data}, **options)

    def lands_on(self, answer: HttpResponse) -> str:
        """The path below the response to which an answer redirects."""
        assert answer.status_code == 302, answer.content.decode()
        return urlsplit(answer["Location"]).path.removeprefix(self.base)


def seen_in(answer: HttpResponse) -> str:
    """The hidden value by which a page remembers what it showed."""
    found = re.search(r'name="seen"[^>]*? value="(\w*)"', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def text_of(answer: HttpResponse) -> str:
    """The words of a page, tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


def field_value(answer: HttpResponse, name: str) -> str:
    """What stands in a field: the value of an input, the text of a textarea, the radio button that is chosen."""
    page = answer.content.decode()
    escaped = re.escape(name)
    if area := re.search(rf'<textarea[^>]* name="{escaped}"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        return area[1]
    if "radio" in page and (chosen := re.search(rf'type="radio" name="{escaped}" value="(\w*)"[^>]* checked', page)):
        return chosen[1]
    box = re.search(rf'<input class[^>]* name="{escaped}"[^>]*? value="([^"]*)"', page)
    return box[1] if box else ""
