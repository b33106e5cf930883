"""The site as an application on a device: what browsers need to install it, and that they get nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_manifest_speaks_the_language_of_its_page(client: Client, language: str) -> None:
    page = client.get(f"/{language}/offline/").content.decode()
    assert f'<link rel="manifest" href="/{language}/manifest.webmanifest">' in page
    answer = client.get(f"/{language}/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["lang"], manifest["start_url"], manifest["scope"]) == (language, f"/{language}/", "/")
    assert manifest["display"] == "standalone"
    assert manifest["name"].startswith(f"{settings.SITE_NAME}: ")
    assert client.cookies == {}


def test_the_names_of_the_manifest_differ_by_language(client: Client) -> None:
    names = {client.get(f"/{language}/manifest.webmanifest").json()["name"] for language in ("kk", "ru", "en")}
    assert len(names) == 3


def test_icons_are_what_the_manifest_says(client: Client) -> None:
    icons = client.get("/kk/manifest.webmanifest").json()["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        data = Path(str(finders.find(icon["src"].removeprefix("/static/")))).read_bytes()
        picture = Image.open(io.BytesIO(data))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert len(picture.convert("RGB").getcolors() or []) >= 4  # the ground and the three parts of the mark
        assert len(data) < 10_000


def test_the_service_worker_serves_the_whole_site_and_has_a_version(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "max-age=3600" in answer["Cache-Control"]
    text = answer.content.decode()
    assert '"version": "' in text
    assert '"queue": "/static/src/queue.js"' in text
    assert client.get("/sw.js").content == answer.content
    assert client.cookies == {}


def test_another_manifest_of_files_is_another_version(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/sw.js").content
    monkeypatch.setattr("metep.device.staticfiles_storage.manifest_hash", "another", raising=False)
    assert client.get("/sw.js").content != before


@pytest.mark.parametrize("path", ["/sw.js", "/kk/manifest.webmanifest", "/kk/offline/"])
def test_nothing_of_it_is_written_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_the_page_without_a_network_names_nobody(db: None) -> None:
    page = Client().get("/kk/offline/")
    assert "Байланыс жоқ" in page.content.decode()
    assert "private" not in page["Cache-Control"]
    assert "csrfmiddlewaretoken" not in page.content.decode()
