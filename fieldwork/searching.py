"""What is typed into the search field above a list."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 200


def words_searched(request: HttpRequest, name: str = "q") -> str:
    """The words of the query, empty where there are none; PostgreSQL takes no text with a zero character in it."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]
