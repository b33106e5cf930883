"""A site of one page at a time, which is handed to it, and of our static files, which the browser keeps."""

from __future__ import annotations

import mimetypes
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.utils import translation
from django.views.i18n import JavaScriptCatalog

if TYPE_CHECKING:
    from tests.e2e.accessibility.serving import Shown


def file_at(path: str) -> tuple[bytes, str] | None:
    """What is the same for everybody, and its type: a static file, the words of the administration's own scripts."""
    if path.endswith("/jsi18n/"):
        with translation.override(path[1:3]):
            words = JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(RequestFactory().get(path))
        return words.content, "text/javascript"
    found = finders.find(path.removeprefix("/static/").partition("?")[0]) if path.startswith("/static/") else None
    if not isinstance(found, str):
        return None
    return Path(found).read_bytes(), mimetypes.guess_type(found)[0] or "application/octet-stream"


class Site(ThreadingHTTPServer):
    """Answers with the page that was handed to it last."""

    shown: Shown | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"  # browsers trust this name as they trust TLS


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        shown = self.server.shown
        if shown and self.path == shown.address.partition("#")[0]:
            policy = {"Content-Security-Policy": shown.policy} if shown.policy else {}
            self._answer(200, shown.body, "text/html; charset=utf-8", {"Cache-Control": "no-store"} | policy)
        elif found := file_at(self.path):
            self._answer(200, *found, {"Cache-Control": "max-age=86400, immutable"})
        else:
            self._answer(404, b"", "text/plain", {})

    def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing: what was asked for is known."""


@cache
def the_site() -> Site:
    """One for each process of tests; it ends with it."""
    site = Site(("127.0.0.1", 0), _Handler)
    Thread(target=site.serve_forever, daemon=True).start()
    return site
