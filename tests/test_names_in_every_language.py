"""What models, rights, lists and their actions are called: in the language of the reader, wherever it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from fieldwork.audit.kinds import name_of_kind
from fieldwork.audit.reading import _label
from fieldwork.audit.tables import BY_MODEL
from metep.rights import describe
from tests.surveys.administration import sign_in
from tests.test_django_in_kazakh import LATIN, shown_words

OURS = ("metep", "surveys", "fieldwork", "scoring", "reports")
CODED = {"reports.Scenario.tier"}  # codes of the engine, named where they are shown
# What is written in Latin letters in any language, beside what stands in the other test.
SIGNS = LATIN | {"QR", "URL", "PDF", "XLSX", "DOCX", "ID"}


def models() -> list[Any]:
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def names_of_models() -> Iterator[tuple[str, Any]]:
    for app in OURS:
        yield app, apps.get_app_config(app).verbose_name
    for model in models():
        meta = model._meta
        yield from ((meta.label, name) for name in (meta.verbose_name, meta.verbose_name_plural))
        for constraint in meta.constraints:
            message = constraint.violation_error_message
            if message and message != constraint.default_violation_error_message:
                yield f"{meta.label} {constraint.name}", message


def names_of_choices() -> Iterator[tuple[str, Any]]:
    for model in models():
        for field in model._meta.concrete_fields:
            place = f"{model._meta.label}.{field.name}"
            if place not in CODED:
                yield from ((place, label) for _value, label in field.flatchoices)
            if field.help_text:
                yield place, field.help_text


def names_in_the_audit_trail() -> Iterator[tuple[str, Any]]:
    for label, watched in BY_MODEL.items():
        yield label, name_of_kind(label)
        model = apps.get_model(label)
        if label.split(".")[0] in OURS:
            hidden = {"id", *watched.left_out, *watched.secret}
            columns = [field.column for field in model._meta.concrete_fields if field.column not in hidden]
            yield from ((f"{label}.{column}", _label(model, column)) for column in columns)


def names_of_lists() -> Iterator[tuple[str, Any]]:
    for model, page in admin.site._registry.items():
        yield model._meta.label, model._meta.verbose_name_plural
        shown = [getattr(page, name, None) for name in (*page.list_display, *(page.actions or ())) if name != "__str__"]
        for method in shown:
            if callable(method):
                yield f"{model._meta.label} {method.__name__}", getattr(method, "short_description", method.__name__)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    "names",
    [names_of_models, names_of_choices, names_in_the_audit_trail, names_of_lists],
    ids=lambda names: names.__name__,
)
def test_every_name_is_said_in_the_language_of_the_reader(language: str, names) -> None:
    with translation.override(language):
        said = [(place, str(name)) for place, name in names()]
    assert len(said) > 20
    signs = ("UTC", "№")
    assert [pair for pair in said if not re.search("[\u0400-\u04ff]", pair[1]) and pair[1] not in signs] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_right_is_said_in_the_language_of_the_reader(db, language: str) -> None:
    with translation.override(language):
        said = {describe(right) for right in Permission.objects.filter(content_type__app_label__in=OURS)}
    assert len(said) > 50
    assert [name for name in said if set(re.findall(r"[A-Za-z]{2,}", name)) - SIGNS] == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_list_and_empty_form_of_the_administration_speaks_it(db, language: str) -> None:
    client = sign_in(is_superuser=True)
    foreign, pages = {}, 0
    with translation.override(language):
        for model in admin.site._registry:
            for page in ("changelist", "add"):
                response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"))
                if response.status_code == 200:
                    pages += 1
                    foreign[f"{model._meta.label} {page}"] = shown_words(response.content.decode()) - SIGNS
    assert pages > 15
    assert {place: words for place, words in foreign.items() if words} == {}
