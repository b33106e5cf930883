"""Django's test client as a visitor that counts statements; it knows nothing of our site and counts the peer's, too."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clients import Page

_BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class InProcess:
    """A browser of one person. `queries`: the statements of each request without those about transactions."""

    def __init__(self, client: Client | None = None) -> None:
        self._client = client or Client()
        self.queries: list[tuple[str, int]] = []

    def get(self, path: str) -> Page:
        """Ask for a page."""
        return self._ask("GET", path, "")

    def post(self, path: str, form: str) -> Page:
        """Send a form."""
        return self._ask("POST", path, form)

    @property
    def most(self) -> tuple[str, int]:
        """The request with the most statements."""
        return max(self.queries, key=lambda asked: asked[1])

    @property
    def total(self) -> int:
        """The statements of all requests."""
        return sum(count for _request, count in self.queries)

    def _ask(self, method: str, path: str, form: str) -> Page:
        with CaptureQueriesContext(connection) as captured:
            answer = self._client.generic(method, path, form, content_type="application/x-www-form-urlencoded")
        count = sum(not query["sql"].startswith(_BRACKETS) for query in captured.captured_queries)
        self.queries.append((f"{method} {path}", count))
        return Page(answer.status_code, answer.headers.get("Location", ""), answer.content.decode())
