"""The site as an application on a device: its manifest, its service worker, and a page for when there is no network."""

from __future__ import annotations

import json
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_WORKER = settings.BASE_DIR / "static" / "src" / "service_worker.js"
_DEEP = "#0b4a52"  # --deep in static/src/site.css


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser needs to install the site, in the language of its address."""
    icons = [
        _icon("vendor/icons/icon-192.png", "192x192", "any"),
        _icon("vendor/icons/icon-512.png", "512x512", "any"),
        _icon("vendor/icons/maskable-512.png", "512x512", "maskable"),
    ]
    content = {
        "id": "/",
        "name": f"{settings.SITE_NAME}: {_('Measurement and evaluation of e-participation')}",
        "short_name": settings.SITE_NAME,
        "lang": get_language(),
        "dir": "ltr",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": _DEEP,
        "theme_color": _DEEP,
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _icon(path: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": static(path), "sizes": sizes, "type": "image/png", "purpose": purpose}


@require_safe
@cache_control(public=True, max_age=3600)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root of the site: its scope. Its version changes with any file of the site."""
    source = _WORKER.read_text("utf-8")
    known = {"queue": static("src/queue.js"), "files": settings.STATIC_URL, "words": _words()}
    state = json.dumps(known) + source + (getattr(staticfiles_storage, "manifest_hash", "") or "")
    known["version"] = sha256(state.encode()).hexdigest()[:12]
    text = f"self.site = {json.dumps(known)};\n{source}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def _words() -> dict[str, str]:
    """Where not even the page for such a case is on the device."""
    words = {}
    for language in settings.LANGUAGE_NAMES:
        with override(language):
            words[language] = _("No connection")
    return words


@require_safe
@cache_control(public=True, max_age=3600)
def without_network(request: HttpRequest) -> HttpResponse:
    """What the service worker shows instead of a page that is not on the device. It says nothing about anybody."""
    return render(request, "offline.html")
